"""Staff change their second factor: both factors are asked anew, the owner is told, and the log has it.

Cognito is played on the wire.
"""

import base64
import json
from typing import Any

import pytest

from handbook import bootstrap
from handbook.bootstrap.staff import contact_keeper
from handbook.domain.ids import PhoneE164, StaffId
from handbook.domain.staff_contacts import Contacts
from handbook.storage.staff_items import StaffContactsItem
from tests.integration.api import Answer, Caller
from tests.integration.test_own_account import letters
from tests.integration.test_second_factor import NO_NUMBER, begin, invited, preferences
from tests.integration.test_sessions import RESULT
from tests.integration.test_staff import ACCOUNTS
from tests.integration.wire import answering, failing
from tests.integration.world import FAR_NURSE, MANAGER, MOTHER, NURSE, Clock, Inbox, everything

pytestmark = pytest.mark.usefixtures("world")
OLD_PHONE, NEW_PHONE = "+84912345670", "0912345671"
EMAIL = "nam@example.vn"
FACTOR = "/v1/me/second-factor"
PROOF = {"session": "s" * 20, "code": "654321"}


def access_token(username: str) -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"username": username}).encode()).decode().rstrip("=")
    return f"head.{claims}.signature"


def proving(username: str = "nurse") -> dict[str, Any]:
    """Cognito's answers when both factors of somebody were right, and to what is done after that."""
    result = {"AuthenticationResult": {**RESULT["AuthenticationResult"], "AccessToken": access_token(username)}}
    return {
        **ACCOUNTS,
        "AdminRespondToAuthChallenge": result,
        "AssociateSoftwareToken": {"SecretCode": "JBSWY3DPEHPK3PXP"},
        "VerifySoftwareToken": {"Status": "SUCCESS"},
    }


def reached(phone: str = OLD_PHONE) -> None:
    """Let the nurse be reached at an address and a number, as who was invited is."""
    contacts = contact_keeper().sealed(StaffId("nurse"), Contacts(EMAIL, PhoneE164(phone)))
    StaffContactsItem("STAFF#nurse", "CONTACTS", email=contacts.email, phone=contacts.phone).save()


def asked(phone: str = NEW_PHONE, caller: Caller = NURSE, **changes: Any) -> Answer:
    return caller.call("POST", f"{FACTOR}/code", {"phone": phone, "proof": PROOF, **changes})


def take_sms(inbox: Inbox, phone: str = NEW_PHONE, caller: Caller = NURSE, **changes: str) -> Answer:
    sent = asked(phone, caller)
    assert sent.status == 202, sent.body
    body = {"phone": phone, "challenge_id": sent.body["challenge_id"], "code": inbox.last_code, **changes}
    return caller.call("PUT", f"{FACTOR}/sms", body)


def take_authenticator(caller: Caller = NURSE) -> Answer:
    begun = caller.call("POST", f"{FACTOR}/authenticator", {"proof": PROOF})
    assert begun.body["authenticator_secret"] == "JBSWY3DPEHPK3PXP", begun.body
    return caller.call("PUT", f"{FACTOR}/authenticator", {"setup": begun.body["setup"], "code": "123456"})


def log(caller: Caller = NURSE) -> list[tuple[str, str]]:
    return [(one["kind"], one["way"]) for one in caller.get("/v1/me/activity").body["items"]]


def factor_of(username: str = "nurse") -> str | None:
    staff = bootstrap.directory().staff(StaffId(username))
    assert staff is not None
    return staff.sms_index


