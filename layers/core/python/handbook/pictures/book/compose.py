"""The printed handbook in the order of the paper book: five parts, and an annex about the print itself."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from handbook.domain.calendar import iso_utc
from handbook.domain.entries import Entry
from handbook.domain.whole import Recorded
from handbook.pictures.book.basics import antenatal_front, basics, first_facts, whose
from handbook.pictures.book.blocks import Block, Book, Cover, Facts, Form, Heading, Paragraph, Row, Table, form_of
from handbook.pictures.book.charts import growth_charts
from handbook.pictures.book.content import Content
from handbook.pictures.book.forecast import forecast_blocks
from handbook.pictures.book.guidance import guidance_blocks
from handbook.pictures.book.numbers import dispute_blocks
from handbook.pictures.book.rows import Rows, section_of
from handbook.pictures.book.script import Script
from handbook.pictures.book.words import Words, instant
from handbook.reference.book import load_document

type Sections = Mapping[str, Sequence[Recorded[Entry]]]


def written(content: Content) -> Form:
    """Write a handbook for the page design; what the fonts lack is listed on its last page."""
    words = Words(content.imprint.language, content.product_names, content.code_names)
    book, script = _book(content, words), Script()
    form = form_of(book, script)
    if not script.missing:
        return form
    lacking = _lacking(sorted(script.missing), words)
    return form_of(Book(book.language, book.cover, book.foot, book.page_word, (*book.blocks, *lacking)), script)


def _book(content: Content, words: Words) -> Book:
    imprint, rows = content.imprint, Rows(content, words)
    sections: dict[str, list[Recorded[Entry]]] = defaultdict(list)
    for recorded in content.whole.entries:
        sections[section_of(recorded.now.entry)].append(recorded)
    blocks: list[Block] = []
    for part in load_document("layout")["parts"]:
        blocks.append(Heading(1, part[words.language]))
        blocks.extend(_front(part["code"], content, words, rows))
        for section in part["sections"]:
            blocks.extend(_section(section, sections, content, words, rows))
    at = instant(imprint.made_at, words.language)
    purpose = words.say("purpose_in_foot", purpose=imprint.purpose) if imprint.purpose else ""
    name = whose(content.whole.handbook, words)
    foot = words.say("foot", name=name, who=_exporter(content, words), at=at, purpose=purpose)
    return Book(words.language, _cover(content, words), foot, words.say("page"), blocks)


def _exporter(content: Content, words: Words) -> str:
    return content.imprint.by or words.say("by_family" if content.imprint.by_family else "by_staff")


def _cover(content: Content, words: Words) -> Cover:
    imprint, handbook = content.imprint, content.whole.handbook
    facts = [
        *first_facts(handbook, words),
        (words.say("exported_by"), _exporter(content, words)),
        (words.say("exported_at"), instant(imprint.made_at, words.language)),
        *([(words.say("purpose"), imprint.purpose)] if imprint.purpose else []),
        (words.say("as_of"), str(imprint.as_of_version)),
    ]
    notes = (words.say("keep"), words.say("not_original"))
    return Cover(
        words.say("title"),
        words.say("subtitle"),
        whose(handbook, words),
        facts,
        notes,
        words.say("contents"),
    )


def _front(part: str, content: Content, words: Words, rows: Rows) -> Iterable[Block]:
    match part:
        case "basics":
            return basics(content, words, rows)
        case "pregnancy":
            return antenatal_front(content, words, rows)
        case "guidance":
            return guidance_blocks(words)
        case "annex":
            return (*dispute_blocks(content, words, rows), *_annex(content, words))
    return ()


def _section(
    section: Mapping[str, str], sections: Sections, content: Content, words: Words, rows: Rows
) -> Iterator[Block]:
    entries = sections.get(section["code"], ())
    if section["code"] == "other" and not entries:
        return
    yield Heading(2, section[words.language])
    if section["code"] == "growth":
        yield from growth_charts(content, words)
    if not entries:
        yield Paragraph(words.say("empty"), "empty")
    yield from _tables(entries, words, rows)
    if section["code"] == "vaccination":
        yield from forecast_blocks(content, words)


def _tables(entries: Sequence[Recorded[Entry]], words: Words, rows: Rows) -> Iterator[Block]:
    """A table for each kind of entry, in the order of days."""
    entries = sorted(entries, key=lambda one: (one.kind.day_of(one.now.entry), one.kind.id_of(one.now.entry)))
    by_kind: dict[str, list[Recorded[Entry]]] = defaultdict(list)
    for recorded in entries:
        by_kind[type(recorded.now.entry).__name__].append(recorded)
    for kind, some in by_kind.items():
        if len(by_kind) > 1 or kind not in load_document("layout")["kinds"]:
            yield Heading(3, words.kind(kind))
        columns = _columns(kind, some[0].now.entry)
        head = [one.get(words.language) or words.label(kind, one["fields"][0]) for one in columns]
        names = [one["fields"] for one in columns]
        yield Table(head, [one["width"] for one in columns], [rows.row(one, names) for one in some])


def _columns(kind: str, entry: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any entry
    """The columns of a kind; one that the layout does not know has its first day alone, and the rest below."""
    known = load_document("layout")["kinds"].get(kind)
    if known is not None:
        found: list[dict[str, Any]] = known["columns"]
        return found
    first = next((one.name for one in fields(entry) if one.name.endswith("_on")), "recorded_at")
    return [{"width": 100, "fields": [first]}]


def _annex(content: Content, words: Words) -> Iterator[Block]:
    kinds = Counter(type(one.now.entry).__name__ for one in content.whole.entries)
    errors = Counter(type(one.now.entry).__name__ for one in content.whole.entries if not one.now.counts)
    yield Heading(2, words.say("counts"))
    if not kinds:
        yield Paragraph(words.say("empty"), "empty")
    else:
        head = [words.say("kind_word"), words.say("number"), words.say("of_these_errors")]
        lines = [Row([words.kind(kind), str(count), str(errors[kind] or "–")]) for kind, count in kinds.items()]
        yield Table(head, [60, 18, 22], lines)
    yield Heading(2, words.say("codes"))
    carriers = content.whole.handbook.all_carriers
    head = [words.say("code_word"), words.say("since"), words.say("code_state")]
    yield Table(head, [40, 30, 30], [_carrier(one, words) for one in carriers])
    yield Heading(2, words.say("rules"))
    yield Facts(_rules(content, words))


def _carrier(carrier: Any, words: Words) -> Row:  # noqa: ANN401 - domain.carriers.Carrier
    ended = carrier.ended_at
    state = words.say("ended", at=instant(ended, words.language)) if ended else words.say("active")
    return Row([carrier.code, instant(carrier.bound_at, words.language), state])


def _rules(content: Content, words: Words) -> list[tuple[str, str]]:
    layout = load_document("layout")
    found = [(words.say("layout_word"), f"{layout['edition']}, {iso_utc(content.imprint.made_at)}")]
    schedules = {(one.schedule_id, one.schedule_version) for one in content.verdicts.values()}
    if content.forecast is not None:
        schedules.add((content.forecast.schedule_id, content.forecast.schedule_version))
    found += [(words.say("vaccine"), f"{name}, {version}") for name, version in sorted(schedules)]
    standards = sorted({str(one.reference) for one in content.growth.values() if one.reference})
    if standards:
        found.append((words.say("measurements"), ", ".join(standards)))
    return found


def _lacking(characters: Sequence[str], words: Words) -> Iterator[Block]:
    yield Heading(2, words.say("unprintable"))
    yield Paragraph(words.say("unprintable_note"))
    lines = [Row([f"U+{ord(one):04X}", unicodedata.name(one, "–").lower()]) for one in characters]
    yield Table([words.say("code_word"), words.say("kind_word")], [30, 70], lines)
