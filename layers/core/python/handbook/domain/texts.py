"""What people read, in both languages of the handbook."""

from typing import Literal, NamedTuple

type Language = Literal["vi", "en"]


class Text(NamedTuple):
    """One sentence or name in both languages."""

    vi: str
    en: str

    def in_(self, language: Language) -> str:
        """Give it in one language."""
        return self.en if language == "en" else self.vi
