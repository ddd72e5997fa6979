"""What the deployed stack refuses, and in which form."""

import base64
import json
from typing import Any

import pytest

from tests.e2e.client import Client, family, new_phone, read_code
from tools.stack.lifecycle import Stack


def test_without_a_token_there_is_nothing_to_see(stack: Stack, handbook: dict[str, Any]) -> None:
    for path in ("/handbooks", f"/handbooks/{handbook['handbook_id']}", "/me", "/qr/batches"):
        refused = Client(stack).get(path)
        assert (refused.status, refused.problem) == (401, "unauthenticated")


def test_a_tampered_token_is_refused(mother: Client) -> None:
    head, body, signature = mother.token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    claims["cognito:username"] = "somebody-else"
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    thief = Client(mother.stack, f"{head}.{forged}.{signature}")

    refused = thief.get("/me")

    assert (refused.status, refused.problem) == (401, "unauthenticated")


def test_a_token_that_says_it_needs_no_signature_is_refused(mother: Client) -> None:
    _, body, _ = mother.token.split(".")
    head = base64.urlsafe_b64encode(b'{"alg": "none", "typ": "JWT"}').decode().rstrip("=")
    for forged in (f"{head}.{body}.", f"{head}.{body}.c2lnbmVk"):
        refused = Client(mother.stack, forged).get("/me")
        assert (refused.status, refused.problem) == (401, "unauthenticated")


def test_a_token_of_another_pool_is_refused(stack: Stack, mother: Client) -> None:
    cognito = stack.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="somebody-elses")["UserPool"]["Id"]
    flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="theirs", ExplicitAuthFlows=flows)
    name, password = mother.get("/me").body["id"], "Mat-khau-cua-pool-khac-1"
    cognito.admin_create_user(UserPoolId=pool, Username=name, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username=name, Password=password, Permanent=True)
    given = cognito.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client["UserPoolClient"]["ClientId"],
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": password},
    )
    refused = Client(stack, given["AuthenticationResult"]["IdToken"]).get("/me")
    assert (refused.status, refused.problem) == (401, "unauthenticated")


def test_an_access_token_is_not_an_id_token(mother: Client) -> None:
    stack, refresh_token = mother.stack, mother.tokens["refresh_token"]
    given = stack.client("cognito-idp").get_tokens_from_refresh_token(
        ClientId=stack.outputs["FamilyClientId"], RefreshToken=refresh_token
    )
    assert "access_token" not in mother.tokens

    refused = Client(stack, given["AuthenticationResult"]["AccessToken"]).get("/me")

    assert (refused.status, refused.problem) == (401, "unauthenticated")


def test_another_familys_handbook_looks_absent(stack: Stack, handbook: dict[str, Any]) -> None:
    stranger = family(stack)
    foreign = stranger.get(f"/handbooks/{handbook['handbook_id']}")
    absent = stranger.get("/handbooks/00000000-0000-4000-8000-000000000000")

    assert (foreign.status, foreign.problem) == (404, "not-found")
    assert {**foreign.body, "instance": ""} == {**absent.body, "instance": ""}


def test_a_nurse_of_another_commune_sees_nothing_until_she_scans_the_code(
    nurses: list[Client], mother: Client, child: dict[str, Any]
) -> None:
    opened = mother.post("/handbooks", {**child, "full_name": "Trần Gia Hân", "sex": "F"}).body
    path = f"/handbooks/{opened['handbook_id']}"
    visitor = nurses[1]

    before = visitor.get(path)
    scanned = visitor.get(f"/qr/codes/{opened['code']}")
    after = visitor.get(path)

    assert (before.status, before.problem) == (404, "not-found")
    assert scanned.body["handbook_id"] == opened["handbook_id"]
    assert after.status == 200
    log = mother.get(f"{path}/access-log").body["items"]
    assert ("scan_code", "visit") in {(entry["action"], entry["ground"]) for entry in log}


def test_five_wrong_codes_kill_a_code_and_the_right_one_then_fails_too(stack: Stack) -> None:
    phone, client = new_phone(), Client(stack)
    challenge = client.call("POST", "/auth/otp", {"phone": phone}).body["challenge_id"]
    right = read_code(stack, phone)
    wrong = f"{(int(right) + 1) % 10**6:06d}"

    answers = [
        client.call("POST", "/auth/token", {"phone": phone, "challenge_id": challenge, "code": code})
        for code in (wrong, wrong, wrong, wrong, wrong, right)
    ]

    assert [(answer.status, answer.problem) for answer in answers] == [(401, "wrong-code")] * 6


def test_a_code_works_once(stack: Stack) -> None:
    phone, client = new_phone(), Client(stack)
    challenge = client.call("POST", "/auth/otp", {"phone": phone}).body["challenge_id"]
    body = {"phone": phone, "challenge_id": challenge, "code": read_code(stack, phone)}

    first, second = (client.call("POST", "/auth/token", body) for _ in range(2))

    assert first.status == 200
    assert (second.status, second.problem) == (401, "wrong-code")


