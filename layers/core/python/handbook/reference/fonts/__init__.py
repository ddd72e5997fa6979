"""The font embedded in everything printed; see SOURCES_fonts.md for its origin and licence."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
FAMILY = "Roboto"
FONT_FILES = (str(_FOLDER / "roboto_subset.ttf"), str(_FOLDER / "roboto_bold_subset.ttf"))
"""Regular and bold, for what reads font files itself."""


@dataclass(frozen=True, slots=True)
class Font:
    """A TrueType program and its metrics; lengths in font units, `units_per_em` to the em."""

    postscript_name: str
    program: bytes
    units_per_em: int
    bounding_box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    glyph_of: Mapping[str, int]
    advance_of: Mapping[str, int]


@cache
def load_font() -> Font:
    """The subset of Roboto Regular with the Vietnamese alphabet, read once."""
    metrics = json.loads((_FOLDER / "roboto_subset.json").read_text(encoding="ascii"))
    glyphs = metrics.pop("glyphs")
    return Font(
        program=(_FOLDER / "roboto_subset.ttf").read_bytes(),
        glyph_of={character: glyph for character, (glyph, _) in glyphs.items()},
        advance_of={character: advance for character, (_, advance) in glyphs.items()},
        bounding_box=tuple(metrics.pop("bounding_box")),
        **metrics,
    )
