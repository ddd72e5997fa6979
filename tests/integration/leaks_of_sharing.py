"""What is done with bonds and invitations, for the search for leaks."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.integration.api import Caller
from tests.integration.world import MOTHER, NURSE, OTHER_MOTHER, OTHER_MOTHERS_PHONE, Inbox


def share(call: Callable[..., Any], path: str, markers: Mapping[str, str], inbox: Inbox) -> set[str]:
    """Invite, look, accept, take back and end, well and badly; gives the secrets of the links."""
    place, offer = f"{path}/invitations", {"role": "carer", "relation": "mother"}
    stranger = call(MOTHER, "POST", place, {**offer, "phone": markers["phone"]}).body
    secrets = {_secret(inbox)}
    call(NURSE, "POST", place, {"phone": markers["phone"], "role": "viewer", "reason": markers["note"]})
    call(MOTHER, "POST", place, {**offer, "phone": OTHER_MOTHERS_PHONE})
    token = _secret(inbox)
    call(Caller(), "GET", f"/i/{token}")
    for caller in (NURSE, MOTHER, OTHER_MOTHER):
        for said in (markers["token"], token):
            call(caller, "POST", "/v1/invitations/preview", {"token": said})
    call(MOTHER, "POST", "/v1/invitations/accept", {"token": token})
    call(OTHER_MOTHER, "POST", "/v1/invitations/accept", {"token": token})
    for caller in (MOTHER, OTHER_MOTHER, NURSE):
        call(caller, "GET", place)
        call(caller, "GET", f"{path}/guardians")
        call(caller, "POST", f"{path}/guardians/{markers['name']}/end", {"reason": markers["note"]})
    call(MOTHER, "DELETE", f"{place}/{stranger['invitation_id']}")
    return secrets | {token}


def _secret(inbox: Inbox) -> str:
    return inbox.messages[-1][1].rpartition("/i/")[2]
