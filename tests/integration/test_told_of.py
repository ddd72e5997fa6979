"""What a family sees of its messages: what was said, what was not and why, what comes, and which session is named."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.integration.mornings import follow, run, task
from tests.integration.world import MOTHER, NEAR, NURSE, OTHER_MOTHER, Clock, Inbox, open_handbook

pytestmark = pytest.mark.usefixtures("world")
PREFERENCES = "/v1/me/reminder-preferences"
SESSIONS = "/v1/units/station/sessions"
PLAN = {"commune_code": NEAR, "place": "Nhà văn hóa thôn 5", "starts": "07:30", "ends": "11:00"}


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)


@pytest.fixture
def child(clock: Clock) -> str:
    """A girl of two months on 5 July who has what newborns get."""
    handbook_id: str = open_handbook(birth_date="2026-05-05")["handbook_id"]
    for product in ("bcg", "hepb-birth"):
        NURSE.post(f"/v1/handbooks/{handbook_id}/immunizations", {"product": product, "administered_on": "2026-05-05"})
    follow(handbook_id)
    return handbook_id


def shown(child: str, language: str = "vi") -> Any:
    return MOTHER.call("GET", f"/v1/handbooks/{child}/reminders", headers={"Accept-Language": language}).body


def test_what_comes_is_named_with_the_session_that_it_would_name(child: str) -> None:
    NURSE.post(SESSIONS, {**PLAN, "pattern": {"days": [8]}})

    first = next(one for one in shown(child)["coming"] if one["subject"] == "dose")

    assert (first["on"], first["kind"], first["recommended_on"]) == ("2026-06-28", "upcoming", "2026-07-05")
    assert (first["session"]["on"], first["session"]["place"]) == ("2026-07-08", PLAN["place"])
    assert shown(child)["hindrances"] == []


def test_a_message_names_the_session_and_the_family_can_look_it_up(child: str, clock: Clock, inbox: Inbox) -> None:
    NURSE.post(SESSIONS, {**PLAN, "pattern": {"days": [8]}})
    follow(child)
    for number in range(15, 31):
        clock.at = at(date(2026, 6, number))
        run(task(child, date(2026, 6, number)))

    texts = [text for _, text in inbox.messages if "tiem chung" in text or "nhieu lich hen" in text]
    assert texts
    assert texts[0].endswith("Buoi tiem 08/07 07:30-11:00, Nha van hoa thon 5.")
    named = {one["session_on"] for one in shown(child)["items"] if one["subject"] == "dose"}
    assert named == {"2026-07-08"}


@pytest.mark.parametrize(
    ("language", "explanation"),
    [("vi", "Nhắc lịch đã được tắt trong ứng dụng"), ("en", "Reminders were turned off in the app")],
)
def test_who_stopped_reads_why_nothing_came(child: str, clock: Clock, language: str, explanation: str) -> None:
    MOTHER.call("PATCH", PREFERENCES, {"enabled": False}, headers={"If-Match": '"1"'})
    clock.at = at(date(2026, 7, 6))

    body = shown(child, language)

    assert body["hindrances"] == [{"reason": "stopped_in_app", "explanation": explanation}]
    doses = [one for one in body["not_sent"] if one["subject"] == "dose"]
    assert {(one["on"], one["reason"]) for one in doses} == {
        ("2026-06-28", "stopped_in_app"),
        ("2026-07-05", "stopped_in_app"),
    }


def test_what_was_missed_is_said_so_and_what_still_goes_out_too(child: str, clock: Clock) -> None:
    clock.at = at(date(2026, 7, 6))
    doses = {one["on"]: one["reason"] for one in shown(child)["not_sent"] if one["subject"] == "dose"}
    assert doses == {"2026-06-28": "missed", "2026-07-05": "waiting"}


def test_a_kind_that_is_not_wanted_is_named(child: str, clock: Clock) -> None:
    MOTHER.call("PATCH", PREFERENCES, {"kinds": ["check_up"]}, headers={"If-Match": '"1"'})
    clock.at = at(date(2026, 7, 6))
    doses = {one["reason"] for one in shown(child)["not_sent"] if one["subject"] == "dose"}
    assert doses == {"unwanted"}


def test_nothing_is_explained_from_before_the_handbook_was_opened(clock: Clock) -> None:
    opened = open_handbook(birth_date="2026-01-05")
    assert all(one["on"] >= "2026-06-15" for one in shown(opened["handbook_id"])["not_sent"])


def test_staff_see_that_a_guardian_stopped_and_strangers_see_nothing(child: str) -> None:
    MOTHER.call("PATCH", PREFERENCES, {"enabled": False}, headers={"If-Match": '"1"'})
    path = f"/v1/handbooks/{child}/reminders"
    assert [one["reason"] for one in NURSE.get(path).body["hindrances"]] == ["stopped_in_app"]
    assert OTHER_MOTHER.get(path).problem == "not-found"
