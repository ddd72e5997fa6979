"""The unit's list of children who did not come."""

from datetime import UTC, date, datetime

import pytest

from functions.reminders.project import lambda_handler as project
from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.domain.ids import AccountId, CommuneCode, HandbookId, PhoneE164
from tests.integration.api import Context
from tests.integration.mornings import NOTHING_FAILED, follow, summary
from tests.integration.recorded import changes
from tests.integration.test_life import happened
from tests.integration.wire import failing
from tests.integration.world import (
    FAR_NURSE,
    MANAGER,
    MOTHER,
    MOTHERS_PHONE,
    NEAR,
    NURSE,
    Clock,
    everything,
    items,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")
PATH = f"/v1/communes/{NEAR}/defaulters"
FIRST_DAY = date(2026, 7, 5)
"""The girl of 5 May is due two months later, and on the list thirty days after that; BCG is due on the first day."""


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, 0, tzinfo=UTC)


@pytest.fixture
def child(clock: Clock) -> str:
    """A girl who got all that newborns get, on the day on which she is two months old."""
    handbook_id: str = open_handbook(birth_date="2026-05-05")["handbook_id"]
    for product in ("bcg", "hepb-birth"):
        NURSE.post(f"/v1/handbooks/{handbook_id}/immunizations", {"product": product, "administered_on": "2026-05-05"})
    follow(handbook_id)
    clock.at = at(FIRST_DAY)
    return handbook_id


@pytest.mark.parametrize(("day", "listed"), [(date(2026, 8, 3), 0), (date(2026, 8, 4), 1)])
def test_a_child_is_listed_from_the_thirtieth_day_on(child: str, clock: Clock, day: date, listed: int) -> None:
    clock.at = at(day)
    assert len(NURSE.get(PATH).body["items"]) == listed


def test_the_list_says_what_is_missed_and_whom_to_ask(child: str, clock: Clock) -> None:
    clock.at = at(date(2026, 8, 10))

    (found,) = NURSE.get(PATH).body["items"]

    assert (found["handbook_id"], found["full_name"], found["days_overdue"]) == (child, "Nguyễn Thị Ánh", 36)
    assert found["phones"] == ["091****678"]
    assert {dose["group"] for dose in found["doses"]} >= {"dtp", "opv", "hepb", "hib"}
    dtp = next(dose for dose in found["doses"] if dose["group"] == "dtp")
    assert dtp == {
        "group": "dtp",
        "name": "Bạch hầu – ho gà – uốn ván",
        "dose_number": 1,
        "recommended_on": "2026-07-05",
        "days_overdue": 36,
    }
    assert found["notes"] == []


def test_the_longest_missed_comes_first_and_a_page_leads_to_the_next(clock: Clock) -> None:
    for day in ("2026-05-05", "2026-03-05", "2026-04-05"):
        follow(open_handbook(birth_date=day)["handbook_id"])
    clock.at = at(date(2026, 8, 20))

    first = NURSE.get(PATH, {"limit": "2"}).body
    rest = NURSE.get(PATH, {"limit": "2", "cursor": first["next"]}).body

    assert [one["birth_date"] for one in (*first["items"], *rest["items"])] == [
        "2026-03-05",
        "2026-04-05",
        "2026-05-05",
    ]
    assert rest["next"] is None


def test_who_comes_late_leaves_the_list_with_the_recording(child: str, clock: Clock) -> None:
    clock.at = at(date(2026, 8, 10))
    for product in ("penta", "bopv", "rotavin", "pcv10"):
        NURSE.post(f"/v1/handbooks/{child}/immunizations", {"product": product, "administered_on": "2026-08-10"})
    assert NURSE.get(PATH).body["items"] == []  # before the stream has told
    follow(child)
    assert NURSE.get(PATH).body["items"] == []
    clock.at = at(date(2026, 10, 20))
    assert len(NURSE.get(PATH).body["items"]) == 1  # the second doses are missed by now


def test_who_refuses_is_not_listed(child: str, clock: Clock) -> None:
    clock.at = at(date(2026, 8, 10))
    missed = [dose["group"] for dose in NURSE.get(PATH).body["items"][0]["doses"]]
    refusal = {"kind": "refusal", "of": missed, "since": "2026-08-10"}
    assert MOTHER.post(f"/v1/handbooks/{child}/immunization-conditions", refusal).status == 201
    follow(child)
    assert NURSE.get(PATH).body["items"] == []


def test_who_moves_is_listed_where_the_family_lives_now(child: str, clock: Clock) -> None:
    clock.at = at(date(2026, 8, 10))
    tag = MOTHER.get(f"/v1/handbooks/{child}").headers["ETag"]
    moved = MOTHER.call("PATCH", f"/v1/handbooks/{child}", {"commune_code": "00013"}, headers={"If-Match": tag})
    assert moved.status == 200, moved.body

    assert NURSE.get(PATH).body["items"] == []
    follow(child)
    assert NURSE.get(PATH).body["items"] == []
    assert [one["handbook_id"] for one in FAR_NURSE.get("/v1/communes/00013/defaulters").body["items"]] == [child]


