"""One request for every write route that succeeds, made ready on a furnished place.

Most are those of the matrix of routes and roles; here stand the others, which need something to happen before.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.integration.agreed import MINISTER, agree, settle_above, words
from tests.integration.api import Answer
from tests.integration.faults.deeds_of_accounts import OF_ACCOUNTS
from tests.integration.faults.scene import Deed, Prepare, Scene, of_matrix
from tests.integration.matrix_places import made
from tests.integration.test_batch_reports import read, ready, report
from tests.integration.test_batches import generate
from tests.integration.test_invitations import invited
from tests.integration.test_life import pregnant
from tests.integration.world import (
    CHILD,
    FAR_NURSE,
    MOTHER,
    NURSE,
    OTHER_MOTHER,
    PRINT_MANAGER,
    VENDOR,
    open_handbook,
)
from tests.template import ROOT

_BOOK = "/v1/handbooks/{handbook_id}"
_ENTRY = f"{_BOOK}/entries/{{kind}}/{{entry_id}}"
_ORDER = "/v1/qr/batches/{batch_id}"
_ROLES = ("guardian", "health_worker", "unit_manager", "print_manager", "print_vendor", "operator")
_WHY = {"reason": {"code": "other", "text": "Ghi nhầm"}}


@cache
def writes() -> tuple[str, ...]:
    """Every route of the document that is not for reading alone."""
    paths = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    return tuple(f"{method.upper()} {path}" for path in paths for method in paths[path] if method != "get")


def prepare(route: str, scene: Scene) -> Deed:
    """Make a deed ready: its own row, or the first role of the matrix that the route lets do it."""
    if route in PREPARED:
        return PREPARED[route](scene)
    from tests.integration.faults.states import undone  # noqa: PLC0415

    for role in _ROLES:
        deed = of_matrix(route, role, scene)
        with undone():
            if deed.do().status < 300:
                return deed
    raise AssertionError(f"{route}: no role of the matrix succeeds; write a row in {__name__}")


def _path(scene: Scene, rest: str = "") -> str:
    return f"/v1/handbooks/{scene.place['handbook_id']}{rest}"


def _birth(_scene: Scene) -> Deed:
    child = {"outcome": "alive", "born_on": "2026-06-15", "full_name": "Bé", "sex": "F", "weight_g": 3100}
    return Deed(NURSE, "POST", f"{pregnant()}/birth", {"children": [child]})


def _tetanus(_scene: Scene) -> Deed:
    return Deed(NURSE, "POST", f"{pregnant()}/tetanus", {"product": "tt", "administered_on": "2026-06-15"})


def _child_agrees(scene: Scene) -> Deed:
    path = f"/v1/handbooks/{open_handbook(birth_date='2019-06-15')['handbook_id']}"
    agree(path, "research")
    return Deed(MOTHER, "POST", f"{path}/consents/research/child-agreement", {"channel": "app", "how": "spoken"})


def _two_books() -> tuple[dict[str, Any], dict[str, Any]]:
    one, other = (
        open_handbook(who, mother_name="Trần Thị Lan", commune_code="00008") for who in (MOTHER, OTHER_MOTHER)
    )
    return one, other


def _merge(_scene: Scene) -> Deed:
    kept, other = _two_books()
    body = {"other_id": other["handbook_id"], "other_etag": other["etag"], "reason": "Một bé"}
    return Deed(NURSE, "POST", f"/v1/handbooks/{kept['handbook_id']}/merge", body, {"If-Match": kept["etag"]})


def _unmerge(scene: Scene) -> Deed:
    merge = _merge(scene)
    merged = made(merge.do())
    body = {"other_id": merge.body["other_id"], "reason": "Hai bé"}
    return Deed(NURSE, "POST", merge.path.replace("/merge", "/unmerge"), body, {"If-Match": merged["etag"]})


def _accept(scene: Scene) -> Deed:
    token = invited({"handbook_id": scene.place["handbook_id"]}, scene.inbox)
    return Deed(OTHER_MOTHER, "POST", "/v1/invitations/accept", {"token": token})


def _preview_invitation(scene: Scene) -> Deed:
    deed = _accept(scene)
    return Deed(deed.caller, "POST", "/v1/invitations/preview", deed.body)


def _account_step(scene: Scene) -> Deed:
    settle_above()
    request = scene.place["own_request_id"]
    return Deed(MINISTER, "POST", f"/v1/accounts/mother/data-requests/{request}/steps", {"step": "acknowledge"})


def _break_glass(_scene: Scene) -> Deed:
    open_handbook(full_name="Nguyễn Văn Sáu", birth_date="2025-11-11")
    body = {"phone": "+84912345678", "reason": "life_in_danger", "text": "Sốc phản vệ, đang cấp cứu"}
    return Deed(FAR_NURSE, "POST", "/v1/handbooks/break-glass", {**body, "birth_date": "2025-11-11"})


def _reply(scene: Scene) -> Deed:
    path = _path(scene, f"/disputes/{scene.place['dispute_id']}")
    asked = NURSE.call("POST", f"{path}/ask", {"text": "Mũi nào?"}, headers={"If-Match": '"1"'})
    return Deed(MOTHER, "POST", f"{path}/reply", {"text": "Mũi sởi"}, {"If-Match": made(asked)["etag"]})


def _reinstate(scene: Scene) -> Deed:
    path = _path(scene, f"/entries/measurement/{scene.place['entry_id']}")
    gone = MOTHER.call("POST", f"{path}/entered-in-error", _WHY, headers={"If-Match": '"1"'})
    return Deed(MOTHER, "POST", f"{path}/reinstate", _WHY, {"If-Match": gone.headers["ETag"]})


def _of_order(what: str, body: Any = None) -> Prepare:
    def prepared(_scene: Scene) -> Deed:
        batch_id = ready()
        for kind in ("printed", "shipped") if what in {"receipt", "close"} else ():
            _ok(report(batch_id, kind, 28))
        if what == "close":
            from tests.integration.test_batch_reports import do  # noqa: PLC0415

            _ok(do(NURSE, batch_id, "receipt", {"quantity": 27}))
        caller = {"reports": VENDOR, "receipt": NURSE}.get(what, PRINT_MANAGER)
        tag = {"If-Match": read(batch_id)["etag"]}
        path = f"/v1/qr/batches/{batch_id}/{what}"
        return Deed(caller, "POST", path, body, tag, afterwards=lambda: generate(batch_id))

    return prepared


def _ok(answer: Answer) -> None:
    assert answer.status < 300, answer.text


def _bind(scene: Scene) -> Deed:
    body = {"handbook_id": scene.place["handbook_id"]}
    return Deed(NURSE, "POST", f"/v1/qr/codes/{scene.place['free_code']}/bind", body)


def _void(scene: Scene) -> Deed:
    _ok(NURSE.post(_bind(scene).path, _bind(scene).body))
    return Deed(NURSE, "POST", f"/v1/qr/codes/{scene.place['free_code']}/void", {"reason": "lost"})


def _consent(scene: Scene) -> Deed:
    return Deed(MOTHER, "POST", _path(scene, "/consents"), words("share_partner"))


def _attach_complete(scene: Scene) -> Deed:
    from tests.integration.test_attachments import PHOTO, upload  # noqa: PLC0415

    about = {"kind": "encounter", "id": scene.place["encounter_id"]}
    file = {"about": about, "media_type": "image/jpeg", "size_bytes": len(PHOTO)}
    attachment_id = made(NURSE.post(_path(scene, "/attachments"), file))["attachment_id"]
    upload(attachment_id, PHOTO)
    return Deed(NURSE, "POST", _path(scene, f"/attachments/{attachment_id}/complete"))


def _condition(scene: Scene) -> Deed:
    # Conditions of one day stand in the order of their ids, which are drawn: this one is of another day.
    body = {"kind": "refusal", "of": ["polio"], "since": "2026-06-10"}
    return Deed(MOTHER, "POST", _path(scene, "/immunization-conditions"), body)


def _open(_scene: Scene) -> Deed:
    body = {**CHILD, "full_name": "Lê Văn Tám", "guardian_phone": "+84912345678"}
    return Deed(NURSE, "POST", "/v1/handbooks", body)


PREPARED: Mapping[str, Prepare] = {
    **OF_ACCOUNTS,
    "POST /v1/handbooks": _open,
    f"POST {_BOOK}/birth": _birth,
    f"POST {_BOOK}/tetanus": _tetanus,
    f"POST {_BOOK}/consents": _consent,
    f"POST {_BOOK}/immunization-conditions": _condition,
    f"POST {_BOOK}/consents/{{purpose}}/child-agreement": _child_agrees,
    f"POST {_BOOK}/merge": _merge,
    f"POST {_BOOK}/unmerge": _unmerge,
    f"POST {_BOOK}/disputes/{{dispute_id}}/reply": _reply,
    f"POST {_ENTRY}/reinstate": _reinstate,
    f"POST {_BOOK}/attachments/{{attachment_id}}/complete": _attach_complete,
    "POST /v1/handbooks/break-glass": _break_glass,
    "POST /v1/invitations/accept": _accept,
    "POST /v1/invitations/preview": _preview_invitation,
    "POST /v1/accounts/{account_id}/data-requests/{own_request_id}/steps": _account_step,
    f"POST {_ORDER}/reports": _of_order("reports", {"kind": "printed", "quantity": 28}),
    f"POST {_ORDER}/receipt": _of_order("receipt", {"quantity": 28}),
    f"POST {_ORDER}/cancel": _of_order("cancel"),
    f"POST {_ORDER}/close": _of_order("close"),
    "POST /v1/qr/codes/{code}/bind": _bind,
    "POST /v1/qr/codes/{code}/void": _void,
}
