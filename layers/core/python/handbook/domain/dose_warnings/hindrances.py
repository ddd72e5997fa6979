"""Warnings from what the handbook holds against a vaccine: contraindications, deferrals, refusals, immunities."""

from collections.abc import Iterator

from handbook.domain.conditions import LIVE
from handbook.domain.dose_warnings.situation import Situation
from handbook.domain.dose_warnings.wording import DoseWarning, warn
from handbook.domain.standing import cause_of_deferral, finding_text, groups_with


def of_conditions(situation: Situation) -> Iterator[DoseWarning]:
    """Say what in the handbook speaks against this dose on its day."""
    on, ahead = situation.dose.administered_on, situation.ahead
    holding = [one for one in situation.handbook.conditions if one.holds_on(on)]
    for one in holding:
        if one.kind == "contraindication" and _forbids(situation, one.code):
            yield warn("contraindicated", ahead=ahead, words={"finding": finding_text(situation.schedule, one.code)})
        if one.kind == "refusal" and (_groups(situation) | set(situation.product.antigens)) & set(one.of):
            yield warn("refused", ahead=ahead, on=one.since)
    immune = {one.code for one in holding if one.kind == "immunity"}
    if immune & set(situation.product.antigens):
        yield warn("immune", ahead=ahead)


def of_deferrals(situation: Situation) -> Iterator[DoseWarning]:
    """Say that the child was deferred beyond the day of the dose."""
    dose = situation.dose
    if dose.kind == "historical":
        return
    for one in situation.handbook.deferrals:
        concerned = not one.of or dose.product in one.products or one.groups & _groups(situation)
        if dose.administered_on < one.until and (concerned or (LIVE in one.of and situation.product.live)):
            yield warn("deferred", ahead=situation.ahead, on=one.until, words={"finding": cause_of_deferral(one.code)})


def _forbids(situation: Situation, code: str) -> bool:
    antigens = set(situation.product.antigens)
    if code in antigens:
        return True
    return any(
        rule.code == code and (situation.dose.product in rule.products or antigens & rule.antigens)
        for rule in situation.schedule.contraindications
    )


def _groups(situation: Situation) -> frozenset[str]:
    return groups_with(situation.schedule, situation.dose.product)
