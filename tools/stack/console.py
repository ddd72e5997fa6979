"""Progress lines and the closing box, in columns that also hold with Vietnamese letters."""

import sys
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

STEP_WIDTH = 52


class Step:
    """One step under way; `note` is printed behind its seconds when it is done."""

    def __init__(self) -> None:
        self.note = ""


def width(text: str) -> int:
    """Columns that a text takes in a terminal: combining marks take none, East Asian wide letters two."""
    return sum(
        0 if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf" else cell(letter) for letter in text
    )


def cell(letter: str) -> int:
    """Columns of one spacing letter (Unicode Standard Annex 11: W and F take two)."""
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


def pad(text: str, columns: int) -> str:
    """The text filled with blanks up to the number of columns."""
    return text + " " * max(0, columns - width(text))


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns, broken between words; a longer word has a line of its own."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer) > columns:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def table(rows: Sequence[Sequence[str]], gap: int = 2) -> list[str]:
    """Lines whose cells stand under each other; the last column is not filled."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    blank = " " * gap
    return [blank.join(map(pad, row, widths)).rstrip() for row in rows]


def box(lines: Sequence[str], title: str = "") -> str:
    """The lines in a frame, with the title set into its upper edge."""
    columns = max([*map(width, lines), width(title) + 2])
    head = f"─ {title} " if title else ""
    top = f"╭{head}{'─' * (columns + 2 - width(head))}╮"
    body = [f"│ {pad(line, columns)} │" for line in lines]
    return "\n".join([top, *body, f"╰{'─' * (columns + 2)}╯"])


def say(text: str) -> None:
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


@contextmanager
def step(text: str) -> Iterator[Step]:
    """Print what is being done, then the seconds it took; a failure ends the line and is raised on."""
    print(pad(f"  {text} …", STEP_WIDTH), end="", flush=True)
    began, current = time.monotonic(), Step()
    try:
        yield current
    except BaseException:
        say("failed" if not isinstance(sys.exception(), KeyboardInterrupt) else "stopped")
        raise
    say(f"{time.monotonic() - began:6.1f} s{f'  {current.note}' if current.note else ''}")
