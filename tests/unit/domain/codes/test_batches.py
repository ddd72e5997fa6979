"""A batch is split into the same files at every run, and no serial is lost or doubled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.batch_files import BatchFile, split_batch
from handbook.domain.codes import SERIAL_LIMIT


@given(st.integers(0, 10**9), st.integers(1, 300_000), st.integers(1, 400), st.integers(400, 20_000))
def test_the_files_cover_the_batch_once_in_whole_sheets(first: int, quantity: int, sheet: int, limit: int) -> None:
    files = list(split_batch(first, quantity, sheet, limit))
    assert [file.number for file in files] == list(range(1, len(files) + 1))
    starts = [file.first_serial for file in files] + [first + quantity]
    assert starts == [first] + [file.last_serial + 1 for file in files]
    assert all(file.codes % sheet == 0 for file in files[:-1])
    assert all(0 < file.codes <= limit for file in files)
    assert all((file.pages - 1) * sheet < file.codes <= file.pages * sheet for file in files)


def test_a_hundred_thousand_codes_at_35_labels_are_eleven_even_files() -> None:
    files = list(split_batch(500, 100_000, 35))
    assert files[0] == BatchFile(number=1, first_serial=500, codes=9_100, pages=260)
    assert files[-1] == BatchFile(number=11, first_serial=91_465, codes=9_035, pages=259)


@given(st.integers(10_000, 1_000_000), st.sampled_from([1, 24, 35, 54, 88]))
def test_a_large_batch_has_even_files_of_about_five_to_ten_thousand_codes(quantity: int, sheet: int) -> None:
    sizes = [file.codes for file in split_batch(0, quantity, sheet)]
    assert all(4_900 < size <= 10_000 for size in sizes)
    assert max(sizes) - min(sizes) < 2 * sheet
    assert len(sizes) <= quantity // 4_900 + 1


@pytest.mark.parametrize(
    ("first", "quantity", "sheet"),
    [(0, 0, 35), (-1, 5, 35), (SERIAL_LIMIT, 1, 35), (0, 5, 0), (0, 5, 10_001)],
)
def test_an_impossible_batch_is_refused_at_the_call(first: int, quantity: int, sheet: int) -> None:
    with pytest.raises(ValueError, match=r"needs at least|must hold"):
        split_batch(first, quantity, sheet)


def test_the_last_serial_of_all_fits_into_a_batch() -> None:
    (file,) = split_batch(SERIAL_LIMIT - 1, 1, 35)
    assert file.last_serial == SERIAL_LIMIT - 1
