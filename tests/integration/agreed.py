"""What tests of consents and of requests about personal data say over and over."""

from typing import Any

from handbook import bootstrap
from handbook.domain.access import Role
from handbook.domain.directory import Post, Staff, Unit, UnitKind
from handbook.domain.ids import ProvinceCode, StaffId, UnitId
from tests.integration.api import Answer, Caller
from tests.integration.world import MOTHER, NURSE

OFFICER = Caller("officer", "staff")
"""Manages the province's unit."""
MINISTER = Caller("minister", "staff")
"""Manages the ministry's unit."""


def settle_above() -> None:
    """Put a province and the ministry above the station, each with a manager."""
    directory = bootstrap.directory()
    directory.save_unit(Unit(UnitId("moh"), UnitKind.MINISTRY, "Bộ Y tế"))
    hanoi = ProvinceCode("01")
    directory.save_unit(Unit(UnitId("hanoi"), UnitKind.PROVINCE, "Sở Y tế Hà Nội", UnitId("moh"), hanoi))
    station = directory.unit(UnitId("station"))
    assert station is not None
    directory.save_unit(
        Unit(station.unit_id, station.kind, station.name, UnitId("hanoi"), hanoi, communes=station.communes)
    )
    for caller, unit_id in ((OFFICER, "hanoi"), (MINISTER, "moh")):
        post = Post(UnitId(unit_id), Role.UNIT_MANAGER)
        directory.save_staff(Staff(StaffId(caller.username), "Lê Thị Bình", (post,)))


def words(purpose: str, language: str = "vi") -> dict[str, Any]:
    """Read the words of a purpose as an app does, and give what it sends back with a yes."""
    listed = MOTHER.get("/v1/consent-texts").body["items"]
    one = next(item for item in listed if item["purpose"] == purpose)
    return {
        "purpose": purpose,
        "text_version": one["version"],
        "text_hash": one["sha256"][language],
        "channel": "app",
        "given": True,
    }


def agree(path: str, purpose: str, caller: Caller = MOTHER, **changes: Any) -> Answer:
    """Say yes to a purpose."""
    return caller.post(f"{path}/consents", {**words(purpose), **changes})


def withdraw(path: str, purpose: str, caller: Caller = MOTHER, **changes: Any) -> Answer:
    """Say no to a purpose."""
    return caller.post(f"{path}/consents/{purpose}/withdrawal", {"channel": "app", **changes})


def child_agrees(path: str, purpose: str, caller: Caller = MOTHER, **changes: Any) -> Answer:
    """Note the child's own word."""
    return caller.post(f"{path}/consents/{purpose}/child-agreement", {"channel": "app", "how": "spoken", **changes})


def state(path: str, purpose: str, caller: Caller = MOTHER) -> str:
    """Say where a purpose stands."""
    listed = caller.get(f"{path}/consents").body["purposes"]
    return str(next(one["state"] for one in listed if one["purpose"] == purpose))


def request(path: str, kind: str, caller: Caller = MOTHER, **changes: Any) -> Answer:
    """Ask about personal data."""
    return caller.post(f"{path}/data-requests", {"kind": kind, "text": "Tôi đề nghị", **changes})


def step(place: str, name: str, caller: Caller = NURSE, tag: str = "", reader: Caller = MOTHER, **body: Any) -> Answer:
    """Take a step of a request, by its current version unless another tag is given."""
    tag = tag or reader.get(place).headers["ETag"]
    return caller.call("POST", f"{place}/steps", {"step": name, **body}, headers={"If-Match": tag})