def test_a_second_code_within_a_minute_is_not_sent(stack: Stack) -> None:
    phone, client = new_phone(), Client(stack)
    client.call("POST", "/auth/otp", {"phone": phone})

    refused = client.call("POST", "/auth/otp", {"phone": phone})

    assert (refused.status, refused.problem) == (429, "too-many-requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert len(stack.sms("+84" + phone[1:])) == 1


def test_logging_out_ends_the_session(stack: Stack) -> None:
    somebody = family(stack)
    refresh = {"refresh_token": somebody.tokens["refresh_token"]}

    assert somebody.call("POST", "/auth/refresh", refresh).status == 200
    assert somebody.call("POST", "/auth/logout", refresh).status == 204
    assert somebody.call("POST", "/auth/refresh", refresh).status == 401


def test_signing_out_everywhere_ends_refresh_tokens_and_the_log_tells_of_it(stack: Stack) -> None:
    somebody = family(stack)
    assert somebody.call("DELETE", "/me/sessions").status == 204
    refused = somebody.call("POST", "/auth/refresh", {"refresh_token": somebody.tokens["refresh_token"]})
    assert (refused.status, refused.problem) == (401, "wrong-credentials")
    assert {one["kind"] for one in somebody.get("/me/activity").body["items"]} == {"signed_in", "signed_out_everywhere"}


def test_nobody_signs_in_with_a_password_that_was_never_set(stack: Stack) -> None:
    phone = new_phone()
    family(stack, phone)
    known, unknown = (
        Client(stack).call("POST", "/auth/password", {"phone": one, "password": "con mèo nằm ngủ"})
        for one in (phone, new_phone())
    )
    assert (known.status, known.problem) == (unknown.status, unknown.problem) == (401, "wrong-credentials")
    assert {**known.body, "instance": ""} == {**unknown.body, "instance": ""}


@pytest.mark.parametrize(
    ("raw", "status", "problem", "field"),
    [
        (b"{", 400, "malformed-json", None),
        (b"[]", 422, "invalid-field", "body"),
        (b'{"full_name": "A", "nope": 1}', 422, "unknown-field", "nope"),
        (b'{"full_name": 7}', 422, "invalid-field", "full_name"),
        (b'{"full_name": "' + b"x" * 70_000 + b'"}', 413, "body-too-large", None),
    ],
)
def test_bad_bodies_are_problems_that_name_the_field(
    mother: Client, raw: bytes, status: int, problem: str, field: str | None
) -> None:
    refused = mother.call("POST", "/handbooks", raw=raw, headers={"Idempotency-Key": "bad-body"})

    assert (refused.status, refused.problem) == (status, problem)
    assert field is None or field in {error["field"] for error in refused.body["errors"]}


@pytest.mark.parametrize(
    ("change", "problem", "field"),
    [
        ({"nope": 1}, "unknown-field", "nope"),
        ({"birth_date": "2199-01-01"}, "date-in-future", "birth_date"),
        ({"birth_date": "2026-02-30"}, "invalid-field", "birth_date"),
        ({"sex": "unknown"}, "invalid-field", "sex"),
    ],
)
def test_bad_children_are_refused_without_a_trace(
    mother: Client, child: dict[str, Any], change: dict[str, Any], problem: str, field: str
) -> None:
    before = len(mother.get("/handbooks?limit=100").body["items"])
    refused = mother.post("/handbooks", {**child, **change})

    assert (refused.status, refused.problem) == (422, problem)
    assert [error["field"] for error in refused.body["errors"]] == [field]
    assert str(next(iter(change.values()))) not in json.dumps(refused.body["errors"])
    assert len(mother.get("/handbooks?limit=100").body["items"]) == before


def test_a_newborn_of_300_kg_is_refused(nurse: Client, handbook: dict[str, Any]) -> None:
    path = f"/handbooks/{handbook['handbook_id']}/measurements"
    refused = nurse.post(path, {"measured_on": handbook["birth_date"], "weight_kg": 300})

    assert (refused.status, refused.problem) == (422, "implausible-value")
    assert refused.body["errors"] == [{"field": "weight_kg", "code": "implausible-value"}]


def test_a_foreign_number_is_refused(stack: Stack) -> None:
    refused = Client(stack).call("POST", "/auth/otp", {"phone": "+1 202 555 0175"})

    assert (refused.status, refused.problem) == (422, "phone-not-vietnamese")
    assert refused.body["errors"] == [{"field": "phone", "code": "phone-not-vietnamese"}]


def test_a_stale_etag_and_a_missing_one_are_told_apart(mother: Client, child: dict[str, Any]) -> None:
    opened = mother.post("/handbooks", child).body
    path, change = f"/handbooks/{opened['handbook_id']}", {"full_name": "Trần Gia Bách"}

    missing = mother.call("PATCH", path, change)
    first = mother.call("PATCH", path, change, {"If-Match": opened["etag"]})
    stale = mother.call("PATCH", path, change, {"If-Match": opened["etag"]})

    assert (missing.status, missing.problem) == (428, "version-required")
    assert (first.status, first.body["full_name"]) == (200, "Trần Gia Bách")
    assert (stale.status, stale.problem) == (412, "stale-version")


def test_a_retry_gets_the_first_answer_and_another_body_is_refused(mother: Client, child: dict[str, Any]) -> None:
    first = mother.post("/handbooks", child, key="retry-1")
    second = mother.post("/handbooks", child, key="retry-1")
    other = mother.post("/handbooks", {**child, "full_name": "Ai đó"}, key="retry-1")

    assert (first.status, second.status) == (201, 201)
    assert first.body == second.body
    assert (other.status, other.problem) == (422, "idempotency-key-reused")


def test_an_unknown_route_is_a_problem(mother: Client) -> None:
    refused = mother.get("/nowhere")

    assert (refused.status, refused.problem) == (404, "route-not-found")


def test_the_public_page_is_the_same_for_every_code(stack: Stack, handbook: dict[str, Any]) -> None:
    bound = Client(stack).get(f"/q/{handbook['code']}")
    free = Client(stack).get("/Q/00000000000000000000")

    assert bound.status == free.status == 200
    assert bound.body == free.body
    assert "script-src" not in bound.headers["Content-Security-Policy"]
    assert bound.headers["Content-Security-Policy"].startswith("default-src 'none'")
