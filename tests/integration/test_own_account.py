"""Families' accounts over HTTP: profile, password, verified e-mail address, recovery, sessions, and the log of it."""

import re
from typing import Any

import pytest
from moto.backends import get_backend

from tests.integration.api import Answer, Caller
from tests.integration.cognito import FamilyPoolWithTriggers
from tests.integration.world import MOTHER, MOTHERS_PHONE, NOBODY, NURSE, OTHER_MOTHER, Clock, Inbox, everything, items

pytestmark = pytest.mark.usefixtures("world", "pool")
PASSWORD, OTHER_PASSWORD = "con mèo nằm ngủ", "trời hôm nay đẹp"
EMAIL = "lan@example.vn"
UNKNOWN_PHONE = "0905111222"


def letters() -> list[tuple[str, str]]:
    """Give address and words of each letter that SES took, oldest first."""
    sent = get_backend("sesv2")["123456789012"]["ap-southeast-1"].core_backend.sent_messages
    return [(one.destinations["ToAddresses"][0], str(one.body)) for one in sent]


@pytest.fixture(autouse=True)
def no_letters(cloud: None) -> None:
    get_backend("sesv2")["123456789012"]["ap-southeast-1"].core_backend.sent_messages.clear()


def fresh(inbox: Inbox, clock: Clock, phone: str = MOTHERS_PHONE, purpose: str = "sign_in") -> dict[str, str]:
    """Ask for a code to a number for a purpose, and read it."""
    clock.move(minutes=2)
    asked = NOBODY.call("POST", "/v1/auth/otp", {"phone": phone, "purpose": purpose})
    assert asked.status == 202, asked.body
    return {"challenge_id": asked.body["challenge_id"], "code": inbox.last_code}


def tag(caller: Caller = MOTHER) -> dict[str, str]:
    return {"If-Match": caller.get("/v1/me").body["etag"]}


def set_password(inbox: Inbox, clock: Clock, password: str = PASSWORD) -> Answer:
    body = {"new_password": password, **fresh(inbox, clock, purpose="password")}
    return MOTHER.call("PUT", "/v1/me/password", body, headers=tag())


def sign_in(password: str = PASSWORD, phone: str = MOTHERS_PHONE) -> Answer:
    return NOBODY.call("POST", "/v1/auth/password", {"phone": phone, "password": password})


def verify_email(inbox: Inbox, clock: Clock, caller: Caller = MOTHER, phone: str = MOTHERS_PHONE) -> Answer:
    code = fresh(inbox, clock, phone, "email")
    asked = caller.call("POST", "/v1/me/email", {"email": EMAIL, **code}, headers=tag(caller))
    assert asked.status == 202, asked.body
    body = {"email": EMAIL, "challenge_id": asked.body["challenge_id"], "code": code_in(letters()[-1])}
    return caller.call("PUT", "/v1/me/email", body, headers=tag(caller))


def code_in(letter: tuple[str, str]) -> str:
    found = re.search(r"\b\d{6}\b", letter[1])
    assert found
    return found[0]


def kinds(caller: Caller = MOTHER) -> list[str]:
    return [one["kind"] for one in caller.get("/v1/me/activity").body["items"]]


def test_a_family_says_its_name_and_language() -> None:
    changed = MOTHER.call("PATCH", "/v1/me", {"display_name": "Mẹ Lan", "language": "en"}, headers=tag())
    assert (changed.status, changed.body["display_name"], changed.body["language"]) == (200, "Mẹ Lan", "en")
    assert changed.headers["ETag"] == changed.body["etag"] == '"2"'
    assert MOTHER.get("/v1/me").body == changed.body
    gone = MOTHER.call("PATCH", "/v1/me", {"display_name": ""}, headers=tag())
    assert (gone.body["display_name"], gone.body["language"]) == (None, "en")


