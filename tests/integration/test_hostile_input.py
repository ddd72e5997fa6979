"""What only a hostile or a very unlucky client sends: each got past an earlier version of the code."""

import base64
from typing import Any

import botocore.exceptions
import pytest

from functions.registry.handler import lambda_handler as registry
from functions.reminders.project import lambda_handler as project
from handbook.storage.tables import connection
from tests.integration.api import Context
from tests.integration.mornings import summary
from tests.integration.recorded import changes
from tests.integration.test_lists import cursor
from tests.integration.test_sessions import RESULT
from tests.integration.wire import TIMEOUT, answering, failing
from tests.integration.world import CHILD, MOTHER, NOBODY, NURSE, everything, open_handbook

pytestmark = pytest.mark.usefixtures("world")


def test_logout_204_has_no_body() -> None:
    with answering("cognito-idp", {"GetTokensFromRefreshToken": RESULT, "RevokeToken": {}}):
        answer = NOBODY.call("POST", "/v1/auth/logout", {"refresh_token": "x", "pool": "staff"})
    assert (answer.status, answer.text) == (204, "")


@pytest.mark.parametrize("field", ["full_name", "mother_name"])
@pytest.mark.parametrize(
    "name", ["\x1c", "\x1f\x1e", "\ufb2c" * 100, "\u0958" * 60], ids=["x1c", "x1f", "shin100", "qa60"]
)
def test_a_name_that_cleans_to_nothing_or_grows_in_nfc_is_refused_before_anything_is_written(
    field: str, name: str
) -> None:
    before = everything()
    answer = MOTHER.post("/v1/handbooks", {**CHILD, field: name})
    assert answer.status == 422, answer.text
    assert everything() == before


def test_a_name_that_grows_does_not_break_the_family_list() -> None:
    MOTHER.post("/v1/handbooks", {**CHILD, "full_name": "\ufb2c" * 100})
    assert MOTHER.get("/v1/handbooks").status == 200


@pytest.mark.parametrize("name", ["\x1c", "\ufb2c" * 100], ids=["x1c", "shin100"])
def test_a_patched_name_that_cleans_to_nothing_or_grows_is_refused(name: str) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    before = everything()
    answer = MOTHER.call("PATCH", path, {"full_name": name}, headers={"If-Match": '"1"'})
    assert answer.status == 422
    assert everything() == before


def test_an_if_match_of_five_thousand_digits_is_stale_and_no_failure_of_ours() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    answer = MOTHER.call("PATCH", path, {"full_name": "Bé"}, headers={"If-Match": '"' + "1" * 5000 + '"'})
    assert answer.status == 412, answer.text


@pytest.mark.parametrize("raw", ["[" * 30_000, '{"a":' * 10_000, "[" * 60_000])
def test_deeply_nested_json_is_malformed_and_no_failure_of_ours(raw: str) -> None:
    assert NOBODY.call("POST", "/v1/auth/otp", raw=raw).status in {400, 422}


@pytest.mark.parametrize("raw", ['{"full_name": ' + "9" * 5000 + "}"])
def test_a_number_of_five_thousand_digits_is_invalid_and_no_failure_of_ours(raw: str) -> None:
    assert MOTHER.call("POST", "/v1/handbooks", raw=raw, headers={"Idempotency-Key": "k"}).status in {400, 422}


@pytest.mark.parametrize("sk", ["\ud800", "", "GUARDIAN#"], ids=["surrogate", "empty", "other"])
def test_a_cursor_with_the_right_partition_and_a_broken_sort_key_is_refused(sk: str) -> None:
    handbook_id = open_handbook()["handbook_id"]
    answer = MOTHER.get(
        f"/v1/handbooks/{handbook_id}/measurements", {"cursor": cursor({"pk": f"HANDBOOK#{handbook_id}", "sk": sk})}
    )
    assert (answer.status, answer.body.get("type", "")[-14:]) == (400, "invalid-cursor"), answer.text


@pytest.mark.parametrize("path", ["reminders", "immunizations"])
def test_a_cursor_of_another_list_of_the_same_handbook_is_refused(path: str) -> None:
    # DynamoDB refuses a start key outside the query; the emulation does not.
    handbook_id = open_handbook()["handbook_id"]
    answer = MOTHER.get(
        f"/v1/handbooks/{handbook_id}/{path}",
        {"cursor": cursor({"pk": f"HANDBOOK#{handbook_id}", "sk": "MEASUREMENT#2026-01-01#x"})},
    )
    assert answer.status == 400, answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_date", 1767571200),
        ("birth_date", "1767571200"),
        ("birth_date", 1767571200.0),
        ("birth_date", "2026-01-05T00:00:00"),
        ("birth_weight_g", "3100"),
        ("birth_weight_g", 3100.0),
        ("gestation_days", "266"),
    ],
)
def test_a_wrong_type_is_refused_in_a_profile(field: str, value: Any) -> None:
    answer = MOTHER.post("/v1/handbooks", {**CHILD, field: value})
    assert answer.status == 422, answer.text


