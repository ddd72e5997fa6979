"""Deeds around signing in, families' accounts and what providers send: most need a code that was just sent."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from handbook.bootstrap import messaging
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.reminders.kinds import Kind
from handbook.domain.reminders.messages import Message, State, Text
from tests.integration.api import Caller
from tests.integration.faults.scene import Deed, Prepare, Scene
from tests.integration.test_factor_changes import PROOF
from tests.integration.test_numbers import NEW_PHONE, UNPROVED, at_unit, by_sms
from tests.integration.test_own_account import EMAIL, PASSWORD, code_in, fresh, letters, set_password, tag, verify_email
from tests.integration.test_receipts import SECRET
from tests.integration.world import MANAGER, MOTHER, MOTHERS_PHONE, NOBODY, NURSE

_STAFF_PHONE = "0912345671"
_STAFF = {"username": "nurse", "password": "correct horse battery"}


def _otp(_scene: Scene) -> Deed:
    return Deed(NOBODY, "POST", "/v1/auth/otp", {"phone": MOTHERS_PHONE})


def _token(scene: Scene) -> Deed:
    said = fresh(scene.inbox, scene.clock)
    return Deed(NOBODY, "POST", "/v1/auth/token", {"phone": MOTHERS_PHONE, **said})


def _always(caller: Caller, method: str, path: str, body: Any = None) -> Prepare:
    return lambda _scene: Deed(caller, method, path, body)


def _with_password(scene: Scene) -> Deed:
    set_password(scene.inbox, scene.clock)
    return Deed(NOBODY, "POST", "/v1/auth/password", {"phone": MOTHERS_PHONE, "password": PASSWORD})


def _recovery(scene: Scene) -> Deed:
    set_password(scene.inbox, scene.clock)
    verify_email(scene.inbox, scene.clock)
    scene.clock.move(minutes=2)
    return Deed(NOBODY, "POST", "/v1/auth/recovery", {"email": EMAIL})


def _recovered(scene: Scene) -> Deed:
    asked = _recovery(scene).do()
    body = {"challenge_id": asked.body["challenge_id"], "code": code_in(letters()[-1]), "new_password": PASSWORD}
    return Deed(NOBODY, "POST", "/v1/auth/recovery/confirm", {"email": EMAIL, **body})


def _of_me(method: str, path: str, **more: Any) -> Prepare:
    def prepared(scene: Scene) -> Deed:
        body = {**fresh(scene.inbox, scene.clock, purpose=path), **more}
        return Deed(MOTHER, method, f"/v1/me/{path}", body, tag())

    return prepared


def _put_email(scene: Scene) -> Deed:
    body = {"email": EMAIL, **fresh(scene.inbox, scene.clock, purpose="email")}
    asked = MOTHER.call("POST", "/v1/me/email", body, headers=tag())
    said = {"email": EMAIL, "challenge_id": asked.body["challenge_id"], "code": code_in(letters()[-1])}
    return Deed(MOTHER, "PUT", "/v1/me/email", said, tag())


def _delete_email(scene: Scene) -> Deed:
    verify_email(scene.inbox, scene.clock)
    return Deed(MOTHER, "DELETE", "/v1/me/email", headers=tag())


def _number(scene: Scene) -> Deed:
    old = fresh(scene.inbox, scene.clock, purpose="old_number")
    new = fresh(scene.inbox, scene.clock, NEW_PHONE, "new_number")
    return Deed(MOTHER, "PUT", "/v1/me/number", {"phone": NEW_PHONE, "old": old, "new": new}, tag())


def _number_at_unit(scene: Scene) -> Deed:
    said = fresh(scene.inbox, scene.clock, NEW_PHONE, "number_at_unit")
    body = {"old_phone": MOTHERS_PHONE, "phone": NEW_PHONE, "proof_kind": "id_card", **said}
    return Deed(NURSE, "POST", f"/v1/handbooks/{scene.place['handbook_id']}/number-changes", body)


def _number_refused(scene: Scene) -> Deed:
    assert at_unit(scene.inbox, scene.clock, handbook_id=scene.place["handbook_id"]).status < 300
    return Deed(MOTHER, "DELETE", "/v1/me/number/change")


def _unproved(scene: Scene) -> None:
    scene.clock.move(days=200)
    assert by_sms(scene.inbox, scene.clock).body["proof_needed"] is True


def _proof(scene: Scene) -> Deed:
    _unproved(scene)
    return Deed(UNPROVED, "PUT", "/v1/me/proof", {"handbook_code": scene.place["code"]})


def _letter(scene: Scene) -> Deed:
    verify_email(scene.inbox, scene.clock)
    _unproved(scene)
    return Deed(UNPROVED, "PUT", "/v1/me/proof/letter")


def _code_for_number(scene: Scene) -> Deed:
    scene.clock.move(minutes=2)
    return Deed(NURSE, "POST", "/v1/me/second-factor/code", {"phone": _STAFF_PHONE, "proof": PROOF})


def _by_sms(scene: Scene) -> Deed:
    sent = _code_for_number(scene).do()
    body = {"phone": _STAFF_PHONE, "challenge_id": sent.body["challenge_id"], "code": scene.inbox.last_code}
    return Deed(NURSE, "PUT", "/v1/me/second-factor/sms", body)


def _by_authenticator(_scene: Scene) -> Deed:
    begun = NURSE.call("POST", "/v1/me/second-factor/authenticator", {"proof": PROOF})
    return Deed(NURSE, "PUT", "/v1/me/second-factor/authenticator", {"setup": begun.body["setup"], "code": "135791"})


def _text(scene: Scene, provider: str, channel: str) -> None:
    book = HandbookId(scene.place["handbook_id"])
    claimed = Message(
        book,
        AccountId("mother"),
        "2026-06-05#overdue",
        Kind.OVERDUE,
        date(2026, 6, 5),
        scene.clock.at,
        State.CLAIMED,
        reference="our-ref",
    )
    text = Text("our-ref", AccountId("mother"), (claimed,), scene.clock.at, channel, provider=provider)
    assert messaging.texts().claim(text)
    messaging.texts().settle(text, State.SENT)


def _read(scene: Scene) -> Deed:
    _text(scene, "app", "app")
    return Deed(MOTHER, "POST", "/v1/me/messages/our-ref/read")


def _signed(body: Any) -> tuple[str, Mapping[str, str]]:
    raw = json.dumps(body)
    return raw, {"X-Signature": hmac.new(SECRET.encode(), raw.encode(), hashlib.sha256).hexdigest()}


def _receipt(scene: Scene) -> Deed:
    _text(scene, "brand", "sms")
    raw, headers = _signed({"ref": "our-ref", "status": "DELIVRD"})
    return Deed(NOBODY, "POST", "/v1/reminders/receipts/brand", headers=headers, raw=raw)


def _answered(_scene: Scene) -> Deed:
    raw, headers = _signed({"msisdn": MOTHERS_PHONE, "message": {"text": "DUNG"}})
    return Deed(NOBODY, "POST", "/v1/reminders/replies/brand", headers=headers, raw=raw)


_CODE = {"username": "nurse", "challenge": "authenticator_code", "session": "s" * 20, "code": "123456"}
_NEW = {"username": "nurse", "code": "654321", "new_password": "Mat-khau-cua-toi-2"}
_PROFILE = {"display_name": "Mẹ Lan", "language": "en"}
OF_ACCOUNTS: Mapping[str, Prepare] = {
    "POST /v1/auth/otp": _otp,
    "POST /v1/auth/token": _token,
    "POST /v1/auth/refresh": _always(NOBODY, "POST", "/v1/auth/refresh", {"refresh_token": "old-refresh"}),
    "POST /v1/auth/logout": _always(NOBODY, "POST", "/v1/auth/logout", {"refresh_token": "old-refresh"}),
    "POST /v1/auth/password": _with_password,
    "POST /v1/auth/recovery": _recovery,
    "POST /v1/auth/recovery/confirm": _recovered,
    "POST /v1/auth/staff/token": _always(NOBODY, "POST", "/v1/auth/staff/token", {**_STAFF, "totp_code": "123456"}),
    "POST /v1/auth/staff/sign-in": _always(NOBODY, "POST", "/v1/auth/staff/sign-in", _STAFF),
    "POST /v1/auth/staff/sign-in/answer": _always(NOBODY, "POST", "/v1/auth/staff/sign-in/answer", _CODE),
    "POST /v1/auth/staff/password": _always(NOBODY, "POST", "/v1/auth/staff/password", {"username": "nurse"}),
    "POST /v1/auth/staff/password/new": _always(NOBODY, "POST", "/v1/auth/staff/password/new", _NEW),
    "POST /v1/reminders/receipts/{provider}": _receipt,
    "POST /v1/reminders/replies/{provider}": _answered,
    "PATCH /v1/me": lambda _scene: Deed(MOTHER, "PATCH", "/v1/me", _PROFILE, tag()),
    "POST /v1/me/second-factor/code": _code_for_number,
    "PUT /v1/me/second-factor/sms": _by_sms,
    "POST /v1/me/second-factor/authenticator": _always(
        NURSE, "POST", "/v1/me/second-factor/authenticator", {"proof": PROOF}
    ),
    "PUT /v1/me/second-factor/authenticator": _by_authenticator,
    "PUT /v1/units/{unit_id}/staff/{username}/new-access": _always(
        MANAGER, "PUT", "/v1/units/station/staff/nurse/new-access", {"phone": _STAFF_PHONE}
    ),
    "POST /v1/me/closing": _of_me("POST", "closing"),
    "POST /v1/me/email": _of_me("POST", "email", email=EMAIL),
    "PUT /v1/me/email": _put_email,
    "DELETE /v1/me/email": _delete_email,
    "PUT /v1/me/password": _of_me("PUT", "password", new_password=PASSWORD),
    "PUT /v1/me/number": _number,
    "DELETE /v1/me/number/change": _number_refused,
    "POST /v1/handbooks/{handbook_id}/number-changes": _number_at_unit,
    "PUT /v1/me/proof": _proof,
    "PUT /v1/me/proof/letter": _letter,
    "POST /v1/me/messages/{reference}/read": _read,
}
