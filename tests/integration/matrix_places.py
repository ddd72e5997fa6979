"""Three places to ask about, for the matrix of routes and roles: one's own, another's, and one that never was.

A place names a value for every parameter of a path, and for every id that a body may hold.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from functions.qr.generate import lambda_handler as generate
from handbook import bootstrap
from handbook.domain.access import Action, Actor, Ground, Role
from handbook.domain.bonds import Bond
from handbook.domain.codes import mint
from handbook.domain.ids import AccountId, HandbookId
from handbook.usecases.context import Context as AuditContext
from tests.integration.agreed import agree
from tests.integration.api import Answer, Caller, Context
from tests.integration.recorded import messages
from tests.integration.test_attachments import PHOTO, upload
from tests.integration.world import (
    CHILD,
    FAMILY_ROLES,
    FAR,
    FAR_NURSE,
    MOTHER,
    NEAR,
    NURSE,
    OTHER_MOTHER,
    OTHER_PRINT_MANAGER,
    OTHER_VENDOR,
    PRINT_MANAGER,
    VENDOR,
)

type Place = Mapping[str, str]

_NEVER = "00000000-0000-4000-8000-00000000000"
ABSENT_NAMES = (
    "handbook_id",
    "other_id",
    "alert_id",
    "attachment_id",
    "dispute_id",
    "encounter_id",
    "entry_id",
    "export_id",
    "identifier_id",
    "condition_id",
    "session_id",
    "move_id",
    "batch_id",
    "device_id",
    "reference",
    "grant_id",
    "request_id",
    "own_request_id",
    "invitation_id",
)
_SAME_EVERYWHERE = {
    "kind": "measurement",
    "chart": "weight-for-age.svg",
    "provider": "sns",
    "purpose": "research",
    "own_purpose": "reminders_sms",
}


def own() -> Place:
    """A family of the station's commune with everything that a handbook may hold, and the station."""
    book = _handbook(MOTHER, NURSE, NEAR)
    _befriended(book["handbook_id"])
    unit = _unit("station", NEAR, NURSE, "nurse")
    batch = _batch(PRINT_MANAGER, VENDOR, "printer", "station")
    agree(f"/v1/handbooks/{book['handbook_id']}", "share_school")
    share = {"unit_id": "kindergarten", "purpose": "school", "until": "2026-12-31"}
    granted = made(MOTHER.post(f"/v1/handbooks/{book['handbook_id']}/shares", share))
    more = {"grant_id": granted["grant_id"]}
    return {**_SAME_EVERYWHERE, **book, **unit, **batch, **_device(MOTHER), **more}


def foreign() -> Place:
    """The same of another family, of a station far away, and of another department's order."""
    book = _handbook(OTHER_MOTHER, FAR_NURSE, FAR)
    unit = _unit("far-station", FAR, FAR_NURSE, "far-nurse")
    batch = _batch(OTHER_PRINT_MANAGER, OTHER_VENDOR, "other-printer", "far-station")
    visit = {"unit_id": "far-station", "on": "2026-06-15", "purpose": "check_up"}
    granted = made(OTHER_MOTHER.post(f"/v1/handbooks/{book['handbook_id']}/appointments", visit))
    more = {"grant_id": granted["grant_id"]}
    return {**_SAME_EVERYWHERE, **book, **unit, **batch, **_device(OTHER_MOTHER), **more}


def absent() -> Place:
    """Ids that were never issued, all of the form that ours have."""
    never = {name: f"{_NEVER}{number:x}" for number, name in enumerate(ABSENT_NAMES)}
    key = bootstrap.code_keys().current()
    codes = {"code": mint(900_000_001, key), "free_code": mint(900_000_002, key)}
    unit = {
        "account_id": "no-such-account",
        "unit_id": "no-such-unit",
        "vendor_id": "no-such-unit",
        "username": "no-such-person",
        "commune_code": "99999",
    }
    return {**_SAME_EVERYWHERE, **never, **codes, **unit, "first_serial": "900000001"}


def made(answer: Answer) -> dict[str, Any]:
    """Give the body of something that was created."""
    assert answer.status in {200, 201, 202}, (answer.status, answer.text)
    body: dict[str, Any] = answer.body
    return body


def _handbook(family: Caller, nurse: Caller, commune: str) -> dict[str, str]:
    opened = made(family.post("/v1/handbooks", {**CHILD, "commune_code": commune}))
    twin = made(family.post("/v1/handbooks", {**CHILD, "commune_code": commune, "full_name": "Nguyễn Văn Bình"}))
    path = f"/v1/handbooks/{opened['handbook_id']}"
    return {
        "handbook_id": opened["handbook_id"],
        "other_id": twin["handbook_id"],
        "code": opened["code"],
        **_recorded(path, family, nurse, commune),
    }


