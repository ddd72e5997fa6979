"""A layout that a press could not print is refused with the name of each field at fault."""

from math import inf, nan
from typing import Any

import pytest

from handbook.domain.label_layout import Layout, LayoutError

A4 = Layout()


def fields_at_fault(**changes: Any) -> set[str]:
    with pytest.raises(LayoutError) as refusal:
        Layout(**changes)
    return {problem.field for problem in refusal.value.problems}


def test_the_default_is_an_a4_sheet_of_35_codes_of_22_mm_in_the_middle() -> None:
    assert (A4.sheet_width_mm, A4.sheet_height_mm, A4.labels_per_sheet) == (210, 297, 35)
    assert A4.module_mm == pytest.approx(22 / 37)
    assert A4.margin_right_mm == pytest.approx(A4.margin_left_mm)
    assert A4.margin_bottom_mm == pytest.approx(A4.margin_top_mm)


def test_labels_run_from_the_upper_left_row_by_row() -> None:
    corners = list(A4.label_corners_mm())
    assert [corners[place] for place in (0, 1, 5, -1)] == [
        (12, 297 - 17.5 - 34),
        (50, 297 - 17.5 - 34),
        (12, 297 - 17.5 - 34 - 38),
        (164, 17.5),
    ]


@pytest.mark.parametrize("field", ["sheet_width_mm", "label_height_mm", "margin_left_mm", "bleed_mm", "code_mm"])
@pytest.mark.parametrize("value", [-0.1, inf, nan, 5081])
def test_a_length_that_is_no_length_is_at_fault(field: str, value: float) -> None:
    assert fields_at_fault(**{field: value}) == {field}


@pytest.mark.parametrize("field", ["sheet_width_mm", "sheet_height_mm", "label_width_mm", "label_height_mm", "code_mm"])
def test_a_size_of_zero_is_at_fault(field: str) -> None:
    assert fields_at_fault(**{field: 0}) == {field}


@pytest.mark.parametrize("field", ["columns", "rows"])
@pytest.mark.parametrize("value", [0, -1, 101, 2.5])
def test_a_count_that_is_no_count_is_at_fault(field: str, value: float) -> None:
    assert fields_at_fault(**{field: value}) == {field}


@pytest.mark.parametrize(
    ("fits", "does_not", "fault"),
    [
        ({"code_mm": 14.66}, {"code_mm": 14.65}, "code_mm"),
        ({"label_width_mm": 28}, {"label_width_mm": 27.9}, "label_width_mm"),
        ({"label_height_mm": 30.8}, {"label_height_mm": 30.7}, "label_height_mm"),
        (
            {"label_width_mm": 22, "with_text": False},
            {"label_width_mm": 21.9, "with_text": False},
            "label_width_mm",
        ),
        (
            {"label_height_mm": 22, "with_text": False},
            {"label_height_mm": 21.9, "with_text": False},
            "label_height_mm",
        ),
        ({"margin_left_mm": 6}, {"margin_left_mm": 5.9}, "margin_left_mm"),
        ({"margin_top_mm": 6}, {"margin_top_mm": 5.9}, "margin_top_mm"),
        ({"margin_left_mm": 18}, {"margin_left_mm": 18.1}, "columns"),
        ({"margin_top_mm": 24}, {"margin_top_mm": 24.1}, "rows"),
        ({"sheet_width_mm": 204}, {"sheet_width_mm": 203.9}, "columns"),
        ({"column_gap_mm": 4}, {"column_gap_mm": 3.9}, "column_gap_mm"),
        ({"row_gap_mm": 4}, {"row_gap_mm": 3.9}, "row_gap_mm"),
        ({"columns": 5}, {"columns": 6}, "columns"),
        ({"rows": 7}, {"rows": 8}, "rows"),
    ],
)
def test_each_limit_holds_on_both_sides(fits: dict[str, Any], does_not: dict[str, Any], fault: str) -> None:
    Layout(**fits)
    assert fields_at_fault(**does_not) == {fault}


def test_every_field_at_fault_is_named_at_once() -> None:
    assert fields_at_fault(columns=9, row_gap_mm=1, code_mm=10) == {"columns", "row_gap_mm", "code_mm"}