def test_somebody_changes_from_an_authenticator_to_sms_and_back(clock: Clock, inbox: Inbox) -> None:
    with answering("cognito-idp", proving()) as calls:
        assert take_sms(inbox).status == 204
        assert preferences(calls) == [{"SoftwareTokenMfaSettings": False, "SMSMfaSettings": True}]
        assert factor_of() == bootstrap.phone_vault().index(PhoneE164("+84912345671"))
        clock.move(seconds=1)
        assert take_authenticator().status == 204
    assert preferences(calls)[1:] == [{"SoftwareTokenMfaSettings": True, "SMSMfaSettings": False}]
    assert calls[-1].parameters["UserAttributes"] == NO_NUMBER
    asked_for = [one.parameters["ChallengeName"] for one in calls if one.operation == "AdminRespondToAuthChallenge"]
    assert asked_for == ["SOFTWARE_TOKEN_MFA", "SMS_MFA"], "the present factor proves"
    assert factor_of() is None
    assert log() == [("second_factor_changed", "authenticator"), ("second_factor_changed", "sms")]


@pytest.mark.parametrize("change", [take_sms, lambda _inbox: take_authenticator()], ids=["sms", "authenticator"])
def test_the_owner_is_told_by_letter_and_at_the_old_number_and_reads_of_it(change: Any, inbox: Inbox) -> None:
    reached()
    with answering("cognito-idp", proving()):
        assert change(inbox).status == 204
    address, words = letters()[-1]
    assert address == EMAIL
    assert "Cách nhận mã đăng nhập" in words
    told = [text for number, text in inbox.messages if number == OLD_PHONE]
    words = "cach nhan ma dang nhap cua tai khoan can bo dang duoc doi. Neu khong phai ban, bao ngay cho nguoi quan ly"
    assert told == [f"So Me va Be: {words} don vi."]
    (event,) = NURSE.get("/v1/me/activity").body["items"]
    assert (event["kind"], event["address"]) == ("second_factor_changed", "203.0.113.9")
    assert log(FAR_NURSE) == []


def test_what_its_owner_cannot_be_told_of_now_is_not_changed_and_the_same_goes_through_later(inbox: Inbox) -> None:
    reached()
    with answering("cognito-idp", proving()) as calls:
        sent = asked()
        body = {"phone": NEW_PHONE, "challenge_id": sent.body["challenge_id"], "code": inbox.last_code}
        letters_fail = failing("sesv2", "SendEmail", "TooManyRequestsException")
        texts_fail = failing("sns", "Publish", "ThrottledException")
        with letters_fail, texts_fail:
            assert NURSE.call("PUT", f"{FACTOR}/sms", body).problem == "unavailable"
        assert (factor_of(), preferences(calls), log()) == (None, [], [])
        with failing("sesv2", "SendEmail", "TooManyRequestsException"):
            assert NURSE.call("PUT", f"{FACTOR}/sms", body).status == 204
    assert log() == [("second_factor_changed", "sms")]


@pytest.mark.parametrize("path", ["code", "authenticator"])
def test_a_session_alone_however_fresh_changes_no_factor(path: str, inbox: Inbox) -> None:
    before = everything()
    body = {"phone": NEW_PHONE} if path == "code" else {}
    with answering("cognito-idp", proving()) as calls:
        answer = NURSE.call("POST", f"{FACTOR}/{path}", body)
    assert (answer.status, answer.problem) == (403, "sign-in-again")
    assert (calls, inbox.messages, everything()) == ([], [], before)


@pytest.mark.parametrize("path", ["code", "authenticator"])
@pytest.mark.parametrize("code", ["NotAuthorizedException", "CodeMismatchException"])
def test_a_wrong_proof_is_a_wrong_credential_and_ten_of_them_lock_the_name(path: str, code: str, clock: Clock) -> None:
    clock.move(minutes=-clock.at.minute)
    body = {"proof": PROOF} | ({"phone": NEW_PHONE} if path == "code" else {})
    with failing("cognito-idp", "AdminRespondToAuthChallenge", code):
        answers = [NURSE.call("POST", f"{FACTOR}/{path}", body) for _ in range(11)]
    assert [one.status for one in answers] == [401] * 10 + [429]
    assert answers[0].problem == "wrong-credentials"
    assert begin("nurse").status == 429


