"""Label sheets: every code decodes, sizes are as the layout says, bytes are the same at every run."""

import hashlib
import re
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace
from math import ceil

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image, ImageChops

from handbook.domain.codes import CodeKey, human_readable, mint_range, parse, verify
from handbook.domain.label_layout import CODE_LINES_MM, TEXT_WIDTH_MM, TITLE_MM, Layout
from handbook.domain.label_layouts import LAYOUTS, NamedLayout
from handbook.pictures.label_sheet import CODE_PT, SheetSummary, write_label_sheets
from handbook.pictures.pdf_font import UnprintableTextError, width_em
from handbook.pictures.qr_matrix import HostNotPrintableError

HOST = "SOMEVABE.VN"
KEY = CodeKey(version=1, permutation_key=b"p" * 32, tag_key=b"t" * 32)
FIRST = 70_001
POINTS_PER_MM = 72 / 25.4


def sheets(count: int, layout: Layout | None = None, batch_label: str = "2026-11-HN") -> tuple[bytes, SheetSummary]:
    pieces: list[bytes] = []
    codes = mint_range(FIRST, count, KEY)
    summary = write_label_sheets(
        codes, layout or Layout(), HOST, batch_label=batch_label, first_serial=FIRST, out=pieces.append
    )
    return b"".join(pieces), summary


def rasterised(pdf: bytes, dpi: int) -> Iterator[Image.Image]:
    document = pdfium.PdfDocument(pdf)
    for page in document:
        yield page.render(scale=dpi / 72, grayscale=True).to_pil()
        page.close()
    document.close()


def decoded_pages(pdf: bytes, dpi: int) -> Iterator[list[zxingcpp.Barcode]]:
    return (zxingcpp.read_barcodes(image) for image in rasterised(pdf, dpi))


@pytest.mark.parametrize("dpi", [150, 300])
def test_every_code_decodes_from_the_rasterised_sheets_and_verifies_in_label_order(dpi: int) -> None:
    pdf, summary = sheets(60)
    assert (summary.pages, summary.codes) == (2, 60)
    serials = []
    for page in decoded_pages(pdf, dpi):
        in_order = sorted(page, key=lambda found: (round(found.position.top_left.y / dpi), found.position.top_left.x))
        serials += [verify(parse(found.text), {1: KEY}) for found in in_order]
    assert serials == list(range(FIRST, FIRST + 60))


def test_a_printed_module_has_the_size_of_the_layout() -> None:
    layout = Layout()
    pdf, _ = sheets(35, layout)
    dpi = 600
    (page,) = decoded_pages(pdf, dpi)
    corners = [found.position for found in page]
    widths_px = [corner.top_right.x - corner.top_left.x for corner in corners]
    expected_px = 29 * layout.module_mm / 25.4 * dpi
    assert widths_px == pytest.approx([expected_px] * 35, abs=3)  # the decoder gives whole pixels


def test_the_page_is_the_sheet_and_each_symbol_stands_in_the_middle_of_its_label() -> None:
    layout = Layout()
    pdf, _ = sheets(35, layout)
    size = pdfium.PdfDocument(pdf)[0].get_size()
    assert size == pytest.approx((210 * POINTS_PER_MM, 297 * POINTS_PER_MM), abs=1e-3)
    (page,) = decoded_pages(pdf, 300)
    middles_mm = sorted((p.top_left.x + p.top_right.x) / 2 / 300 * 25.4 for p in (found.position for found in page))
    expected = sorted(left + layout.label_width_mm / 2 for left, _ in layout.label_corners_mm())
    assert middles_mm == pytest.approx(expected, abs=0.3)


@pytest.mark.parametrize("code_mm", [16, 22, 25])
def test_the_quiet_zone_of_four_modules_is_clear_of_every_text(code_mm: float) -> None:
    layout = replace(Layout(), code_mm=code_mm, label_height_mm=code_mm + TITLE_MM + CODE_LINES_MM)
    image = next(rasterised(sheets(1, layout)[0], dpi=600))
    pixels_per_mm = 600 / 25.4
    left_mm = layout.margin_left_mm + (layout.label_width_mm - code_mm) / 2
    top_mm = layout.margin_top_mm + TITLE_MM
    edges_mm = (left_mm, top_mm, left_mm + code_mm, top_mm + code_mm)
    left, top, right, foot = (round(edge * pixels_per_mm) for edge in edges_mm)
    ink = ImageChops.invert(image.crop((left, top, right, foot))).getbbox()
    assert ink is not None
    modules = [edge / pixels_per_mm / layout.module_mm for edge in ink]
    assert modules == pytest.approx([4, 4, 33, 33], abs=0.2)


@pytest.mark.parametrize("code", ["W" * 20, "1" * 20, "J" * 20, "M" * 20])
def test_the_widest_code_stays_within_the_text_width_that_layouts_are_held_to(code: str) -> None:
    assert width_em(human_readable(code)[:14]) * CODE_PT / POINTS_PER_MM < TEXT_WIDTH_MM


def page_text(pdf: bytes, page: int) -> str:
    text: str = pdfium.PdfDocument(pdf)[page].get_textpage().get_text_range()
    return " ".join(text.split())


