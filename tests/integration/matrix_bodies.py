"""A body for every route that takes one, valid but for whose it is: what is refused is refused for that alone."""

from collections.abc import Mapping
from typing import Any

from handbook.reference.vaccination import load_document
from tests.integration.agreed import words
from tests.integration.matrix_places import PLAN, MakeBody, Place
from tests.integration.test_care_entries import RESOURCES
from tests.integration.world import CHILD, MOTHERS_PHONE

_DAY = "2026-06-15"
_WHY = {"reason": {"code": "other", "text": "Ghi nhầm"}}
_BOOK = "/v1/handbooks/{handbook_id}"
_DISPUTE = f"{_BOOK}/disputes/{{dispute_id}}"
_ENTRY = f"{_BOOK}/entries/{{kind}}/{{entry_id}}"
_DOSE: dict[str, Any] = {"product": "bcg", "administered_on": "2026-01-06"}
_FORM = next(form for form in load_document("screening")["forms"] if form["id"] == "child")
_ANSWERS = dict.fromkeys(_FORM["questions"], "no")
_PROOF = {"proof": {"session": "never-given", "code": "135791"}}
_SPOKEN = {"challenge_id": "0190d1a0-0000-7000-8000-000000000001", "code": "135791"}
_EMAIL = {
    **_SPOKEN,
    "email": "me@example.vn",
}
_ID = "0190d1a0-0000-7000-8000-000000000001"


def _always(body: Any) -> MakeBody:
    return lambda _place: body


def _signed(place: Place) -> dict[str, str]:
    """Staff type in papers, and nothing else."""
    paper = {"channel": "paper", "on": _DAY, "signed_by": "Nguyễn Thị Mai"}
    return paper if place["asker"] == "staff" else {}


