"""What lies in a handbook beside its entries: numbers of offices, disputes with their answers, merged handbooks."""

from collections.abc import Iterator

from handbook.domain.dispute_states import text_of
from handbook.domain.disputes import Dispute, codes_of
from handbook.domain.identifiers import Identifier
from handbook.pictures.book.blocks import Block, Heading, Row, Table
from handbook.pictures.book.content import Content
from handbook.pictures.book.rows import Rows
from handbook.pictures.book.words import Words, day, instant


def number_blocks(content: Content, words: Words, rows: Rows) -> Iterator[Block]:
    """Show every number by which an office knows child or parent, also those that ended."""
    found = [one for one in content.whole.others.get("identifiers", ()) if isinstance(one, Identifier)]
    if not found:
        return
    yield Heading(2, words.say("numbers"))
    head = [words.say(name) for name in ("whose_word", "system", "number_word", "code_state")]
    yield Table(head, [12, 34, 32, 22], [_number(one, words, rows) for one in found])


def _number(one: Identifier, words: Words, rows: Rows) -> Row:
    spans = [day(on, words.language) for on in (one.starts_on, one.ends_on) if on is not None]
    status = "\n".join(filter(None, (words.code("Identifier", "status", one.status), " – ".join(spans))))
    subject = words.code("Identifier", "subject", one.subject)
    system = words.code("Identifier", "system", one.system)
    who = rows.who(one.recorded_by, None)
    note = words.say("recorded", at=instant(one.recorded_at, words.language), who=who)
    return Row([subject, system, one.value, status], [note], struck=one.status != "active")


def dispute_blocks(content: Content, words: Words, rows: Rows) -> Iterator[Block]:
    """Show every dispute with all its steps, in their words."""
    found = [one for one in content.whole.others.get("disputes", ()) if isinstance(one, Dispute)]
    if not found:
        return
    yield Heading(2, words.say("disputes"))
    head = [words.say("day"), words.say("what_was"), words.say("state")]
    yield Table(head, [22, 48, 30], [_dispute(one, words, rows) for one in found])


def _dispute(one: Dispute, words: Words, rows: Rows) -> Row:
    said = [
        words.say(
            "dispute_step",
            at=instant(step.at, words.language),
            who=words.say("by_family") if step.side == "family" else rows.who(step.by, None),
            what=": ".join(
                filter(None, (words.code("Step", "step", step.step), _because(step.code, words), step.text))
            ),
        )
        for step in one.steps
    ]
    due = words.say("answer_by", on=day(one.answer_by, words.language)) if one.is_open else ""
    state = "\n".join(filter(None, (text_of(one.state).in_(words.language), due)))
    kind = codes_of("kinds")[one.kind].in_(words.language)
    return Row([day(one.received_on, words.language), kind, state], said)


def _because(code: str | None, words: Words) -> str:
    """The reason of a refusal or an extension, in words."""
    texts = {**codes_of("refusals"), **codes_of("extensions")}
    return texts[code].in_(words.language) if code in texts else code or ""
