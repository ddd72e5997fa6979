"""Rules of the Vietnamese schedules beyond the plain calendar."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.domain.immunization import (
    DoseStatus,
    DueState,
    Forecast,
    ReasonCode,
    SeriesStatus,
    forecast,
    parse_schedule,
)
from handbook.reference.immunization import load_document
from tests.builders import SERVICE_SCHEDULE, TETANUS_SCHEDULE
from tests.unit.domain.immunization.vietnam import antigen, asked, child, days, given, group, outcome, schedule

BORN = date(2025, 1, 10)


def visit_of(answer: Forecast) -> list[tuple[str, int]]:
    assert answer.next_visit is not None
    return [(item.product, item.dose_number) for item in answer.next_visit.items]


@pytest.mark.parametrize(("age_days", "status"), [(41, DoseStatus.NOT_VALID), (42, DoseStatus.VALID)])
def test_pentavalent_1_counts_from_six_weeks_though_it_is_offered_at_two_months(
    age_days: int, status: DoseStatus
) -> None:
    answer = asked(BORN, date(2025, 6, 1), ("penta", BORN + days(age_days)))

    assert outcome(answer, 0).status is status
    earliest = group(asked(BORN, BORN), "dtp").earliest
    assert earliest is not None
    assert earliest.on == date(2025, 3, 10)


@pytest.mark.parametrize(("gap_days", "status"), [(27, DoseStatus.NOT_VALID), (28, DoseStatus.VALID)])
def test_pentavalent_doses_count_from_28_days_apart(gap_days: int, status: DoseStatus) -> None:
    first = date(2025, 3, 10)

    assert (
        outcome(asked(BORN, date(2025, 6, 1), ("penta", first), ("penta", first + days(gap_days))), 1).status is status
    )


def test_an_early_pentavalent_1_is_repeated_no_sooner_than_four_weeks_later() -> None:
    early = BORN + days(41)

    earliest = group(asked(BORN, early, ("penta", early)), "hepb").earliest

    assert earliest is not None
    assert earliest.on == early + days(28)


def test_a_start_after_the_first_birthday_needs_one_hib_dose_and_six_months_before_the_third_dtp_dose() -> None:
    first = date(2026, 3, 1)
    answer = asked(BORN, date(2026, 4, 15), ("penta", first), ("penta", date(2026, 4, 1)))

    assert group(answer, "hib").status is SeriesStatus.COMPLETE
    assert (antigen(answer, "tetanus").dose_number, group(answer, "hepb").dose_number) == (3, 3)
    tetanus, hepb = antigen(answer, "tetanus").earliest, group(answer, "hepb").earliest
    assert tetanus is not None
    assert hepb is not None
    assert (tetanus.on, hepb.on) == (date(2026, 10, 1), date(2026, 4, 29))


def test_a_child_on_hexavalent_vaccine_needs_no_oral_polio() -> None:
    entries = [("hexa", date(2025, 3, 10)), ("hexa", date(2025, 4, 10)), ("hexa", date(2025, 5, 10))]

    answer = asked(BORN, date(2025, 7, 1), *entries)

    assert group(answer, "opv").status is SeriesStatus.NOT_RECOMMENDED
    assert group(answer, "ipv").status is SeriesStatus.COMPLETE
    assert group(answer, "hepb").status is SeriesStatus.COMPLETE


@pytest.mark.parametrize(("age_days", "code"), [(97, ReasonCode.WRONG_AGE_FOR_PRODUCT), (98, ReasonCode.VALID)])
def test_inactivated_polio_alone_counts_from_fourteen_weeks(age_days: int, code: ReasonCode) -> None:
    assert outcome(asked(BORN, date(2025, 9, 1), ("ipv", BORN + days(age_days))), 0).reason.code is code


def test_measles_at_eight_months_is_an_extra_dose_and_the_next_waits_four_weeks() -> None:
    extra = date(2025, 9, 25)
    answer = asked(BORN, date(2025, 10, 1), ("measles", extra))

    assert outcome(answer, 0).reason.code is ReasonCode.TOO_YOUNG
    assert group(answer, "measles").dose_number == 1
    earliest = group(answer, "measles").earliest
    assert earliest is not None
    assert (earliest.on, earliest.reason.code) == (extra + days(28), ReasonCode.AFTER_LIVE_DOSE)


def test_a_child_who_missed_measles_gets_measles_rubella_twice_four_weeks_apart() -> None:
    late = asked(BORN, date(2026, 8, 1), person=child(BORN))
    first = date(2026, 8, 1)
    after = asked(BORN, first, ("mr", first))

    assert late.next_visit is not None
    assert ("mr", 1) in visit_of(late)
    assert "measles" not in [product for product, _number in visit_of(late)]
    assert group(after, "rubella").status is SeriesStatus.COMPLETE
    second = group(after, "measles").earliest
    assert second is not None
    assert second.on == first + days(28)


def test_after_seven_years_the_missed_booster_is_left_out_and_td_takes_its_place() -> None:
    basics = [("penta", date(2025, 3, 10)), ("penta", date(2025, 4, 10)), ("penta", date(2025, 5, 10))]

    answer = asked(BORN, date(2032, 3, 1), *basics)

    assert (antigen(answer, "tetanus").dose_number, antigen(answer, "tetanus").products) == (5, ("td",))
    assert antigen(answer, "pertussis").due_state is DueState.EXPIRED
    assert group(answer, "dtp").status is SeriesStatus.NOT_COMPLETE


def test_whole_cell_vaccine_is_never_suggested_from_seven_years() -> None:
    answer = asked(BORN, date(2032, 3, 1))

    assert answer.next_visit is not None
    assert not {"penta", "dpt"} & {item.product for item in answer.next_visit.items}


def test_anaphylaxis_after_pentavalent_bars_the_whole_cell_products_and_offers_no_adult_one() -> None:
    person = child(BORN, contraindications=frozenset({"anaphylaxis-penta"}))

    answer = asked(BORN, date(2025, 3, 10), person=person)

    assert group(answer, "dtp").status is SeriesStatus.CONTRAINDICATED
    assert answer.next_visit is not None
    assert not {"penta", "td"} & {item.product for item in answer.next_visit.items}


def test_intussusception_bars_rotavirus_vaccine() -> None:
    person = child(BORN, contraindications=frozenset({"intussusception"}))

    assert group(asked(BORN, date(2025, 3, 10), person=person), "rota").status is SeriesStatus.CONTRAINDICATED


def test_a_premature_child_keeps_its_chronological_age() -> None:
    person = child(BORN, gestation_days=210)

    assert asked(BORN, date(2025, 3, 10), person=person).groups == asked(BORN, date(2025, 3, 10)).groups


@pytest.mark.parametrize(
    ("province", "on", "status"),
    [
        ("20", date(2025, 3, 10), SeriesStatus.NOT_COMPLETE),
        ("20", date(2024, 12, 31), SeriesStatus.NOT_RECOMMENDED),
        ("04", date(2025, 12, 31), SeriesStatus.NOT_RECOMMENDED),
        ("04", date(2026, 1, 1), SeriesStatus.NOT_COMPLETE),
        ("01", date(2026, 1, 1), SeriesStatus.NOT_RECOMMENDED),
    ],
)
def test_pneumococcal_vaccine_is_rolled_out_by_province_and_day(province: str, on: date, status: SeriesStatus) -> None:
    born = date(2024, 10, 1)

    assert group(asked(born, on, person=child(born, province_code=province)), "pcv").status is status


def test_where_only_a_part_of_the_province_is_rolled_out_the_answer_says_so() -> None:
    thai_nguyen = child(BORN, province_code="19")

    pcv = group(asked(BORN, date(2025, 3, 10), person=thai_nguyen), "pcv")

    assert pcv.status is SeriesStatus.NOT_RECOMMENDED
    assert "một phần của tỉnh" in pcv.uncertain[0].vi


def test_without_a_residence_the_answer_says_that_it_is_missing() -> None:
    pcv = group(asked(BORN, date(2025, 3, 10), person=child(BORN, province_code=None)), "pcv")

    assert "nơi cư trú" in pcv.uncertain[0].vi


def test_rotavirus_is_offered_with_a_note_where_the_roll_out_is_not_known() -> None:
    ha_noi = group(asked(BORN, date(2026, 1, 1), person=child(date(2025, 11, 1), province_code="01")), "rota")
    elsewhere = group(asked(BORN, date(2025, 3, 10), person=child(BORN, province_code="96")), "rota")

    assert ha_noi.uncertain == ()
    assert elsewhere.status is SeriesStatus.NOT_COMPLETE
    assert "trạm y tế" in elsewhere.uncertain[0].vi


def test_hpv_is_for_girls_of_eleven_in_the_roll_out() -> None:
    girl = child(date(2015, 3, 1), province_code="51")
    boy = child(date(2015, 3, 1), province_code="51", sex="M")
    on = date(2026, 3, 1)

    assert group(asked(girl.birth_date, on, person=girl), "hpv").due_state is DueState.DUE
    assert "hpv" not in {one.group for one in asked(boy.birth_date, on, person=boy).groups}


def test_what_is_uncertain_about_a_dose_comes_with_its_forecast() -> None:
    answer = asked(BORN, date(2025, 3, 10), ("penta", BORN + days(59)))

    assert any("phế cầu thứ ba" in note.vi for note in group(answer, "pcv").uncertain)


@pytest.mark.parametrize(
    ("doses", "number", "earliest"),
    [
        ([], 1, date(2015, 1, 10)),
        ([("tt", date(2026, 1, 1))], 2, date(2026, 1, 29)),
        ([("tt", date(2026, 1, 1)), ("tt", date(2026, 2, 1))], 3, date(2026, 8, 1)),
        ([("tt", date(2020, 1, 1)), ("td", date(2020, 2, 1)), ("tt", date(2021, 1, 1))], 4, date(2022, 1, 1)),
    ],
)
def test_a_pregnant_woman_s_tetanus_doses(doses: list[tuple[str, date]], number: int, earliest: date) -> None:
    woman = child(date(2000, 1, 10))

    answer = forecast(parse_schedule(load_document(TETANUS_SCHEDULE)), woman, given(*doses), date(2026, 3, 1))

    assert answer.groups[0].dose_number == number
    assert answer.groups[0].earliest is not None
    assert answer.groups[0].earliest.on == earliest


def test_a_woman_with_three_childhood_doses_needs_the_fourth_now() -> None:
    born = date(2008, 1, 10)
    doses = [("penta", born + days(60)), ("penta", born + days(90)), ("penta", born + days(120))]

    answer = forecast(parse_schedule(load_document(TETANUS_SCHEDULE)), child(born), given(*doses), date(2026, 3, 1))

    assert (answer.groups[0].dose_number, answer.groups[0].due_state) == (4, DueState.DUE)


def test_private_influenza_vaccine_is_two_doses_then_one_a_year() -> None:
    private = parse_schedule(load_document(SERVICE_SCHEDULE))
    doses = [("influenza", date(2025, 9, 1)), ("influenza", date(2025, 10, 1))]

    first = forecast(private, child(BORN), given(*doses[:1]), date(2025, 9, 2))
    yearly = forecast(private, child(BORN), given(*doses), date(2025, 10, 2))

    dates = [group(answer, "influenza").recommended for answer in (first, yearly)]
    assert [one.on for one in dates if one] == [date(2025, 9, 29), date(2026, 10, 1)]


def test_the_earlier_circular_knows_no_pneumococcal_vaccine() -> None:
    earlier = parse_schedule(load_document("VN-EPI-2024-08-01"))

    assert (earlier.effective_from, earlier.effective_to) == (date(2024, 8, 1), date(2026, 2, 14))
    assert "pcv" in schedule().groups
    assert "pcv" not in earlier.groups


def test_a_child_begun_on_a_private_combination_is_never_given_an_antigen_twice_at_one_visit() -> None:
    born = date(2026, 2, 10)

    visit = asked(born, date(2026, 11, 22), ("hexa", date(2026, 4, 12))).next_visit

    assert visit is not None
    products = [item.product for item in visit.items]
    assert {"penta", "ipv"} <= set(products)
    assert "hexa" not in products
