"""Any text in letters that the fonts have: what they lack is written as its code point, so that nothing vanishes.

`[U+1F600]` stands for a character that the fonts lack; a text that has `[U+` in it itself is written with the bracket's
own code point, so that what was recorded can be read back exactly (`restored`).
"""

import re
import unicodedata

from handbook.reference.book import printable_characters

LONGEST_RUN = 18
"""Characters without a space after which a line may break: a column of a table takes as many."""
BREAK = "\u200b"  # zero width space, Unicode Standard Annex 14: a line may break here
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_OPENING = "[U+"
_ESCAPE = re.compile(r"\[U\+([0-9A-F]{4,6})\]")
_ESCAPES = re.compile(r"(\[U\+[0-9A-F]{4,6}\])")
_RUN = re.compile(rf"\S{{{LONGEST_RUN}}}(?=\S)")


class Script:
    """Writes the texts of one book, and remembers what could not be written as it is."""

    def __init__(self) -> None:
        self._printable = printable_characters()
        self.missing: set[str] = set()
        """Characters that were written as code points."""

    def written(self, text: str) -> str:
        """Write a text in NFC, line ends kept, with places to break in what has no spaces."""
        composed = unicodedata.normalize("NFC", text).replace(_OPENING, f"[U+005B]{_OPENING[1:]}")
        return _breakable("".join([self._character(one) for one in composed]))

    def _character(self, one: str) -> str:
        if one == "\n" or (one in self._printable and unicodedata.category(one) not in _INVISIBLE):
            return one
        self.missing.add(one)
        return f"[U+{ord(one):04X}]"


def _breakable(text: str) -> str:
    """Let lines break within long runs and beside a code point, never in one."""
    parts = _ESCAPES.split(text)
    return "".join(
        f"{BREAK}{part}{BREAK}" if place % 2 else _RUN.sub(rf"\g<0>{BREAK}", part) for place, part in enumerate(parts)
    )


def restored(written: str) -> str:
    """Read a written text back: the text as it was recorded, in NFC."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), written.replace(BREAK, ""))