@pytest.mark.parametrize("value", ["yes", "off", 1, "true", 0])
def test_a_wrong_type_is_refused_for_oedema_and_enabled(value: Any) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/measurements"
    assert MOTHER.post(path, {"measured_on": "2026-06-15", "weight_kg": 6.0, "oedema": value}).status == 422
    assert MOTHER.call("PUT", "/v1/me/reminder-preferences", {"enabled": value, "language": "vi"}).status == 422


@pytest.mark.parametrize("value", [1781481600, "1781481600"])
def test_a_day_as_a_number_is_refused_in_a_measurement(value: Any) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/measurements"
    assert MOTHER.post(path, {"measured_on": value, "weight_kg": 6.0}).status == 422


def test_a_forecast_on_an_epoch_second_is_refused() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/forecast"
    assert MOTHER.get(path, {"on": "1781481600"}).status == 422


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", "2025-01-01"])
def test_a_forecast_of_a_day_far_away_does_not_fail(on: str) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/forecast"
    NURSE.post(path.replace("forecast", "immunizations"), {"product": "penta", "administered_on": "2026-03-10"})
    assert MOTHER.get(path, {"on": on}).status in {200, 422}


def test_a_name_overtaken_by_a_dose_is_still_saved() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    events = connection().client.meta.events

    def overtake(**_: Any) -> None:
        events.unregister("before-call.dynamodb.TransactWriteItems", overtake)
        assert NURSE.post(f"{path}/immunizations", {"product": "bcg", "administered_on": "2026-01-06"}).status == 201

    events.register("before-call.dynamodb.TransactWriteItems", overtake)
    changed = MOTHER.call("PATCH", path, {"full_name": "Bé Na"}, headers={"If-Match": '"1"'})
    assert changed.status == 200, changed.text


def test_a_birth_date_corrected_to_after_a_recorded_dose_is_noticed() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    NURSE.post(f"{path}/immunizations", {"product": "bcg", "administered_on": "2026-01-06"})
    NURSE.post(f"{path}/measurements", {"measured_on": "2026-01-06", "weight_kg": 3.2})
    changed = MOTHER.call("PATCH", path, {"birth_date": "2026-02-05"}, headers={"If-Match": '"1"'})
    reads = [
        MOTHER.get(path + part).status
        for part in ("", "/immunizations", "/forecast", "/growth", "/growth/weight-for-age.svg")
    ]
    assert set(reads) == {200}, (changed.status, reads)


def test_base64_that_is_no_utf8() -> None:
    event = MOTHER.event("POST", "/v1/handbooks", None, {"Idempotency-Key": "k"})
    event["isBase64Encoded"], event["body"] = True, base64.b64encode(b'{"full_name": "\xff\xfe"}').decode()
    answer = registry(event, Context())  # type: ignore[arg-type]
    assert answer["statusCode"] == 400


# A timeout carries no response of DynamoDB, and so no code.
@pytest.mark.parametrize("error", ["ReadTimeout", "ConnectTimeout", "EndpointConnection", "ConnectionClosed"])
def test_a_table_that_times_out_is_unavailable(error: str) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    kind = getattr(botocore.exceptions, error + "Error")

    def fail(**_: Any) -> None:
        raise kind(endpoint_url="https://example.invalid")

    events = connection().client.meta.events
    events.register("before-call.dynamodb.GetItem", fail)
    try:
        read = MOTHER.get(path)
    finally:
        events.unregister("before-call.dynamodb.GetItem", fail)
    assert (read.status, read.problem) == (503, "unavailable"), read.text
    assert int(read.headers["Retry-After"]) > 0


def test_a_transaction_that_times_out_is_unavailable() -> None:
    with failing("dynamodb", "TransactWriteItems", TIMEOUT):
        answer = MOTHER.post("/v1/handbooks", CHILD)
    assert (answer.status, answer.problem) == (503, "unavailable"), answer.text


def test_the_first_change_that_times_out_is_a_partial_batch_failure() -> None:
    book = open_handbook()["handbook_id"]
    with failing("dynamodb", "UpdateItem", TIMEOUT):
        answer = project(changes(summary(book)), Context())  # type: ignore[arg-type]
    assert answer == {"batchItemFailures": [{"itemIdentifier": "s0"}]}
