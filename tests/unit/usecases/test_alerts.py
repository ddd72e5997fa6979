"""Alerts over use cases: the same in any order of recording, none twice, acknowledged once, ended by what ends them."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.access import Action, Actor
from handbook.domain.acknowledgements import AlertState
from handbook.domain.entries import Entry
from handbook.domain.errors import (
    AlertAcknowledgedError,
    AlertResolvedError,
    ForbiddenError,
    NotFoundError,
)
from handbook.domain.ids import HandbookId
from handbook.usecases.acknowledge_alert import acknowledge_alert
from handbook.usecases.care_kinds import FEEDING, FINDINGS, SUPPLEMENTS, CareKind
from handbook.usecases.read_alerts import read_alerts
from handbook.usecases.record_entry import record_entry
from handbook.usecases.record_measurement import MeasurementRecorded, RecordMeasurement, record_measurement
from handbook.usecases.retry import on_conflict
from handbook.usecases.watch import WatchedAlert, attention_of
from tests.builders import FAR_STATION, STRANGER, TODAY, context, family, handbook, ids, nurse, profile, receipt
from tests.fakes import FakeAuditLog, FakeRecords

BOOK = HandbookId("book")
BORN = TODAY - timedelta(days=400)
NOTE = "Đã hẹn khám lại"


def a_toddler() -> FakeRecords:
    return FakeRecords(handbook(profile=profile(birth_date=BORN, birth_weight_g=3200)))


def weighed(records: FakeRecords, on: date, weight_kg: float, actor: Actor | None = None) -> MeasurementRecorded:
    key = str(len(records.kept))
    return record_measurement(
        BOOK,
        RecordMeasurement(on, weight_kg=weight_kg),
        context(actor or nurse()),
        receipt(key),
        records=records,
        new_id=ids(f"measurement-{key}-{on}"),
    )


def recorded(records: FakeRecords, kind: CareKind[Any], said: dict[str, Any], key: str = "") -> None:
    key = key or str(len(records.kept))
    record_entry(BOOK, kind, said, context(nurse()), receipt(key), records=records, new_id=ids(f"entry-{key}"))


def alerts(records: FakeRecords, state: AlertState | None = None) -> tuple[WatchedAlert, ...]:
    return read_alerts(BOOK, state, context(family()), records=records, audit=FakeAuditLog())


def acknowledged(records: FakeRecords, alert_id: str, actor: Actor | None = None, key: str = "") -> WatchedAlert:
    key = key or f"acknowledgement-{len(records.kept)}"
    return acknowledge_alert(BOOK, alert_id, NOTE, context(actor or nurse()), receipt(key), records=records)


def stalled(records: FakeRecords) -> str:
    """Let the child gain nothing from one visit to the next, and give the id of the alert."""
    weighed(records, TODAY - timedelta(days=90), 8.6)
    opened = weighed(records, TODAY - timedelta(days=20), 8.6).alerts.opened
    return next(one.alert.alert_id for one in opened if one.alert.rule.code == "no_weight_gain")


days = st.integers(0, 400).map(lambda age: BORN + timedelta(days=age))
weights = st.tuples(st.just("weight"), days, st.integers(20, 80).map(lambda hectograms: hectograms / 10))
foods = st.tuples(st.just("feeding"), days, st.sampled_from(["exclusive_breastfeeding", "mixed", "formula"]))
drops = st.tuples(st.just("vitamin"), days, st.sampled_from([100_000, 200_000]))
haemoglobins = st.tuples(st.just("blood"), days, st.integers(60, 130))
histories = st.lists(weights | foods | drops | haemoglobins, min_size=1, max_size=7)


def told(entries: list[tuple[str, date, Any]]) -> FakeRecords:
    """Record entries one after the other."""
    records = a_toddler()
    for what, day, value in entries:
        if what == "weight":
            weighed(records, day, value)
        elif what == "feeding":
            recorded(records, FEEDING, {"observed_on": day, "milk": value})
        elif what == "vitamin":
            recorded(records, SUPPLEMENTS, {"given_on": day, "product": "vitamin_a", "dose_iu": value})
        else:
            stage = "newborn" if day < BORN + timedelta(days=50) else "child"
            said = {"observed_on": day, "subject": "child", "stage": stage, "haemoglobin_g_l": value}
            recorded(records, FINDINGS, said)
    return records


def without_ids(found: tuple[WatchedAlert, ...]) -> list[tuple[Any, ...]]:
    return [
        (one.alert.rule.code, one.alert.about, one.state, one.alert.opened_on, one.alert.resolved_on) for one in found
    ]


def on_different_days(entries: list[tuple[str, date, Any]]) -> list[tuple[str, date, Any]]:
    """Keep one entry of a kind a day: of two on one day the later recorded corrects the earlier."""
    return list({(what, day): (what, day, value) for what, day, value in entries}.values())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_was_recorded_in_any_order_gives_the_same_alerts(data: st.DataObject) -> None:
    entries = [one for one in on_different_days(data.draw(histories)) if not _near_two_months(one[1])]
    other = data.draw(st.permutations(entries))

    one, two = told(entries), told(other)

    assert without_ids(alerts(one)) == without_ids(alerts(two))
    assert without_ids(alerts(one, "resolved")) == without_ids(alerts(two, "resolved"))


def _near_two_months(day: date) -> bool:
    return 50 <= (day - BORN).days <= 70


@settings(max_examples=60, deadline=None)
@given(histories)
def test_no_cause_has_two_alerts_at_once_and_no_id_stands_twice(entries: list[tuple[str, date, Any]]) -> None:
    records = told([one for one in entries if not _near_two_months(one[1])])

    current, ended = alerts(records), alerts(records, "resolved")

    causes = [(one.alert.rule.family, one.alert.about) for one in current]
    assert len(set(causes)) == len(causes)
    every_id = [one.alert.alert_id for one in (*current, *ended)]
    assert len(set(every_id)) == len(every_id)


@settings(max_examples=30, deadline=None)
@given(histories, st.integers(30, 95))
def test_what_an_entry_moved_is_the_difference_of_what_is_open(
    entries: list[tuple[str, date, Any]], hectograms: int
) -> None:
    records = told([one for one in entries if not _near_two_months(one[1])])
    before = {one.alert.alert_id for one in alerts(records)}

    moved = weighed(records, TODAY, hectograms / 10).alerts

    after = {one.alert.alert_id for one in alerts(records)}
    assert {one.alert.alert_id for one in moved.opened} == after - before
    assert {one.alert.alert_id for one in moved.resolved} == before - after
    assert all(one.state == "resolved" for one in moved.resolved)


def test_an_alert_is_acknowledged_with_a_note_and_stays_so() -> None:
    records = a_toddler()
    alert_id = stalled(records)

    seen = acknowledged(records, alert_id)

    assert (seen.state, seen.acknowledgement and seen.acknowledgement.note) == ("acknowledged", NOTE)
    assert records.audited[-1].action is Action.ACKNOWLEDGE_ALERT
    weighed(records, TODAY - timedelta(days=1), 8.6)
    (found,) = alerts(records, "acknowledged")
    assert found.alert.alert_id == alert_id


def test_an_alert_is_acknowledged_once_and_only_while_it_lasts() -> None:
    records = a_toddler()
    alert_id = stalled(records)
    acknowledged(records, alert_id)

    with pytest.raises(AlertAcknowledgedError):
        acknowledged(records, alert_id)
    weighed(records, TODAY, 9.4)
    with pytest.raises(AlertResolvedError):
        acknowledged(records, alert_id)
    with pytest.raises(NotFoundError):
        acknowledged(records, "never-was")


def test_a_recurrence_is_an_alert_of_its_own_that_nobody_has_acknowledged() -> None:
    records = a_toddler()
    weighed(records, TODAY - timedelta(days=200), 8.0)
    opened = weighed(records, TODAY - timedelta(days=130), 8.0).alerts.opened
    first = next(one.alert.alert_id for one in opened if one.alert.rule.code == "no_weight_gain")
    acknowledged(records, first)
    weighed(records, TODAY - timedelta(days=120), 9.0)

    again = weighed(records, TODAY - timedelta(days=40), 9.0).alerts.opened

    (second,) = [one for one in again if one.alert.rule.code == "no_weight_gain"]
    assert second.alert.alert_id != first
    assert second.state == "open"


class _Overtaken(FakeRecords):
    """Records in which somebody else writes between what a request reads and what it writes."""

    meanwhile: Callable[[], object] | None = None

    def history(self, handbook_id: HandbookId) -> Sequence[Entry]:
        read, (work, self.meanwhile) = super().history(handbook_id), (self.meanwhile, None)
        if work is not None:
            work()
        return read


def _blood(records: FakeRecords, haemoglobin_g_l: int) -> None:
    said = {"observed_on": TODAY, "subject": "child", "stage": "child", "haemoglobin_g_l": haemoglobin_g_l}
    recorded(records, FINDINGS, said)


def _convulsions(records: FakeRecords, key: str = "") -> None:
    said = {"observed_on": TODAY, "subject": "child", "stage": "child", "danger_signs": ("convulsions",)}
    recorded(records, FINDINGS, said, key)


def test_an_alert_that_ends_never_takes_the_mark_of_one_that_opens_at_the_same_moment() -> None:
    records = _Overtaken(handbook(profile=profile(birth_date=BORN, birth_weight_g=3200)))
    _blood(records, 60)
    records.meanwhile = lambda: _convulsions(records, "other")

    on_conflict(lambda: _blood(records, 120))

    assert records.books[BOOK].attention == "go_now"


def test_of_two_acknowledgements_at_once_the_later_sees_that_nothing_is_left_to_mark() -> None:
    records = _Overtaken(handbook(profile=profile(birth_date=BORN, birth_weight_g=3200)))
    _blood(records, 60)
    _convulsions(records)
    one, two = (found.alert.alert_id for found in alerts(records) if found.alert.rule.severity == "go_now")
    records.meanwhile = lambda: acknowledged(records, one, key="other")

    on_conflict(lambda: acknowledged(records, two))

    assert records.books[BOOK].attention == attention_of(alerts(records))
    assert records.books[BOOK].attention != "go_now"


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(family(), ForbiddenError), (family(STRANGER), NotFoundError), (nurse(FAR_STATION), NotFoundError)],
    ids=["guardian", "stranger", "other commune"],
)
def test_nobody_but_a_health_worker_of_the_child_acknowledges(actor: Actor, refusal: type[Exception]) -> None:
    records = a_toddler()
    alert_id = stalled(records)
    kept = len(records.recorded[BOOK])

    with pytest.raises(refusal):
        acknowledged(records, alert_id, actor)

    assert len(records.recorded[BOOK]) == kept


def test_a_family_reads_without_a_trace_and_a_nurse_leaves_one() -> None:
    records, audit = a_toddler(), FakeAuditLog()
    read_alerts(BOOK, None, context(family()), records=records, audit=audit)
    assert audit.entries == []

    read_alerts(BOOK, None, context(nurse()), records=records, audit=audit)
    assert [one.action for one in audit.entries] == [Action.READ_HANDBOOK]
