"""What is unusual about an encounter, said at once to whoever records it. Nothing is refused, nothing is an alert.

Danger signs, blood pressure, haemoglobin and the like are findings and raise alerts (domain/alerts); this is about the
numbers and results that an encounter has of its own.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from handbook.domain.encounters.bands import band_of
from handbook.domain.encounters.encounter import Antenatal, ChildCheckup, Delivery, Encounter, NewbornVisit
from handbook.domain.encounters.examination import not_as_expected
from handbook.domain.encounters.labs import is_noticeable, lab_tests
from handbook.domain.encounters.limits import FieldLimits, field_limits, is_unusual
from handbook.domain.encounters.situation import Situation
from handbook.domain.texts import Text

DATING_TOLERANCE_DAYS = 7
"""Ultrasound of the first trimester overrides the dates from a week's difference on; less is how people count weeks."""
NEWBORN_FORM = 6


class Notice(NamedTuple):
    """One thing to look at again, by the field it is about; the sentence never repeats a value."""

    code: str
    field: str
    text: Text


def notices_of(encounter: Encounter, situation: Situation) -> tuple[Notice, ...]:
    """Give what is unusual about an encounter, in the order of the form."""
    return (
        *_numbers(encounter),
        *_gestation(encounter, situation),
        *_examination(encounter),
        *(
            Notice("unusual_result", f"labs.{place}", _sentence(lab_tests()[one.test].text))
            for place, one in enumerate(encounter.labs)
            if is_noticeable(one)
        ),
    )


def _sentence(text: Text) -> Text:
    return Text(f"{text.vi}: kết quả cần xem lại.", f"{text.en}: the result needs a second look.")


def _numbers(encounter: Encounter) -> Iterator[Notice]:
    for name in type(encounter.details).__dataclass_fields__:
        key = "delivery_gestation_days" if (encounter.kind, name) == ("delivery", "gestation_days") else name
        limits = field_limits().get(key)
        said = getattr(encounter.details, name)
        values = said if isinstance(said, tuple) else (said,)
        if limits is not None and any(is_unusual(value, limits) for value in values):
            yield Notice("unusual_value", f"{encounter.kind}.{name}", _usual(limits))


def _usual(limits: FieldLimits) -> Text:
    low, high = (f"{limit:g}" for limit in limits.usual or limits.possible)
    unit = limits.unit
    return Text(
        f"{limits.text.vi} nằm ngoài khoảng thường gặp ({low}–{high} {unit}).",
        f"{limits.text.en} is outside what is usual ({low}–{high} {_ENGLISH_UNITS.get(unit, unit)}).",
    )


_ENGLISH_UNITS = {"lần/phút": "a minute", "ngày": "days", "phút": "minutes", "viên": "tablets"}


def _gestation(encounter: Encounter, situation: Situation) -> Iterator[Notice]:
    details = encounter.details
    if not isinstance(details, Antenatal | Delivery) or details.gestation_days is None:
        return
    dated = situation.gestation_on(encounter.visited_on)
    if dated is not None and abs(dated - details.gestation_days) > DATING_TOLERANCE_DAYS:
        yield Notice(
            "differs_from_dating",
            f"{encounter.kind}.gestation_days",
            Text(
                "Tuổi thai lệch hơn một tuần so với tuổi thai tính theo sổ.",
                "The gestational age is more than a week off the one by which this handbook counts.",
            ),
        )


def _examination(encounter: Encounter) -> Iterator[Notice]:
    field, form, answers = _answers(encounter)
    for item in not_as_expected(answers, form):
        yield Notice("not_as_expected", f"{field}.{item.code}", _seen(item.text))


def _seen(text: Text) -> Text:
    return Text(f"{text.vi}: có dấu hiệu cần theo dõi.", f"{text.en}: there is something to follow up.")


def _answers(encounter: Encounter) -> tuple[str, int, Mapping[str, str]]:
    details = encounter.details
    if isinstance(details, NewbornVisit):
        return "newborn.examination", NEWBORN_FORM, details.examination
    if isinstance(details, ChildCheckup) and (band := band_of(details.band)):
        return "child_checkup.examination", band.form, details.examination
    return "", 0, {}
