"""What is refused of an encounter: what cannot have happened, codes that no list has, numbers nobody can have."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from handbook.domain.calendar import local_date, months_after
from handbook.domain.encounters import situation as days
from handbook.domain.encounters.bands import band_of, checkup_band_on
from handbook.domain.encounters.checking_babies import check_delivery
from handbook.domain.encounters.codes import check_code
from handbook.domain.encounters.confidential import check_words
from handbook.domain.encounters.encounter import (
    Antenatal,
    ChildCheckup,
    Encounter,
    NewbornHistory,
    NewbornVisit,
    Postpartum,
    SickVisit,
)
from handbook.domain.encounters.examination import check_examination
from handbook.domain.encounters.facility import check_facility
from handbook.domain.encounters.labs import check_labs
from handbook.domain.encounters.limits import check_possible, field_limits
from handbook.domain.encounters.situation import Situation
from handbook.domain.errors import InvalidFieldError
from handbook.domain.recorded import check_something_said

NEWBORN_FORM = 6
MOST_FETUSES = 6


def check_encounter(encounter: Encounter, situation: Situation) -> None:
    """Refuse what cannot be, by the first field at fault; `situation` is as of today.

    Raises: DateInFutureError, DateBeforeBirthError, DateBeforePregnancyError, ImplausibleValueError (with a hint when a
    factor explains it), InvalidFieldError. Fields of a kind are named below it, as "antenatal.weight_kg".
    """
    _DAYS[encounter.kind](encounter, situation)
    _check_times(encounter)
    check_facility(encounter)
    for name in ("payer", "beneficiary"):
        check_code(name, getattr(encounter, name), name)
    check_possible(encounter.pulse_per_minute, field_limits()["pulse_per_minute"], "pulse_per_minute")
    check_labs(encounter.labs)
    _check_numbers(encounter)
    _check_codes(encounter)
    _OF_KIND[encounter.kind](encounter, encounter.details, situation)
    check_words(encounter)


def _check_times(encounter: Encounter) -> None:
    if encounter.visited_at is not None and local_date(encounter.visited_at) != encounter.visited_on:
        raise InvalidFieldError("visited_at")
    if encounter.visited_at is not None and encounter.visited_at > encounter.recorded_at:
        raise InvalidFieldError("visited_at")
    after = encounter.next_visit_on
    if after is not None and not encounter.visited_on < after <= _latest(encounter):
        raise InvalidFieldError("next_visit_on")


def _latest(encounter: Encounter) -> date:
    # Nobody is asked back later than in two years: a slip in the year.
    return months_after(encounter.visited_on, 24)


def _on_day(check: Callable[..., None]) -> Callable[[Encounter, Situation], None]:
    return lambda encounter, situation: check(encounter.visited_on, situation, "visited_on")


def _check_sick_day(encounter: Encounter, situation: Situation) -> None:
    visit = encounter.details
    mother = isinstance(visit, SickVisit) and visit.subject == "mother"
    if not mother:
        days.check_child_born(encounter.visited_on, situation, "visited_on")
    elif situation.birth_date is None and situation.ended_on is None:
        days.check_in_pregnancy(encounter.visited_on, situation, "visited_on")
    else:
        days.check_not_in_future(encounter.visited_on, situation, "visited_on")
        if situation.earliest is not None and encounter.visited_on < situation.earliest:
            raise InvalidFieldError("visited_on")


_DAYS: Mapping[str, Callable[[Encounter, Situation], None]] = {
    "antenatal": _on_day(days.check_in_pregnancy),
    "delivery": _on_day(days.check_at_delivery),
    "postpartum": _on_day(days.check_after_delivery),
    "newborn": _on_day(days.check_child_born),
    "child_checkup": _on_day(days.check_child_born),
    "sick_visit": _check_sick_day,
}

# The fields of each kind whose limits have another name, or the list that a field's codes are of.
_LIMITS_OF = {("delivery", "gestation_days"): "delivery_gestation_days"}
_CODES_OF: Mapping[str, Mapping[str, str]] = {
    "antenatal": {"presentation": "presentation"},
    "delivery": {
        "place": "delivery_place",
        "attendant": "birth_attendant",
        "mode": "delivery_mode",
        "perineum": "perineum",
    },
    "postpartum": {
        "uterus": "uterus",
        "lochia": "lochia",
        "breast": "breast",
        "wound": "wound",
        "contraception": "contraception",
    },
    "newborn": {"cord": "cord", "jaundice": "jaundice"},
    "child_checkup": {"companion": "companion"},
    "sick_visit": {"outcome": "sick_outcome"},
}


def _check_numbers(encounter: Encounter) -> None:
    for name in type(encounter.details).__dataclass_fields__:
        limits = field_limits().get(_LIMITS_OF.get((encounter.kind, name), name))
        said = getattr(encounter.details, name)
        if limits is not None:
            for value in said if isinstance(said, tuple) else (said,):
                check_possible(value, limits, f"{encounter.kind}.{name}")


def _check_codes(encounter: Encounter) -> None:
    for name, list_name in _CODES_OF[encounter.kind].items():
        check_code(list_name, getattr(encounter.details, name), f"{encounter.kind}.{name}")


def _check_antenatal(encounter: Encounter, visit: Antenatal, _: Situation) -> None:
    if len(visit.fetal_heart_bpm) > MOST_FETUSES:
        raise InvalidFieldError("antenatal.fetal_heart_bpm")
    if visit == Antenatal():
        check_something_said(encounter, _SAID)


def _check_postpartum(encounter: Encounter, visit: Postpartum, _: Situation) -> None:
    if visit == Postpartum():
        check_something_said(encounter, _SAID)


_SAID = ("examination_notes", "pulse_per_minute", "diagnosis_text", "advice", "facility_name", "next_visit_on")


def _check_newborn(encounter: Encounter, visit: NewbornVisit, situation: Situation) -> None:
    band = situation.birth_date and checkup_band_on(situation.birth_date, encounter.visited_on)
    if not band or band.form != NEWBORN_FORM:
        raise InvalidFieldError("visited_on")
    _check_screening(visit.screening, "newborn.screening")
    check_examination(visit.examination, NEWBORN_FORM, "newborn.examination")


def _check_checkup(encounter: Encounter, visit: ChildCheckup, situation: Situation) -> None:
    band = band_of(visit.band)
    at_age = checkup_band_on(situation.birth_date, encounter.visited_on) if situation.birth_date else None
    if at_age is None:
        raise InvalidFieldError("visited_on")
    if band != at_age:
        raise InvalidFieldError("child_checkup.band")
    check_examination(visit.examination, at_age.form, "child_checkup.examination")
    _check_screening(visit.screening, "child_checkup.screening")
    if at_age.form == NEWBORN_FORM:
        _check_history(visit.newborn_history)
    elif visit.newborn_history is not None:
        raise InvalidFieldError("child_checkup.newborn_history")
    elif visit.screening:
        raise InvalidFieldError("child_checkup.screening")


def _check_history(history: NewbornHistory | None) -> None:
    if history is not None:
        for name, list_name in (("birth_kind", "birth_kind"), ("placement", "placement_after_birth")):
            check_code(list_name, getattr(history, name), f"child_checkup.newborn_history.{name}")


def _check_screening(screening: tuple[str, ...], field: str) -> None:
    for code in screening:
        check_code("newborn_screening", code, field)
    if len(set(screening)) < len(screening) or ("no_information" in screening and len(screening) > 1):
        raise InvalidFieldError(field)


def _check_sick(encounter: Encounter, visit: SickVisit, situation: Situation) -> None:
    onset = visit.onset_on
    born = situation.birth_date if visit.subject == "child" else None
    if onset is not None and (onset > encounter.visited_on or (born is not None and onset < born)):
        raise InvalidFieldError("sick_visit.onset_on")


_OF_KIND: Mapping[str, Callable[[Encounter, Any, Situation], None]] = {
    "antenatal": _check_antenatal,
    "delivery": check_delivery,
    "postpartum": _check_postpartum,
    "newborn": _check_newborn,
    "child_checkup": _check_checkup,
    "sick_visit": _check_sick,
}
