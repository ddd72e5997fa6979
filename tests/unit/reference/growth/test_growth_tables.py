"""The binary tables are WHO's published digits, unchanged since the checksum was pinned."""

import hashlib
from pathlib import Path

import pytest

from handbook.reference.growth import L_SCALE, M_SCALE, S_SCALE, TABLES_PATH, series_by_name
from tools.build_growth_tables import build

SHA_256 = "708a30e539902974b31543fcc6456e3a26d964905fd452a3fc50851eb0172501"


def row(name: str, sex: str, key: int) -> tuple[float, float, float]:
    first, _, powers, medians, variations = series_by_name()[name, sex]
    at = key - first
    return powers[at] / L_SCALE, medians[at] / M_SCALE, variations[at] / S_SCALE


def test_the_file_has_the_pinned_checksum() -> None:
    assert hashlib.sha256(Path(TABLES_PATH).read_bytes()).hexdigest() == SHA_256


def test_the_script_rebuilds_the_file_byte_for_byte_from_the_published_package() -> None:
    assert build() == Path(TABLES_PATH).read_bytes()


@pytest.mark.parametrize(
    ("name", "sex", "key", "published"),
    [
        ("weight-day", "F", 0, (0.3809, 3.2322, 0.14171)),
        ("weight-day", "M", 0, (0.3487, 3.3464, 0.14602)),
        ("length-day", "F", 0, (1.0, 49.1477, 0.0379)),
        ("head-day", "F", 0, (1.0, 33.8787, 0.03496)),
        ("bmi-day", "F", 0, (-0.0631, 13.3363, 0.09272)),
        ("weight-length", "F", 450, (-0.3833, 2.4607, 0.09029)),
        ("weight-height", "F", 650, (-0.3833, 7.2402, 0.09113)),
        ("weight-month", "F", 120, (-0.5958, 31.8578, 0.17262)),
        ("length-month", "F", 228, (1.0, 163.1548, 0.04009)),
        ("bmi-month", "F", 61, (-0.8886, 15.2441, 0.09692)),
    ],
)
def test_rows_equal_the_printed_tables(name: str, sex: str, key: int, published: tuple[float, float, float]) -> None:
    assert row(name, sex, key) == published


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("weight-day", 0, 1856),
        ("length-day", 0, 1856),
        ("bmi-day", 0, 1856),
        ("head-day", 0, 1856),
        ("weight-length", 450, 1100),
        ("weight-height", 650, 1200),
        ("weight-month", 60, 120),
        ("length-month", 60, 228),
        ("bmi-month", 60, 228),
    ],
)
def test_every_series_covers_its_published_range_for_both_sexes(name: str, first: int, last: int) -> None:
    for sex in "FM":
        series = series_by_name()[name, sex]
        assert series[:2] == (first, last)
        assert {len(column) for column in series[2:]} == {last - first + 1}


@pytest.mark.parametrize(
    ("name", "sex", "published"),
    [
        ("weight-month", "F", (-0.465, 18.0823, 0.1424)),
        ("weight-month", "M", (-0.1922, 18.3328, 0.12947)),
        ("length-month", "F", (1.0, 109.0725, 0.04346)),
        ("length-month", "M", (1.0, 109.7265, 0.04156)),
        ("bmi-month", "F", (-0.8702, 15.2453, 0.09646)),
        ("bmi-month", "M", (-0.7151, 15.2679, 0.08366)),
    ],
)
def test_month_60_is_the_row_of_anthroplus_and_goes_on_as_months_61_and_62_do(
    name: str, sex: str, published: tuple[float, float, float]
) -> None:
    month_60, month_61, month_62 = (row(name, sex, month) for month in (60, 61, 62))

    assert month_60 == published
    for at_60, at_61, at_62 in zip(month_60, month_61, month_62, strict=True):
        assert at_60 == pytest.approx(2 * at_61 - at_62, rel=1e-3)


def test_a_damaged_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "growth_tables.bin"
    damaged.write_bytes(Path(TABLES_PATH).read_bytes()[:-1])
    monkeypatch.setattr("handbook.reference.growth.TABLES_PATH", damaged)
    with pytest.raises(ValueError, match="damaged"):
        series_by_name.__wrapped__()
