"""The embedded font in a PDF: its objects, and texts as glyphs with their widths."""

import unicodedata

from handbook.pictures.pdf_writer import PdfWriter, number, points
from handbook.reference.fonts import Font, load_font

_SUBSET_TAG = "HBKSUB+"  # six capitals and a plus mark a subset, ISO 32000-1 clause 9.6.4
_PER_MILLE = 1000  # glyph space of a PDF font, clause 9.7.3
_SYMBOLIC = 4  # font descriptor flag, clause 9.8.2: not confined to the standard Latin set
_STEM_V = 80  # width of upright stems of a regular weight; readers use it only to replace a lost font
_BFCHAR_MAX = 100  # entries of one beginbfchar block, Adobe technical note 5014


class UnprintableTextError(ValueError):
    """`characters` of a text have no glyph in the embedded font."""

    def __init__(self, characters: str) -> None:
        super().__init__("text has characters that the embedded font cannot print")
        self.characters = characters


def add_font(pdf: PdfWriter) -> int:
    """Embed the font as a Type 0 font with glyph numbers for codes; gives its object number."""
    font = load_font()
    program = pdf.add_stream(font.program, b"/Length1 %d" % len(font.program))
    name = (_SUBSET_TAG + font.postscript_name).encode()
    descriptor = pdf.add(_descriptor(font, name, program))
    descendant = pdf.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDToGIDMap/Identity/FontDescriptor %d 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[%b]>>"
        % (name, descriptor, _widths(font))
    )
    to_unicode = pdf.add_stream(_to_unicode(font))
    return pdf.add(
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]"
        b"/ToUnicode %d 0 R>>" % (name, descendant, to_unicode)
    )


def glyphs_hex(text: str) -> bytes:
    """The glyph numbers of a text, NFC, as a hexadecimal string. Raises UnprintableTextError."""
    glyph_of = load_font().glyph_of
    return b"<%b>" % "".join([f"{glyph_of[character]:04x}" for character in _printable(text)]).encode()


def width_em(text: str) -> float:
    """How wide a text is, in units of its font size. Raises UnprintableTextError."""
    font = load_font()
    return sum(font.advance_of[character] for character in _printable(text)) / font.units_per_em


def _printable(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    missing = {character for character in composed if character not in load_font().glyph_of}
    if missing:
        raise UnprintableTextError("".join(sorted(missing)))
    return composed


def line_of_text(text: str, x_mm: float, y_mm: float, size_pt: float) -> bytes:
    """One line from `x_mm`, `y_mm` (from the left and the foot of the page) on, in black."""
    shown = (number(size_pt), points(x_mm), points(y_mm), glyphs_hex(text))
    return b"BT/F %b Tf %b %b Td %b Tj ET\n" % shown


def _descriptor(font: Font, name: bytes, program: int) -> bytes:
    box = b" ".join(number(_scaled(edge, font)) for edge in font.bounding_box)
    ascent, descent, cap_height = (
        number(_scaled(height, font)) for height in (font.ascent, font.descent, font.cap_height)
    )
    return (
        b"<</Type/FontDescriptor/FontName/%b/Flags %d/FontBBox[%b]/ItalicAngle 0/Ascent %b/Descent %b"
        b"/CapHeight %b/StemV %d/FontFile2 %d 0 R>>"
        % (name, _SYMBOLIC, box, ascent, descent, cap_height, _STEM_V, program)
    )


def _scaled(length: int, font: Font) -> float:
    return length * _PER_MILLE / font.units_per_em


def _widths(font: Font) -> bytes:
    entries = ((glyph, font.advance_of[character]) for character, glyph in font.glyph_of.items())
    return b" ".join(b"%d[%b]" % (glyph, number(_scaled(advance, font))) for glyph, advance in sorted(set(entries)))


def _to_unicode(font: Font) -> bytes:
    """Glyph to character, so that text can be searched and copied (clause 9.10.3)."""
    character_of = {glyph: character for character, glyph in reversed(list(font.glyph_of.items()))}
    lines = [b"<%04x><%04x>" % (glyph, ord(character)) for glyph, character in sorted(character_of.items())]
    blocks = [lines[start : start + _BFCHAR_MAX] for start in range(0, len(lines), _BFCHAR_MAX)]
    mapped = b"".join(b"%d beginbfchar\n%b\nendbfchar\n" % (len(block), b"\n".join(block)) for block in blocks)
    return (
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        b"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n"
        + mapped
        + b"endcmap CMapName currentdict/CMap defineresource pop end end\n"
    )
