"""What families do with their accounts, for the search for leaks."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.integration.api import Caller
from tests.integration.wire import answering
from tests.integration.world import MOTHER, MOTHERS_PHONE, NURSE


def look_after_account(call: Callable[..., Any], path: str, markers: Mapping[str, str]) -> None:
    """Ask for everything about an account, with codes that are none, as one who types them wrong."""
    nobody, revision = Caller(), {"If-Match": '"1"'}
    code = {"challenge_id": markers["token"], "code": "135791"}
    email, password = f"{markers['name']}@example.vn", f"{markers['password']}-A1-long"
    call(nobody, "POST", "/v1/auth/password", {"phone": MOTHERS_PHONE, "password": password})
    call(nobody, "POST", "/v1/auth/recovery", {"email": email})
    call(nobody, "POST", "/v1/auth/recovery/confirm", {**code, "email": email, "new_password": password})
    call(MOTHER, "PATCH", "/v1/me", {"display_name": markers["name"]}, headers=revision)
    for method in ("POST", "PUT"):
        call(MOTHER, method, "/v1/me/email", {**code, "email": email}, headers=revision)
    call(MOTHER, "DELETE", "/v1/me/email", headers=revision)
    call(MOTHER, "PUT", "/v1/me/password", {**code, "new_password": password}, headers=revision)
    call(MOTHER, "PUT", "/v1/me/number", {"phone": markers["phone"], "old": code, "new": code}, headers=revision)
    call(MOTHER, "GET", "/v1/me/number/change")
    call(MOTHER, "DELETE", "/v1/me/number/change")
    moved = {**code, "phone": markers["phone"], "old_phone": MOTHERS_PHONE, "proof_kind": "id_card"}
    call(NURSE, "POST", f"{path}/number-changes", moved)
    call(NURSE, "POST", f"{path}/number-changes", {**moved, "proof_kind": markers["unknown field"]})
    call(MOTHER, "PUT", "/v1/me/proof", {"password": password})
    call(MOTHER, "PUT", "/v1/me/proof/letter")
    call(MOTHER, "GET", "/v1/me/closing")
    call(MOTHER, "POST", "/v1/me/closing", code, headers=revision)
    call(MOTHER, "GET", "/v1/me/activity")
    _choose_second_factor(call, markers)
    with answering("cognito-idp", {"AdminUserGlobalSignOut": {}}):
        call(MOTHER, "DELETE", "/v1/me/sessions")


def _choose_second_factor(call: Callable[..., Any], markers: Mapping[str, str]) -> None:
    factor, said = "/v1/me/second-factor", {"phone": markers["phone"]}
    proof = {"proof": {"session": markers["token"], "code": "135791"}}
    call(NURSE, "POST", f"{factor}/code", {**said, **proof})
    call(NURSE, "PUT", f"{factor}/sms", {**said, "challenge_id": markers["token"], "code": "135791"})
    call(NURSE, "POST", f"{factor}/authenticator", proof)
    call(NURSE, "PUT", f"{factor}/authenticator", {"setup": markers["token"], "code": "135791"})
