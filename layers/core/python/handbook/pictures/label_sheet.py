"""Sheets of QR labels as a PDF: vector, pure black, streamed, the same bytes at every run."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import batched, chain

from handbook.domain.codes import ALPHABET, human_readable
from handbook.domain.label_layout import CODE_LINES_MM, SERIAL_LINE_MM, TITLE_MM, Layout
from handbook.pictures.pdf_font import add_font, glyphs_hex, line_of_text, width_em
from handbook.pictures.pdf_symbol import symbol_frame, symbol_paths
from handbook.pictures.pdf_writer import POINTS_PER_MM, PdfWriter, number, points
from handbook.pictures.qr_matrix import code_url

TITLE = "Sổ Mẹ và Bé"
TITLE_PT = 8.0
CODE_PT = 7.0
_DESCENT_MM = 0.8  # keeps the dot of the title's ẹ out of the quiet zone
_CODE_LEADING_PT = 8.0
_SERIAL_PT = 7.0  # smaller where a sheet is as narrow as one label
_EDGE_MM = 2
_CROP_MARK_PT = 0.25  # a hairline that every press can hold
_BLACK = b"0 g\n"
_FIRST_LINE = 14  # of the human-readable code: three groups of four and two spaces


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """What was written: pages, codes, the file's length and its SHA-256 in hexadecimal."""

    pages: int
    codes: int
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class _Slot:
    """What is the same for every code at one place of the sheet; lengths in points."""

    frame: bytes
    title: bytes
    middle_pt: float
    first_line_pt: bytes


def write_label_sheets(
    codes: Iterable[str],
    layout: Layout,
    host: str,
    *,
    batch_label: str,
    first_serial: int,
    out: Callable[[bytes], object],
) -> SheetSummary:
    """Write the sheets of `codes`, whose serial numbers count up from `first_serial`, to `out`.

    Memory stays flat whatever their number; each symbol is one filled path in DeviceGray black; the
    same arguments give the same bytes. Raises ValueError when there is no code, HostNotPrintableError,
    and UnprintableTextError for a `batch_label` that the embedded font cannot print.
    """
    sheets = batched(codes, layout.labels_per_sheet, strict=False)
    first_sheet = next(sheets, None)
    if first_sheet is None:
        raise ValueError("a label sheet needs at least one code")
    code_url(first_sheet[0], host), glyphs_hex(batch_label)  # both refuse before a byte is written
    pdf = PdfWriter(out)
    slots = _slots(layout)
    resources = _add_resources(pdf, layout, slots)
    size_pt = (layout.sheet_width_mm * POINTS_PER_MM, layout.sheet_height_mm * POINTS_PER_MM)
    written = 0
    for sheet in chain((first_sheet,), sheets):
        foot = _serial_line(layout, batch_label, pdf.pages + 1, first_serial + written, len(sheet))
        content = _BLACK + b"/M Do\n" + foot + _labels(sheet, slots, host, with_text=layout.with_text)
        pdf.add_page(content, size_pt, resources)
        written += len(sheet)
    sha256 = pdf.finish(f"{TITLE} - {batch_label}")
    return SheetSummary(pages=pdf.pages, codes=written, sha256=sha256, bytes=pdf.bytes_written)


def _add_resources(pdf: PdfWriter, layout: Layout, slots: list[_Slot]) -> int:
    """The font, the crop marks and the titles of a full sheet, stored once and drawn on every page."""
    fonts = b"/Font<</F %d 0 R>>" % add_font(pdf)
    box = (points(layout.sheet_width_mm), points(layout.sheet_height_mm))
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 %b %b]/Resources<<%b>>" % (*box, fonts)
    marks = pdf.add_stream(_crop_marks(layout), form)
    titles = pdf.add_stream(_BLACK + b"".join(slot.title for slot in slots), form)
    return pdf.add(b"<<%b/XObject<</M %d 0 R/T %d 0 R>>>>" % (fonts, marks, titles))


