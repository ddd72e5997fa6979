"""Of what lets somebody in, the owner hears by SMS whatever else there is, and before it is kept."""

from typing import Any

import pytest

from handbook.domain.errors import StaleVersionError
from handbook.storage.accounts import Accounts
from tests.integration.api import Answer
from tests.integration.test_audit_chain import inserted, sealed
from tests.integration.test_break_glass_notices import broken_open
from tests.integration.test_devices import platforms, pushed, register
from tests.integration.test_doubtful_numbers import given_up
from tests.integration.test_numbers import NEW_PHONE, change, to
from tests.integration.test_own_account import fresh, kinds, letters, set_password, sign_in, tag, verify_email
from tests.integration.wire import failing
from tests.integration.world import MOTHER, MOTHERS_PHONE, NURSE, Clock, Inbox, open_handbook

__all__ = ["platforms"]
pytestmark = pytest.mark.usefixtures("world", "pool")


def ask(code: dict[str, Any], handbook_id: str, phone: str = NEW_PHONE) -> Answer:
    body = {"old_phone": MOTHERS_PHONE, "phone": phone, "proof_kind": "id_card", **code}
    return NURSE.post(f"/v1/handbooks/{handbook_id}/number-changes", body, key="one")


@pytest.mark.usefixtures("platforms")
@pytest.mark.parametrize(
    ("phone", "words"), [(NEW_PHONE, "co yeu cau doi so"), (MOTHERS_PHONE, "tram y te vua xac nhan so")]
)
def test_the_old_number_hears_by_sms_though_an_installation_heard(
    phone: str, words: str, inbox: Inbox, clock: Clock
) -> None:
    book = open_handbook()["handbook_id"]
    register(MOTHER)
    verify_email(inbox, clock)
    clock.move(minutes=20)
    before = len(pushed())
    assert ask(fresh(inbox, clock, phone, "number_at_unit"), book, phone).status == 201
    assert words in to(inbox, MOTHERS_PHONE)[-1]
    assert len(pushed()) == before + 1
    assert letters()[-1][0] == "lan@example.vn"


def test_where_nobody_can_be_told_nothing_is_kept_and_a_retry_tells(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()["handbook_id"]
    code, before = fresh(inbox, clock, NEW_PHONE, "number_at_unit"), to(inbox, MOTHERS_PHONE)
    with failing("sns", "Publish", "ThrottledException"):
        assert ask(code, book).status == 503
    assert MOTHER.get("/v1/me/number/change").problem == "not-found"
    assert to(inbox, MOTHERS_PHONE) == before
    clock.move(minutes=2)
    assert ask(code, book).status == 201
    assert len(to(inbox, MOTHERS_PHONE)) == len(before) + 1
    assert ask(code, book).status == 201
    assert len(to(inbox, MOTHERS_PHONE)) == len(before) + 1


def test_a_password_that_nobody_can_be_told_of_is_not_set_and_the_same_code_serves_again(
    inbox: Inbox, clock: Clock
) -> None:
    body = {"new_password": "con mèo nằm ngủ rất lâu", **fresh(inbox, clock, purpose="password")}
    headers, before = tag(), to(inbox, MOTHERS_PHONE)
    with failing("sns", "Publish", "ThrottledException"):
        assert MOTHER.call("PUT", "/v1/me/password", body, headers=headers).status == 503
    assert (tag(), kinds(), to(inbox, MOTHERS_PHONE)) == (headers, [], before)
    clock.move(minutes=2)
    assert MOTHER.call("PUT", "/v1/me/password", body, headers=headers).status == 204
    assert (kinds(), len(to(inbox, MOTHERS_PHONE))) == (["password_set"], len(before) + 1)


def test_who_keeps_the_own_number_is_held_up_by_no_provider(inbox: Inbox, clock: Clock) -> None:
    assert ask(fresh(inbox, clock, NEW_PHONE, "number_at_unit"), open_handbook()["handbook_id"]).status == 201
    with failing("sns", "Publish", "ThrottledException"):
        assert MOTHER.call("DELETE", "/v1/me/number/change").body["state"] == "refused"


def test_of_a_wrong_code_nobody_is_told_and_nothing_is_said_of_old_numbers(inbox: Inbox) -> None:
    book = open_handbook()["handbook_id"]
    for old in (MOTHERS_PHONE, "+84333444555"):
        body = {"old_phone": old, "phone": NEW_PHONE, "proof_kind": "id_card", "challenge_id": "x", "code": "000000"}
        assert NURSE.post(f"/v1/handbooks/{book}/number-changes", body).problem == "wrong-code"
    assert inbox.messages == []


@pytest.mark.usefixtures("platforms")
def test_a_password_and_a_number_are_told_of_by_sms_and_in_the_app(inbox: Inbox, clock: Clock) -> None:
    register(MOTHER)
    set_password(inbox, clock)
    assert "mat khau" in to(inbox, MOTHERS_PHONE)[-1]
    assert len(pushed()) == 1
    clock.move(minutes=20)
    assert change(inbox, clock).status == 204
    assert [("so dien thoai dang nhap" in to(inbox, one)[-1]) for one in (MOTHERS_PHONE, NEW_PHONE)] == [True, True]
    assert len(pushed()) == 2


def test_no_password_is_set_that_is_not_written_down(
    inbox: Inbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale(*_: object) -> None:
        raise StaleVersionError

    code, headers = fresh(inbox, clock, purpose="password"), tag()
    body = {"new_password": "con mèo nằm ngủ rất lâu", **code}
    with monkeypatch.context() as broken:
        broken.setattr(Accounts, "save_profile", stale)
        assert MOTHER.call("PUT", "/v1/me/password", body, headers=headers).status == 412
    assert sign_in("con mèo nằm ngủ rất lâu").problem == "wrong-credentials"
    assert "password_set" not in kinds()


def test_a_guardian_without_a_number_holds_up_no_entry_of_the_log(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    given_up(inbox, clock)
    event = inserted(broken_open(book["handbook_id"], clock))
    assert sealed(event) == {"batchItemFailures": []}