def test_a_proof_of_somebody_else_is_none() -> None:
    with answering("cognito-idp", proving("manager")):
        assert asked().problem == "wrong-credentials"


def test_a_code_that_one_asked_for_changes_no_factor_of_another(inbox: Inbox) -> None:
    with answering("cognito-idp", proving()):
        sent = asked()
    body = {"phone": NEW_PHONE, "challenge_id": sent.body["challenge_id"], "code": inbox.last_code}
    with answering("cognito-idp", ACCOUNTS) as calls:
        assert MANAGER.call("PUT", f"{FACTOR}/sms", body).problem == "wrong-code"
        assert NURSE.call("PUT", f"{FACTOR}/sms", body).status == 204
    assert len(preferences(calls)) == 1


@pytest.mark.parametrize("challenge", ["{}", "{}.", "{}." + "0" * 26])
def test_a_code_for_signing_a_family_in_changes_no_factor(challenge: str, inbox: Inbox) -> None:
    sent = MOTHER.call("POST", "/v1/auth/otp", {"phone": NEW_PHONE}).body
    body = {"phone": NEW_PHONE, "challenge_id": challenge.format(sent["challenge_id"]), "code": inbox.last_code}
    assert NURSE.call("PUT", f"{FACTOR}/sms", body).problem == "wrong-code"


def test_a_setup_that_was_begun_for_one_is_finished_by_nobody_else() -> None:
    with answering("cognito-idp", proving()) as calls:
        begun = NURSE.call("POST", f"{FACTOR}/authenticator", {"proof": PROOF}).body
        assert access_token("nurse") not in str(begun)
        for caller, setup in ((MANAGER, begun["setup"]), (NURSE, "1.AAAA"), (NURSE, "9.x"), (NURSE, "x")):
            done = caller.call("PUT", f"{FACTOR}/authenticator", {"setup": setup, "code": "123456"})
            assert done.problem == "wrong-credentials", setup
    assert preferences(calls) == []


def test_a_wrong_code_changes_no_factor(inbox: Inbox) -> None:
    with answering("cognito-idp", {**proving(), "VerifySoftwareToken": {"Status": "ERROR"}}) as calls:
        wrong = "000000" if inbox.messages else "111111"
        assert take_sms(inbox, code=wrong).problem == "wrong-code"
        assert take_authenticator().problem == "wrong-credentials"
    assert (preferences(calls), log()) == ([], [])


def test_a_change_that_broke_off_at_cognito_is_finished_with_what_cognito_still_asks_for(inbox: Inbox) -> None:
    reached()
    cut = failing("cognito-idp", "AdminSetUserMFAPreference", "InternalErrorException")
    with answering("cognito-idp", {k: v for k, v in proving().items() if k != "AdminSetUserMFAPreference"}), cut:
        assert take_sms(inbox).status == 503
    assert factor_of() is not None
    with answering("cognito-idp", proving()) as calls:
        assert asked(proof={**PROOF, "challenge": "authenticator_code"}).status == 429, "proved; the next code waits"

    assert calls[0].parameters["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


def test_families_have_no_second_factor() -> None:
    assert asked(caller=MOTHER).problem == "forbidden"


def test_only_who_has_a_number_is_told_that_it_is_another_accounts(inbox: Inbox) -> None:
    invited(phone=NEW_PHONE)
    with answering("cognito-idp", proving()) as calls:
        known, unknown = asked(), asked("0912345679")
        same = [{**one.body, "challenge_id": ""} for one in (known, unknown)]
        assert (known.status, same[0]) == (unknown.status, same[1])
        body = {"phone": NEW_PHONE, "challenge_id": known.body["challenge_id"], "code": inbox.messages[0][1][:6]}
        assert NURSE.call("PUT", f"{FACTOR}/sms", {**body, "code": "000000"}).problem == "wrong-code"
        assert NURSE.call("PUT", f"{FACTOR}/sms", body).problem == "contact-taken"
        assert asked().status == 429, "counted as any other"
    assert preferences(calls) == []
