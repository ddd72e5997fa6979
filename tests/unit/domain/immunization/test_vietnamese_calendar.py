"""The calendar a child on time gets, against the table of Circular 52/2025/TT-BYT."""

from __future__ import annotations

from datetime import date

from handbook.domain.immunization import AdministeredDose, DueState, SeriesStatus, forecast
from tests.unit.domain.immunization.vietnam import asked, child, group, schedule

BORN = date(2026, 3, 31)


def calendar_of(born: date) -> list[tuple[date, list[tuple[str, int]]]]:
    person = child(born)
    doses: list[AdministeredDose] = []
    visits: list[tuple[date, list[tuple[str, int]]]] = []
    on = born
    while (visit := forecast(schedule(), person, doses, on).next_visit) is not None:
        on = visit.on
        visits.append((on, [(item.product, item.dose_number) for item in visit.items]))
        doses += [AdministeredDose(f"{item.product} {on}", item.product, on) for item in visit.items]
    return visits


def test_a_child_on_time_gets_the_visits_of_the_circular() -> None:
    assert calendar_of(BORN) == [
        (date(2026, 3, 31), [("bcg", 1), ("hepb-birth", 1)]),
        (date(2026, 5, 31), [("penta", 1), ("bopv", 1), ("rotavin", 1), ("pcv", 1)]),
        (date(2026, 6, 30), [("penta", 2), ("bopv", 2), ("rotavin", 2)]),
        (date(2026, 7, 31), [("penta", 3), ("bopv", 3), ("pcv", 2)]),
        (date(2026, 8, 31), [("ipv", 1)]),
        (date(2026, 12, 31), [("ipv", 2), ("measles", 1)]),
        (date(2027, 3, 31), [("je-inactivated", 1)]),
        (date(2027, 4, 14), [("je-inactivated", 2)]),
        (date(2027, 9, 30), [("dpt", 4), ("mr", 2)]),
        (date(2028, 4, 14), [("je-inactivated", 3)]),
        (date(2033, 3, 31), [("td", 5)]),
    ]


def test_a_newborn_is_due_for_bcg_and_hepatitis_b_only() -> None:
    answer = asked(BORN, BORN)

    due = {one.group for one in answer.groups if one.due_state is DueState.DUE}
    assert due == {"bcg", "hepb-birth"}
    assert {one.status for one in answer.groups if one.group not in {"hpv"}} == {SeriesStatus.NOT_COMPLETE}


def test_a_child_born_on_31_march_is_nine_months_old_on_31_december() -> None:
    measles = group(asked(BORN, BORN), "measles")

    assert measles.earliest is not None
    assert measles.earliest.on == date(2026, 12, 31)


def test_a_month_without_that_day_ends_on_its_last_day() -> None:
    born = date(2025, 12, 31)

    penta = group(asked(born, born), "dtp")

    assert penta.earliest is not None
    assert penta.earliest.on == date(2026, 2, 28)


def test_every_answer_names_the_schedule_and_says_that_it_is_carried_forward() -> None:
    answer = asked(BORN, BORN)

    assert (answer.schedule_id, answer.schedule_version) == ("VN-EPI-2026-02-15", schedule().version)
    assert "Thông tư 52/2025" in answer.uncertain[0].vi
    assert answer.evaluation.engine_version == answer.engine_version
