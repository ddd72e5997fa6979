"""What pages are made of. A block says what it is; how it looks is the page design's affair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from handbook.pictures.book.script import Script

type Form = dict[str, object]
type Style = Literal["body", "note", "empty", "warning"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A title in the outline: 1 is a part of the book, 2 a section, 3 a piece of one."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that breaks over as many lines and pages as it needs."""

    text: str
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short texts."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one under the other."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, with what else was recorded under it. `struck` is of what does not count any more."""

    cells: Sequence[str]
    notes: Sequence[str] = ()
    struck: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head comes again on every page; `widths` are shares of the line."""

    head: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing that stays a drawing; `about` is read in its place by who cannot see it."""

    svg: str
    about: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    title: str
    subtitle: str
    name: str
    facts: Sequence[tuple[str, str]]
    notes: Sequence[str]
    contents: str


type Block = Heading | Paragraph | Points | Facts | Table | Chart


@dataclass(frozen=True, slots=True)
class Book:
    """All pages, with what stands at the foot of each."""

    language: str
    cover: Cover
    foot: str
    page_word: str
    blocks: Sequence[Block] = field(default_factory=tuple)


def form_of(book: Book, script: Script) -> Form:
    """Write a book for the page design, every text in letters that the fonts have."""
    cover = book.cover
    return {
        "language": book.language,
        "title": script.written(cover.title),
        "cover": {
            "title": script.written(cover.title),
            "subtitle": script.written(cover.subtitle),
            "name": script.written(cover.name),
            "facts": _pairs(cover.facts, script),
            "notes": [_lines(note, script) for note in cover.notes],
            "contents": script.written(cover.contents),
        },
        "foot": script.written(book.foot),
        "page_word": book.page_word,
        "blocks": [_block(block, script) for block in book.blocks],
    }


def _lines(text: str, script: Script) -> list[str]:
    return script.written(text).split("\n")


def _pairs(rows: Sequence[tuple[str, str]], script: Script) -> list[list[object]]:
    return [[script.written(name), _lines(value, script)] for name, value in rows]


def _block(block: Block, script: Script) -> Mapping[str, object]:
    match block:
        case Heading(level, text):
            return {"k": "heading", "level": level, "text": script.written(text)}
        case Paragraph(text, style):
            return {"k": "paragraph", "lines": _lines(text, script), "style": style}
        case Points(items):
            return {"k": "points", "items": [_lines(item, script) for item in items]}
        case Facts(rows):
            return {"k": "facts", "rows": _pairs(rows, script)}
        case Chart(svg, about):
            return {"k": "chart", "svg": svg, "about": script.written(about)}
        case Table():
            return {
                "k": "table",
                "head": [script.written(one) for one in block.head],
                "widths": list(block.widths),
                "rows": [_row(row, script) for row in block.rows],
            }


def _row(row: Row, script: Script) -> Form:
    return {
        "cells": [_lines(cell, script) for cell in row.cells],
        "notes": [_lines(note, script) for note in row.notes],
        "struck": row.struck,
        "mark": script.written(row.mark),
    }
