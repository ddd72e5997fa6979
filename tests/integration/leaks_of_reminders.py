"""What families and units do about reminders, for the search for leaks."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.integration.world import MOTHER, NEAR, NURSE

PREFERENCES = "/v1/me/reminder-preferences"
DEVICES = "/v1/me/devices"
SESSIONS = "/v1/units/station/sessions"


def look_after_reminders(call: Callable[..., Any], markers: Mapping[str, str]) -> None:
    """Choose, plan, look and be refused, with markers wherever somebody types."""
    call(MOTHER, "GET", PREFERENCES)
    choice = {"enabled": True, "language": "vi"}
    call(MOTHER, "PUT", PREFERENCES, choice, headers={"If-Match": '"1"'})
    call(MOTHER, "PATCH", PREFERENCES, choice, headers={"If-Match": '"2"'})
    call(MOTHER, "PATCH", PREFERENCES, {"kinds": [markers["note"]]}, headers={"If-Match": '"3"'})
    bring_an_app(call, markers)
    plan_sessions(call, markers)


def bring_an_app(call: Callable[..., Any], markers: Mapping[str, str]) -> None:
    token = "".join(filter(str.isalnum, markers["cursor"])) + "t" * 64
    for caller in (MOTHER, NURSE):
        call(caller, "POST", DEVICES, {"platform": "fcm", "token": token})
        call(caller, "GET", DEVICES)
        call(caller, "DELETE", f"{DEVICES}/unknown")
        call(caller, "POST", "/v1/me/messages/unknown/read")
    call(MOTHER, "POST", DEVICES, {"platform": markers["note"], "token": markers["name"]})


def plan_sessions(call: Callable[..., Any], markers: Mapping[str, str]) -> None:
    plan = {
        "commune_code": NEAR,
        "place": markers["note"],
        "starts": "07:30",
        "ends": "11:00",
        "pattern": {"days": [5]},
    }
    made = call(NURSE, "POST", SESSIONS, plan, headers={"Idempotency-Key": "sessions"}).body
    call(NURSE, "POST", SESSIONS, {**plan, "starts": markers["name"]}, headers={"Idempotency-Key": "wrong"})
    call(MOTHER, "POST", SESSIONS, plan, headers={"Idempotency-Key": "not mine"})
    call(MOTHER, "GET", SESSIONS)
    one = f"{SESSIONS}/{made['session_id']}"
    call(MOTHER, "GET", one)
    tried = call(NURSE, "POST", f"{one}/moves", {"also_on": []}, headers={"If-Match": '"1"'}).body
    call(NURSE, "GET", f"/v1/units/station/session-moves/{tried['move_id']}")
    call(NURSE, "PATCH", one, {"place": markers["note"]}, headers={"If-Match": '"1"'})
    call(NURSE, "DELETE", one, headers={"If-Match": '"2"'})


def look_for_defaulters(call: Callable[..., Any], markers: Mapping[str, str], handbook_id: str) -> None:
    """List who did not come, and write down what came of looking."""
    note = {"finding": "visited", "on": "2026-06-15", "text": markers["note"]}
    call(NURSE, "POST", f"/v1/handbooks/{handbook_id}/defaulter-notes", note)
    call(NURSE, "POST", f"/v1/handbooks/{handbook_id}/defaulter-notes", {**note, "finding": markers["name"]})
    call(NURSE, "GET", "/v1/reminders/texts")
    call(NURSE, "GET", f"/v1/communes/{NEAR}/dead-numbers", query={"cursor": markers["cursor"]})
    call(MOTHER, "GET", "/v1/reminders/texts", query={"name": markers["name"], "on": markers["note"]})
    call(NURSE, "GET", f"/v1/communes/{NEAR}/defaulters")
    call(NURSE, "GET", f"/v1/communes/{NEAR}/defaulters", query={"cursor": markers["cursor"]})