def _befriended(handbook_id: str) -> None:
    """Let a carer and a viewer stand at a handbook."""
    records = bootstrap.records()
    handbook = records.get(HandbookId(handbook_id))
    assert handbook is not None
    more = {AccountId(FAMILY_ROLES[role.value].username): Bond(role) for role in (Role.CARER, Role.VIEWER)}
    changed = replace(handbook, guardians=MappingProxyType({**handbook.guardians, **more}))
    said = AuditContext(Actor(AccountId("mother"), Role.GUARDIAN), bootstrap.now(), f"befriended-{handbook_id}")
    records.save_visit(changed, said.audit(Action.READ_HANDBOOK, Ground.GUARDIAN, handbook.handbook_id))


def _recorded(path: str, family: Caller, nurse: Caller, commune: str) -> dict[str, str]:
    findings = {"observed_on": "2026-06-15", "subject": "child", "stage": "child", "danger_signs": ["convulsions"]}
    made(nurse.post(f"{path}/findings", findings))
    sick = {"kind": "sick_visit", "visited_on": "2026-06-15", "sick_visit": {"complaint": "Ho"}}
    visit = made(nurse.post(f"{path}/encounters", sick))
    measured = made(family.post(f"{path}/measurements", {"measured_on": "2026-06-14", "weight_kg": 6.2}))
    refusal = {"kind": "refusal", "of": ["measles"], "since": "2026-06-15"}
    condition = made(family.post(f"{path}/immunization-conditions", refusal))
    number = {"subject": "child", "system": "foreign_passport", "value": f"MT{commune}"}
    identifier = made(family.post(f"{path}/identifiers", number))["identifier"]
    dispute = made(family.post(f"{path}/disputes", {"kind": "other", "text": "Thiếu một mũi"}))
    invited = {"phone": f"09123{commune}", "role": "viewer", "relation": "father"}
    invitation = made(family.post(f"{path}/invitations", invited))
    export = made(family.post(f"{path}/exports", {"format": "json"}))
    agree(path, "research", family)
    asked = {"kind": "object", "text": "Tôi phản đối"}
    request = made(family.post(f"{path}/data-requests", asked))
    own_request = made(family.post("/v1/me/data-requests", asked))
    return {
        "alert_id": family.get(f"{path}/alerts").body["items"][0]["alert_id"],
        "attachment_id": _attached(path, visit["encounter_id"], nurse),
        "encounter_id": visit["encounter_id"],
        "entry_id": measured["measurement_id"],
        "condition_id": condition["condition"]["condition_id"],
        "identifier_id": identifier["identifier_id"],
        "dispute_id": dispute["dispute_id"],
        "export_id": export["export_id"],
        "request_id": request["request_id"],
        "own_request_id": own_request["request_id"],
        "account_id": family.username,
        "invitation_id": invitation["invitation_id"],
    }


def _attached(path: str, encounter_id: str, nurse: Caller) -> str:
    about = {"kind": "encounter", "id": encounter_id}
    file = {"about": about, "media_type": "image/jpeg", "size_bytes": len(PHOTO)}
    attachment_id = str(made(nurse.post(f"{path}/attachments", file))["attachment_id"])
    upload(attachment_id, PHOTO)
    made(nurse.post(f"{path}/attachments/{attachment_id}/complete", None))
    return attachment_id


PLAN: dict[str, Any] = {"place": "Trạm", "starts": "07:30", "ends": "11:00", "pattern": {"days": [5]}}


def _unit(unit_id: str, commune: str, nurse: Caller, username: str) -> dict[str, str]:
    path = f"/v1/units/{unit_id}/sessions"
    session = made(nurse.post(path, {**PLAN, "commune_code": commune}))["session_id"]
    move = made(nurse.call("POST", f"{path}/{session}/moves", {"also_on": []}, headers={"If-Match": '"1"'}))
    return {
        "unit_id": unit_id,
        "commune_code": commune,
        "session_id": session,
        "move_id": move["move_id"],
        "username": username,
    }


def _batch(manager: Caller, vendor: Caller, vendor_id: str, unit_id: str) -> dict[str, str]:
    order = {"vendor_id": vendor_id, "unit_id": unit_id, "quantity": 4}
    ordered = made(manager.post("/v1/qr/batches", order))
    batch_id, first = ordered["batch_id"], ordered["first_serial"]
    generate(messages({"batch_id": batch_id}), Context())  # type: ignore[arg-type]
    for kind in ("printed", "shipped"):
        tag = manager.get(f"/v1/qr/batches/{batch_id}").body["etag"]
        report = {"kind": kind, "quantity": 4}
        headers = {"If-Match": tag, "Idempotency-Key": f"{kind}-{batch_id}"}
        made(vendor.call("POST", f"/v1/qr/batches/{batch_id}/reports", report, headers=headers))
    code = mint(first, bootstrap.code_keys().current())
    return {"batch_id": batch_id, "vendor_id": vendor_id, "free_code": code, "first_serial": str(first)}


def _device(family: Caller) -> dict[str, str]:
    token = "".join(filter(str.isalnum, family.username)) + "t" * 64
    return {"device_id": made(family.post("/v1/me/devices", {"platform": "fcm", "token": token}))["device_id"]} | {
        "reference": "00000000-0000-4000-8000-0000000000ff"
    }


type MakeBody = Callable[[Place], Any]
