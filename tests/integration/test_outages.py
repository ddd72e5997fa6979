"""What happens when something that we need does not answer: 503 with Retry-After, and nothing half-written."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.codes import mint
from handbook.gateways import secrets
from tests.integration.api import Answer, Caller
from tests.integration.wire import TIMEOUT, failing
from tests.integration.world import (
    CHILD,
    MOTHER,
    MOTHERS_PHONE,
    NOBODY,
    NURSE,
    PRINT_MANAGER,
    VENDOR,
    everything,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")
THROTTLED = "ProvisionedThroughputExceededException"
CODES = [THROTTLED, "ThrottlingException", "InternalServerError", "RequestLimitExceeded"]
DOSE = {"product": "bcg", "administered_on": "2026-01-06"}
MEASUREMENT = {"measured_on": "2026-06-15", "weight_kg": 6.1}


def unavailable(answer: Answer) -> None:
    assert (answer.status, answer.problem) == (503, "unavailable"), answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.body["errors"] == []
    assert "marker-of-the-driver" not in answer.text


@pytest.mark.parametrize("code", CODES)
def test_a_table_that_cannot_be_read_stops_every_kind_of_request(code: str) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    before = everything()

    with failing("dynamodb", "GetItem", code):
        for caller in (MOTHER, NURSE):
            unavailable(caller.get(path))
            unavailable(caller.get(f"{path}/growth"))
            unavailable(caller.post(f"{path}/measurements", MEASUREMENT))
            unavailable(caller.post("/v1/handbooks", {**CHILD, "guardian_phone": MOTHERS_PHONE}))
        unavailable(NOBODY.call("POST", "/v1/auth/otp", {"phone": MOTHERS_PHONE}))
        unavailable(VENDOR.get("/v1/qr/batches/x"))
        unavailable(MOTHER.get("/v1/me/reminder-preferences"))
    assert everything() == before


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("caller", "resource", "body"),
    [(NURSE, "immunizations", DOSE), (NURSE, "measurements", MEASUREMENT), (MOTHER, "measurements", MEASUREMENT)],
    ids=["dose", "staff measurement", "family measurement"],
)
def test_an_entry_that_cannot_be_written_is_not_half_written_and_can_be_sent_again(
    caller: Caller, resource: str, body: Any, code: str
) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/{resource}"
    before = everything()

    with failing("dynamodb", "TransactWriteItems", code):
        unavailable(caller.post(path, body, key="k"))

    assert everything() == before
    assert caller.post(path, body, key="k").status == 201
    assert len(caller.get(path).body["items"]) == 1


@pytest.mark.parametrize("code", CODES)
def test_a_handbook_that_cannot_be_written_is_not_there_and_can_be_opened_again(code: str) -> None:
    with failing("dynamodb", "TransactWriteItems", code):
        unavailable(MOTHER.post("/v1/handbooks", CHILD, key="k"))

    left = everything()
    assert left["RecordsTable"] == left["AuditTable"] == left["TransientTable"] == []
    assert MOTHER.get("/v1/handbooks").body["items"] == []
    again = MOTHER.post("/v1/handbooks", CHILD, key="k")
    assert again.status == 201
    assert again.body.pop("possible_duplicates") == []
    assert MOTHER.get("/v1/handbooks").body["items"] == [again.body]


@pytest.mark.parametrize("operation", ["UpdateItem", "PutItem"])
def test_a_handbook_whose_code_cannot_be_noted_is_not_there(operation: str) -> None:
    with failing("dynamodb", operation, THROTTLED):
        unavailable(MOTHER.post("/v1/handbooks", CHILD))

    assert everything()["RecordsTable"] == []


def test_a_code_left_over_by_a_failed_opening_leads_nowhere() -> None:
    with failing("dynamodb", "TransactWriteItems", THROTTLED):
        MOTHER.post("/v1/handbooks", CHILD)
    code = mint(0, bootstrap.code_keys().current())

    assert NURSE.get(f"/v1/qr/codes/{code}").problem == "not-found"
    handbook_id = open_handbook()["handbook_id"]
    assert NURSE.post(f"/v1/qr/codes/{code}/bind", {"handbook_id": handbook_id}).problem == "code-bound-elsewhere"


def test_a_correction_that_cannot_be_written_changes_nothing() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    before = everything()

    with failing("dynamodb", "TransactWriteItems", THROTTLED):
        unavailable(MOTHER.call("PATCH", path, {"full_name": "Bé"}, headers={"If-Match": '"1"'}))
    assert everything() == before


@pytest.mark.parametrize(
    "resource", ["", "/measurements", "/growth", "/immunizations", "/forecast", "/reminders", "/qr.svg"]
)
def test_staff_see_nothing_that_cannot_be_noted_in_the_access_log(resource: str) -> None:
    opened = open_handbook()
    path = f"/v1/handbooks/{opened['handbook_id']}{resource}"

    with failing("dynamodb", "PutItem", THROTTLED):
        refused = NURSE.get(path)
        assert MOTHER.get(path).status == 200

    unavailable(refused)
    assert opened["full_name"] not in refused.text


def test_a_list_of_the_area_that_cannot_be_noted_is_not_shown() -> None:
    open_handbook()

    with failing("dynamodb", "TransactWriteItems", THROTTLED):
        unavailable(NURSE.get("/v1/handbooks"))


@pytest.mark.parametrize("operation", ["Query", "BatchGetItem"])
def test_a_list_that_cannot_be_read_is_not_shown_in_part(operation: str) -> None:
    open_handbook()

    with failing("dynamodb", operation, THROTTLED):
        unavailable(MOTHER.get("/v1/handbooks"))


def test_an_order_that_cannot_be_written_is_no_order() -> None:
    with failing("dynamodb", "TransactWriteItems", THROTTLED):
        unavailable(
            PRINT_MANAGER.post("/v1/qr/batches", {"vendor_id": "printer", "unit_id": "station", "quantity": 10})
        )

    assert PRINT_MANAGER.get("/v1/qr/batches").body["items"] == []
    assert [item["pk"]["S"] for item in everything()["CodesTable"]] == ["COUNTER"]


@pytest.mark.parametrize("code", ["InternalServiceError", "ThrottlingException", TIMEOUT])
def test_keys_that_cannot_be_read_stop_what_needs_them(code: str) -> None:
    opened = open_handbook()
    secrets.forget()
    before = everything()
    try:
        with failing("secretsmanager", "GetSecretValue", code):
            unavailable(MOTHER.post("/v1/handbooks", CHILD))
            unavailable(NOBODY.call("POST", "/v1/auth/otp", {"phone": MOTHERS_PHONE}))
            unavailable(MOTHER.get(f"/v1/qr/codes/{opened['code']}"))
            assert MOTHER.get(f"/v1/handbooks/{opened['handbook_id']}").status == 200
    finally:
        secrets.forget()
    after = everything()
    # That somebody looked whether the child has a handbook is kept, whatever became of the opening.
    after["AuditTable"] = [item for item in after["AuditTable"] if not item["pk"]["S"].startswith("ACTOR#")]
    before["AuditTable"] = [item for item in before["AuditTable"] if not item["pk"]["S"].startswith("ACTOR#")]
    assert {**after, "CodesTable": []} == {**before, "CodesTable": []}


def test_a_conflict_between_transactions_is_tried_again_and_then_told_as_one() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/immunizations"
    before = everything()

    with failing("dynamodb", "TransactWriteItems", "TransactionConflictException"):
        answer = NURSE.post(path, DOSE)

    assert (answer.status, answer.problem) == (409, "conflict")
    assert everything() == before


def test_a_fault_of_ours_is_constant_and_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("marker-of-a-fault +84912345678")

    monkeypatch.setattr(bootstrap, "records", broken)
    answer = MOTHER.get("/v1/handbooks")

    assert (answer.status, answer.problem, answer.body["errors"]) == (500, "internal-error", [])
    assert "marker" not in answer.text
