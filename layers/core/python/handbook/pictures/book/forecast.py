"""What vaccines are due next, as a table of the printed handbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handbook.pictures.book.blocks import Block, Heading, Paragraph, Row, Table
from handbook.pictures.book.content import Content
from handbook.pictures.book.words import Words, day

if TYPE_CHECKING:
    from handbook.domain.immunization import GroupForecast

_STATES = {"due": "due_now", "none": "state_none"}


def forecast_blocks(content: Content, words: Words) -> Iterator[Block]:
    """Show each vaccine group with its next dose, and by which schedule on which day."""
    found = content.forecast
    if found is None:
        return
    yield Heading(3, words.say("forecast"))
    on = day(found.on, words.language)
    as_of = words.say("forecast_as_of", on=on, schedule=found.schedule_id, version=found.schedule_version)
    yield Paragraph(as_of, "note")
    head = [words.say(name) for name in ("vaccine", "dose_number", "due", "state")]
    yield Table(head, [44, 10, 20, 26], [_row(group, words) for group in found.groups])


def _row(group: GroupForecast, words: Words) -> Row:
    due = day(group.recommended.on, words.language) if group.recommended else "–"
    state = group.due_state.value
    shown = words.say(_STATES.get(state, state)) if state != "none" else words.say(group.status.value)
    return Row([group.name.in_(words.language), str(group.dose_number or "–"), due, shown])
