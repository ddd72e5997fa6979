"""ICD-10 codes as people write them, and those that tell of HIV."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.encounters.icd10 import MOST_CODES, icd10_codes, is_confidential
from handbook.domain.errors import InvalidFieldError


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["J18.9"], ("J18.9",)),
        (["j18.9; J00"], ("J18.9", "J00")),
        (["J189", "J00 , J18.9"], ("J18.9", "J00")),
        (["A17.0†", "G01*"], ("A17.0", "G01")),
        (["S72.00"], ("S72.00",)),
        (["Z37.0;"], ("Z37.0",)),
        (["  ", ";"], ()),
        ([], ()),
    ],
)
def test_codes_are_read_as_they_are_written(written: list[str], read: tuple[str, ...]) -> None:
    assert icd10_codes(written, "diagnoses") == read


@pytest.mark.parametrize(
    "wrong", ["18.9", "J1", "J1A", "JJ8", "J18.", "J18.12345", "Đ18", "J１８", "ß18", "J18.9.1", "viêm phổi"]
)
def test_what_has_not_the_form_of_a_code_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidFieldError) as found:
        icd10_codes(["J00", wrong], "diagnoses")
    assert found.value.field == "diagnoses"


def test_more_codes_than_a_form_has_room_for_are_refused() -> None:
    codes = [f"J{number:02}" for number in range(MOST_CODES)]
    assert len(icd10_codes(codes, "diagnoses")) == MOST_CODES
    with pytest.raises(InvalidFieldError):
        icd10_codes([*codes, "K00"], "diagnoses")


@pytest.mark.parametrize(
    ("code", "confidential"),
    [
        ("B20", True),
        ("B20.0", True),
        ("B24", True),
        ("B19.9", False),
        ("B25", False),
        ("Z21", True),
        ("Z20.6", True),
        ("Z20.5", False),
        ("O98.7", True),
        ("O98.71", True),
        ("O98.1", False),
        ("R75", True),
        ("Z11.4", True),
    ],
)
def test_codes_of_hiv_are_told_apart(code: str, confidential: bool) -> None:
    assert is_confidential(code) is confidential


@given(st.lists(st.text(max_size=12), max_size=5))
def test_any_text_is_read_or_refused_and_reading_again_changes_nothing(texts: list[str]) -> None:
    try:
        read = icd10_codes(texts, "diagnoses")
    except InvalidFieldError:
        return
    assert icd10_codes(read, "diagnoses") == read
    assert icd10_codes(["; ".join(read)], "diagnoses") == read


@given(st.from_regex(r"[A-Za-z][0-9]{2}(\.[0-9]{1,2})?", fullmatch=True))
def test_every_code_of_the_form_is_read(code: str) -> None:
    assert icd10_codes([code], "diagnoses") == (code.upper(),)
