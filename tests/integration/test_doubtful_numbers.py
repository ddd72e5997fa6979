"""What a number may do once it is doubtful, and what stays half done when something breaks off on the way."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.auth.closings import NotClosedError
from functions.reminders.running import ledger
from handbook import bootstrap
from handbook.bootstrap import accounts
from handbook.domain.account_errors import NumberTakenError
from handbook.domain.accounts import AccountEvent, EventKind
from handbook.domain.errors import UnavailableError
from handbook.domain.ids import AccountId, PhoneE164
from handbook.domain.reminders.delivery import Said as SaidOfText
from handbook.domain.reminders.delivery import Verdict
from handbook.domain.reminders.messages import State, Text
from handbook.storage.numbers import Numbers
from handbook.usecases.settle_text import settle
from tests.integration.cognito import FamilyPoolWithTriggers
from tests.integration.test_closing import ask as ask_closing
from tests.integration.test_closing import close_all
from tests.integration.test_numbers import NEW_PHONE, UNPROVED, at_unit, by_sms, change, to
from tests.integration.test_own_account import set_password
from tests.integration.test_own_account import sign_in as by_password
from tests.integration.world import MOTHER, MOTHERS_PHONE, Clock, Inbox, open_handbook

pytestmark = pytest.mark.usefixtures("world", "pool")
ACCOUNT = AccountId("mother")


def owner(phone: str) -> str | None:
    return bootstrap.directory().account_of_phone(bootstrap.phone_vault().index(PhoneE164(phone)))


def recycled(inbox: Inbox, clock: Clock) -> None:
    by_sms(inbox, clock)
    clock.move(days=181)
    assert by_sms(inbox, clock).body["proof_needed"] is True


def given_up(inbox: Inbox, clock: Clock) -> None:
    recycled(inbox, clock)
    assert UNPROVED.call("PUT", "/v1/me/proof", {"is_new_number": True}).status == 200


def fail(*_: object, **__: object) -> None:
    raise UnavailableError


@pytest.mark.parametrize("wish", [{"is_new_number": True}, {"handbook_code": "here"}])
def test_a_session_without_a_proof_opens_nothing_once_the_owner_has_another_number(
    wish: dict[str, object], inbox: Inbox, clock: Clock
) -> None:
    book = open_handbook()
    recycled(inbox, clock)
    assert at_unit(inbox, clock, handbook_id=book["handbook_id"]).status == 201
    clock.move(hours=73)
    assert by_sms(inbox, clock, NEW_PHONE).body["id_token"] == "id-mother"
    said = {"handbook_code": book["code"]} if "handbook_code" in wish else wish
    assert UNPROVED.call("PUT", "/v1/me/proof", said).problem == "not-found"
    assert owner(NEW_PHONE) == "mother"


def test_a_session_without_a_proof_opens_nothing_once_the_owner_came_back(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    recycled(inbox, clock)
    assert UNPROVED.call("PUT", "/v1/me/proof", {"handbook_code": book["code"]}).status == 200
    assert UNPROVED.call("PUT", "/v1/me/proof", {"is_new_number": True}).problem == "not-found"
    assert owner(MOTHERS_PHONE) == "mother"


def test_a_person_whose_number_went_to_another_comes_back_through_a_unit(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    given_up(inbox, clock)
    asked = at_unit(inbox, clock, handbook_id=book["handbook_id"])
    assert (asked.status, asked.body["state"]) == (201, "waits")
    clock.move(hours=73)
    before = len(to(inbox, MOTHERS_PHONE))
    assert by_sms(inbox, clock, NEW_PHONE).body["id_token"] == "id-mother"
    assert owner(MOTHERS_PHONE) not in {None, "mother"}
    assert len(to(inbox, MOTHERS_PHONE)) == before  # somebody else's by now


def test_the_number_that_went_to_another_is_not_confirmed_but_refused(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    given_up(inbox, clock)
    refused = at_unit(inbox, clock, phone=MOTHERS_PHONE, handbook_id=book["handbook_id"])
    assert (refused.status, refused.problem) == (409, "number-taken")


def test_a_waiting_number_moves_and_is_settled_in_one_write(
    inbox: Inbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_sms(inbox, clock)
    at_unit(inbox, clock)
    clock.move(hours=73)
    monkeypatch.setattr(Numbers, "refuse", fail)
    assert by_sms(inbox, clock, NEW_PHONE).body["id_token"] == "id-mother"
    assert MOTHER.get("/v1/me/number/change").body["state"] == "done"


def test_a_change_that_was_refused_meanwhile_moves_no_number(inbox: Inbox, clock: Clock) -> None:
    by_sms(inbox, clock)
    at_unit(inbox, clock)
    stale = accounts.numbers().change_of(ACCOUNT)
    account = bootstrap.directory().account(ACCOUNT)
    assert stale is not None
    assert account is not None
    accounts.numbers().refuse(stale, AccountEvent(ACCOUNT, EventKind.NUMBER_CHANGE_REFUSED, clock(), "r"))
    index = bootstrap.phone_vault().index
    new = PhoneE164(NEW_PHONE)
    with pytest.raises(NumberTakenError):
        accounts.numbers().move(account, new, index(account.phone), index(new), None, clock(), stale)
    assert (owner(MOTHERS_PHONE), owner(NEW_PHONE)) == ("mother", None)


def test_a_change_of_number_that_broke_off_at_the_sessions_can_be_tried_again(
    inbox: Inbox, clock: Clock, pool: FamilyPoolWithTriggers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(type(pool), "sign_out", fail)
        assert change(inbox, clock).status == 503
    assert owner(MOTHERS_PHONE) == "mother"
    clock.move(minutes=30)
    assert change(inbox, clock).status == 204
    assert owner(NEW_PHONE) == "mother"


def test_a_closing_that_broke_off_lets_nobody_in_without_a_user(
    inbox: Inbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_closing(inbox, clock)
    clock.move(days=14)
    with monkeypatch.context() as broken:
        broken.setattr(Numbers, "give_up", fail)
        with pytest.raises(NotClosedError):
            close_all()
    assert by_sms(inbox, clock).body["id_token"] == "id-mother"
    assert close_all() == 0
    assert owner(MOTHERS_PHONE) == "mother"


def test_a_password_says_nothing_of_who_has_the_number(inbox: Inbox, clock: Clock) -> None:
    set_password(inbox, clock)
    for _ in range(3):
        clock.move(days=60)
        assert by_password().status == 200
    assert by_sms(inbox, clock).body["proof_needed"] is True
    assert by_password().body["id_token"] == "id-mother"


def test_signing_in_by_sms_keeps_the_number_seen_though_a_password_came_first_that_day(
    inbox: Inbox, clock: Clock
) -> None:
    set_password(inbox, clock)
    by_sms(inbox, clock)
    clock.move(days=179)
    assert by_password().status == 200
    assert by_sms(inbox, clock).body["proof_needed"] is False
    clock.move(days=179)
    assert by_sms(inbox, clock).body["proof_needed"] is False


def test_of_before_numbers_were_watched_any_sight_counts_and_a_password_adds_none(inbox: Inbox, clock: Clock) -> None:
    set_password(inbox, clock)
    accounts.accounts().see(ACCOUNT, clock(), None)
    began = clock()
    clock.move(days=100)
    assert by_password().status == 200
    assert accounts.accounts().standing(ACCOUNT).number_seen == began
    clock.at = began + timedelta(days=180)
    assert by_sms(inbox, clock).body["proof_needed"] is True


def test_who_signs_in_by_password_ends_the_sessions_of_whoever_has_the_number(
    inbox: Inbox, clock: Clock, pool: FamilyPoolWithTriggers
) -> None:
    set_password(inbox, clock)
    recycled(inbox, clock)
    assert by_password().status == 200
    assert pool.signed_out == ["unproved.mother"]


def test_a_number_that_a_unit_changed_or_confirmed_is_seen_that_day(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    recycled(inbox, clock)
    at_unit(inbox, clock, handbook_id=book["handbook_id"], phone=MOTHERS_PHONE)
    assert by_sms(inbox, clock).body["proof_needed"] is False
    assert accounts.accounts().standing(ACCOUNT).number_seen is not None
    clock.move(days=181)
    at_unit(inbox, clock, handbook_id=book["handbook_id"])
    clock.move(hours=73)
    assert by_sms(inbox, clock, NEW_PHONE).body["proof_needed"] is False
    assert by_sms(inbox, clock, NEW_PHONE).body["proof_needed"] is False


def test_a_late_receipt_of_the_old_number_says_nothing_of_the_new_one(inbox: Inbox, clock: Clock) -> None:
    by_sms(inbox, clock)
    old = bootstrap.phone_vault().index(PhoneE164(MOTHERS_PHONE))
    text = Text("ref", ACCOUNT, (), clock(), "sms", provider="p", number=old)
    clock.move(hours=1)
    assert change(inbox, clock).status == 204
    clock.move(hours=1)
    with suppress(UnavailableError):  # the text itself was never claimed
        settle(text, SaidOfText(Verdict.DEAD, cause="x"), ledger(), clock())
    clock.move(hours=1)
    assert by_sms(inbox, clock, NEW_PHONE).body["proof_needed"] is False
    clock.move(days=1)
    by_sms(inbox, clock, NEW_PHONE)
    new = replace(text, number=bootstrap.phone_vault().index(PhoneE164(NEW_PHONE)))
    clock.move(hours=1)
    with suppress(UnavailableError):
        settle(new, SaidOfText(Verdict.DEAD, cause="x"), ledger(), clock())
    clock.move(minutes=20)
    assert by_sms(inbox, clock, NEW_PHONE).body["proof_needed"] is True


def test_a_receipt_that_comes_again_marks_no_number_again(inbox: Inbox, clock: Clock) -> None:
    by_sms(inbox, clock)
    text = Text("ref", ACCOUNT, (), clock(), "sms", State.FAILED, provider="p")
    clock.move(hours=1)
    assert settle(text, SaidOfText(Verdict.DEAD, cause="x"), ledger(), clock()) is False
    clock.move(minutes=20)
    assert by_sms(inbox, clock).body["proof_needed"] is False


def test_a_number_that_the_owner_changed_is_seen_that_day(inbox: Inbox, clock: Clock) -> None:
    by_sms(inbox, clock)
    clock.move(days=179)
    assert change(inbox, clock).status == 204
    clock.move(days=2)
    assert by_sms(inbox, clock, NEW_PHONE).body["proof_needed"] is False


def test_a_code_that_proves_the_number_for_a_password_keeps_it_seen(inbox: Inbox, clock: Clock) -> None:
    by_sms(inbox, clock)
    clock.move(days=179)
    set_password(inbox, clock)
    clock.move(days=2)
    assert by_sms(inbox, clock).body["proof_needed"] is False