def _crop_marks(layout: Layout) -> bytes:
    """Marks at the sheet's edges in line with every cut, standing off the labels by the bleed."""
    if layout.crop_mark_mm == 0:
        return b""
    corners = list(layout.label_corners_mm())
    lefts, feet = sorted({x for x, _ in corners}), sorted({y for _, y in corners})
    rights, heads = [x + layout.label_width_mm for x in lefts], [y + layout.label_height_mm for y in feet]
    lines = [
        (x, start, x, start + away * layout.crop_mark_mm)
        for x in lefts + rights
        for start, away in ((feet[0] - layout.bleed_mm, -1), (heads[-1] + layout.bleed_mm, 1))
    ] + [
        (start, y, start + away * layout.crop_mark_mm, y)
        for y in feet + heads
        for start, away in ((lefts[0] - layout.bleed_mm, -1), (rights[-1] + layout.bleed_mm, 1))
    ]
    drawn = b"".join(b"%b %b m %b %b l\n" % tuple(map(points, line)) for line in lines)
    return b"0 G %b w\n%bS\n" % (number(_CROP_MARK_PT), drawn)


def _slots(layout: Layout) -> list[_Slot]:
    return [_slot(layout, x_mm, y_mm) for x_mm, y_mm in layout.label_corners_mm()]


def _slot(layout: Layout, x_mm: float, y_mm: float) -> _Slot:
    """Title, symbol and code one above the other, in the middle of the label."""
    title_mm, lines_mm = (TITLE_MM, CODE_LINES_MM) if layout.with_text else (0.0, 0.0)
    spare_mm = layout.label_height_mm - layout.code_mm - title_mm - lines_mm
    symbol_y_mm = y_mm + spare_mm / 2 + lines_mm
    middle_mm = x_mm + layout.label_width_mm / 2
    title = b""
    if layout.with_text:
        left_mm = middle_mm - width_em(TITLE) * TITLE_PT / POINTS_PER_MM / 2
        title = line_of_text(TITLE, left_mm, symbol_y_mm + layout.code_mm + _DESCENT_MM, TITLE_PT)
    return _Slot(
        frame=symbol_frame(middle_mm - layout.code_mm / 2, symbol_y_mm, layout.code_mm),
        title=title,
        middle_pt=middle_mm * POINTS_PER_MM,
        first_line_pt=number(symbol_y_mm * POINTS_PER_MM - CODE_PT * 0.8),  # capitals are 0.71 high
    )


def _serial_line(layout: Layout, batch_label: str, page: int, first_serial: int, count: int) -> bytes:
    serials = f"{first_serial}–{first_serial + count - 1}" if count > 1 else f"{first_serial}"
    text = f"Lô {batch_label}   Số {serials}   Trang {page}"
    left_mm = max(layout.margin_left_mm, _EDGE_MM)
    y_mm = layout.margin_bottom_mm - layout.bleed_mm - layout.crop_mark_mm - SERIAL_LINE_MM + 1.5
    room_pt = (layout.sheet_width_mm - left_mm - _EDGE_MM) * POINTS_PER_MM
    return line_of_text(text, left_mm, y_mm, min(_SERIAL_PT, room_pt / width_em(text)))


def _labels(codes: tuple[str, ...], slots: list[_Slot], host: str, *, with_text: bool) -> bytes:
    drawn: list[bytes] = []
    for path, slot in zip(symbol_paths(codes, host), slots, strict=False):
        drawn += (slot.frame, path, b"f Q\n")
    if with_text:
        full = len(codes) == len(slots)
        drawn += (b"/T Do\n",) if full else (slot.title for slot in slots[: len(codes)])
        drawn += (b"BT/F %b Tf\n" % number(CODE_PT), *map(_code_lines, codes, slots), b"ET\n")
    return b"".join(drawn)


def _code_lines(code: str, slot: _Slot) -> bytes:
    """The human-readable code, centred in two lines."""
    hexadecimal, width_pt = _code_glyphs()
    readable = human_readable(code)
    first, second = readable[:_FIRST_LINE], readable[_FIRST_LINE + 1 :]
    first_pt = sum(map(width_pt.__getitem__, first)) / 2
    second_pt = sum(map(width_pt.__getitem__, second)) / 2
    return b"1 0 0 1 %.2f %b Tm<%b>Tj %.2f %.2f Td<%b>Tj\n" % (
        slot.middle_pt - first_pt,
        slot.first_line_pt,
        first.translate(hexadecimal).encode(),
        first_pt - second_pt,
        -_CODE_LEADING_PT,
        second.translate(hexadecimal).encode(),
    )


@cache
def _code_glyphs() -> tuple[dict[int, str], dict[str, float]]:
    """Each character of a code as its glyph number for `str.translate`, and its width in points."""
    characters = ALPHABET + " "
    hexadecimal = {ord(character): glyphs_hex(character)[1:-1].decode() for character in characters}
    return hexadecimal, {character: width_em(character) * CODE_PT for character in characters}
