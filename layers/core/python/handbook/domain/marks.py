"""Blind indexes while keys change: one number then has a mark under each key that is held."""


class Mark(str):
    """A mark under the current key; `others` are those of the same text under the other keys that are held.

    It is written as what it is, a text. Only while keys are rotated are there others.
    """

    __slots__ = ("others",)
    others: tuple[str, ...]

    def __new__(cls, current: str, others: tuple[str, ...] = ()) -> "Mark":
        """Join a mark with those of the same text."""
        made = super().__new__(cls, current)
        made.others = others
        return made

    def __getnewargs__(self) -> tuple[str, tuple[str, ...]]:  # type: ignore[override]
        """Let copies keep the others."""
        return str(self), self.others


def marks_of(mark: str) -> tuple[str, ...]:
    """Give every text under which something with this mark may stand, the current one first."""
    return (str(mark), *(mark.others if isinstance(mark, Mark) else ()))


def prefixed(prefix: str, mark: str) -> Mark:
    """Put a word before a mark and its others."""
    current, *others = (f"{prefix}{one}" for one in marks_of(mark))
    return Mark(current, tuple(others))


def stands_for(stored: str | None, mark: str) -> bool:
    """Say whether a mark that was stored is one of the text that `mark` was made of."""
    return stored is not None and stored in marks_of(mark)


def tagged(version: str, mark: str) -> str:
    """Write a key's version before a mark. Marks of the first key bear none: they were there before versions were."""
    return mark if version == "1" else f"{version}.{mark}"


def version_of(mark: str) -> str:
    """Say under which version of the key a mark was made."""
    version, dot, _ = mark.rpartition(".")
    return version if dot else "1"


def shortened(mark: str, letters: int) -> Mark:
    """Give the first letters of a mark and its others, behind their versions."""
    current, *others = (tagged(version_of(one), one.rpartition(".")[2][:letters]) for one in marks_of(mark))
    return Mark(current, tuple(others))
