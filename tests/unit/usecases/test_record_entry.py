"""Recording simple entries: kept as said with who said it, or refused by field and not written."""

from typing import Any

import pytest

from handbook.domain.access import Action, Actor
from handbook.domain.errors import ConflictError, InvalidFieldError, NotFoundError
from handbook.domain.ids import HandbookId
from handbook.usecases.care_kinds import DENTAL, FEEDING, FINDINGS, MILESTONES, SUPPLEMENTS, CareKind
from handbook.usecases.record_entry import EntryRecorded, record_entry
from tests.builders import FAR_STATION, NOW, STRANGER, TODAY, context, family, handbook, ids, nurse, receipt
from tests.fakes import FakeRecords

BOOK = HandbookId("book")
SAID: list[tuple[CareKind[Any], dict[str, Any], str]] = [
    (
        FINDINGS,
        {"observed_on": TODAY, "subject": "child", "stage": "child", "danger_signs": ("convulsions",)},
        "danger_signs",
    ),
    (MILESTONES, {"checked_on": TODAY, "band": "2_to_3_months", "items": {"coos": True}}, "items"),
    (FEEDING, {"observed_on": TODAY, "milk": "mixed"}, "milk"),
    (SUPPLEMENTS, {"given_on": TODAY, "product": "vitamin_a", "recipient": "mother", "dose_iu": 200_000}, "dose_iu"),
    (DENTAL, {"checked_on": TODAY, "teeth_erupted": 0}, "teeth_erupted"),
]
each_kind = pytest.mark.parametrize(("kind", "said", "field"), SAID, ids=[kind.action for kind, _, _ in SAID])


def recorded(
    records: FakeRecords, kind: CareKind[Any], said: dict[str, Any], actor: Actor | None = None, key: str = "key"
) -> EntryRecorded[Any]:
    return record_entry(
        BOOK, kind, said, context(actor or nurse()), receipt(key), records=records, new_id=ids(f"entry-{key}")
    )


@each_kind
@pytest.mark.parametrize(("actor", "source"), [(nurse(), "staff"), (family(), "family")], ids=["staff", "family"])
def test_an_entry_is_kept_as_said_with_who_said_it(
    kind: CareKind[Any], said: dict[str, Any], field: str, actor: Actor, source: str
) -> None:
    records = FakeRecords(handbook())

    entry = recorded(records, kind, said, actor).entry

    assert records.recorded[BOOK] == [entry]
    assert {name: getattr(entry, name) for name in said} == said
    assert (entry.source, entry.recorded_by, entry.recorded_at) == (source, actor.id, NOW)
    assert [one.action for one in records.audited] == [kind.action]
    danger = "convulsions" in said.get("danger_signs", ())
    assert records.books[BOOK] == handbook(attention="go_now" if danger else None, version=2)


@each_kind
def test_an_entry_that_says_nothing_is_refused_and_not_written(
    kind: CareKind[Any], said: dict[str, Any], field: str
) -> None:
    records = FakeRecords(handbook())

    with pytest.raises(InvalidFieldError) as caught:
        recorded(records, kind, {name: value for name, value in said.items() if name != field})

    assert caught.value.field in {"danger_signs", "items", "milk", "dose_iu", "teeth_erupted"}
    assert (records.recorded, records.audited, records.kept) == ({}, [], set())


@each_kind
@pytest.mark.parametrize("actor", [family(STRANGER), nurse(FAR_STATION)], ids=["stranger", "other commune"])
def test_strangers_record_nothing(kind: CareKind[Any], said: dict[str, Any], field: str, actor: Actor) -> None:
    with pytest.raises(NotFoundError):
        recorded(FakeRecords(handbook()), kind, said, actor)


@each_kind
def test_the_same_request_twice_is_kept_once(kind: CareKind[Any], said: dict[str, Any], field: str) -> None:
    records = FakeRecords(handbook())
    recorded(records, kind, said)

    with pytest.raises(ConflictError):
        recorded(records, kind, said)

    assert len(records.recorded[BOOK]) == 1


def test_each_kind_has_an_action_of_its_own() -> None:
    actions = {kind.action for kind, _, _ in SAID}
    assert actions == {
        Action.RECORD_FINDINGS,
        Action.RECORD_MILESTONES,
        Action.RECORD_FEEDING,
        Action.RECORD_SUPPLEMENT,
        Action.RECORD_DENTAL,
    }
