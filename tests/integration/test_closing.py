"""An account is closed: told first, kept by signing in, and gone after 14 days, while the handbooks stay."""

import pytest

from functions.auth.closings import NotClosedError, lambda_handler
from handbook import bootstrap
from handbook.bootstrap import accounts
from handbook.domain.errors import UnavailableError
from handbook.domain.ids import AccountId, HandbookId
from handbook.usecases import close_account
from tests.integration.api import Answer, Context
from tests.integration.cognito import FamilyPoolWithTriggers
from tests.integration.test_numbers import NEW_PHONE, at_unit, by_sms, to
from tests.integration.test_own_account import fresh, kinds, set_password, tag, verify_email
from tests.integration.world import MOTHER, MOTHERS_PHONE, NURSE, Clock, Inbox, items, open_handbook

pytestmark = pytest.mark.usefixtures("world", "pool")
ACCOUNT = AccountId("mother")


def close_all() -> int:
    """Close whose day has come, as the night does, and count them."""
    done: dict[str, int] = lambda_handler({"run_at": "2026-06-28T18:45:00Z"}, Context())
    return done["closed"]


def due() -> int:
    found: dict[str, int] = lambda_handler({"count_only": True}, Context())
    return found["due"]


def ask(inbox: Inbox, clock: Clock) -> Answer:
    return MOTHER.call("POST", "/v1/me/closing", fresh(inbox, clock, purpose="closing"), headers=tag())


def test_what_happens_is_told_first_and_to_the_last_guardian_that_the_station_keeps_the_record() -> None:
    told = MOTHER.get("/v1/me/closing").body
    assert [one["code"] for one in told["consequences"]][:3] == ["handbooks_stay", "bonds_end", "number_freed"]
    assert (told["is_last_guardian"], told["closing_on"], told["waits_days"]) == (False, None, 14)
    open_handbook()
    last = MOTHER.get("/v1/me/closing").body
    assert last["is_last_guardian"] is True
    assert last["consequences"][-1]["text"].startswith("Bạn là người giám hộ cuối cùng")


def test_it_needs_a_fresh_code_ends_sessions_and_is_told(
    inbox: Inbox, clock: Clock, pool: FamilyPoolWithTriggers
) -> None:
    wrong = MOTHER.call("POST", "/v1/me/closing", {"challenge_id": "none", "code": "000000"}, headers=tag())
    assert wrong.problem == "wrong-code"
    asked = ask(inbox, clock)
    assert (asked.status, asked.body["closing_on"]) == (200, "2026-06-29")
    assert pool.signed_out == ["mother"]
    assert "se dong ngay 29/06" in to(inbox, MOTHERS_PHONE)[-1]
    assert NURSE.call("GET", "/v1/me/closing").problem == "forbidden"


def test_signing_in_on_the_last_day_keeps_the_account(inbox: Inbox, clock: Clock) -> None:
    ask(inbox, clock)
    clock.move(days=13)
    assert due() == 0
    assert by_sms(inbox, clock).status == 200
    clock.move(days=30)
    assert close_all() == 0
    assert MOTHER.get("/v1/me").body["closing_on"] is None
    assert "closing_stopped" in kinds()


def test_after_14_days_everything_goes_but_the_handbooks(
    inbox: Inbox, clock: Clock, pool: FamilyPoolWithTriggers
) -> None:
    book = open_handbook()
    set_password(inbox, clock)
    verify_email(inbox, clock)
    ask(inbox, clock)
    clock.move(days=14)
    assert due() == 1
    assert close_all() == 1
    assert close_all() == 0
    path = f"/v1/handbooks/{book['handbook_id']}"
    assert MOTHER.get(path).problem == "not-found"
    assert NURSE.get(path).status == 200
    assert pool.passwords == {}
    profile = accounts.accounts().profile(ACCOUNT)
    assert (profile.email, profile.display_name, profile.has_password) == (None, None, False)
    assert bootstrap.directory().accounts_of([ACCOUNT]) == {}
    assert to(inbox, MOTHERS_PHONE)[-1].startswith("So Me va Be: tai khoan cua ban da dong.")
    assert by_sms(inbox, clock).body["id_token"] not in {"id-mother", "id-unproved.mother"}
    assert "closed" in kinds()


@pytest.mark.parametrize("books", [1, 2, 3, 5])
def test_every_bond_ends_however_many_pages_of_handbooks_somebody_guards(
    books: int, inbox: Inbox, clock: Clock, pool: FamilyPoolWithTriggers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(close_account, "_PAGE", 2)
    opened = [open_handbook()["handbook_id"] for _ in range(books)]
    ask(inbox, clock)
    clock.move(days=14)
    assert close_all() == 1
    assert [MOTHER.get(f"/v1/handbooks/{one}").problem for one in opened] == ["not-found"] * books
    kept = bootstrap.records().get_many([HandbookId(one) for one in opened])
    assert [ACCOUNT in one.guardians for one in kept] == [False] * books


def test_a_closing_that_broke_off_goes_on(
    inbox: Inbox, clock: Clock, pool: FamilyPoolWithTriggers, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_handbook()
    ask(inbox, clock)
    clock.move(days=14)
    with monkeypatch.context() as broken:
        broken.setattr(FamilyPoolWithTriggers, "remove", _fail)
        with pytest.raises(NotClosedError):
            close_all()
    assert close_all() == 1
    assert to(inbox, MOTHERS_PHONE)[-1].startswith("So Me va Be: tai khoan cua ban da dong.")


def test_nothing_of_its_number_stays_in_a_closed_account(inbox: Inbox, clock: Clock) -> None:
    at_unit(inbox, clock)
    clock.move(minutes=20)
    ask(inbox, clock)
    clock.move(days=14)
    assert close_all() == 1
    closed = bootstrap.directory().account(ACCOUNT)
    assert closed is not None
    assert (closed.phone, closed.number_gone) == ("", True)
    assert accounts.numbers().change_of(ACCOUNT) is None
    mine = [item for item in items("DirectoryTable") if item["pk"] == {"S": "ACCOUNT#mother"}]
    assert len(mine) > 2
    assert [item for item in mine if "phone" in item] == []


def test_a_number_that_a_closed_account_waited_for_begins_an_account_of_its_own(inbox: Inbox, clock: Clock) -> None:
    at_unit(inbox, clock)
    clock.move(minutes=20)
    ask(inbox, clock)
    clock.move(days=14)
    close_all()
    assert by_sms(inbox, clock, NEW_PHONE).body["id_token"] != "id-mother"


def test_one_that_cannot_be_closed_keeps_no_other_and_lets_the_night_be_tried_again(
    inbox: Inbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(inbox, clock)
    accounts.accounts().set_closing(AccountId("other-mother"), clock().date())
    clock.move(days=14)
    with monkeypatch.context() as broken:
        broken.setattr(FamilyPoolWithTriggers, "remove", _fails_for_one)
        with pytest.raises(NotClosedError):
            close_all()
    assert bootstrap.directory().accounts_of([AccountId("other-mother"), ACCOUNT]) == {}
    assert due() == 1
    assert close_all() == 1


def _fails_for_one(_: object, account_id: AccountId) -> None:
    if account_id == "other-mother":
        raise UnavailableError("down")


def _fail(*_: object) -> None:
    raise UnavailableError("down")
