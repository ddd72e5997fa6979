"""The embedded font is the pinned one and holds the letters of the country's names."""

import hashlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from handbook.pictures.pdf_font import UnprintableTextError, glyphs_hex, width_em
from handbook.reference import fonts

SOURCES = Path(fonts.__file__).parents[1] / "SOURCES_fonts.md"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]


@pytest.mark.parametrize("vowel", "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY")
def test_every_vietnamese_vowel_has_a_glyph_in_every_tone(vowel: str) -> None:
    for tone in TONES:
        assert len(glyphs_hex(vowel + tone)) == len("<0000>")  # composed, so one glyph
        assert width_em(vowel + tone) > 0


@pytest.mark.parametrize(
    "text", ["Đđ", "Y Ƀluê", "Rơ Chăm H’Mrĭ", "Ksor Ñŏ", "Đinh Ƀŏ̆k", "Zoë Müller", "0123456789 – (7)"]
)
def test_names_of_other_peoples_of_the_country_and_abroad_are_printable(text: str) -> None:
    assert glyphs_hex(text).startswith(b"<")


def test_the_font_file_is_the_one_whose_source_and_licence_are_stated() -> None:
    digest = hashlib.sha256(fonts.load_font().program).hexdigest()
    assert digest in SOURCES.read_text(encoding="utf-8")
    assert "Apache License" in (SOURCES.parent / "fonts/LICENSE-Roboto.txt").read_text(encoding="utf-8")


def test_missing_characters_are_named_each_once_and_in_order() -> None:
    with pytest.raises(UnprintableTextError) as refusal:
        glyphs_hex("語 a 日 語")
    assert refusal.value.characters == "日語"


@pytest.mark.parametrize("character", "A0Ổ ")
def test_widths_are_those_of_the_font_file(character: str) -> None:
    font = fonts.load_font()
    with TTFont(Path(fonts.__file__).parent / "roboto_subset.ttf") as program:
        name = program.getBestCmap()[ord(character)]
        assert font.advance_of[character] == program["hmtx"].metrics[name][0]
        assert font.glyph_of[character] == program.getGlyphID(name)
