"""Recording measurements and doses: what cannot have happened is refused, the rest is kept and judged."""

from datetime import date, timedelta
from typing import Any

import pytest

from handbook.domain.access import Action, Actor
from handbook.domain.doses import Dose
from handbook.domain.errors import (
    ConflictError,
    DateBeforeBirthError,
    DateInFutureError,
    ForbiddenError,
    HandbookError,
    ImplausibleValueError,
    InvalidFieldError,
    NotFoundError,
    UnknownProductError,
)
from handbook.domain.handbook import DoseFact
from handbook.domain.ids import DoseId, HandbookId
from handbook.domain.immunization import DoseStatus
from handbook.usecases.assess_dose import Assessed, DoseCommand
from handbook.usecases.read_growth import read_growth
from handbook.usecases.record_dose import record_dose
from handbook.usecases.record_measurement import MeasurementRecorded, RecordMeasurement, record_measurement
from tests.builders import (
    BORN,
    FAR_STATION,
    NOW,
    STATION,
    STRANGER,
    TODAY,
    child_schedule,
    context,
    family,
    handbook,
    ids,
    nurse,
    profile,
    receipt,
    service_schedule,
)
from tests.fakes import FakeAuditLog, FakeRecords

BOOK = HandbookId("book")
DAY = timedelta(days=1)


def weighed(
    records: FakeRecords, actor: Actor | None = None, on: date = TODAY, key: str = "key", **values: Any
) -> MeasurementRecorded:
    return record_measurement(
        BOOK,
        RecordMeasurement(on, **(values or {"weight_kg": 5.2})),
        context(actor or nurse()),
        receipt(key),
        records=records,
        new_id=ids("measurement"),
    )


def vaccinated(
    records: FakeRecords,
    product: str = "bcg",
    on: date = TODAY,
    actor: Actor | None = None,
    key: str = "key",
    **facts: Any,
) -> Assessed:
    return record_dose(
        BOOK,
        DoseCommand(product, on, **facts),
        context(actor or nurse()),
        receipt(key),
        records=records,
        schedule=child_schedule(),
        service=service_schedule,
        new_id=ids(f"dose-{key}"),
    )


def test_a_measurement_is_kept_with_its_scores_and_who_took_it() -> None:
    records = FakeRecords(handbook())
    recorded = weighed(records, weight_kg=5.2, length_cm=58.0, posture="lying")
    assert records.recorded[BOOK] == [recorded.measurement]
    kept = recorded.measurement
    assert (kept.source, kept.recorded_by, kept.recorded_at, kept.weight_kg) == ("staff", "nurse", NOW, 5.2)
    assert kept.assessment is not None
    assert kept.assessment["waz"] == recorded.assessment.waz is not None
    assert kept.assessment["reference"] == recorded.assessment.reference
    assert [entry.action for entry in records.audited] == [Action.RECORD_MEASUREMENT]


def test_a_familys_own_measurement_says_so_and_is_the_handbooks_next_version() -> None:
    records = FakeRecords(handbook())
    assert weighed(records, family()).measurement.source == "family"
    assert records.books[BOOK] == handbook(version=2)
    assert [kept.seq for kept in records.filed[BOOK]] == [2]


@pytest.mark.parametrize("on", [BORN, TODAY])
def test_a_measurement_may_be_of_the_day_of_birth_and_of_today(on: date) -> None:
    assert weighed(FakeRecords(handbook()), on=on, weight_kg=3.2).measurement.measured_on == on


@pytest.mark.parametrize(
    ("on", "values", "refusal", "field"),
    [
        (BORN - DAY, {"weight_kg": 3.2}, DateBeforeBirthError, "measured_on"),
        (TODAY + DAY, {"weight_kg": 3.2}, DateInFutureError, "measured_on"),
        (BORN, {"weight_kg": 300.0}, ImplausibleValueError, "weight_kg"),
        (TODAY, {"head_cm": 5.0}, ImplausibleValueError, "head_cm"),
        (TODAY, {"posture": "lying"}, InvalidFieldError, "weight_kg"),
    ],
)
def test_what_cannot_have_been_measured_is_refused_by_field_and_nothing_is_written(
    on: date, values: dict[str, Any], refusal: type[HandbookError], field: str
) -> None:
    records = FakeRecords(handbook())
    with pytest.raises(refusal) as caught:
        weighed(records, on=on, **values)
    assert caught.value.field == field
    assert (records.recorded, records.audited, records.kept) == ({}, [], set())


