"""Roll-outs: whether something is offered where a person lives, on a day."""

from __future__ import annotations

from datetime import date

from handbook.domain.immunization.schedule import AreaRule
from handbook.domain.immunization.timeline import Timeline


def offered_here(timeline: Timeline, area_id: str, on: date) -> tuple[bool, tuple[str, ...]]:
    """Whether the residence is inside a roll-out on a day, and the notes on what is uncertain about it.

    Commune entries speak first, then whole provinces. Where only a part of the province is named and the
    communes are not known, the answer is the rule's default, with the note that says so.
    """
    if not area_id:
        return True, ()
    rule = timeline.schedule.areas[area_id]
    person = timeline.person
    part_named = False
    for entry in rule.entries:
        if not entry.from_date <= on < entry.until_date:
            continue
        if entry.communes:
            if person.commune_code in entry.communes:
                return True, ()
        elif entry.province == person.province_code:
            if not entry.part:
                return True, ()
            part_named = True
    residence_known = bool(person.province_code or person.commune_code)
    return rule.offered_elsewhere, _notes(rule, part_named=part_named, residence_known=residence_known)


def _notes(rule: AreaRule, *, part_named: bool, residence_known: bool) -> tuple[str, ...]:
    note = rule.uncertain_part if part_named else rule.uncertain_elsewhere
    if not residence_known:
        note = rule.uncertain_residence or note
    return (note,) if note else ()
