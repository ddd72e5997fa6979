"""Build the fonts of what is printed: `build_font_subset.py FOLDER`, that of Roboto-Regular.ttf and Roboto-Bold.ttf.

Writes into reference/fonts/ the TrueType subsets and the metrics a PDF needs of the regular one, so that the
service parses no font. Writes into reference/book/ both fonts with all their characters, for the printed handbook,
in which anything may have been written, and the ranges of these characters.

The source files and their SHA-256 are named in reference/SOURCES_fonts.md.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SOURCES = {
    "Roboto-Regular.ttf": "797e35f7f5d6020a5c6ea13b42ecd668bcfb3bbc4baa0e74773527e5b6cb3174",
    "Roboto-Bold.ttf": "36f3709dea3e3ce3c6aedc058079e55980825f898f1e901d091c73c40de8bab1",
}
TARGET = Path(__file__).parents[1] / "layers/core/python/handbook/reference/fonts"
BOOK = TARGET.parent / "book"
BOOK_NAMES = {"Roboto-Regular.ttf": "book_regular.ttf", "Roboto-Bold.ttf": "book_bold.ttf"}
BOOK_CHARACTERS = "book_characters.json"
BOOK_FEATURES = ["ccmp", "mark", "mkmk", "locl"]  # marks over letters that have no character of their own
SUBSET_NAME, BOLD_NAME = "roboto_subset.ttf", "roboto_bold_subset.ttf"
METRICS_NAME = "roboto_subset.json"

# Printable Latin-1 and Latin Extended-A; the Vietnamese letters of Latin Extended-B and Additional;
# the letters of Ede, Jarai and Bahnar names that lie outside them; combining marks; punctuation.
WANTED = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x180, 0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x1CD, 0x1CE, 0x1CF, 0x1D0, 0x1D1, 0x1D2, 0x1D3, 0x1D4, 0x243),
    *(0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x30C, 0x323),
    *range(0x1EA0, 0x1EFA),
    *(0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026),
]
NAME_IDS = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # OpenType name table: copyright, names and licence


def main(folder: Path) -> None:
    """Write the subsets and the metrics; stops when a source is not the pinned file."""
    regular, bold = (subset(checked(folder / name)) for name in SOURCES)
    regular.save(TARGET / SUBSET_NAME)
    bold.save(TARGET / BOLD_NAME)
    metrics = metrics_of(regular)
    text = json.dumps(metrics, ensure_ascii=True, indent=None, separators=(",", ":"))
    (TARGET / METRICS_NAME).write_text(text.replace('"glyphs":', '\n"glyphs":') + "\n", encoding="ascii")
    missing = [f"U+{point:04X}" for point in WANTED if chr(point) not in metrics["glyphs"]]
    print(f"{len(metrics['glyphs'])} characters; not in the source: {' '.join(missing) or 'none'}")
    for name in (SUBSET_NAME, BOLD_NAME):
        print(f"{name}: SHA-256 {hashlib.sha256((TARGET / name).read_bytes()).hexdigest()}")

    write_book_fonts(folder)


def write_book_fonts(folder: Path) -> None:
    """Write both fonts whole but for hints, and which characters both have, as ranges of code points."""
    common: set[int] | None = None
    for source, name in BOOK_NAMES.items():
        font = whole(checked(folder / source))
        font.save(BOOK / name)
        points = set(font.getBestCmap())
        common = points if common is None else common & points
        print(f"{name}: SHA-256 {hashlib.sha256((BOOK / name).read_bytes()).hexdigest()}")
    text = json.dumps(ranges_of(sorted(common or ())), separators=(",", ":"))
    (BOOK / BOOK_CHARACTERS).write_text(text + "\n", encoding="ascii")


def ranges_of(points: list[int]) -> list[list[int]]:
    """Runs of code points, each as its first and last; control characters are left out."""
    found: list[list[int]] = []
    for point in points:
        if point < 0x20 or 0x7F <= point < 0xA0:
            continue
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return found


def whole(source: Path) -> TTFont:
    """All characters with what places marks, without hints, the same bytes at every run."""
    options = Options(
        hinting=False, layout_features=BOOK_FEATURES, name_IDs=NAME_IDS, glyph_names=False, recalc_timestamp=False
    )
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(font.getBestCmap()))
    subsetter.subset(font)
    return font


def checked(source: Path) -> Path:
    """The same path; stops when the file is not the pinned one."""
    found = hashlib.sha256(source.read_bytes()).hexdigest()
    if found != SOURCES[source.name]:
        sys.exit(f"{source} is not the pinned font: SHA-256 {found}")
    return source


def subset(source: Path) -> TTFont:
    """The wanted glyphs with neither hints nor layout tables, the same bytes at every run."""
    options = Options(
        hinting=False,
        layout_features=[],
        name_IDs=NAME_IDS,
        glyph_names=False,
        notdef_outline=True,
        drop_tables=["GPOS", "GSUB", "GDEF", "kern", "DSIG", "hdmx", "LTSH", "VDMX", "gasp"],
        recalc_timestamp=False,
    )
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=WANTED)
    subsetter.subset(font)
    return font


def metrics_of(font: TTFont) -> dict[str, Any]:
    """What a PDF font descriptor and its widths need, in font units."""
    cmap, advances = font.getBestCmap(), font["hmtx"].metrics
    return {
        "postscript_name": font["name"].getDebugName(6),
        "units_per_em": font["head"].unitsPerEm,
        "bounding_box": [font["head"].xMin, font["head"].yMin, font["head"].xMax, font["head"].yMax],
        "ascent": font["hhea"].ascent,
        "descent": font["hhea"].descent,
        "cap_height": font["OS/2"].sCapHeight,
        "glyphs": {chr(p): [font.getGlyphID(name), advances[name][0]] for p, name in sorted(cmap.items())},
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