@pytest.mark.parametrize("actor", [family(STRANGER), nurse(FAR_STATION)])
def test_strangers_neither_measure_nor_vaccinate(actor: Actor) -> None:
    with pytest.raises(NotFoundError):
        weighed(FakeRecords(handbook()), actor)
    with pytest.raises(NotFoundError):
        vaccinated(FakeRecords(handbook()), actor=actor)


def test_the_same_request_twice_is_kept_once() -> None:
    records = FakeRecords(handbook())
    weighed(records)
    with pytest.raises(ConflictError):
        weighed(records)
    assert len(records.recorded[BOOK]) == 1


def test_the_series_is_read_in_the_order_of_days_with_ages() -> None:
    records, audit = FakeRecords(handbook()), FakeAuditLog()
    weighed(records, on=TODAY, key="late", weight_kg=5.4)
    weighed(records, on=BORN, key="early", weight_kg=3.1)
    growth = read_growth(BOOK, context(nurse()), records=records, audit=audit)
    assert [(visit.age_days, visit.measurement.weight_kg) for visit in growth.visits] == [
        (0, 3.1),
        ((TODAY - BORN).days, 5.4),
    ]
    assert len(audit.entries) == 1


def test_a_dose_is_kept_judged_and_counted_in_the_new_forecast() -> None:
    records = FakeRecords(handbook(profile=profile(birth_date=TODAY - 90 * DAY)))
    recorded = vaccinated(records, "penta", TODAY, lot_number="LOT-1")
    assert records.recorded[BOOK] == [recorded.dose]
    dose = recorded.dose
    assert (dose.lot_number, dose.unit_id, dose.recorded_by, dose.kind) == ("LOT-1", STATION, "nurse", "administered")
    assert (recorded.judged.outcome.dose_id, recorded.judged.outcome.status) == (dose.dose_id, DoseStatus.VALID)
    dtp = next(group for group in recorded.explained.forecast.groups if group.group == "dtp")
    assert dtp.dose_number == 2
    assert records.books[BOOK].doses == (DoseFact(dose.dose_id, "penta", TODAY, lot_number="LOT-1"),)
    assert records.books[BOOK].profile_version == 1


def test_a_dose_given_too_early_is_kept_and_said_not_to_count() -> None:
    records = FakeRecords(handbook())
    recorded = vaccinated(records, "penta", BORN + 7 * DAY, kind="historical")
    assert recorded.judged.outcome.status is not DoseStatus.VALID
    assert records.entries(Dose, BOOK, 1).items[0].entry.kind == "historical"


@pytest.mark.parametrize("on", [BORN, TODAY])
def test_a_dose_may_be_of_the_day_of_birth_and_of_today(on: date) -> None:
    assert vaccinated(FakeRecords(handbook()), on=on).dose.administered_on == on


@pytest.mark.parametrize(
    ("product", "on", "refusal", "field"),
    [
        ("bcg", BORN - DAY, DateBeforeBirthError, "administered_on"),
        ("bcg", TODAY + DAY, DateInFutureError, "administered_on"),
        ("sugar-water", TODAY, UnknownProductError, "product"),
    ],
)
def test_what_cannot_have_been_given_is_refused_by_field_and_nothing_is_written(
    product: str, on: date, refusal: type[HandbookError], field: str
) -> None:
    records = FakeRecords(handbook())
    with pytest.raises(refusal) as caught:
        vaccinated(records, product, on)
    assert caught.value.field == field
    assert (records.recorded, records.audited, records.books[BOOK]) == ({}, [], handbook())


def test_families_record_no_doses() -> None:
    with pytest.raises(ForbiddenError):
        vaccinated(FakeRecords(handbook()), actor=family())


def test_a_dose_recorded_late_falls_into_its_place() -> None:
    later = DoseFact(DoseId("later"), "penta", TODAY)
    records = FakeRecords(handbook(doses=(later,)))
    recorded = vaccinated(records, "bcg", BORN)
    assert [dose.dose_id for dose in records.books[BOOK].doses] == [recorded.dose.dose_id, "later"]


def test_of_two_nurses_at_once_the_slower_one_writes_nothing() -> None:
    class Overtaken(FakeRecords):
        def get(self, handbook_id: HandbookId) -> Any:
            found = super().get(handbook_id)
            self.books[handbook_id] = handbook(version=2)
            return found

    records = Overtaken(handbook())
    with pytest.raises(ConflictError):
        vaccinated(records)
    assert (records.recorded, records.audited) == ({}, [])
