"""Tokens that the gateway lets through and that open nothing: another client's, an ended session's, a lost role's."""

import base64
import json
import os
from dataclasses import replace
from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.access import Role
from handbook.domain.directory import Post, Staff
from handbook.domain.ids import StaffId, UnitId
from tests.integration.api import Caller
from tests.integration.test_sessions import RESULT
from tests.integration.test_staff import ACCOUNTS
from tests.integration.wire import answering, failing
from tests.integration.world import MANAGER, MOTHER, NOBODY, NURSE, Clock, everything, items

pytestmark = pytest.mark.usefixtures("world")
NEW_ACCESS = "/v1/units/station/staff/nurse/new-access"
OTHER_DEVICE = replace(NURSE, session="other-device")


def problem(caller: Caller) -> str:
    answer = caller.get("/v1/me")
    return "" if answer.status == 200 else answer.problem


def refreshed(username: str, session: str, at: int) -> dict[str, Any]:
    claims = {"cognito:username": username, "origin_jti": session, "auth_time": at}
    text = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return {"AuthenticationResult": {**RESULT["AuthenticationResult"], "IdToken": f"head.{text}.signature"}}


def log_out(who: Caller, clock: Clock) -> int:
    at = int((who.signed_in or clock()).timestamp())
    answers: dict[str, dict[str, Any]] = {
        "GetTokensFromRefreshToken": refreshed(who.username, who.session, at),
        "RevokeToken": {},
    }
    with answering("cognito-idp", answers) as calls:
        body = {"refresh_token": "old-refresh", "pool": "staff"}
        status = NOBODY.call("POST", "/v1/auth/logout", body).status
    assert {call.parameters["Token"] for call in calls[1:]} == {"old-refresh", "new-refresh"}
    return status


@pytest.mark.parametrize("caller", [MOTHER, NURSE], ids=["family", "staff"])
@pytest.mark.parametrize("client", ["another-client", "the-other-pools"])
def test_a_token_that_another_client_was_given_is_nobodys(caller: Caller, client: str) -> None:
    others = os.environ["FAMILY_CLIENT" if caller.pool == "staff" else "STAFF_CLIENT"]
    assert problem(caller) == ""
    assert problem(replace(caller, client=client if client == "another-client" else others)) == "unauthenticated"