def test_a_change_needs_the_current_version_and_staff_have_no_such_account() -> None:
    change = {"display_name": "Mẹ Lan"}
    assert MOTHER.call("PATCH", "/v1/me", change).problem == "version-required"
    stale = MOTHER.call("PATCH", "/v1/me", change, headers={"If-Match": '"7"'})
    assert (stale.status, stale.problem) == (412, "stale-version")
    assert NURSE.call("PATCH", "/v1/me", change, headers={"If-Match": '"1"'}).problem == "forbidden"
    assert NURSE.get("/v1/me/activity").body == {"items": [], "next": None}  # a log of their own, of changes of access


def test_a_password_is_set_told_of_and_signs_in(inbox: Inbox, clock: Clock) -> None:
    done = set_password(inbox, clock)
    assert (done.status, done.headers["ETag"]) == (204, '"2"')
    assert inbox.messages[-1][1].startswith("So Me va Be: mat khau cua ban vua duoc dat.")
    assert MOTHER.get("/v1/me").body["has_password"] is True
    given = sign_in()
    assert (given.status, given.body["id_token"]) == (200, "id-mother")
    assert sorted(kinds()) == ["password_set", "signed_in"]
    assert PASSWORD not in repr(everything())


def test_unknown_number_wrong_password_and_no_password_look_the_same(inbox: Inbox, clock: Clock) -> None:
    none = sign_in()
    set_password(inbox, clock)
    answers = [none, sign_in("sai mật khẩu rồi"), sign_in(phone=UNKNOWN_PHONE)]
    assert {(one.status, one.problem, repr({**one.body, "instance": ""}), repr(one.headers)) for one in answers} == {
        (401, "wrong-credentials", repr({**none.body, "instance": ""}), repr(none.headers))
    }


def test_a_locked_password_locks_no_sign_in_by_sms(inbox: Inbox, clock: Clock) -> None:
    set_password(inbox, clock)
    answers = [sign_in("sai mật khẩu rồi") for _ in range(6)]
    assert [one.status for one in answers] == [401] * 5 + [429]
    assert sign_in().problem == "too-many-requests"
    code = fresh(inbox, clock)
    assert NOBODY.call("POST", "/v1/auth/token", {"phone": MOTHERS_PHONE, **code}).status == 200
    unknown = [sign_in(phone=UNKNOWN_PHONE) for _ in range(6)]
    assert [one.status for one in unknown] == [401] * 5 + [429]


def test_an_address_is_verified_by_a_code_sealed_and_shown_by_its_ends(inbox: Inbox, clock: Clock) -> None:
    done = verify_email(inbox, clock)
    assert (done.status, done.body["email"]) == (200, "l***@example.vn")
    assert kinds()[0] == "email_set"
    assert EMAIL not in repr(everything())
    taken = verify_email(inbox, clock, OTHER_MOTHER, "+84987654321")
    assert (taken.status, taken.problem) == (409, "email-taken")
    removed = MOTHER.call("DELETE", "/v1/me/email", headers=tag())
    assert (removed.status, removed.body["email"]) == (200, None)
    assert letters()[-1][0] == EMAIL
    assert verify_email(inbox, clock, OTHER_MOTHER, "+84987654321").status == 200


def test_an_address_needs_a_fresh_code_of_the_number_and_the_code_of_its_own_letter(inbox: Inbox, clock: Clock) -> None:
    wrong = {"email": EMAIL, "challenge_id": "none", "code": "000000"}
    assert MOTHER.call("POST", "/v1/me/email", wrong, headers=tag()).problem == "wrong-code"
    assert letters() == []
    proved = fresh(inbox, clock, purpose="email")
    asked = MOTHER.call("POST", "/v1/me/email", {"email": EMAIL, **proved}, headers=tag())
    code = {"challenge_id": asked.body["challenge_id"], "code": code_in(letters()[-1])}
    other = MOTHER.call("PUT", "/v1/me/email", {"email": "other@example.vn", **code}, headers=tag())
    assert other.problem == "wrong-code"
    stolen = OTHER_MOTHER.call("PUT", "/v1/me/email", {"email": EMAIL, **code}, headers=tag(OTHER_MOTHER))
    assert stolen.problem == "wrong-code"


