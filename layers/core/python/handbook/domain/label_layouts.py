"""The layouts that an order can name; any other is given in full and checked by `Layout`."""

from collections.abc import Mapping
from dataclasses import dataclass

from handbook.domain.label_layout import Layout


@dataclass(frozen=True, slots=True)
class NamedLayout:
    """A layout with what a print manager reads in a list."""

    layout_id: str
    vi: str
    en: str
    layout: Layout


CUSTOM = "custom"
"""What an order says that gave its layout in full."""

# Sheet sizes: A4 of ISO 216, SRA3 of ISO 217. Codes of 22 mm have modules of 0.59 mm, of 28 mm modules of 0.76 mm.
_NAMED = (
    NamedLayout("a4-35", "A4, 35 nhãn 34 × 34 mm", "A4, 35 labels of 34 × 34 mm", Layout()),
    NamedLayout(
        "a4-24",
        "A4, 24 nhãn lớn 44 × 42 mm, mã 28 mm",
        "A4, 24 large labels of 44 × 42 mm, codes of 28 mm",
        Layout(
            label_width_mm=44,
            label_height_mm=42,
            columns=4,
            rows=6,
            margin_left_mm=11,
            margin_top_mm=12.5,
            code_mm=28,
        ),
    ),
    NamedLayout(
        "a4-54-bare",
        "A4, 54 nhãn 26 × 26 mm, không có chữ",
        "A4, 54 labels of 26 × 26 mm, without text",
        Layout(
            label_width_mm=26,
            label_height_mm=26,
            columns=6,
            rows=9,
            margin_left_mm=17,
            margin_top_mm=15.5,
            with_text=False,
        ),
    ),
    NamedLayout(
        "sra3-88",
        "SRA3, 88 nhãn 34 × 34 mm, cho máy in khổ lớn",
        "SRA3, 88 labels of 34 × 34 mm, for a press",
        Layout(sheet_width_mm=320, sheet_height_mm=450, columns=8, rows=11, margin_left_mm=10, margin_top_mm=18),
    ),
    NamedLayout(
        "roll-1",
        "Cuộn nhãn, mỗi trang một nhãn 40 × 40 mm",
        "Label roll, one label of 40 × 40 mm a page",
        Layout(
            sheet_width_mm=40,
            sheet_height_mm=45,  # the last 5 mm, with batch and serial number, stay on the liner
            label_width_mm=40,
            label_height_mm=40,
            columns=1,
            rows=1,
            margin_left_mm=0,
            margin_top_mm=0,
            column_gap_mm=0,
            row_gap_mm=0,
            bleed_mm=0,
            crop_mark_mm=0,
            code_mm=25,
        ),
    ),
)

LAYOUTS: Mapping[str, NamedLayout] = {named.layout_id: named for named in _NAMED}
DEFAULT_LAYOUT = "a4-35"
