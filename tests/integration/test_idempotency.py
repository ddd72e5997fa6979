"""The same key and body get the first answer; a retry on a bad line does nothing twice."""

from typing import Any

import pytest

from handbook.storage.tables import connection
from tests.integration.api import Answer
from tests.integration.wire import heard
from tests.integration.world import CHILD, MOTHER, NURSE, OTHER_MOTHER, Clock, everything, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")


def same(first: Answer, second: Answer) -> bool:
    return (first.status, first.text, first.headers) == (second.status, second.text, second.headers)


def test_a_retry_gets_the_first_answer_byte_for_byte_and_opens_nothing(clock: Clock) -> None:
    first = MOTHER.post("/v1/handbooks", CHILD, key="k")
    before = everything()
    clock.move(hours=23)

    again = MOTHER.post("/v1/handbooks", CHILD, key="k")

    assert first.status == 201
    assert same(first, again)
    assert everything() == before


@pytest.mark.parametrize(
    ("resource", "body"),
    [
        ("measurements", {"measured_on": "2026-06-15", "weight_kg": 6.1, "length_cm": 63.5, "posture": "lying"}),
        ("immunizations", {"product": "bcg", "administered_on": "2026-01-06", "lot_number": "L-1"}),
    ],
)
def test_a_retried_entry_is_recorded_once_and_answered_alike(resource: str, body: Any, clock: Clock) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/{resource}"
    first = NURSE.post(path, body, key="k")
    clock.move(minutes=10)

    again = NURSE.post(path, body, key="k")

    assert first.status == 201
    assert same(first, again)
    assert len(NURSE.get(path).body["items"]) == 1


def test_the_first_answer_stands_even_when_the_handbook_changed_since() -> None:
    first = MOTHER.post("/v1/handbooks", CHILD, key="k")
    path = f"/v1/handbooks/{first.body['handbook_id']}"
    MOTHER.call("PATCH", path, {"full_name": "Bé Na"}, headers={"If-Match": '"1"'})

    assert same(first, MOTHER.post("/v1/handbooks", CHILD, key="k"))


@pytest.mark.parametrize("body", [{**CHILD, "full_name": "Bé Na"}, {**CHILD, "birth_weight_g": 3000}])
def test_a_key_that_came_before_with_another_body_is_refused(body: Any) -> None:
    MOTHER.post("/v1/handbooks", CHILD, key="k")
    before = everything()

    refused = MOTHER.post("/v1/handbooks", body, key="k")

    assert (refused.status, refused.problem) == (422, "idempotency-key-reused")
    assert refused.body["errors"] == [{"field": "Idempotency-Key", "code": "idempotency-key-reused"}]
    assert everything() == before


def test_a_key_that_came_before_on_another_route_is_refused() -> None:
    one, two = open_handbook()["handbook_id"], open_handbook()["handbook_id"]
    body = {"measured_on": "2026-06-15", "weight_kg": 6.1}
    MOTHER.post(f"/v1/handbooks/{one}/measurements", body, key="k")

    refused = MOTHER.post(f"/v1/handbooks/{two}/measurements", body, key="k")

    assert refused.problem == "idempotency-key-reused"
    assert MOTHER.get(f"/v1/handbooks/{two}/measurements").body["items"] == []


def test_two_people_with_the_same_key_are_apart() -> None:
    mine, theirs = MOTHER.post("/v1/handbooks", CHILD, key="k"), OTHER_MOTHER.post("/v1/handbooks", CHILD, key="k")

    assert (mine.status, theirs.status) == (201, 201)
    assert mine.body["handbook_id"] != theirs.body["handbook_id"]


def test_a_refused_request_leaves_its_key_free() -> None:
    refused = MOTHER.post("/v1/handbooks", {**CHILD, "birth_date": "2026-06-16"}, key="k")
    accepted = MOTHER.post("/v1/handbooks", CHILD, key="k")

    assert (refused.status, accepted.status) == (422, 201)


@pytest.mark.parametrize(("key", "status"), [("k" * 200, 201), ("k" * 201, 422), ("ключ-é-🔑", 201)])
def test_a_key_is_any_text_of_up_to_two_hundred_characters(key: str, status: int) -> None:
    assert MOTHER.post("/v1/handbooks", CHILD, key=key).status == status


@pytest.mark.parametrize("key", [None, "", "  "])
def test_without_a_key_nothing_is_created(key: str | None) -> None:
    before = everything()

    refused = MOTHER.call("POST", "/v1/handbooks", CHILD, headers={} if key is None else {"Idempotency-Key": key})

    assert (refused.status, refused.problem) == (400, "idempotency-key-required")
    assert refused.body["errors"] == [{"field": "Idempotency-Key", "code": "idempotency-key-required"}]
    assert everything() == before


def test_of_two_equal_requests_at_once_the_loser_gets_the_winners_answer() -> None:
    """The second request arrives while the first is between its look at the receipt and its transaction."""
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/immunizations"
    body = {"product": "bcg", "administered_on": "2026-01-06"}
    events = connection().client.meta.events
    overtaking: list[Answer] = []

    def overtake(**_: Any) -> None:
        events.unregister("before-call.dynamodb.TransactWriteItems", overtake)
        overtaking.append(NURSE.post(path, body, key="k"))

    events.register("before-call.dynamodb.TransactWriteItems", overtake)
    with heard("dynamodb") as calls:
        loser = NURSE.post(path, body, key="k")

    assert [call.operation for call in calls].count("TransactWriteItems") == 2
    assert loser.status == 201
    assert same(overtaking[0], loser)
    assert [dose["dose_id"] for dose in NURSE.get(path).body["items"]] == [loser.body["dose"]["dose_id"]]


def test_of_two_equal_openings_at_once_one_handbook_comes_to_be() -> None:
    events = connection().client.meta.events
    overtaking: list[Answer] = []

    def overtake(**_: Any) -> None:
        events.unregister("before-call.dynamodb.TransactWriteItems", overtake)
        overtaking.append(MOTHER.post("/v1/handbooks", CHILD, key="k"))

    events.register("before-call.dynamodb.TransactWriteItems", overtake)
    loser = MOTHER.post("/v1/handbooks", CHILD, key="k")

    assert same(overtaking[0], loser)
    assert [item["sk"]["S"] for item in items("RecordsTable")] == ["GUARDIAN#mother", "SUMMARY"]
    assert [{**one, "possible_duplicates": []} for one in MOTHER.get("/v1/handbooks").body["items"]] == [loser.body]


def test_two_different_doses_at_once_are_never_half_counted() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/immunizations"
    events = connection().client.meta.events

    def overtake(**_: Any) -> None:
        events.unregister("before-call.dynamodb.TransactWriteItems", overtake)
        assert NURSE.post(path, {"product": "bcg", "administered_on": "2026-01-06"}).status == 201

    events.register("before-call.dynamodb.TransactWriteItems", overtake)
    slower = NURSE.post(path, {"product": "hepb-birth", "administered_on": "2026-01-05"})

    # The one that was overtaken decides afresh, on a handbook that counts the other's dose too.
    assert slower.status == 201, slower.body
    assert [dose["product"] for dose in NURSE.get(path).body["items"]] == ["hepb-birth", "bcg"]
