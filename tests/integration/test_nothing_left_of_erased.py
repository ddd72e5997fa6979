"""Everything that there may be of a handbook goes with it, and nothing of anybody else."""

import json
from typing import Any

import boto3
import pytest

from handbook.usecases.erase_handbook import begin_erasing, erase
from tests.integration import matrix_places
from tests.integration.corrected import amend
from tests.integration.erasing import book, speaking_of, tools
from tests.integration.refusals import refused
from tests.integration.test_attachments import keys, visit
from tests.integration.test_codes import bind
from tests.integration.test_devices import platforms as platforms  # noqa: PLC0414 - a fixture
from tests.integration.test_encounters import HIV, SICK
from tests.integration.world import MOTHER, NURSE, Clock, items

pytestmark = pytest.mark.usefixtures("world", "platforms")
OWN_ID = "5f0c0b3e-1f3a-4c63-9d8e-2b1c7a9e4d10"
WORDS = {
    *("ATTACHMENT", "CONDITION", "CONSENT", "DISPUTE", "ENCOUNTER", "FINDINGS", "GRANT", "GUARDIAN", "IDENTIFIER"),
    *("INVITATION", "LIFE", "MEASUREMENT", "PROFILE", "REQUEST", "SUMMARY", "_CONFIDENTIAL", "_ID", "_VERSION"),
}
"""What the handbook below holds, by the words of sort keys."""
TOLD = "2026-06-05T01:00:00.000Z"


@pytest.fixture
def place() -> matrix_places.Place:
    """A family with everything that a handbook may hold, and a second child."""
    own = matrix_places.own()
    path = f"/v1/handbooks/{own['handbook_id']}"
    visit(path, {**SICK, **HIV})
    weight = NURSE.post(f"{path}/measurements", {"id": OWN_ID, "measured_on": "2026-06-15", "weight_kg": 6.4})
    assert weight.status == 201, weight.body
    assert amend(f"{path}/entries/measurement/{OWN_ID}", {"weight_kg": 6.5}).status == 200
    tag = {"If-Match": MOTHER.get(path).headers["ETag"]}
    assert MOTHER.call("PATCH", path, {"full_name": "Nguyễn Ngọc Ánh"}, headers=tag).status == 200
    tag = {"If-Match": NURSE.get(path).headers["ETag"], "Idempotency-Key": "moved"}
    moved = {"kind": "move", "on": "2026-06-10", "commune_code": "00008", "province_code": "01"}
    answer = NURSE.call("POST", f"{path}/status", moved, headers=tag)
    assert answer.status == 201, answer.body
    said_of(own["handbook_id"])
    return own


def said_of(handbook_id: str) -> None:
    """Let something have been said of a handbook: items as the morning and a unit write them."""
    table: Any = boto3.resource("dynamodb").Table("RemindersTable")
    occurrence = "dose#2026-06-05"
    at = {"pk": f"HANDBOOK#{handbook_id}"}
    message = {"sk": f"MESSAGE#{occurrence}#mother", "account_id": "mother", "kind": "due", "subject": "dose"}
    said = {"whats": "[]", "recommended_on": "2026-06-05", "claimed_at": TOLD, "state": "sent", "channel": "sms"}
    also = {**message, "sk": f"MESSAGE#dental#{occurrence}#mother", "subject": "dental"}
    for one in (message, also):  # told in one text
        table.put_item(Item={**at, **one, **said, "reference": "r1", "tries": 1})
    table.put_item(Item={**at, "sk": "WORK#dead_number#mother", "kind": "dead_number", "since": TOLD})
    table.put_item(Item={**at, "sk": "DEFAULTER", "as_of": 1, "notes": "[]"})
    text = {"pk": "TEXT#r1", "sk": "TEXT", "account_id": "mother", "provider": "brand", "provider_id": "p1"}
    spoken = json.dumps([[f"HANDBOOK#{handbook_id}", f"MESSAGE#{occurrence}#mother"]])
    table.put_item(Item={**text, "messages": spoken, "channel": "sms", "claimed_at": TOLD, "state": "sent"})
    table.put_item(Item={"pk": "SENT#brand#p1", "sk": "LINK", "reference": "r1"})
    table.put_item(Item={"pk": "ACCOUNT#mother", "sk": "DAY#2026-06-05", "claimed_at": TOLD, "released": False})


def beside(handbook_id: str) -> dict[str, list[Any]]:
    """Give every item that is not of a handbook, nor of a text about it."""
    return {
        table: [one for one in items(table) if handbook_id not in json.dumps(one) and "p1" not in one["pk"]["S"]]
        for table in ("DirectoryTable", "RecordsTable", "RemindersTable")
    }


def leave(handbook_id: str, clock: Clock) -> None:
    """Let a handbook leave and go: whether it may is another question."""
    assert begin_erasing(book(handbook_id), clock(), tools())
    clock.move(days=7)
    assert [erase(one, clock(), tools()) for one in tools().erasings.begun()] == [True]


def test_nothing_is_left_of_one_that_holds_everything_and_all_of_the_others(
    place: matrix_places.Place, clock: Clock
) -> None:
    gone, other = place["handbook_id"], place["other_id"]
    held = {one["sk"]["S"].partition("#")[0] for one in items("RecordsTable") if gone in one["pk"]["S"]}
    assert held >= WORDS, WORDS - held
    assert len(keys()) == 1
    printed, others = book(gone).own_code, beside(gone)

    leave(gone, clock)

    assert speaking_of(gone, OWN_ID, "SENT#brand#p1") == [f"RecordsTable ERASED {gone}"]
    assert keys() == []
    assert beside(gone) == others
    assert MOTHER.get(f"/v1/handbooks/{other}").status == 200
    assert [one["handbook_id"] for one in MOTHER.get("/v1/handbooks").body["items"]] == [other]
    refused(bind(printed, other), 409, "code-ended", "code")


def test_what_left_names_nobody_from_the_first_moment(place: matrix_places.Place, clock: Clock) -> None:
    gone = place["handbook_id"]
    carriers = [one.code for one in book(gone).all_carriers]
    begin_erasing(book(gone), clock(), tools())

    (left,) = (
        one for one in items("RecordsTable") if (one["pk"]["S"], one["sk"]["S"]) == (f"HANDBOOK#{gone}", "SUMMARY")
    )

    assert set(left) == {"pk", "sk", "since", "rule_id", "codes", "version", "gsi1pk", "gsi1sk"}
    assert json.loads(left["codes"]["S"]) == carriers
