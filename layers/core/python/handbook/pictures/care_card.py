"""The care card: a handbook's code to carry in a purse, with given name and year of birth only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from handbook.domain.codes import human_readable
from handbook.pictures.pdf_font import UnprintableTextError, add_font, line_of_text, width_em
from handbook.pictures.pdf_symbol import symbol_frame, symbol_paths
from handbook.pictures.pdf_writer import POINTS_PER_MM, PdfWriter, points

CardSize = Literal["id1", "a6"]

NAME_LENGTH_MAX = 60
_YEARS = range(1900, 2200)
_TITLE = "Sổ Mẹ và Bé"
_KIND = "Thẻ chăm sóc"
_ADVICE = (
    "Mang theo khi đi khám, tiêm chủng.",
    "Nhặt được thẻ? Xin gửi giúp đến",
    "trạm y tế gần nhất. Cảm ơn bạn!",
)
_LEADING = 1.3  # times the font size
_SHRINK_MAX = 1.3  # how much wider than its room a name may be before it is halved
_BAR_MM = 12.0
_BLACK = b"0 g\n"
_ACCENT = b"0.1 0.75 0.7 0.15 k\n"  # a warm brick red in process colours; no ink comes near the edge


class CardNameError(ValueError):
    """A given name that is empty, too long, or has letters that the font lacks; the message never repeats it."""


@dataclass(frozen=True, slots=True)
class _Design:
    """Lengths in millimetres from the lower left corner, font sizes in points; `x_mm` starts texts."""

    width_mm: float
    height_mm: float
    code_x_mm: float
    code_y_mm: float
    code_mm: float
    x_mm: float
    room_mm: float
    centred: bool
    title: tuple[float, float]  # height of the base line in mm, size in pt; so the following
    kind: tuple[float, float]
    name: tuple[float, float]
    year: tuple[float, float]
    advice: tuple[float, float]
    code: tuple[float, float]


_DESIGNS: dict[CardSize, _Design] = {
    # ISO/IEC 7810:2019 ID-1, 85.60 by 53.98 mm, in the whole tenths that print shops cut to.
    "id1": _Design(
        width_mm=85.6, height_mm=54, code_x_mm=46.6, code_y_mm=12, code_mm=36, x_mm=5, room_mm=41, centred=False,
        title=(43.5, 15), kind=(38, 9), name=(25, 15), year=(19.5, 9), advice=(12, 6.2), code=(7.6, 7),
    ),
    # ISO 216 A6
    "a6": _Design(
        width_mm=105, height_mm=148, code_x_mm=22.5, code_y_mm=57, code_mm=60, x_mm=10, room_mm=85, centred=True,
        title=(132, 26), kind=(124, 14), name=(38.5, 24), year=(30.5, 14), advice=(20, 9.5), code=(54, 10.5),
    ),
}  # fmt: skip


def care_card_pdf(given_name: str, birth_year: int, code: str, host: str, size: CardSize = "id1") -> bytes:
    """A one-page PDF, the size of the card, at 85.6 by 54 mm ("id1") or A6 (105 by 148 mm).

    The font is embedded, code and texts are DeviceGray black, the title is DeviceCMYK; no ink lies
    within 3 mm of the edge, so no bleed is needed. A long name is set smaller or on two lines, never
    cut. Raises CardNameError, ValueError for a year outside 1900 to 2199, and HostNotPrintableError.
    """
    name = " ".join(given_name.split())
    if not 0 < len(name) <= NAME_LENGTH_MAX:
        raise CardNameError(f"given_name must have 1 to {NAME_LENGTH_MAX} characters")
    if birth_year not in _YEARS:
        raise ValueError("birth_year must be from 1900 to 2199")
    try:
        content = _content(_DESIGNS[size], name, birth_year, code, host)
    except UnprintableTextError as error:
        raise CardNameError("given_name has letters that the font lacks") from error
    pieces: list[bytes] = []
    pdf = PdfWriter(pieces.append)
    resources = pdf.add(b"<</Font<</F %d 0 R>>>>" % add_font(pdf))
    width_mm, height_mm = _DESIGNS[size].width_mm, _DESIGNS[size].height_mm
    pdf.add_page(content, (width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM), resources)
    pdf.finish(f"{_TITLE} - {_KIND}")  # neither name nor code: a title may show outside the file
    return b"".join(pieces)


def _content(design: _Design, name: str, birth_year: int, code: str, host: str) -> bytes:
    (path,) = symbol_paths((code,), host)
    symbol = symbol_frame(design.code_x_mm, design.code_y_mm, design.code_mm) + path + b"f Q\n"
    texts = (
        *_paragraph(design, _name_lines(design, name), design.name, last_line_first=True),
        *_paragraph(design, (f"Sinh năm {birth_year}",), design.year),
        *_paragraph(design, _ADVICE, design.advice),
    )
    coloured = (*_paragraph(design, (_TITLE,), design.title), _bar(design))
    kind = _paragraph(design, (_KIND,), design.kind)
    return b"".join((_ACCENT, *coloured, _BLACK, *kind, *texts, symbol, _code_line(design, human_readable(code))))


def _name_lines(design: _Design, name: str) -> tuple[str, ...]:
    """The name on one line, or halved at a space where one line would be set much smaller."""
    wide_em = design.room_mm * POINTS_PER_MM / design.name[1]
    if width_em(name) <= wide_em * _SHRINK_MAX or " " not in name:
        return (name,)
    words = name.split(" ")
    halves = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    return min(halves, key=lambda lines: max(map(width_em, lines)))


def _paragraph(
    design: _Design, lines: tuple[str, ...], base_line_and_size: tuple[float, float], *, last_line_first: bool = False
) -> Iterator[bytes]:
    """Lines of one size, as large as they fit; the first (or the last) stands on the base line."""
    y_mm, size_pt = base_line_and_size
    size_pt = min(size_pt, design.room_mm * POINTS_PER_MM / max(map(width_em, lines)))
    leading_mm = size_pt * _LEADING / POINTS_PER_MM
    if last_line_first:
        y_mm += (len(lines) - 1) * leading_mm
    for place, text in enumerate(lines):
        left_mm = design.x_mm + (_spare_mm(text, size_pt, design.room_mm) / 2 if design.centred else 0)
        yield line_of_text(text, left_mm, y_mm - place * leading_mm, size_pt)


def _code_line(design: _Design, readable: str) -> bytes:
    y_mm, size_pt = design.code
    size_pt = min(size_pt, design.code_mm * POINTS_PER_MM / width_em(readable))
    return line_of_text(readable, design.code_x_mm + _spare_mm(readable, size_pt, design.code_mm) / 2, y_mm, size_pt)


def _spare_mm(text: str, size_pt: float, room_mm: float) -> float:
    return room_mm - width_em(text) * size_pt / POINTS_PER_MM


def _bar(design: _Design) -> bytes:
    """A short bar in the accent colour beneath the kind of card."""
    left_mm = design.x_mm + ((design.room_mm - _BAR_MM) / 2 if design.centred else 0)
    corner_and_size_mm = (left_mm, design.kind[0] - 3, _BAR_MM, 0.9)
    return b"%b %b %b %b re f\n" % tuple(map(points, corner_and_size_mm))
