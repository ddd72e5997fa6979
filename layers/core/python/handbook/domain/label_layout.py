"""Where labels stand on a printed sheet, and what a layout must satisfy to be printable."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from math import isfinite

SYMBOL_MODULES = 37  # of version 3: 29, and a quiet zone of 4 on either side; a test holds pictures/qr_matrix.py to it
MODULE_MM_MIN = 0.396  # GS1 General Specifications: the smallest X-dimension at retail points of sale
SHEET_MM_MAX = 5080  # 14,400 units, ISO 32000-1 annex C
_GRID_MAX = 100
# Title above the symbol, the code in two lines below it, at the sizes of label_sheet.
TITLE_MM = 3.6
CODE_LINES_MM = 5.2
TEXT_WIDTH_MM = 28  # twelve of the widest letter and two spaces at 7 pt
SERIAL_LINE_MM = 5  # the line of batch and serials at the foot of the sheet


@dataclass(frozen=True, slots=True)
class LayoutProblem:
    """One `field` of a layout that cannot be as it is, and why, in English."""

    field: str
    reason: str


class LayoutError(ValueError):
    """A layout that cannot be printed; `problems` names each field at fault."""

    def __init__(self, problems: tuple[LayoutProblem, ...]) -> None:
        super().__init__("; ".join(f"{problem.field} {problem.reason}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet of equal labels in a grid, cut at crop marks; lengths in millimetres.

    `code_mm` is the side of a symbol with its quiet zone of four modules. Margins are measured from
    the sheet's left and top edge to the first label; the other two follow. `crop_mark_mm` is the
    length of a mark, 0 for none; marks stand off the labels by the bleed. Without text a label bears
    the symbol alone. The default is A4 with 35 labels and codes of 22 mm. Raises LayoutError.
    """

    sheet_width_mm: float = 210
    sheet_height_mm: float = 297
    label_width_mm: float = 34
    label_height_mm: float = 34
    columns: int = 5
    rows: int = 7
    margin_left_mm: float = 12
    margin_top_mm: float = 17.5
    column_gap_mm: float = 4
    row_gap_mm: float = 4
    bleed_mm: float = 2
    crop_mark_mm: float = 4
    code_mm: float = 22
    with_text: bool = True

    def __post_init__(self) -> None:
        problems = tuple(_value_problems(self)) or tuple(_fit_problems(self))
        if problems:
            raise LayoutError(problems)

    @property
    def labels_per_sheet(self) -> int:
        """How many codes one page takes."""
        return self.columns * self.rows

    @property
    def module_mm(self) -> float:
        """The printed side of one module."""
        return self.code_mm / SYMBOL_MODULES

    @property
    def margin_right_mm(self) -> float:
        """From the last column to the sheet's right edge."""
        grid = self.columns * self.label_width_mm + (self.columns - 1) * self.column_gap_mm
        return self.sheet_width_mm - self.margin_left_mm - grid

    @property
    def margin_bottom_mm(self) -> float:
        """From the last row to the sheet's foot."""
        grid = self.rows * self.label_height_mm + (self.rows - 1) * self.row_gap_mm
        return self.sheet_height_mm - self.margin_top_mm - grid

    def label_corners_mm(self) -> Iterator[tuple[float, float]]:
        """Left and lower edge of each label from the sheet's lower left corner, row by row."""
        for row in range(self.rows):
            down = self.margin_top_mm + row * (self.label_height_mm + self.row_gap_mm)
            for column in range(self.columns):
                left = self.margin_left_mm + column * (self.label_width_mm + self.column_gap_mm)
                yield left, self.sheet_height_mm - down - self.label_height_mm


_POSITIVE = ("sheet_width_mm", "sheet_height_mm", "label_width_mm", "label_height_mm", "code_mm")
_COUNTS = ("columns", "rows")


def _value_problems(layout: Layout) -> Iterator[LayoutProblem]:
    """What is wrong with a field by itself."""
    for field in fields(layout):
        value = getattr(layout, field.name)
        if field.name in _COUNTS:
            if not (isinstance(value, int) and 1 <= value <= _GRID_MAX):
                yield LayoutProblem(field.name, f"must be a whole number from 1 to {_GRID_MAX}")
        elif not isfinite(value) or value < 0 or value > SHEET_MM_MAX:
            yield LayoutProblem(field.name, f"must be from 0 to {SHEET_MM_MAX} mm")
        elif field.name in _POSITIVE and value == 0:
            yield LayoutProblem(field.name, "must be more than 0 mm")


def _fit_problems(layout: Layout) -> Iterator[LayoutProblem]:
    """What does not fit into what; a hair's breadth is forgiven, since millimetres are not binary."""
    marks_mm = layout.bleed_mm + layout.crop_mark_mm
    title_mm, lines_mm = (TITLE_MM, CODE_LINES_MM) if layout.with_text else (0, 0)
    least = {
        "code_mm": (layout.module_mm, MODULE_MM_MIN, "makes modules under 0.396 mm"),
        "label_width_mm": (layout.label_width_mm, layout.code_mm, "is less than code_mm"),
        "label_height_mm": (
            layout.label_height_mm,
            layout.code_mm + title_mm + lines_mm,
            "is less than the code and its text",
        ),
        "margin_left_mm": (layout.margin_left_mm, marks_mm, "has no room for bleed and crop marks"),
        "margin_top_mm": (layout.margin_top_mm, marks_mm, "has no room for bleed and crop marks"),
        "columns": (layout.margin_right_mm, marks_mm, "and crop marks are wider than the sheet"),
        "rows": (
            layout.margin_bottom_mm,
            marks_mm + SERIAL_LINE_MM,
            "and serial line are higher than the sheet",
        ),
        "column_gap_mm": (layout.column_gap_mm, 2 * layout.bleed_mm, "is less than two bleeds"),
        "row_gap_mm": (layout.row_gap_mm, 2 * layout.bleed_mm, "is less than two bleeds"),
    }
    for name, (found, needed, reason) in least.items():
        if found < needed - 1e-9:
            yield LayoutProblem(name, reason)
    if layout.with_text and layout.label_width_mm < TEXT_WIDTH_MM:
        yield LayoutProblem("label_width_mm", f"is less than the text's {TEXT_WIDTH_MM} mm")
