"""Encounters in a pregnancy, after its end, and of those who may not see what is the mother's."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from handbook.domain.access import Actor
from handbook.domain.dating import Dating
from handbook.domain.encounters.encounter import (
    Antenatal,
    Baby,
    ChildCheckup,
    Delivery,
    Details,
    NewbornHistory,
    Postpartum,
    SickVisit,
)
from handbook.domain.errors import (
    DateAfterEndError,
    DateBeforePregnancyError,
    DeliveryRecordedError,
    InvalidFieldError,
    NoPregnancyError,
    NotBornYetError,
    NotFoundError,
)
from handbook.domain.handbook import Handbook
from handbook.domain.ids import EntryId, HandbookId
from handbook.domain.life import Happening, LifeFact
from handbook.domain.pregnancy import Mother, Pregnancy
from handbook.usecases.encounter_parts import Parts
from handbook.usecases.read_encounters import list_encounters, read_care_plan, read_encounter
from handbook.usecases.record_encounter import EncounterRecorded, RecordEncounter, record_encounter
from tests.builders import BORN, HERE, NOW, PROVINCE, TODAY, context, family, handbook, ids, nurse, profile, receipt
from tests.fakes import FakeAuditLog, FakeRecords

BOOK = HandbookId("book")
DAY_ZERO = TODAY - timedelta(weeks=30)
DATING = Dating("d", "lmp", DAY_ZERO, 0, NOW, "nurse")
PREGNANCY = Pregnancy(Mother("Trần Thị Lan"), HERE, PROVINCE, (DATING,))
PREGNANT = handbook(child=None, pregnancy=PREGNANCY)
PRESSURE = Parts(mother_findings={"systolic_mmhg": 168, "diastolic_mmhg": 112})
BABIES = (Baby("alive"),)


def happened(book: Handbook, happening: Happening, on: date) -> Handbook:
    fact = LifeFact(EntryId(f"life-{happening}"), happening, on, datetime.combine(on, NOW.timetz(), UTC))
    return replace(book, life=(*book.life, fact))


def recorded(
    records: FakeRecords, details: Details, on: date, parts: Parts | None = None, key: str = "key", **said: Any
) -> EncounterRecorded:
    command = RecordEncounter(details, {"visited_on": on, **said}, parts or Parts())
    return record_encounter(BOOK, command, context(nurse()), receipt(key), records=records, new_id=ids(f"entry-{key}"))


def test_an_antenatal_visit_raises_alerts_before_there_is_a_child() -> None:
    records = FakeRecords(PREGNANT)

    found = recorded(records, Antenatal(weight_kg=58.0), TODAY, PRESSURE)

    (findings,) = found.entries
    assert (findings.stage, findings.gestation_days) == ("pregnancy", 210)  # type: ignore[attr-defined]
    assert [one.alert.rule.severity for one in found.alerts.opened] == ["go_now"]
    assert records.books[BOOK].attention == "go_now"
    assert [one.kind for one in records.books[BOOK].care_contacts] == ["antenatal"]
    states = {one.code: one.state for one in found.plan}
    assert (states["antenatal_third_trimester_1"], states["antenatal_third_trimester_2"]) == ("done", "upcoming")


def test_a_pregnancy_begins_with_its_dating_and_has_one_delivery() -> None:
    records = FakeRecords(PREGNANT)
    with pytest.raises(DateBeforePregnancyError):
        recorded(records, Antenatal(weight_kg=58.0), DAY_ZERO - timedelta(days=1))
    recorded(records, Delivery(BABIES), TODAY)
    with pytest.raises(DeliveryRecordedError):
        recorded(records, Delivery(BABIES), TODAY, key="again")
    assert len(records.history(BOOK)) == 1


def test_an_unborn_child_is_not_weighed() -> None:
    records = FakeRecords(PREGNANT)
    with pytest.raises(NotBornYetError):
        recorded(records, Delivery(BABIES), TODAY, Parts(measurement={"weight_kg": 3.1}))
    with pytest.raises(InvalidFieldError):
        recorded(records, Postpartum(lochia="normal"), TODAY)
    assert not records.history(BOOK)


def test_after_a_stillbirth_the_mother_is_seen_for_six_weeks() -> None:
    ended = TODAY - timedelta(days=42)
    records = FakeRecords(happened(PREGNANT, Happening.STILLBIRTH, ended))

    found = recorded(records, Postpartum(lochia="normal"), TODAY, PRESSURE)

    assert found.entries[0].stage == "postpartum"  # type: ignore[attr-defined]
    assert {one.code for one in found.plan if one.state == "done"} == {"postpartum_6_weeks"}
    late = FakeRecords(happened(PREGNANT, Happening.STILLBIRTH, ended - timedelta(days=1)))
    with pytest.raises(DateAfterEndError):
        recorded(late, Postpartum(lochia="normal"), TODAY)


def test_after_the_death_of_her_child_the_mother_is_seen_as_after_any_birth() -> None:
    child = replace(PREGNANT, child=profile(birth_date=TODAY - timedelta(days=20)))
    born = happened(child, Happening.BIRTH, TODAY - timedelta(days=20))
    died = happened(born, Happening.DEATH, TODAY - timedelta(days=19))
    records = FakeRecords(died)

    recorded(records, Postpartum(lochia="normal"), TODAY)

    with pytest.raises(DateAfterEndError):
        recorded(records, SickVisit("Ho"), TODAY, key="child")
    plan = read_care_plan(BOOK, context(nurse()), records=records, audit=FakeAuditLog())
    assert not [one for one in plan if one.kind == "child_checkup"]
    assert [one.code for one in plan if one.state == "done"] == ["postpartum_6_weeks"]


def test_after_her_own_death_a_mother_is_waited_for_no_more() -> None:
    child = replace(PREGNANT, child=profile(birth_date=TODAY - timedelta(days=5)))
    born = happened(child, Happening.BIRTH, TODAY - timedelta(days=5))
    records = FakeRecords(happened(born, Happening.MATERNAL_DEATH, TODAY - timedelta(days=4)))
    with pytest.raises(DateAfterEndError):
        recorded(records, Postpartum(lochia="normal"), TODAY)
    plan = read_care_plan(BOOK, context(nurse()), records=records, audit=FakeAuditLog())
    assert not [one for one in plan if one.code == "postpartum_6_weeks"]


def test_the_mothers_visits_stand_in_the_first_twins_handbook() -> None:
    records = FakeRecords(handbook(pregnancy_in=HandbookId("first")))
    for details in (Antenatal(weight_kg=55.0), Delivery(BABIES), Postpartum(lochia="normal")):
        with pytest.raises(NoPregnancyError):
            recorded(records, details, BORN)
    assert recorded(records, SickVisit("Ho"), TODAY).encounter.kind == "sick_visit"


def test_guardians_after_an_adoption_do_not_see_what_is_the_mothers() -> None:
    records = FakeRecords(handbook())
    mothers = recorded(records, Postpartum(lochia="normal"), BORN).encounter.entry_id
    history = NewbornHistory(pregnancy_illness="Tiền sản giật")
    checkup = ChildCheckup("newborn_to_2_months", newborn_history=history)
    childs = recorded(records, checkup, BORN, key="child").encounter.entry_id
    records.books[BOOK] = replace(records.books[BOOK], mother_hidden=True)

    def listed(actor: Actor) -> list[str]:
        page = list_encounters(BOOK, 50, None, context(actor), records=records, audit=FakeAuditLog())
        return sorted(one.kept.entry.entry_id for one in page.items)

    assert listed(family()) == [childs]
    assert listed(nurse()) == sorted([mothers, childs])
    with pytest.raises(NotFoundError):
        read_encounter(BOOK, mothers, context(family()), records=records, audit=FakeAuditLog())
    seen = read_encounter(BOOK, childs, context(family()), records=records, audit=FakeAuditLog())
    assert seen.kept.entry.details == replace(checkup, newborn_history=None)
    plan = read_care_plan(BOOK, context(family()), records=records, audit=FakeAuditLog())
    assert not [one for one in plan if one.kind in {"antenatal", "postpartum"}]
