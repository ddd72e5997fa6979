"""The first part of the book: child, mother and family, the life of the handbook; and how the pregnancy was dated."""

from collections.abc import Iterator
from dataclasses import fields

from handbook.domain.bonds import guardians_on
from handbook.domain.dating import Dating
from handbook.domain.handbook import Handbook, Profile
from handbook.domain.pregnancy import Pregnancy
from handbook.domain.whole import FormerProfile
from handbook.pictures.book.blocks import Block, Facts, Heading, Row, Table
from handbook.pictures.book.content import Content
from handbook.pictures.book.numbers import number_blocks
from handbook.pictures.book.rows import Rows
from handbook.pictures.book.words import Words, day, instant

type Pairs = list[tuple[str, str]]

_WRITTEN_APART = frozenset({"mother", "datings", "para"})


def whose(handbook: Handbook, words: Words) -> str:
    """Name whose handbook it is: the child, or in a pregnancy the mother."""
    if handbook.child is not None:
        return handbook.child.full_name
    return handbook.pregnancy.mother.full_name if handbook.pregnancy else words.say("title")


def first_facts(handbook: Handbook, words: Words) -> Pairs:
    """When the child was born, or is expected."""
    if handbook.child is not None:
        return [(words.label("Profile", "birth_date"), day(handbook.child.birth_date, words.language))]
    return [(words.say("due_day"), day(handbook.pregnancy.due_on, words.language))] if handbook.pregnancy else []


def basics(content: Content, words: Words, rows: Rows) -> Iterator[Block]:
    """Write who the handbook is of, and what became of it."""
    handbook = content.whole.handbook
    if handbook.child is not None:
        yield Heading(2, words.say("child"))
        yield Facts(list(words.said("Profile", handbook.child)))
    if handbook.pregnancy is not None:
        yield Heading(2, words.say("mother"))
        yield Facts(_mother(handbook.pregnancy, words))
    yield Heading(2, words.say("family"))
    yield Facts(
        [
            (words.say("guardians"), str(len(guardians_on(handbook.guardians, content.imprint.made_on)))),
            (words.say("opened"), instant(handbook.created_at, words.language)),
            (words.say("code"), handbook.own_code),
        ]
    )
    yield from number_blocks(content, words, rows)
    yield from _life(handbook, words)
    yield from _former(content, words, rows)


def antenatal_front(content: Content, words: Words, rows: Rows) -> Iterator[Block]:
    """Write what the pregnancy was dated by, every statement of it."""
    pregnancy = content.whole.handbook.pregnancy
    if pregnancy is None:
        return
    yield Heading(2, words.say("dating"))
    yield Facts([(words.say("due_day"), day(pregnancy.due_on, words.language))])
    head = [words.say(name) for name in ("dated_on", "dated_by", "was_then")]
    yield Table(head, [26, 46, 28], [_dating(one, words, rows) for one in pregnancy.datings])


def _dating(one: Dating, words: Words, rows: Rows) -> Row:
    cells = (
        day(one.measured_on, words.language),
        words.code("Dating", "method", one.method),
        words.value("Dating", "gestation_days", one.gestation_days),
    )
    notes = [] if one.certain else [words.say("not_certain")]
    if one.withdrawn_at is not None:
        notes.append(words.say("withdrawn", at=instant(one.withdrawn_at, words.language)))
    at = instant(one.recorded_at, words.language)
    notes.append(words.say("recorded", at=at, who=rows.who(one.recorded_by, None)))
    return Row(cells, notes, struck=one.withdrawn_at is not None)


def _mother(pregnancy: Pregnancy, words: Words) -> Pairs:
    found = list(words.said("Mother", pregnancy.mother))
    if pregnancy.para is not None:
        found.append((words.label("Pregnancy", "para"), pregnancy.para.text))
    return [*found, *words.said("Pregnancy", pregnancy, _WRITTEN_APART)]


def _life(handbook: Handbook, words: Words) -> Iterator[Block]:
    if not handbook.life:
        return
    yield Heading(2, words.say("life"))
    lines = [
        Row(
            [day(one.on, words.language), words.code("LifeFact", "happening", one.happening)],
            [words.say("recorded_at", at=instant(one.recorded_at, words.language))],
        )
        for one in handbook.life
    ]
    yield Table([words.say("day"), words.say("happened")], [30, 70], lines)


def _former(content: Content, words: Words, rows: Rows) -> Iterator[Block]:
    now = content.whole.handbook
    if not content.whole.former_profiles:
        return
    yield Heading(2, words.say("earlier_profiles"))
    lines = [
        Row(
            [instant(one.replaced_at, words.language), _difference(one, now, words)],
            [rows.who(one.replaced_by, None)],
        )
        for one in content.whole.former_profiles
    ]
    yield Table([words.say("until_when"), words.say("what_was")], [30, 70], lines)


def _difference(before: FormerProfile, now: Handbook, words: Words) -> str:
    found: list[str] = []
    if before.profile is not None and now.child is not None:
        found += _of_child(before.profile, now.child, words)
    if before.pregnancy is not None and now.pregnancy is not None:
        still = _mother(now.pregnancy, words)
        found += [f"{label}: {text}" for label, text in _mother(before.pregnancy, words) if (label, text) not in still]
    return "\n".join(found) or words.say("nothing")


def _of_child(before: Profile, now: Profile, words: Words) -> list[str]:
    return [
        f"{words.label('Profile', one.name)}: {_said(one.name, old, words)}"
        for one in fields(before)
        if (old := getattr(before, one.name)) != getattr(now, one.name)
    ]


def _said(name: str, value: object, words: Words) -> str:
    return words.say("nothing") if value is None else words.value("Profile", name, value)