def test_recovery_by_letter_sets_the_password_and_ends_every_session(
    inbox: Inbox, clock: Clock, pool: FamilyPoolWithTriggers
) -> None:
    set_password(inbox, clock)
    verify_email(inbox, clock)
    clock.move(minutes=2)
    asked = NOBODY.call("POST", "/v1/auth/recovery", {"email": EMAIL})
    body = {
        "email": EMAIL,
        "challenge_id": asked.body["challenge_id"],
        "code": code_in(letters()[-1]),
        "new_password": OTHER_PASSWORD,
    }
    assert NOBODY.call("POST", "/v1/auth/recovery/confirm", body).status == 204
    assert pool.signed_out == ["mother"]
    assert (sign_in().status, sign_in(OTHER_PASSWORD).status) == (401, 200)
    assert NOBODY.call("POST", "/v1/auth/recovery/confirm", body).problem == "wrong-code"
    assert "password_recovered" in kinds()


def test_recovery_answers_the_same_whoever_has_the_address(inbox: Inbox, clock: Clock) -> None:
    verify_email(inbox, clock)
    clock.move(minutes=2)
    known, unknown = (NOBODY.call("POST", "/v1/auth/recovery", {"email": one}) for one in (EMAIL, "no@example.vn"))
    assert (known.status, known.headers) == (unknown.status, unknown.headers) == (202, known.headers)
    assert {**known.body, "challenge_id": ""} == {**unknown.body, "challenge_id": ""}
    assert [address for address, _ in letters()[-2:]] == [EMAIL, "no@example.vn"]
    again = [NOBODY.call("POST", "/v1/auth/recovery", {"email": one}) for one in (EMAIL, "no@example.vn")]
    assert [one.problem for one in again] == ["too-many-requests"] * 2


def test_every_session_ends_at_once_when_asked(pool: FamilyPoolWithTriggers) -> None:
    assert MOTHER.call("DELETE", "/v1/me/sessions").status == 204
    assert pool.signed_out == ["mother"]
    assert kinds() == ["signed_out_everywhere"]


def test_the_log_says_when_and_from_where_and_is_nobody_elses(inbox: Inbox, clock: Clock) -> None:
    code = fresh(inbox, clock)
    NOBODY.call("POST", "/v1/auth/token", {"phone": MOTHERS_PHONE, **code})
    (event,) = MOTHER.get("/v1/me/activity").body["items"]
    assert event == {
        "kind": "signed_in",
        "at": clock().isoformat().replace("+00:00", "Z"),
        "address": "203.0.113.9",
        "way": "sms",
    }
    assert OTHER_MOTHER.get("/v1/me/activity").body["items"] == []


def test_the_log_is_read_page_by_page(clock: Clock) -> None:
    for _ in range(3):
        MOTHER.call("DELETE", "/v1/me/sessions")
        clock.move(minutes=1)
    first = MOTHER.get("/v1/me/activity", {"limit": "2"}).body
    rest = MOTHER.get("/v1/me/activity", {"limit": "2", "cursor": first["next"]}).body
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert OTHER_MOTHER.get("/v1/me/activity", {"cursor": first["next"]}).problem == "invalid-cursor"


def test_a_day_of_sign_ins_writes_one_sight(inbox: Inbox, clock: Clock) -> None:
    def sights() -> list[Any]:
        return [one["last_seen"]["S"] for one in items("DirectoryTable") if one["sk"]["S"] == "STANDING"]

    for _ in range(2):
        NOBODY.call("POST", "/v1/auth/token", {"phone": MOTHERS_PHONE, **fresh(inbox, clock)})
    first = sights()
    clock.move(days=1)
    NOBODY.call("POST", "/v1/auth/token", {"phone": MOTHERS_PHONE, **fresh(inbox, clock)})
    assert len(first) == 1
    assert sights() > first
