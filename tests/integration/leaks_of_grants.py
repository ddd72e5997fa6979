"""What families and units do about rights for a while, for the search for leaks."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.integration.agreed import words
from tests.integration.api import Caller
from tests.integration.world import FAR_NURSE, MANAGER, MOTHER, NURSE, STAFF_ROLES

SCHOOL = STAFF_ROLES["school"]


def lend(call: Callable[..., Any], path: str, markers: Mapping[str, str]) -> None:
    """Share, book, refer, break the glass, look and end, well and badly, with markers wherever somebody types."""
    call(MOTHER, "GET", "/v1/sharing-codes")
    call(MOTHER, "POST", f"{path}/shares", {"unit_id": markers["name"], "purpose": "care", "until": "2026-06-20"})
    share = {"unit_id": "kindergarten", "purpose": "school", "until": "2026-12-31"}
    call(MOTHER, "POST", f"{path}/consents", words("share_school"))
    granted = call(MOTHER, "POST", f"{path}/shares", share).body
    visit = {"unit_id": "far-station", "on": "2026-06-20", "purpose": markers["unknown field"]}
    call(NURSE, "POST", f"{path}/appointments", visit)
    call(NURSE, "POST", f"{path}/appointments", {**visit, "purpose": "vaccination"})
    call(SCHOOL, "GET", f"{path}/vaccinations")
    call(SCHOOL, "GET", "/v1/units/kindergarten/grants", query={"kind": "share", "cursor": markers["cursor"]})
    call(SCHOOL, "GET", "/v1/units/kindergarten/grants", query={"kind": "share"})
    call(MOTHER, "POST", f"{path}/grants/{granted['grant_id']}/end")
    call(MOTHER, "GET", f"{path}/grants")
    _in_an_emergency(call, markers)
    referral = {"unit_id": "far-station", "purpose": "diagnosis", "text": markers["note"]}
    call(NURSE, "POST", f"{path}/referrals", referral)
    call(NURSE, "POST", f"{path}/referrals", {**referral, "purpose": markers["name"]})
    call(MANAGER, "GET", "/v1/units/station/numbers")


def _in_an_emergency(call: Callable[..., Any], markers: Mapping[str, str]) -> None:
    emergency = {"phone": markers["phone"], "reason": "life_in_danger", "text": f"{markers['note']} cấp cứu"}
    call(FAR_NURSE, "POST", "/v1/handbooks/break-glass", {**emergency, "birth_date": "2026-01-05"})
    call(FAR_NURSE, "POST", "/v1/handbooks/break-glass", {**emergency, "reason": markers["name"]})
    number = {"system": "foreign_passport", "value": markers["passport"]}
    by_number = {**emergency, "phone": None, "identifier": number}
    call(FAR_NURSE, "POST", "/v1/handbooks/break-glass", {name: said for name, said in by_number.items() if said})
    call(Caller("far-manager", "staff"), "GET", "/v1/units/far-station/break-glass")
    call(MANAGER, "GET", "/v1/units/station/break-glass")