@pytest.mark.parametrize("caller", [MOTHER, NURSE], ids=["family", "staff"])
def test_where_no_client_is_known_no_token_is_taken(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    from handbook.config import config  # noqa: PLC0415 - read anew below

    event_of = type(caller).event

    def without_audience(self: Caller, *said: Any) -> dict[str, Any]:
        event = event_of(self, *said)
        del event["requestContext"]["authorizer"]["claims"]["aud"]
        return event

    monkeypatch.setattr(Caller, "event", without_audience)
    monkeypatch.setenv(f"{caller.pool.upper()}_CLIENT", "")
    config.cache_clear()
    try:
        assert problem(caller) == "unauthenticated"
    finally:
        monkeypatch.undo()
        config.cache_clear()


def test_who_lost_the_telephone_has_no_session_left_from_the_next_request_on(clock: Clock) -> None:
    assert problem(NURSE) == ""
    with answering("cognito-idp", ACCOUNTS):
        assert MANAGER.call("PUT", NEW_ACCESS).status == 204
    assert problem(NURSE) == "unauthenticated"
    assert problem(replace(NURSE, signed_in=clock())) == "unauthenticated"
    clock.move(seconds=2)
    assert problem(replace(NURSE, signed_in=clock())) == ""


def test_the_sessions_end_even_where_cognito_does_not_answer() -> None:
    with failing("cognito-idp", "AdminUserGlobalSignOut", "InternalErrorException"):
        assert MANAGER.call("PUT", NEW_ACCESS).problem == "unavailable"
    assert problem(NURSE) == "unauthenticated"


def test_a_token_that_does_not_tell_when_its_session_began_is_refused_once_sessions_were_ended(clock: Clock) -> None:
    bootstrap.directory().end_sessions(StaffId("nurse"), clock())
    event_of = Caller.event
    clock.move(minutes=1)

    def without_time(self: Caller, *said: Any) -> dict[str, Any]:
        event = event_of(self, *said)
        event["requestContext"]["authorizer"]["claims"]["auth_time"] = "yesterday"
        return event

    with pytest.MonkeyPatch.context() as patch:
        assert problem(NURSE) == ""
        patch.setattr(Caller, "event", without_time)
        assert problem(NURSE) == "unauthenticated"
        assert problem(MANAGER) == ""


def test_a_session_that_staff_end_is_over_at_once_and_the_one_on_another_device_is_not(clock: Clock) -> None:
    here = replace(NURSE, signed_in=clock())
    there = replace(OTHER_DEVICE, signed_in=clock())
    clock.move(seconds=5)
    assert log_out(replace(here, signed_in=clock()), clock) == 204
    assert problem(here) == "unauthenticated"
    assert problem(there) == ""


def test_what_was_ended_is_forgotten_once_its_tokens_have_run_out(clock: Clock) -> None:
    def kept() -> str:
        return str([item.get("ended") for item in items("DirectoryTable") if item["pk"]["S"] == "STAFF#nurse"])

    log_out(NURSE, clock)
    clock.move(minutes=16)
    log_out(OTHER_DEVICE, clock)
    assert "other-device" in kept()
    assert '"session"' not in kept()


def test_staff_sign_out_everywhere_at_once(clock: Clock) -> None:
    with answering("cognito-idp", ACCOUNTS) as calls:
        assert NURSE.call("DELETE", "/v1/me/sessions").status == 204
    assert [call.operation for call in calls] == ["AdminUserGlobalSignOut"]
    assert [problem(NURSE), problem(OTHER_DEVICE), problem(MANAGER)] == ["unauthenticated", "unauthenticated", ""]


def test_signing_out_everywhere_can_be_tried_again_where_cognito_does_not_answer() -> None:
    with failing("cognito-idp", "AdminUserGlobalSignOut", "InternalErrorException"):
        assert NURSE.call("DELETE", "/v1/me/sessions").problem == "unavailable"
    assert problem(NURSE) == ""


def test_a_post_given_anew_brings_no_session_of_before_back(clock: Clock) -> None:
    path, before = "/v1/units/station/staff/nurse", replace(NURSE, signed_in=clock())
    clock.move(seconds=2)
    with answering("cognito-idp", ACCOUNTS):
        ended = {"role": "health_worker", "until": "2026-06-15"}
        assert MANAGER.call("PUT", path, ended, headers={"If-Match": '"1"'}).status == 200
        clock.move(seconds=2)
        assert MANAGER.call("PUT", path, {"role": "health_worker"}, headers={"If-Match": '"2"'}).status == 200
    assert problem(before) == "unauthenticated"
    clock.move(seconds=2)
    assert problem(NURSE) == ""


def test_a_change_of_posts_leaves_ended_sessions_ended(clock: Clock) -> None:
    bootstrap.directory().end_sessions(StaffId("nurse"), clock())
    with answering("cognito-idp", ACCOUNTS):
        changed = MANAGER.call(
            "PUT", "/v1/units/station/staff/nurse", {"role": "unit_manager"}, headers={"If-Match": '"1"'}
        )
    assert changed.status == 200
    assert problem(NURSE) == "unauthenticated"


def test_a_role_that_was_taken_away_while_signed_in_is_gone_with_the_next_request() -> None:
    assert MANAGER.get("/v1/units/station/staff").status == 200
    post = Post(UnitId("station"), Role.HEALTH_WORKER)
    bootstrap.directory().save_staff(Staff(StaffId("manager"), "Trần Văn Nam", (post,)))
    assert MANAGER.get("/v1/units/station/staff").problem == "forbidden"


def test_a_refresh_token_that_is_dead_ends_nothing() -> None:
    before = everything()
    with failing("cognito-idp", "GetTokensFromRefreshToken", "NotAuthorizedException"):
        assert NOBODY.call("POST", "/v1/auth/logout", {"refresh_token": "dead", "pool": "staff"}).status == 204
    assert everything() == before
