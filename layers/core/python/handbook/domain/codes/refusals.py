"""Why a text is not a code of ours. No message repeats what was typed."""

from dataclasses import dataclass


class CodeRefusedError(Exception):
    """What was typed or scanned is not a code of ours. No message repeats what was typed."""


@dataclass(eq=False)
class WrongLengthError(CodeRefusedError):
    """`found` characters stood there where a code has `CODE_LENGTH`; separators do not count."""

    found: int


@dataclass(eq=False)
class WrongCharacterError(CodeRefusedError):
    """The character at `position` (from 1, separators not counted) is not in the alphabet."""

    position: int


class WrongCheckCharacterError(CodeRefusedError):
    """The code was mistyped: a character is wrong, or two changed places."""


@dataclass(eq=False)
class UnknownKeyVersionError(CodeRefusedError):
    """The code is well formed, but names a key `version` that is not held."""

    version: int


class ForgedTagError(CodeRefusedError):
    """The code is well formed, but its tag was not made with our key."""
