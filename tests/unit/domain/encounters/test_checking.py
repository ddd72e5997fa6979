"""What is refused of an encounter, by the field at fault; both sides of each limit."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from handbook.domain.encounters.checking import check_encounter
from handbook.domain.encounters.encounter import (
    Antenatal,
    Baby,
    Encounter,
    NewbornHistory,
    NewbornVisit,
    Postpartum,
)
from handbook.domain.encounters.results import LabResult
from handbook.domain.encounters.situation import Situation
from handbook.domain.errors import (
    DateBeforeBirthError,
    DateBeforePregnancyError,
    DateInFutureError,
    DeliveryRecordedError,
    ImplausibleValueError,
    InvalidFieldError,
)
from handbook.domain.ids import EntryId
from tests.unit.domain.encounters.visits import (
    BORN,
    BORN_ALIVE,
    CHILD_ONLY,
    LAST_PERIOD,
    PREGNANT,
    TODAY,
    antenatal,
    at,
    checkup,
    days,
    delivery,
    sick,
    visit,
)


def refused(encounter: Encounter, situation: Situation) -> tuple[type[Exception], str, str]:
    with pytest.raises(InvalidFieldError) as found:
        check_encounter(encounter, situation)
    return type(found.value), found.value.field, found.value.hint


@pytest.mark.parametrize("on", [LAST_PERIOD, BORN])
def test_an_antenatal_visit_lies_from_the_last_period_to_the_birth(on: date) -> None:
    check_encounter(antenatal(on), BORN_ALIVE)


@pytest.mark.parametrize(
    ("on", "situation", "error"),
    [
        (LAST_PERIOD - days(1), BORN_ALIVE, DateBeforePregnancyError),
        (BORN + days(1), BORN_ALIVE, InvalidFieldError),
        (PREGNANT.today + days(1), PREGNANT, DateInFutureError),
        (BORN - days(309), CHILD_ONLY, DateBeforePregnancyError),
        (LAST_PERIOD + days(309), replace(PREGNANT, today=TODAY + days(30)), InvalidFieldError),
    ],
)
def test_no_antenatal_visit_is_outside_the_pregnancy(
    on: date, situation: Situation, error: type[InvalidFieldError]
) -> None:
    assert refused(antenatal(on), situation)[:2] == (error, "visited_on")


def test_without_a_dating_the_birth_says_what_can_have_been() -> None:
    check_encounter(antenatal(BORN - days(308)), CHILD_ONLY)
    check_encounter(antenatal(LAST_PERIOD + days(308)), replace(PREGNANT, today=TODAY + days(30)))


def test_a_handbook_without_pregnancy_or_child_has_no_antenatal_visit() -> None:
    assert refused(antenatal(), Situation(TODAY, None, None, None))[1] == "kind"
    assert refused(visit(Postpartum(lochia="normal")), PREGNANT)[:2] == (DateInFutureError, "visited_on")
    assert refused(visit(Postpartum(lochia="normal"), PREGNANT.today), PREGNANT)[1] == "kind"


@pytest.mark.parametrize("on", [BORN, BORN - days(1)])
def test_a_delivery_is_on_the_day_of_birth_or_for_a_second_twin_the_day_before(on: date) -> None:
    check_encounter(delivery(on), BORN_ALIVE)


@pytest.mark.parametrize("on", [BORN + days(1), BORN - days(2)])
def test_a_delivery_is_on_no_other_day(on: date) -> None:
    assert refused(delivery(on), BORN_ALIVE)[1] == "visited_on"


def test_a_pregnancy_has_one_delivery() -> None:
    with pytest.raises(DeliveryRecordedError):
        check_encounter(delivery(), replace(BORN_ALIVE, delivery=EntryId("another")))
    check_encounter(delivery(), replace(BORN_ALIVE, delivery=EntryId("e1")))


def test_a_delivery_of_an_unborn_child_is_from_twenty_weeks_on() -> None:
    unborn = replace(PREGNANT, today=TODAY)
    check_encounter(delivery(LAST_PERIOD + days(140)), unborn)
    assert refused(delivery(LAST_PERIOD + days(139)), unborn)[1] == "visited_on"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"babies": ()}, "delivery.babies"),
        ({"babies": (Baby("alive"),) * 7}, "delivery.babies"),
        ({"babies": (Baby("stillborn"),)}, "delivery.babies"),
        ({"babies": (Baby("alive"), Baby("stillborn", vitamin_k1=True))}, "delivery.babies.1.vitamin_k1"),
        ({"babies": (Baby("asleep"),)}, "delivery.babies.0.outcome"),  # type: ignore[arg-type]
        ({"mode": "by_stork"}, "delivery.mode"),
        ({"place": "moon"}, "delivery.place"),
        ({"blood_loss_ml": -1}, "delivery.blood_loss_ml"),
        ({"blood_loss_ml": 10001}, "delivery.blood_loss_ml"),
        ({"gestation_days": 139}, "delivery.gestation_days"),
        ({"gestation_days": 309}, "delivery.gestation_days"),
        ({"delivered_at": datetime(2026, 10, 12, 17, 0, tzinfo=UTC)}, "delivery.delivered_at"),
    ],
)
def test_what_a_delivery_cannot_be_is_refused_by_field(said: dict[str, Any], field: str) -> None:
    assert refused(delivery(**said), BORN_ALIVE)[1] == field


def test_the_time_of_a_delivery_is_read_in_vietnam() -> None:
    check_encounter(delivery(delivered_at=datetime(2026, 10, 12, 16, 59, tzinfo=UTC)), BORN_ALIVE)
    check_encounter(delivery(delivered_at=datetime(2026, 10, 11, 17, 0, tzinfo=UTC)), BORN_ALIVE)


def test_twins_of_whom_one_lives_are_a_delivery() -> None:
    check_encounter(delivery(babies=(Baby("stillborn"), Baby("alive", vitamin_k1=True))), BORN_ALIVE)


@pytest.mark.parametrize(("on", "fits"), [(BORN - days(1), False), (BORN, True), (BORN + days(365), True)])
def test_a_postpartum_visit_lies_after_the_birth_and_within_a_year(on: date, fits: bool) -> None:
    found = visit(Postpartum(lochia="normal"), on)
    if fits:
        check_encounter(found, at(BORN + days(366)))
    else:
        assert refused(found, at(BORN + days(366)))[:2] == (DateBeforeBirthError, "visited_on")


def test_a_postpartum_visit_more_than_a_year_later_belongs_to_no_pregnancy() -> None:
    assert refused(visit(Postpartum(lochia="normal"), BORN + days(366)), at(BORN + days(366)))[1] == "visited_on"


def test_nobody_visits_a_child_before_its_birth() -> None:
    for found in (checkup(BORN - days(1)), sick(BORN - days(1)), visit(NewbornVisit(cord="wet"), BORN - days(1))):
        assert refused(found, BORN_ALIVE)[:2] == (DateBeforeBirthError, "visited_on")
        assert refused(found, PREGNANT)[0] in {DateBeforeBirthError, DateInFutureError}


def test_a_mothers_illness_in_pregnancy_needs_no_child() -> None:
    check_encounter(sick(date(2026, 5, 1), subject="mother"), PREGNANT)
    check_encounter(sick(date(2026, 5, 1), subject="mother"), BORN_ALIVE)
    assert refused(sick(LAST_PERIOD - days(1), subject="mother"), PREGNANT)[1] == "visited_on"
    assert refused(sick(LAST_PERIOD - days(1), subject="mother"), BORN_ALIVE)[1] == "visited_on"


@pytest.mark.parametrize(
    ("on", "band"),
    [
        (BORN, "newborn_to_2_months"),
        (date(2026, 12, 11), "newborn_to_2_months"),
        (date(2026, 12, 12), "2_to_3_months"),
        (date(2028, 10, 11), "19_to_23_months"),
        (date(2028, 10, 12), "2_to_3_years"),
        (date(2032, 10, 11), "5_to_6_years"),
    ],
)
def test_a_check_up_is_of_the_band_of_its_day(on: date, band: str) -> None:
    check_encounter(checkup(on, band), at(on))
    other = "4_to_6_months"
    assert refused(checkup(on, other), at(on))[1] == "child_checkup.band"


def test_the_sixth_birthday_has_no_form() -> None:
    assert refused(checkup(date(2032, 10, 12), "5_to_6_years"), at(date(2032, 10, 12)))[1] == "visited_on"


def test_a_newborn_visit_is_in_the_first_two_months() -> None:
    check_encounter(visit(NewbornVisit(cord="wet"), date(2026, 12, 11)), at(date(2026, 12, 11)))
    late = visit(NewbornVisit(cord="wet"), date(2026, 12, 12))
    assert refused(late, at(date(2026, 12, 12)))[1] == "visited_on"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"companion": "neighbour"}, "child_checkup.companion"),
        ({"screening": ("heel_blood", "heel_blood")}, "child_checkup.screening"),
        ({"screening": ("heel_blood", "no_information")}, "child_checkup.screening"),
        ({"screening": ("x-ray",)}, "child_checkup.screening"),
        ({"examination": {"wings": "normal"}}, "child_checkup.examination"),
        ({"examination": {"fontanelle": "sunken"}}, "child_checkup.examination.fontanelle"),
        ({"newborn_history": NewbornHistory(birth_kind="by_stork")}, "child_checkup.newborn_history.birth_kind"),
    ],
)
def test_what_a_check_up_cannot_say_is_refused_by_field(said: dict[str, Any], field: str) -> None:
    assert refused(checkup(**said), BORN_ALIVE)[1] == field


def test_what_only_newborns_are_asked_is_refused_later() -> None:
    on = date(2026, 12, 12)
    history = checkup(on, "2_to_3_months", newborn_history=NewbornHistory(birth_kind="vaginal"))
    assert refused(history, at(on))[1] == "child_checkup.newborn_history"
    assert refused(checkup(on, "2_to_3_months", screening=("hearing",)), at(on))[1] == "child_checkup.screening"
    assert refused(checkup(on, "2_to_3_months", examination={"moro_reflex": "yes"}), at(on))[1].endswith("examination")
    check_encounter(checkup(on, "2_to_3_months", examination={"palms": "pale"}), at(on))


def _said(field: str, value: float) -> dict[str, Any]:
    return {field: value}


@pytest.mark.parametrize(
    ("field", "smallest", "largest"),
    [("weight_kg", 25, 250), ("height_cm", 100, 220), ("fundal_height_cm", 1, 60), ("gestation_days", 14, 308)],
)
def test_a_number_is_refused_from_just_outside_its_limits(field: str, smallest: float, largest: float) -> None:
    for fine in (smallest, largest):
        check_encounter(antenatal(**_said(field, fine)), BORN_ALIVE)
    for wrong in (smallest - 1, largest + 1):
        assert refused(antenatal(**_said(field, wrong)), BORN_ALIVE)[:2] == (
            ImplausibleValueError,
            f"antenatal.{field}",
        )


def test_a_lost_point_is_named_as_what_explains_it() -> None:
    assert refused(antenatal(weight_kg=555.0), BORN_ALIVE)[2] == "factor_10"


def test_each_fetus_has_a_heart() -> None:
    check_encounter(antenatal(fetal_heart_bpm=(140, 152)), BORN_ALIVE)
    assert refused(antenatal(fetal_heart_bpm=(140, 15)), BORN_ALIVE)[1] == "antenatal.fetal_heart_bpm"
    assert refused(antenatal(fetal_heart_bpm=(140,) * 7), BORN_ALIVE)[1] == "antenatal.fetal_heart_bpm"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"facility_code": "7900"}, "facility_code"),
        ({"facility_code": "79 01"}, "facility_code"),
        ({"facility_gln": "8931234567890"}, "facility_gln"),
        ({"payer": "king"}, "payer"),
        ({"beneficiary": "15"}, "beneficiary"),
        ({"pulse_per_minute": 19}, "pulse_per_minute"),
        ({"pulse_per_minute": 301}, "pulse_per_minute"),
        ({"next_visit_on": TODAY}, "next_visit_on"),
        ({"next_visit_on": date(2028, 11, 21)}, "next_visit_on"),
        ({"visited_at": datetime(2026, 11, 19, 16, 59, tzinfo=UTC)}, "visited_at"),
        ({"visited_at": datetime(2026, 11, 20, 3, 1, tzinfo=UTC)}, "visited_at"),
    ],
)
def test_what_all_kinds_have_in_common_is_checked(said: dict[str, Any], field: str) -> None:
    assert refused(replace(sick(), **said), BORN_ALIVE)[1] == field


def test_what_all_kinds_have_in_common_can_be_said() -> None:
    said: dict[str, Any] = {
        "facility_code": "79001",
        "facility_gln": "8931234567897",
        "payer": "health_insurance",
        "pulse_per_minute": 120,
        "next_visit_on": TODAY + timedelta(days=1),
        "visited_at": datetime(2026, 11, 20, 3, 0, tzinfo=UTC),
    }
    check_encounter(replace(sick(), **said), BORN_ALIVE)


@pytest.mark.parametrize(
    ("labs", "field"),
    [
        ((LabResult("tea_leaves", finding="positive"),), "labs.0.test"),
        ((LabResult("hiv", finding="negative"), LabResult("hiv", finding="negative")), "labs.1.test"),
        ((LabResult("hiv", finding="maybe"),), "labs.0.finding"),
        ((LabResult("hiv", value=1.0, finding="negative"),), "labs.0.value"),
        ((LabResult("hiv"),), "labs.0.finding"),
        ((LabResult("ogtt_fasting", finding="negative", value=4.0),), "labs.0.finding"),
        ((LabResult("ogtt_fasting"),), "labs.0.value"),
        ((LabResult("ogtt_fasting", value=60.1),), "labs.0.value"),
    ],
)
def test_a_result_fits_its_test(labs: tuple[LabResult, ...], field: str) -> None:
    assert refused(replace(antenatal(), labs=labs), BORN_ALIVE)[1] == field


def test_an_encounter_says_something() -> None:
    assert refused(visit(Antenatal(), date(2026, 5, 1)), BORN_ALIVE)[0] is InvalidFieldError
    assert refused(visit(Postpartum()), BORN_ALIVE)[0] is InvalidFieldError
    check_encounter(visit(Antenatal(), date(2026, 5, 1), advice="Ăn đủ chất"), BORN_ALIVE)


def test_an_illness_begins_before_the_visit_and_in_the_childs_life() -> None:
    check_encounter(sick(onset_on=TODAY), BORN_ALIVE)
    check_encounter(sick(onset_on=BORN), BORN_ALIVE)
    assert refused(sick(onset_on=TODAY + days(1)), BORN_ALIVE)[1] == "sick_visit.onset_on"
    assert refused(sick(onset_on=BORN - days(1)), BORN_ALIVE)[1] == "sick_visit.onset_on"
    assert refused(sick(outcome="flew_away"), BORN_ALIVE)[1] == "sick_visit.outcome"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"advice": "Xét nghiệm HIV âm tính"}, "advice"),
        ({"diagnosis_text": "nhiễm h.i.v, đang dùng ARV"}, "diagnosis_text"),
        ({"facility_name": "Trung tâm Phòng, chống HIV/AIDS"}, "facility_name"),
    ],
)
def test_free_text_that_tells_of_hiv_belongs_to_the_results(said: dict[str, Any], field: str) -> None:
    assert refused(replace(sick(), **said), BORN_ALIVE) == (InvalidFieldError, field, "among_the_labs")
    assert refused(sick(complaint="sợ AIDS"), BORN_ALIVE)[1] == "sick_visit.complaint"


def test_words_that_only_look_like_it_can_be_written() -> None:
    check_encounter(sick(complaint="Trẻ chivas, marvel, sidan"), BORN_ALIVE)
