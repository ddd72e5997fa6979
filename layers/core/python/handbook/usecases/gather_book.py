"""Put beside all that was recorded what the rules in force say of it: what a printed handbook is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.domain.measurements import Measurement
from handbook.pictures.book.content import Content, Imprint, Verdict
from handbook.usecases.assess_measurement import assess_measurement
from handbook.usecases.judge_doses import ServiceSchedule, judge_doses

if TYPE_CHECKING:
    from handbook.domain.growth import Assessment
    from handbook.domain.immunization import Schedule
    from handbook.domain.texts import Text
    from handbook.domain.whole import Whole


@dataclass(frozen=True, slots=True)
class Schedules:
    """The schedules in force: the children's, and the one that private vaccines are judged by."""

    child: Schedule
    service: ServiceSchedule


def gather_book(whole: Whole, imprint: Imprint, people: Mapping[str, str], schedules: Schedules) -> Content:
    """Judge every dose and every measurement that counts as of the day of the print, and forecast what is next.

    Before the birth, and of a child that is cared for no more, there is no forecast.
    """
    handbook = whole.handbook
    if handbook.child is None:
        return Content(whole, imprint, people=people, product_names=_product_names(schedules))
    judged = judge_doses(handbook, schedules.child, schedules.service, imprint.made_on)
    verdicts = {
        dose_id: Verdict(one.outcome, one.schedule_id, one.schedule_version) for dose_id, one in judged.doses.items()
    }
    return Content(
        whole,
        imprint,
        people=people,
        product_names=_product_names(schedules),
        code_names=_code_names(schedules),
        forecast=judged.forecast if handbook.in_care else None,
        verdicts=verdicts,
        growth=_growth(whole),
    )


def _code_names(schedules: Schedules) -> Mapping[str, Text]:
    """Texts of contraindications, antigens and vaccine groups, which conditions are written with."""
    names = {**schedules.child.antigen_names, **{rule.code: rule.text for rule in schedules.child.contraindications}}
    return {**{group.id: group.name for group in schedules.child.groups.values()}, **names}


def _growth(whole: Whole) -> Mapping[str, Assessment]:
    return {
        one.now.entry.measurement_id: assess_measurement(whole.handbook, one.now.entry)
        for one in whole.entries
        if one.now.counts and isinstance(one.now.entry, Measurement)
    }


def _product_names(schedules: Schedules) -> Mapping[str, Text]:
    known = {**schedules.service().products, **schedules.child.products}
    return {product_id: product.name for product_id, product in known.items()}
