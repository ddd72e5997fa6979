"""Warnings that follow from the evaluation: the dose itself, and the doses around it."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.domain.dose_warnings.situation import Situation
from handbook.domain.dose_warnings.wording import DoseWarning, warn
from handbook.domain.ids import DoseId
from handbook.domain.texts import Text

# Codes of immunization.ReasonCode; those that are not here have a warning of the same name.
_RENAMED = {"date_unknown": "day_unknown", "duplicate": "same_product_same_day"}
_SAID_ELSEWHERE = {"same_product_same_day", "before_birth", "in_future", "unknown_product"}


def of_the_dose(situation: Situation) -> Iterator[DoseWarning]:
    """Say why the dose does not count, or which of its antigens do not."""
    outcome = situation.outcome
    if outcome.status.value != "valid":
        reasons = {(one.reason.code.value, one.reason.on) for one in outcome.antigens}
        for code, on in sorted(reasons | {(outcome.reason.code.value, outcome.reason.on)}, key=str):
            name = _RENAMED.get(code, code)
            if name not in _SAID_ELSEWHERE:
                yield warn(name, ahead=situation.ahead, on=on)
        return
    failed = [one.antigen for one in outcome.antigens if one.status.value == "not_valid"]
    if failed:
        names = [situation.schedule.antigen_names[antigen] for antigen in failed]
        listed = Text(", ".join(name.vi for name in names), ", ".join(name.en for name in names))
        yield warn("counts_partly", ahead=situation.ahead, words={"antigens": listed})
    yield from _before_the_programme(situation)


def _before_the_programme(situation: Situation) -> Iterator[DoseWarning]:
    if situation.dose.kind == "historical":
        return
    counted = {(one.antigen, one.group) for one in situation.outcome.antigens if one.status.value == "valid"}
    days = [one.earliest.on for one in situation.then if one.earliest and (one.antigen, one.group) in counted]
    if days and min(days) > situation.dose.administered_on:
        yield warn("earlier_than_programme", ahead=situation.ahead, on=min(days))


def of_other_doses(situation: Situation) -> Iterator[DoseWarning]:
    """Say which recorded doses no longer count once this one is there: the other direction of every interval."""
    for dose in situation.handbook.doses:
        before, after = situation.before.get(dose.dose_id), situation.outcomes.get(dose.dose_id)
        if before is None or after is None:
            continue
        if before.status.value == "valid" and after.status.value == "not_valid":
            words = {"product": situation.product_name(dose.product)}
            yield warn(
                "makes_other_dose_invalid",
                ahead=situation.ahead,
                on=dose.administered_on,
                words=words,
                doses=(DoseId(dose.dose_id),),
            )


def of_the_place(situation: Situation) -> Iterator[DoseWarning]:
    """Say that the programme does not give this vaccine where the child lives."""
    if situation.dose.session == "service" or situation.dose.kind == "historical":
        return
    antigens = set(situation.product.antigens)
    if any(one.antigen in antigens and one.reason.code.value == "not_offered_here" for one in situation.then):
        yield warn("not_offered_here", ahead=situation.ahead)
