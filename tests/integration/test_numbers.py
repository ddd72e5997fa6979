"""Numbers change, get lost and go to other people: an account's handbooks follow their owner, never the number."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.bootstrap import accounts, messaging
from handbook.domain.ids import AccountId, PhoneE164
from tests.integration.api import Answer, Caller
from tests.integration.cognito import FamilyPoolWithTriggers
from tests.integration.test_own_account import fresh, kinds, letters, set_password, sign_in, tag, verify_email
from tests.integration.world import (
    FAR_NURSE,
    MOTHER,
    MOTHERS_PHONE,
    NOBODY,
    NURSE,
    OTHER_MOTHER,
    OTHER_MOTHERS_PHONE,
    Clock,
    Inbox,
    everything,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world", "pool")
NEW_PHONE, UNPROVED = "+84905111222", Caller("unproved.mother")


def by_sms(inbox: Inbox, clock: Clock, phone: str = MOTHERS_PHONE) -> Answer:
    return NOBODY.call("POST", "/v1/auth/token", {"phone": phone, **fresh(inbox, clock, phone)})


def change(inbox: Inbox, clock: Clock, phone: str = NEW_PHONE) -> Answer:
    old, new = fresh(inbox, clock, purpose="old_number"), fresh(inbox, clock, phone, "new_number")
    body = {"phone": phone, "old": old, "new": new}
    return MOTHER.call("PUT", "/v1/me/number", body, headers=tag())


def at_unit(inbox: Inbox, clock: Clock, nurse: Caller = NURSE, phone: str = NEW_PHONE, **other: Any) -> Answer:
    handbook_id = other.pop("handbook_id", None) or open_handbook()["handbook_id"]
    clock.move(minutes=20)  # five codes an hour
    code = fresh(inbox, clock, phone, "number_at_unit")
    body = {"old_phone": MOTHERS_PHONE, "phone": phone, "proof_kind": "id_card", **code}
    return nurse.post(f"/v1/handbooks/{handbook_id}/number-changes", {**body, **other})


def to(inbox: Inbox, phone: str) -> list[str]:
    return [text for number, text in inbox.messages if number == phone]


def test_codes_to_both_numbers_change_it_and_end_every_session(
    inbox: Inbox, clock: Clock, pool: FamilyPoolWithTriggers
) -> None:
    assert change(inbox, clock).status == 204
    assert pool.signed_out == ["unproved.mother", "mother"]
    assert to(inbox, MOTHERS_PHONE)[-1].startswith("So Me va Be: so dien thoai dang nhap cua ban vua duoc doi.")
    assert by_sms(inbox, clock, NEW_PHONE).body["id_token"] == "id-mother"
    assert by_sms(inbox, clock, MOTHERS_PHONE).body["id_token"] != "id-mother"
    assert "number_changed" in kinds()
    assert NEW_PHONE[3:] not in repr(everything())


@pytest.mark.parametrize("wrong", ["old", "new"])
def test_one_code_alone_changes_nothing(wrong: str, inbox: Inbox, clock: Clock) -> None:
    old, new = fresh(inbox, clock, purpose="old_number"), fresh(inbox, clock, NEW_PHONE, "new_number")
    body: dict[str, Any] = {"phone": NEW_PHONE, "old": old, "new": new}
    body[wrong]["code"] = f"{(int(body[wrong]['code']) + 1) % 10**6:06d}"
    refused = MOTHER.call("PUT", "/v1/me/number", body, headers=tag())
    assert (refused.problem, refused.body["errors"][0]["field"]) == ("wrong-code", f"{wrong}.code")
    assert by_sms(inbox, clock).body["id_token"] == "id-mother"


def test_a_number_in_use_is_refused_and_one_long_unused_is_taken(inbox: Inbox, clock: Clock) -> None:
    refused = change(inbox, clock, OTHER_MOTHERS_PHONE)
    assert (refused.status, refused.problem) == (409, "number-taken")
    assert "other-mother" not in refused.text
    by_sms(inbox, clock)
    clock.move(days=179)
    by_sms(inbox, clock)
    clock.move(days=2)
    assert change(inbox, clock, OTHER_MOTHERS_PHONE).status == 204
    told = OTHER_MOTHER.get("/v1/me/activity").body["items"][0]
    assert (told["kind"], told["way"], told["address"]) == ("number_given_up", "went_to_another", "")
    gone = bootstrap.directory().account(AccountId("other-mother"))
    assert gone is not None
    assert gone.number_gone
    assert bootstrap.directory().accounts_of([AccountId("other-mother")]) == {}


def test_a_unit_changes_a_lost_number_after_72_hours(inbox: Inbox, clock: Clock, pool: FamilyPoolWithTriggers) -> None:
    verify_email(inbox, clock)
    asked = at_unit(inbox, clock)
    assert (asked.status, asked.body["state"], asked.body["phone"]) == (201, "waits", "090****222"), asked.body
    assert "tu ngay 18/06" in to(inbox, MOTHERS_PHONE)[-1]
    assert letters()[-1][0] == "lan@example.vn"
    clock.move(hours=71)
    assert by_sms(inbox, clock, NEW_PHONE).problem == "number-change-waits"
    assert by_sms(inbox, clock).body["id_token"] == "id-mother"
    clock.move(hours=1)
    before = len(letters())
    assert by_sms(inbox, clock, NEW_PHONE).body["id_token"] == "id-mother"
    assert pool.signed_out == ["unproved.mother", "mother"]
    for phone in (MOTHERS_PHONE, NEW_PHONE):
        assert to(inbox, phone)[-1].startswith("So Me va Be: so dien thoai dang nhap cua ban vua duoc doi."), phone
    assert [letter[0] for letter in letters()[before:]] == ["lan@example.vn"]
    assert by_sms(inbox, clock).body["id_token"] != "id-mother"
    assert MOTHER.get("/v1/me/number/change").body["state"] == "done"


def test_the_old_number_refuses_and_nothing_changes(inbox: Inbox, clock: Clock) -> None:
    at_unit(inbox, clock)
    refused = MOTHER.call("DELETE", "/v1/me/number/change")
    assert (refused.status, refused.body["state"]) == (200, "refused")
    clock.move(hours=73)
    assert by_sms(inbox, clock, NEW_PHONE).body["id_token"] != "id-mother"
    assert by_sms(inbox, clock).body["id_token"] == "id-mother"
    assert MOTHER.call("DELETE", "/v1/me/number/change").problem == "not-found"


def test_only_the_staff_of_the_area_may_ask_and_the_family_sees_who_did(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    there = {"handbook_id": book["handbook_id"]}
    assert at_unit(inbox, clock, FAR_NURSE, **there).problem == "not-found"
    assert FAR_NURSE.get(f"/v1/qr/codes/{book['code']}").status == 200
    assert at_unit(inbox, clock, FAR_NURSE, **there).problem == "forbidden"
    assert at_unit(inbox, clock, MOTHER, **there).problem == "forbidden"
    assert at_unit(inbox, clock, **there, proof_kind="library_card").body["errors"][0]["field"] == "proof_kind"
    strangers = at_unit(inbox, clock, **there, old_phone=OTHER_MOTHERS_PHONE)
    nobodys = at_unit(inbox, clock, **there, old_phone="+84333444555")
    assert strangers.body["errors"] == nobodys.body["errors"] == [{"field": "old_phone", "code": "invalid-field"}]
    assert at_unit(inbox, clock, **there).status == 201
    log = MOTHER.get(f"/v1/handbooks/{book['handbook_id']}/access-log").body["items"]
    assert "change_number" in {entry["action"] for entry in log}


def test_asked_again_with_the_same_key_there_is_one_change(inbox: Inbox, clock: Clock) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/number-changes"
    code = fresh(inbox, clock, NEW_PHONE, "number_at_unit")
    body = {"old_phone": MOTHERS_PHONE, "phone": NEW_PHONE, "proof_kind": "id_card", **code}
    first, second = NURSE.post(path, body, key="k"), NURSE.post(path, body, key="k")
    assert (first.status, first.body) == (second.status, second.body)
    assert len([one for one in to(inbox, MOTHERS_PHONE) if "co yeu cau doi so" in one]) == 1


def test_a_recycled_number_opens_no_handbook(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    by_sms(inbox, clock)
    clock.move(days=180)
    given = by_sms(inbox, clock)
    assert (given.body["id_token"], given.body["proof_needed"]) == ("id-unproved.mother", True)
    assert UNPROVED.get("/v1/me").body["role"] == "unproved"
    assert UNPROVED.get(f"/v1/handbooks/{book['handbook_id']}").problem == "not-found"
    for path in ("/v1/handbooks", "/v1/me/activity", "/v1/me/devices", "/v1/me/reminder-preferences"):
        assert UNPROVED.get(path).status in {403, 404}, path
    assert UNPROVED.post("/v1/handbooks", {"full_name": "Bé", "sex": "F"}).status in {403, 422}
    assert UNPROVED.get(f"/v1/qr/codes/{book['code']}").status in {403, 404}


def test_a_day_less_than_180_is_enough_of_a_proof(inbox: Inbox, clock: Clock) -> None:
    by_sms(inbox, clock)
    clock.move(days=179, hours=23, minutes=50)
    assert by_sms(inbox, clock).body["proof_needed"] is False


def test_a_number_reported_dead_since_needs_a_proof_too(inbox: Inbox, clock: Clock) -> None:
    by_sms(inbox, clock)
    clock.move(days=3)
    index = bootstrap.phone_vault().index(PhoneE164(MOTHERS_PHONE))
    messaging.recipients().bury(AccountId("mother"), index, clock(), "unknown_subscriber")
    clock.move(days=1)
    assert by_sms(inbox, clock).body["proof_needed"] is True


def test_the_code_of_the_handbook_proves_the_account_and_anothers_does_not(inbox: Inbox, clock: Clock) -> None:
    book, others = open_handbook(), open_handbook(OTHER_MOTHER)
    clock.move(days=200)
    by_sms(inbox, clock)
    for code in (others["code"], "nonsense"):
        assert UNPROVED.call("PUT", "/v1/me/proof", {"handbook_code": code}).problem == "wrong-credentials"
    proved = UNPROVED.call("PUT", "/v1/me/proof", {"handbook_code": book["code"]})
    assert (proved.status, proved.body["id_token"], proved.body["proof_needed"]) == (200, "id-mother", False)
    assert by_sms(inbox, clock).body["proof_needed"] is False


def test_password_and_letter_prove_the_account(inbox: Inbox, clock: Clock) -> None:
    set_password(inbox, clock)
    verify_email(inbox, clock)
    clock.move(days=200)
    by_sms(inbox, clock)
    wrong = UNPROVED.call("PUT", "/v1/me/proof", {"password": "sai mật khẩu rồi"})
    assert wrong.problem == "wrong-credentials"
    assert UNPROVED.call("PUT", "/v1/me/proof", {"password": "con mèo nằm ngủ"}).body["id_token"] == "id-mother"
    clock.move(days=200)
    by_sms(inbox, clock)
    sent = UNPROVED.call("PUT", "/v1/me/proof/letter")
    code = next(word for word in letters()[-1][1].replace("\\n", " ").split() if word[:6].isdigit())[:6]
    letter = {"challenge_id": sent.body["challenge_id"], "code": code}
    assert UNPROVED.call("PUT", "/v1/me/proof", {"letter": letter}).body["id_token"] == "id-mother"


def test_five_wrong_proofs_are_all_in_an_hour(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    clock.move(days=200)
    tries = [UNPROVED.call("PUT", "/v1/me/proof", {"handbook_code": "nonsense"}).status for _ in range(6)]
    assert tries == [401] * 5 + [429]
    assert UNPROVED.call("PUT", "/v1/me/proof", {"handbook_code": book["code"]}).status == 429


def test_a_nurse_who_sees_the_person_confirms_the_same_number(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    clock.move(days=200)
    confirmed = at_unit(inbox, clock, phone=MOTHERS_PHONE, handbook_id=book["handbook_id"])
    assert (confirmed.status, confirmed.body["state"]) == (201, "done")
    assert by_sms(inbox, clock).body["id_token"] == "id-mother"


def test_whoever_has_a_number_anew_begins_anew_and_the_old_account_keeps_its_handbooks(
    inbox: Inbox, clock: Clock, pool: FamilyPoolWithTriggers
) -> None:
    book = open_handbook()
    clock.move(days=200)
    by_sms(inbox, clock)
    began = UNPROVED.call("PUT", "/v1/me/proof", {"is_new_number": True})
    fresh_id = began.body["id_token"].removeprefix("id-")
    assert fresh_id not in {"mother", "unproved.mother"}
    assert Caller(fresh_id).get("/v1/handbooks").body["items"] == []
    assert by_sms(inbox, clock).body["id_token"] == f"id-{fresh_id}"
    assert UNPROVED.call("PUT", "/v1/me/proof", {"handbook_code": book["code"]}).problem == "not-found"
    assert MOTHER.get(f"/v1/handbooks/{book['handbook_id']}").status == 200
    assert "number_given_up" in kinds()


def test_who_needs_no_proof_can_give_none() -> None:
    for who in (MOTHER, NURSE):
        assert who.call("PUT", "/v1/me/proof", {"is_new_number": True}).problem == "forbidden"
        assert who.call("PUT", "/v1/me/proof/letter").problem == "forbidden"
    assert UNPROVED.call("PUT", "/v1/me/proof", {}).problem == "invalid-field"


def test_a_second_wish_of_a_unit_takes_the_place_of_the_first(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    at_unit(inbox, clock, handbook_id=book["handbook_id"])
    at_unit(inbox, clock, handbook_id=book["handbook_id"], phone="+84333444555")
    clock.move(hours=73)
    assert by_sms(inbox, clock, NEW_PHONE).body["id_token"] != "id-mother"
    assert by_sms(inbox, clock, "+84333444555").body["id_token"] == "id-mother"
    assert accounts.numbers().change_of(AccountId("mother")) is not None
    assert sign_in().problem == "wrong-credentials"