def test_title_code_batch_and_serials_are_text_in_an_embedded_font() -> None:
    pdf, _ = sheets(36, batch_label="LÔ-Đắk Lắk/07")
    code = next(mint_range(FIRST, 1, KEY))
    first = page_text(pdf, 0)
    assert first.count("Sổ Mẹ và Bé") == 35
    assert human_readable(code) in first
    assert f"Lô LÔ-Đắk Lắk/07 Số {FIRST}–{FIRST + 34} Trang 1" in first
    assert f"Số {FIRST + 35} Trang 2" in page_text(pdf, 1)
    assert b"/FontFile2" in pdf


@pytest.mark.parametrize("named", LAYOUTS.values(), ids=LAYOUTS)
def test_the_line_of_batch_and_serials_stays_on_the_sheet(named: NamedLayout) -> None:
    pdf, _ = sheets(
        named.layout.labels_per_sheet, replace(named.layout, crop_mark_mm=0), batch_label="20261130-1a2b3c4d"
    )
    image = next(rasterised(pdf, dpi=300))
    foot_px = round((named.layout.margin_bottom_mm - named.layout.bleed_mm) / 25.4 * 300)
    ink = ImageChops.invert(image.crop((0, image.height - foot_px, image.width, image.height))).getbbox()
    assert ink is not None
    left, _, right, foot = (edge / 300 * 25.4 for edge in ink)
    assert left >= 1.9
    assert right <= named.layout.sheet_width_mm - 1.9
    assert foot * 300 / 25.4 < foot_px


def test_without_text_a_label_bears_its_symbol_alone() -> None:
    pdf, _ = sheets(3, replace(Layout(), with_text=False))
    assert page_text(pdf, 0) == f"Lô 2026-11-HN Số {FIRST}–{FIRST + 2} Trang 1"
    assert sum(len(page) for page in decoded_pages(pdf, 200)) == 3


def test_crop_marks_end_at_the_bleed_of_the_labels() -> None:
    layout = replace(Layout(), with_text=False)
    marked, unmarked = (
        next(rasterised(sheets(1, replace(layout, crop_mark_mm=length))[0], dpi=300)) for length in (4, 0)
    )
    pixels_per_mm = 300 / 25.4
    left_margin = (0, 0, round(11.5 * pixels_per_mm), round((297 - 17.5) * pixels_per_mm))
    ink = marked.crop(left_margin).point(lambda grey: 255 - grey).getbbox()
    assert ink is not None
    left, top, right, _ = (edge / pixels_per_mm for edge in ink)
    assert (left, right, top) == pytest.approx((6, 10, 17.5), abs=0.2)
    assert unmarked.crop(left_margin).getextrema() == (255, 255)


def test_the_only_colour_is_device_gray_black() -> None:
    pdf, _ = sheets(2)
    streams = [
        zlib.decompress(packed)
        for packed in re.findall(rb"FlateDecode/Length \d+>>stream\n(.*?)\nendstream", pdf, re.DOTALL)
    ]
    drawn = [stream for stream in streams if b" re\n" in stream or b" l\n" in stream]
    assert len(drawn) == 2  # the crop marks and one page
    for stream in drawn:
        colours = re.findall(rb"(?:^|\s)((?:[\d.]+ )+(?:g|G|rg|RG|k|K|sc|SC|scn|SCN))\s", stream)
        assert set(colours) <= {b"0 g", b"0 G"}
        assert colours
    assert sum(stream.count(b"\nf Q\n") for stream in drawn) == 2  # one fill a code


def test_the_same_codes_give_the_same_bytes_and_the_summary_tells_them() -> None:
    pdf, summary = sheets(40)
    again, _ = sheets(40)
    assert pdf == again
    assert summary == SheetSummary(pages=2, codes=40, sha256=hashlib.sha256(pdf).hexdigest(), bytes=len(pdf))


@pytest.mark.parametrize("count", [1, 34, 35, 36, 70])
def test_full_and_partial_sheets_are_counted(count: int) -> None:
    _, summary = sheets(count)
    assert (summary.pages, summary.codes) == (ceil(count / 35), count)


def test_memory_does_not_grow_with_the_number_of_sheets() -> None:
    def peak_bytes(count: int) -> int:
        tracemalloc.start()
        write_label_sheets(
            mint_range(0, count, KEY), Layout(), HOST, batch_label="B", first_serial=0, out=lambda piece: None
        )
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak_bytes(35)  # the tables, made once
    assert peak_bytes(1_400) < peak_bytes(140) + 50_000  # 36 more sheets would be a megabyte


def test_no_code_no_sheet() -> None:
    with pytest.raises(ValueError, match="at least one code"):
        sheets(0)


@pytest.mark.parametrize(
    ("host", "batch_label", "refusal"),
    [(HOST, "批次 7", UnprintableTextError), ("H" * 17, "B", HostNotPrintableError)],
)
def test_what_cannot_be_printed_is_refused_before_a_byte_is_written(
    host: str, batch_label: str, refusal: type[Exception]
) -> None:
    pieces: list[bytes] = []
    with pytest.raises(refusal):
        write_label_sheets(["0" * 20], Layout(), host, batch_label=batch_label, first_serial=0, out=pieces.append)
    assert pieces == []
