"""Clocks that are five minutes wrong: a function's, the client's, and the one by which a token was signed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.cognito import FamilyPoolWithTriggers
from tests.integration.test_own_account import fresh
from tests.integration.world import MOTHER, MOTHERS_PHONE, NOBODY, NURSE, Clock, Inbox, open_handbook

pytestmark = pytest.mark.usefixtures("world")
WRONG_BY = 5
"""Minutes. The clocks of Lambda are kept by Amazon's own time service; this is many times more than they ever err."""
DENTAL = {"checked_on": "2026-06-15", "teeth_erupted": 2}


@pytest.mark.parametrize("minutes", [-WRONG_BY, WRONG_BY])
def test_entries_of_two_functions_stand_in_the_order_in_which_they_were_written(minutes: int, clock: Clock) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    before = MOTHER.get(f"{path}/changes").body
    NURSE.post(f"{path}/dental", DENTAL)
    clock.move(minutes=minutes)
    NURSE.post(f"{path}/dental", {**DENTAL, "teeth_erupted": 4})

    changes = MOTHER.get(f"{path}/changes", {"since": before["cursor"]}).body["items"]

    assert [one["data"]["teeth_erupted"] for one in changes if one["kind"] == "dental"] == [2, 4]


@pytest.mark.parametrize("minutes", [-WRONG_BY, WRONG_BY])
def test_a_retry_that_another_function_answers_gets_the_first_answer(minutes: int, clock: Clock) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/dental"
    first = NURSE.post(path, DENTAL, key="k")
    clock.move(minutes=minutes)

    again = NURSE.post(path, DENTAL, key="k")

    assert (again.status, again.text) == (201, first.text)
    assert len(NURSE.get(path).body["items"]) == 1


@pytest.mark.parametrize(("minutes", "status"), [(-WRONG_BY, 200), (WRONG_BY - 1, 200), (WRONG_BY, 401)])
def test_a_code_works_by_the_clock_of_whichever_function_reads_it(
    minutes: int, status: int, inbox: Inbox, clock: Clock, pool: FamilyPoolWithTriggers
) -> None:
    said = fresh(inbox, clock)
    clock.move(minutes=minutes)

    assert NOBODY.call("POST", "/v1/auth/token", {"phone": MOTHERS_PHONE, **said}).status == status


@pytest.mark.parametrize(("seconds_before_midnight", "status"), [(0, 201), (1, 422), (60 * WRONG_BY, 422)])
def test_what_a_client_dates_by_a_clock_ahead_is_refused_by_its_field_until_the_day_begins(
    seconds_before_midnight: int, status: int, clock: Clock
) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/dental"
    clock.at = datetime(2026, 6, 15, 17, 0, tzinfo=UTC) - timedelta(seconds=seconds_before_midnight)

    answer = MOTHER.post(path, {**DENTAL, "checked_on": "2026-06-16"})

    assert answer.status == status
    if status == 422:
        assert (answer.problem, answer.body["errors"][0]["field"]) == ("date-in-future", "checked_on")


@pytest.mark.parametrize("minutes", [-WRONG_BY, WRONG_BY])
def test_a_token_of_a_session_that_began_by_another_clock_is_taken(minutes: int, clock: Clock) -> None:
    # Whether a token has run out, the gateway says by its own clock; here only the session counts.
    nurse = replace(NURSE, signed_in=clock.at + timedelta(minutes=minutes))

    assert nurse.get("/v1/handbooks").status == 200