def test_a_change_that_comes_late_does_not_bring_a_child_back(child: str, clock: Clock) -> None:
    stale = summary(child)
    clock.at = at(date(2026, 8, 10))
    for product in ("penta", "bopv", "rotavin", "pcv10"):
        NURSE.post(f"/v1/handbooks/{child}/immunizations", {"product": product, "administered_on": "2026-08-10"})
    follow(child)
    kept = [one for one in items("RemindersTable") if one["sk"]["S"] == "DEFAULTER"]

    assert project(changes(stale), Context()) == NOTHING_FAILED  # type: ignore[arg-type]

    assert [one for one in items("RemindersTable") if one["sk"]["S"] == "DEFAULTER"] == kept


def test_a_nurse_notes_what_came_of_looking_and_the_newest_stands_first(child: str, clock: Clock) -> None:
    clock.at = at(date(2026, 8, 10))
    path = f"/v1/handbooks/{child}/defaulter-notes"

    first = NURSE.post(path, {"finding": "not_reached", "on": "2026-08-08"})
    clock.move(hours=1)
    NURSE.post(path, {"finding": "visited", "on": "2026-08-10", "text": "Hẹn ngày 20"})

    assert first.status == 201
    (found,) = NURSE.get(PATH).body["items"]
    assert [(note["finding"], note["on"], note["text"]) for note in found["notes"]] == [
        ("visited", "2026-08-10", "Hẹn ngày 20"),
        ("not_reached", "2026-08-08", None),
    ]
    seen = [entry["action"] for entry in MOTHER.get(f"/v1/handbooks/{child}/access-log").body["items"]]
    assert seen.count("note_defaulter") == 2
    assert "list_defaulters" in seen


def test_a_note_is_written_once_for_each_key_and_survives_what_the_stream_tells(child: str, clock: Clock) -> None:
    clock.at = at(date(2026, 8, 10))
    path, note = f"/v1/handbooks/{child}/defaulter-notes", {"finding": "moved_away", "on": "2026-08-10"}
    first, again = (NURSE.post(path, note, key="one") for _ in range(2))
    follow(child)
    assert first.body == again.body
    assert len(NURSE.get(PATH).body["items"][0]["notes"]) == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("on", {"on": "2026-08-11"}),
        ("on", {"on": "2025-12-31"}),
        ("finding", {"finding": "lost"}),
        ("text", {"text": ""}),
    ],
)
def test_a_note_that_cannot_be_is_refused_by_name(child: str, clock: Clock, field: str, wrong: dict[str, str]) -> None:
    clock.at = at(date(2026, 8, 10))
    before = everything()
    refused = NURSE.post(f"/v1/handbooks/{child}/defaulter-notes", {"finding": "visited", "on": "2026-08-10", **wrong})
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, field)
    assert everything() == before


def test_only_the_communes_own_health_workers_see_the_list(child: str, clock: Clock) -> None:
    clock.at = at(date(2026, 8, 10))
    assert FAR_NURSE.get(PATH).problem == "not-found"
    for caller in (MOTHER, MANAGER):
        assert caller.get(PATH).problem == "forbidden"
    note = {"finding": "visited", "on": "2026-08-10"}
    assert FAR_NURSE.post(f"/v1/handbooks/{child}/defaulter-notes", note).problem == "not-found"
    assert MOTHER.post(f"/v1/handbooks/{child}/defaulter-notes", note).problem == "forbidden"


def test_a_list_that_cannot_be_logged_is_not_shown(child: str, clock: Clock) -> None:
    clock.at = at(date(2026, 8, 10))
    with failing("dynamodb", "TransactWriteItems", "InternalServerError"):
        assert NURSE.get(PATH).problem == "unavailable"


DEAD = f"/v1/communes/{NEAR}/dead-numbers"


def buried(handbook_id: str, at: datetime) -> None:
    number = bootstrap.phone_vault().index(PhoneE164(MOTHERS_PHONE))
    messaging.recipients().bury(AccountId("mother"), number, at, "no such number")
    messaging.worklist().add_dead_number(HandbookId(handbook_id), AccountId("mother"), CommuneCode(NEAR), at)


def test_a_number_that_takes_no_messages_is_on_the_units_list_until_it_is_another(child: str, clock: Clock) -> None:
    buried(child, clock.at)

    (found,) = NURSE.get(DEAD).body["items"]

    assert (found["handbook_id"], found["full_name"], found["phone"]) == (child, "Nguyễn Thị Ánh", "091****678")
    hindrances = MOTHER.get(f"/v1/handbooks/{child}/reminders").body["hindrances"]
    assert [one["reason"] for one in hindrances] in ([], ["dead_number"])
    other = bootstrap.phone_vault().index(PhoneE164("+84987654321"))
    messaging.recipients().bury(AccountId("mother"), other, clock.at, "an older number")
    assert NURSE.get(DEAD).body["items"] == []


def test_only_the_communes_own_health_workers_see_dead_numbers(child: str, clock: Clock) -> None:
    buried(child, clock.at)
    assert FAR_NURSE.get(DEAD).problem == "not-found"
    assert MOTHER.get(DEAD).problem == MANAGER.get(DEAD).problem == "forbidden"


def test_nobody_asks_for_a_number_where_the_child_has_died(child: str, clock: Clock) -> None:
    buried(child, clock.at)
    death = {"kind": "death", "on": "2026-07-01"}
    assert happened(NURSE, f"/v1/handbooks/{child}", 1, **death).status == 201
    assert NURSE.get(DEAD).body["items"] == []
