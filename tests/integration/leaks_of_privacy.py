"""What families and units say about consents and personal data, for the search for leaks."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.integration.agreed import words
from tests.integration.world import MANAGER, MOTHER, NURSE


def agree_and_ask(call: Callable[..., Any], markers: Mapping[str, str], path: str) -> None:
    """Agree, withdraw, ask and answer, with markers wherever somebody types."""
    for route in ("/v1/consent-texts", "/v1/data-request-codes", "/v1/me/consents", "/v1/me/data-requests"):
        call(MOTHER, "GET", route)
    paper = {"channel": "paper", "on": "2026-06-10", "signed_by": markers["name"]}
    for caller, how in ((MOTHER, {"channel": "app"}), (NURSE, paper)):
        for purpose in ("research", markers["note"]):
            call(caller, "POST", f"{path}/consents", {**words("research"), "purpose": purpose, **how})
            call(caller, "POST", f"{path}/consents/{purpose}/child-agreement", {"how": "spoken", **how})
            call(caller, "POST", f"{path}/consents/{purpose}/withdrawal", how)
        call(caller, "GET", f"{path}/consents", query={"cursor": markers["cursor"]})
    call(MOTHER, "POST", "/v1/me/consents", {**words("email_notices"), "text_version": markers["name"]})
    call(MOTHER, "POST", f"/v1/me/consents/{markers['name']}/withdrawal", {"channel": markers["note"]})
    _ask(call, markers, f"{path}/data-requests")
    _ask(call, markers, "/v1/me/data-requests")
    call(MANAGER, "GET", "/v1/units/station/data-requests", query={"cursor": markers["cursor"]})
    call(MANAGER, "GET", "/v1/units/station/data-requests", query={"due_by": markers["note"]})


def _ask(call: Callable[..., Any], markers: Mapping[str, str], place: str) -> None:
    call(MOTHER, "POST", place, {"kind": markers["name"], "text": markers["note"]})
    made = call(MOTHER, "POST", place, {"kind": "object", "text": markers["note"]}).body
    one = f"{place}/{made['request_id']}"
    theirs = f"/v1/accounts/{made['account_id'] or 'nobody'}/data-requests/{made['request_id']}"
    call(MOTHER, "GET", place)
    for address in (one, theirs):
        call(MOTHER, "GET", address)
        call(NURSE, "GET", address)
        call(NURSE, "POST", f"{address}/steps", {"step": "extend", "code": markers["name"], "text": markers["note"]})
        call(NURSE, "POST", f"{address}/steps", {"step": "acknowledge", "text": markers["note"]})
        # With the version of now: who is late is shown the request again, words and all, which is meant.
        tag = {"If-Match": str(call(MOTHER, "GET", address).headers.get("ETag", '"1"'))}
        call(MOTHER, "POST", f"{address}/steps", {"step": "take_back", "text": markers["note"]}, headers=tag)
