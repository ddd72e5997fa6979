"""Faults that real registries showed their users, each kept from coming back."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.domain.immunization import DoseStatus, DueState, ReasonCode, SeriesStatus
from tests.unit.domain.immunization.vietnam import antigen, asked, child, days, group, outcome

BORN = date(2025, 1, 10)
COMPLETE_AT_TWO = (
    ("bcg", date(2025, 1, 10)),
    ("hepb-birth", date(2025, 1, 10)),
    ("penta", date(2025, 3, 10)),
    ("bopv", date(2025, 3, 10)),
    ("penta", date(2025, 4, 10)),
    ("bopv", date(2025, 4, 10)),
    ("penta", date(2025, 5, 10)),
    ("bopv", date(2025, 5, 10)),
    ("ipv", date(2025, 6, 10)),
    ("ipv", date(2025, 10, 10)),
    ("measles", date(2025, 10, 10)),
    ("mr", date(2026, 7, 10)),
    ("dpt", date(2026, 7, 10)),
)


def test_a_missed_birth_dose_of_hepatitis_b_is_expired_in_a_three_year_old_not_overdue() -> None:
    birth_dose = group(asked(BORN, date(2028, 1, 10)), "hepb-birth")

    assert (birth_dose.status, birth_dose.due_state) == (SeriesStatus.AGED_OUT, DueState.EXPIRED)
    assert birth_dose.reason.code is ReasonCode.OFFER_ENDED


@pytest.mark.parametrize(
    ("age_days", "state"),
    [(0, DueState.DUE), (1, DueState.OVERDUE), (7, DueState.OVERDUE), (8, DueState.EXPIRED)],
)
def test_the_birth_dose_is_late_after_a_day_and_expires_after_seven(age_days: int, state: DueState) -> None:
    assert group(asked(BORN, BORN + days(age_days)), "hepb-birth").due_state is state


def test_late_bcg_is_overdue_not_lost() -> None:
    bcg = group(asked(BORN, date(2025, 6, 10)), "bcg")

    assert (bcg.status, bcg.due_state) == (SeriesStatus.NOT_COMPLETE, DueState.OVERDUE)


def test_pentavalent_1_at_three_years_is_overdue_not_expired() -> None:
    answer = asked(BORN, date(2028, 1, 10))

    assert group(answer, "dtp").due_state is DueState.OVERDUE
    assert answer.next_visit is not None
    assert "penta" in [item.product for item in answer.next_visit.items]


@pytest.mark.parametrize(("on", "state"), [(date(2025, 7, 9), DueState.OVERDUE), (date(2025, 7, 10), DueState.EXPIRED)])
def test_rotavirus_expires_on_the_day_the_child_is_six_months_old(on: date, state: DueState) -> None:
    assert group(asked(BORN, on), "rota").due_state is state


def test_never_two_doses_of_one_antigen_are_due_at_once() -> None:
    answer = asked(BORN, date(2027, 6, 1))

    assert answer.next_visit is not None
    served = [dose.group for item in answer.next_visit.items for dose in item.doses]
    assert len(served) == len(set(served))
    products = [item.product for item in answer.next_visit.items]
    assert products.count("penta") == 1
    assert not {"dpt", "hepb", "measles"} & set(products)


def test_nothing_is_due_after_the_series_is_complete() -> None:
    answer = asked(BORN, date(2026, 8, 1), *COMPLETE_AT_TWO)

    for name in ("bcg", "hepb", "hib", "opv", "ipv", "measles", "rubella"):
        assert (group(answer, name).status, group(answer, name).due_state) == (
            SeriesStatus.COMPLETE,
            DueState.NONE,
        )
    assert group(answer, "dtp").due_state is DueState.UPCOMING


def test_a_past_due_date_never_blocks_the_next_dose() -> None:
    late = asked(BORN, date(2026, 3, 1), ("penta", date(2025, 9, 1)))

    assert late.next_visit is not None
    assert late.next_visit.on == date(2026, 3, 1)
    assert ("dtp", 2) in [(d.group, d.number) for item in late.next_visit.items for d in item.doses]


def test_an_interrupted_series_is_resumed_not_restarted() -> None:
    answer = asked(BORN, date(2027, 6, 1), ("penta", date(2025, 3, 10)), ("penta", date(2025, 4, 10)))

    assert antigen(answer, "diphtheria").dose_number == 3
    assert group(answer, "hepb").dose_number == 3


@pytest.mark.parametrize(
    ("first", "second"), [("mmr", "varicella"), ("varicella", "mmrv"), ("mmrv", "mr"), ("measles", "mmr")]
)
def test_a_combination_conflicts_through_its_live_component_in_both_directions(first: str, second: str) -> None:
    start = date(2026, 7, 10)
    for earlier, later in ((first, second), (second, first)):
        if later == "varicella":
            continue  # varicella is not judged by the programme's schedule
        entries = (("measles", date(2025, 10, 10)), (earlier, start), (later, start + days(27)))
        spaced = (*entries[:2], (later, start + days(28)))

        early = outcome(asked(BORN, date(2027, 1, 1), *entries), 2)
        on_time = outcome(asked(BORN, date(2027, 1, 1), *spaced), 2)

        assert early.status in {DoseStatus.NOT_VALID, DoseStatus.EXTRANEOUS}
        assert on_time.reason.code is not ReasonCode.LIVE_CONFLICT


def test_measles_after_varicella_waits_28_days_and_may_share_its_day() -> None:
    varicella = ("varicella", date(2025, 10, 1))

    too_soon = outcome(asked(BORN, date(2026, 1, 1), varicella, ("measles", date(2025, 10, 28))), 1)
    in_time = outcome(asked(BORN, date(2026, 1, 1), varicella, ("measles", date(2025, 10, 29))), 1)
    same_day = asked(BORN, date(2026, 1, 1), ("varicella", date(2025, 10, 10)), ("measles", date(2025, 10, 10)))

    assert (too_soon.status, too_soon.reason.code) == (DoseStatus.NOT_VALID, ReasonCode.LIVE_CONFLICT)
    assert in_time.status is DoseStatus.VALID
    assert outcome(same_day, 1).status is DoseStatus.VALID


def test_bcg_and_oral_vaccines_stand_in_nobodys_way() -> None:
    answer = asked(
        BORN,
        date(2025, 11, 1),
        ("bcg", date(2025, 10, 9)),
        ("measles", date(2025, 10, 10)),
        ("bopv", date(2025, 10, 11)),
    )

    assert [one.status for one in answer.evaluation.doses] == [DoseStatus.VALID] * 3


def test_a_child_begun_on_rotarix_is_not_to_go_on_with_rotavin() -> None:
    answer = asked(BORN, date(2025, 5, 1), ("rotarix", date(2025, 3, 10)), ("rotavin", date(2025, 4, 20)))

    assert outcome(answer, 1).status is DoseStatus.NOT_VALID
    assert group(answer, "rota").products == ("rotarix",)


def test_pcv_is_not_recommended_outside_the_roll_out_but_goes_on_once_begun() -> None:
    ha_noi = child(BORN, province_code="01")

    outside = group(asked(BORN, date(2025, 4, 1), person=ha_noi), "pcv")
    begun = group(asked(BORN, date(2025, 4, 1), ("pcv13", date(2025, 3, 10)), person=ha_noi), "pcv")

    assert (outside.status, outside.reason.code) == (
        SeriesStatus.NOT_RECOMMENDED,
        ReasonCode.NOT_OFFERED_HERE,
    )
    assert (begun.status, begun.dose_number) == (SeriesStatus.NOT_COMPLETE, 2)