BODIES: Mapping[str, MakeBody] = {
    "POST /v1/handbooks": lambda place: {
        **CHILD,
        "full_name": "Lê Văn Tám",
        **({"guardian_phone": MOTHERS_PHONE} if place["asker"] == "staff" else {}),
    },
    "POST /v1/handbooks/matches": _always({**CHILD, "full_name": "Lê Văn Tám"}),
    "POST /v1/handbooks/search": _always({"phone": MOTHERS_PHONE}),
    f"PATCH {_BOOK}": _always({"mother_name": "Lê Thị Hoa"}),
    f"POST {_BOOK}/alerts/{{alert_id}}/acknowledgement": _always({"note": "Đã gọi cấp cứu"}),
    f"POST {_BOOK}/attachments": lambda place: {
        "about": {"kind": "encounter", "id": place["encounter_id"]},
        "media_type": "image/jpeg",
        "size_bytes": 900,
    },
    f"POST {_BOOK}/birth": _always(
        {"children": [{"outcome": "alive", "born_on": _DAY, "full_name": "Bé", "sex": "F"}]}
    ),
    f"POST {_BOOK}/codes/replace": lambda place: {
        "old_code": place["code"],
        "reason": "lost",
    },
    f"POST {_BOOK}/defaulter-notes": _always({"finding": "visited", "on": _DAY}),
    **{f"POST {_BOOK}/{name}": _always(body) for name, body in RESOURCES.items()},
    f"POST {_BOOK}/disputes": _always({"kind": "other", "text": "Thiếu một mũi"}),
    f"POST {_DISPUTE}/acknowledge": _always({}),
    f"POST {_DISPUTE}/ask": _always({"text": "Mũi nào?"}),
    f"POST {_DISPUTE}/extend": _always({"code": "complex", "text": "Cần thêm thời gian"}),
    f"POST {_DISPUTE}/forward": _always({"text": "Chuyển", "unit_id": "far-station"}),
    f"POST {_DISPUTE}/reply": _always({"text": "Mũi sởi"}),
    f"POST {_DISPUTE}/resolve": _always({"outcome": "refused", "code": "other", "text": "Không có"}),
    f"POST {_DISPUTE}/withdraw": _always({}),
    f"POST {_BOOK}/encounters": _always({"kind": "sick_visit", "visited_on": _DAY, "sick_visit": {"complaint": "Sốt"}}),
    f"PATCH {_ENTRY}": _always({"changes": {"weight_kg": 6.3}, **_WHY}),
    f"POST {_ENTRY}/entered-in-error": _always({"reason": {"code": "other", "text": "Ghi nhầm"}}),
    f"POST {_ENTRY}/reinstate": _always({"reason": {"code": "other", "text": "Đúng"}}),
    f"POST {_BOOK}/exports": _always({"format": "json", "purpose": "correction"}),
    f"POST {_BOOK}/history": _always({"rows": [{"kind": "dental", "data": {"checked_on": _DAY, "teeth_erupted": 2}}]}),
    f"POST {_BOOK}/identifiers": _always({"subject": "child", "system": "foreign_passport", "value": "B1234567"}),
    f"PATCH {_BOOK}/identifiers/{{identifier_id}}": _always({"status": "cancelled"}),
    f"POST {_BOOK}/immunization-conditions": _always({"kind": "refusal", "of": ["polio"], "since": _DAY}),
    f"PATCH {_BOOK}/immunization-conditions/{{condition_id}}": _always({"ended_on": _DAY, "end_reason": "resolved"}),
    f"POST {_BOOK}/immunizations": _always(_DOSE),
    f"POST {_BOOK}/immunizations/preview": _always(_DOSE),
    f"POST {_BOOK}/measurements": _always({"measured_on": _DAY, "weight_kg": 6.4}),
    f"POST {_BOOK}/merge": lambda place: {"other_id": place["other_id"], "other_etag": '"1"', "reason": "Một bé"},
    f"POST {_BOOK}/merge/preview": lambda place: {"other_id": place["other_id"]},
    f"POST {_BOOK}/unmerge": lambda place: {"other_id": place["other_id"], "reason": "Hai bé"},
    f"POST {_BOOK}/screenings": _always({"answers": _ANSWERS, "temperature_c": 36.6}),
    f"POST {_BOOK}/status": _always({"kind": "end", "on": _DAY, "end_reason": "left_country"}),
    f"POST {_BOOK}/tetanus": _always({"product": "tt", "administered_on": "2026-06-01"}),
    "POST /v1/handbooks/break-glass": _always(
        {"phone": MOTHERS_PHONE, "birth_date": "2020-01-01", "reason": "life_in_danger", "text": "Đang cấp cứu sốc"}
    ),
    f"POST {_BOOK}/shares": _always({"unit_id": "far-station", "purpose": "care", "until": "2026-07-01"}),
    f"POST {_BOOK}/appointments": _always({"unit_id": "far-station", "on": "2026-06-16", "purpose": "vaccination"}),
    f"POST {_BOOK}/referrals": _always({"unit_id": "far-station", "purpose": "diagnosis"}),
    f"POST {_BOOK}/guardians/{{account_id}}/end": lambda place: (
        {} if place["asker"] == "family" else {"reason": "court_decision", "proof": "court_decision"}
    ),
    f"POST {_BOOK}/invitations": lambda place: {
        "phone": "0912345670",
        "role": "viewer",
        **({"relation": "father"} if place["asker"] == "family" else {"reason": "family_asks"}),
    },
    "POST /v1/invitations/accept": _always({"token": "A" * 43}),
    "POST /v1/invitations/preview": _always({"token": "A" * 43}),
    "PATCH /v1/me": _always({"display_name": "Mẹ Ánh"}),
    **{f"{method} /v1/me/email": _always(_EMAIL) for method in ("POST", "PUT")},
    "PUT /v1/me/password": _always({**_SPOKEN, "new_password": "Mat-khau-moi-2026!"}),
    "POST /v1/me/second-factor/code": _always({"phone": "0912345679", **_PROOF}),
    "PUT /v1/me/second-factor/sms": _always({**_SPOKEN, "phone": "0912345679"}),
    "POST /v1/me/second-factor/authenticator": _always(_PROOF),
    "PUT /v1/me/second-factor/authenticator": _always({"setup": "a.b.c", "code": "135791"}),
    "PUT /v1/me/number": _always({"phone": "0912345671", "old": _SPOKEN, "new": _SPOKEN}),
    "PUT /v1/me/proof": _always({"is_new_number": True}),
    "POST /v1/me/closing": _always(_SPOKEN),
    f"POST {_BOOK}/number-changes": _always(
        {"phone": "0912345671", "old_phone": MOTHERS_PHONE, "proof_kind": "birth_certificate", **_SPOKEN}
    ),
    "POST /v1/me/devices": _always({"platform": "fcm", "token": "x" * 80}),
    "PATCH /v1/me/reminder-preferences": _always({"language": "vi"}),
    "PUT /v1/me/reminder-preferences": _always({"enabled": True}),
    "POST /v1/qr/allocations": lambda place: {"code_from": place["free_code"], "unit_id": "station"},
    "POST /v1/qr/batches": _always({"vendor_id": "printer", "unit_id": "station", "quantity": 3}),
    "POST /v1/qr/batches/{batch_id}/receipt": _always({"quantity": 4}),
    "POST /v1/qr/batches/{batch_id}/reports": _always({"kind": "printed", "quantity": 4}),
    "POST /v1/qr/codes/{code}/bind": lambda place: {"handbook_id": place["handbook_id"]},
    "POST /v1/qr/codes/{code}/void": _always({"reason": "lost"}),
    "POST /v1/qr/voids": lambda place: {"code_from": place["free_code"], "reason": "stolen"},
    "POST /v1/sync": lambda place: {
        "rows": [
            {
                "kind": "dental",
                "id": _ID,
                "handbook_id": place["handbook_id"],
                "data": {"checked_on": _DAY, "teeth_erupted": 2},
            }
        ]
    },
    f"POST {_BOOK}/consents": lambda place: {**words("share_school"), **_signed(place)},
    f"POST {_BOOK}/consents/{{purpose}}/withdrawal": lambda place: {"channel": "app", **_signed(place)},
    f"POST {_BOOK}/consents/{{purpose}}/child-agreement": lambda place: {
        "channel": "app",
        "how": "spoken",
        **_signed(place),
    },
    "POST /v1/me/consents": lambda _place: words("email_notices"),
    "POST /v1/me/consents/{own_purpose}/withdrawal": _always({"channel": "app"}),
    f"POST {_BOOK}/data-requests": _always({"kind": "object", "text": "Tôi phản đối"}),
    f"POST {_BOOK}/data-requests/{{request_id}}/steps": _always({"step": "acknowledge"}),
    "POST /v1/me/data-requests": _always({"kind": "object", "text": "Tôi phản đối"}),
    "POST /v1/me/data-requests/{own_request_id}/steps": _always({"step": "take_back"}),
    "POST /v1/accounts/{account_id}/data-requests/{own_request_id}/steps": _always({"step": "acknowledge"}),
    "PATCH /v1/units/{unit_id}": _always({"address": "Số 1"}),
    "POST /v1/units/{unit_id}/sessions": lambda place: {**PLAN, "commune_code": place["commune_code"]},
    "PATCH /v1/units/{unit_id}/sessions/{session_id}": _always({"place": "Nhà văn hóa"}),
    "POST /v1/units/{unit_id}/sessions/{session_id}/moves": _always({"also_on": []}),
    "POST /v1/units/{unit_id}/staff": _always(
        {"role": "health_worker", "username": "new-nurse", "full_name": "Lê An", "email": "an@example.vn"}
    ),
    "PUT /v1/units/{unit_id}/staff/{username}": _always({"role": "health_worker"}),
}
