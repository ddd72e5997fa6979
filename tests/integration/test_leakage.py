"""Nothing that a person typed or that opens a door reaches a log line, a metric, a problem, a key or a message.

Every route is driven with marker values, well and badly, and everything captured is searched for them.
"""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any
from uuid import UUID

import pytest

from functions.exports.work import lambda_handler as made
from functions.qr.generate import lambda_handler as generate
from functions.qr.nightly import lambda_handler as nightly
from functions.reminders.plan import lambda_handler as plan
from functions.reminders.project import lambda_handler as project
from functions.reminders.send import lambda_handler as send
from functions.units.load import lambda_handler as load
from handbook import bootstrap
from handbook.bootstrap import attachments
from handbook.domain.codes import mint
from handbook.observability import logger
from tests.integration.api import Answer, Caller, Context
from tests.integration.cognito import FamilyPoolWithTriggers
from tests.integration.leaks_at_rest import files, headers, indexed, keys, keys_searched, scheduled, waiting
from tests.integration.leaks_of_accounts import look_after_account
from tests.integration.leaks_of_grants import lend
from tests.integration.leaks_of_identity import identify
from tests.integration.leaks_of_privacy import agree_and_ask
from tests.integration.leaks_of_reminders import look_after_reminders, look_for_defaulters
from tests.integration.leaks_of_sharing import share
from tests.integration.recorded import changes, messages
from tests.integration.test_care_entries import RESOURCES as CARE
from tests.integration.wire import answering, failing
from tests.integration.world import CHILD, MANAGER, MOTHER, NURSE, PRINT_MANAGER, VENDOR, Clock, Inbox, items
from tools.http_functions import app_of, names

pytestmark = pytest.mark.usefixtures("world", "pool")
PHONE = "0905777333"
MARKERS = {
    "note": "Marker-Ghichu",
    "phone": PHONE,
    "phone abroad": "905777333",
    "name": "Markername",
    "mother": "Markermother",
    "lot": "MARKERLOT",
    "passport": "MARKERPASSPORT",
    "product": "marker-product",
    "token": "marker-token",
    "password": "marker-password",
    "key": "marker-key",
    "device": "marker-device",
    "header": "marker-header",
    "cursor": "marker-cursor",
    "unknown field": "marker-field-value",
    "driver": "marker-of-the-driver",
    "address": "203.0.113.9",
    "e-mail": "markermail",
}
HEADERS = {
    "Idempotency-Key": MARKERS["key"],
    "X-Device-Id": MARKERS["device"],
    "Authorization": f"Bearer {MARKERS['token']}",
    "X-Amzn-Trace-Id": MARKERS["header"],
    "User-Agent": MARKERS["header"],
    "If-Match": '"1"',
}
BOOK = {**CHILD, "full_name": MARKERS["name"], "mother_name": MARKERS["mother"]}


class Everything:
    """What was answered, and which secrets came up on the way."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.secrets: set[str] = set()
        self.routes: set[str] = set()

    def call(self, caller: Caller, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        headers = {**HEADERS, "Idempotency-Key": f"{MARKERS['key']}-{len(self.answers)}", **more.pop("headers", {})}
        answer = caller.call(method, path, body, headers=headers, **more)
        self.answers.append(answer)
        self.routes.add(f"{method} {path}")
        return answer


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Let the logger's own handler write where the test can read: the very lines that CloudWatch would get."""
    handler = logger.registered_handler
    assert isinstance(handler, logging.StreamHandler)
    lines = StringIO()
    before = handler.setStream(lines)
    yield lines
    handler.setStream(before)


def sign_in(seen: Everything, inbox: Inbox) -> None:
    nobody = Caller()
    asked = seen.call(nobody, "POST", "/v1/auth/otp", {"phone": PHONE})
    code = inbox.last_code
    token = {"phone": PHONE, "challenge_id": asked.body["challenge_id"], "code": code}
    seen.call(nobody, "POST", "/v1/auth/token", {**token, "code": f"{(int(code) + 1) % 10**6:06d}"})
    signed_in = seen.call(nobody, "POST", "/v1/auth/token", token)
    seen.secrets |= {code, asked.body["challenge_id"]}
    seen.secrets |= {signed_in.body[one] for one in ("id_token", "refresh_token", "known_device")}
    with answering("cognito-idp", {"RevokeToken": {}}):
        seen.call(nobody, "POST", "/v1/auth/logout", {"refresh_token": MARKERS["token"]})
    with failing("cognito-idp", "GetTokensFromRefreshToken", "InternalErrorException"):
        seen.call(nobody, "POST", "/v1/auth/refresh", {"refresh_token": MARKERS["token"]})
    with failing("cognito-idp", "AdminInitiateAuth", "InternalErrorException"):
        staff = {"username": MARKERS["name"], "password": MARKERS["password"], "totp_code": "135791"}
        seen.call(nobody, "POST", "/v1/auth/staff/token", staff)
    with failing("sns", "Publish", "InternalErrorException"):
        seen.call(nobody, "POST", "/v1/auth/otp", {"phone": "0905777334"})


def keep_a_handbook(seen: Everything) -> dict[str, Any]:
    look_after_units(seen)
    look_after_staff(seen)
    seen.call(MOTHER, "GET", "/v1/me")
    look_after_reminders(seen.call, MARKERS)
    opened: dict[str, Any] = seen.call(MOTHER, "POST", "/v1/handbooks", BOOK).body
    seen.call(Caller(), "POST", "/v1/reminders/receipts/sns", {"reference": MARKERS["unknown field"]})
    seen.call(Caller(), "POST", "/v1/reminders/replies/sns", {"from": MARKERS["name"], "text": MARKERS["note"]})
    keep_a_pregnancy(seen)
    seen.call(NURSE, "POST", "/v1/handbooks", {**BOOK, "guardian_phone": PHONE})
    seen.secrets.add(opened["code"])
    look_for_defaulters(seen.call, MARKERS, opened["handbook_id"])
    agree_and_ask(seen.call, MARKERS, f"/v1/handbooks/{opened['handbook_id']}")
    path = f"/v1/handbooks/{opened['handbook_id']}"
    lend(seen.call, path, MARKERS)
    dose = {"product": "bcg", "administered_on": "2026-01-06", "lot_number": MARKERS["lot"]}
    for caller in (MOTHER, NURSE):
        seen.call(caller, "GET", "/v1/handbooks")
        for part in (
            "",
            "/measurements",
            "/growth",
            "/growth/weight-for-age.svg",
            "/immunizations",
            "/forecast",
            "/changes",
        ):
            seen.call(caller, "GET", path + part)
        for part in ("/reminders", "/qr.svg", "/access-log", "/milestones/checklist", "/alerts"):
            seen.call(caller, "GET", path + part)
        for part, body in {**CARE, "dental": {**CARE["dental"], "advice": MARKERS["note"]}}.items():
            seen.call(caller, "POST", f"{path}/{part}", body)
            seen.call(caller, "GET", f"{path}/{part}")
            for alert in seen.call(caller, "GET", f"{path}/alerts").body.get("items", ()):
                note = {"note": MARKERS["note"]}
                seen.call(caller, "POST", f"{path}/alerts/{alert['alert_id']}/acknowledgement", note)
        seen.call(caller, "POST", f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 6.137})
        seen.call(caller, "POST", f"{path}/immunizations/preview", dose)
        seen.call(caller, "POST", f"{path}/immunizations", dose)
        keep_conditions(seen, caller, path)
        send_late(seen, caller, opened["handbook_id"])
        export(seen, caller, path)
        keep_encounters(seen, caller, path)
        identify(seen.call, caller, path, MARKERS)
        seen.call(caller, "PATCH", path, {"mother_name": MARKERS["mother"]})
    return opened


def export(seen: Everything, caller: Caller, path: str) -> None:
    """Ask for both formats, have them made, and fetch them; the links are secrets."""
    for format_ in ("json", "pdf"):
        seen.call(caller, "POST", f"{path}/exports", {"format": format_, "purpose": MARKERS["note"]})
        wanted = seen.call(caller, "POST", f"{path}/exports", {"format": format_, "purpose": "correction"}).body
        made(messages({"export_id": wanted["export_id"]}), Context())
        fetched = seen.call(caller, "GET", f"{path}/exports/{wanted['export_id']}").body
        seen.secrets |= {fetched["url"], fetched["url"].partition("?")[2]}


def look_after_staff(seen: Everything) -> None:
    nobody, names = Caller(), {"username": MARKERS["name"]}
    step = {**names, "challenge": "new_password", "session": MARKERS["token"], "new_password": MARKERS["password"]}
    invited = {
        "username": "marker-username",
        "full_name": MARKERS["name"],
        "email": "markermail@example.vn",
        "role": "health_worker",
    }
    with failing("cognito-idp", "AdminInitiateAuth", "NotAuthorizedException"):
        seen.call(nobody, "POST", "/v1/auth/staff/sign-in", {**names, "password": MARKERS["password"]})
    with failing("cognito-idp", "AdminRespondToAuthChallenge", "InvalidPasswordException"):
        seen.call(nobody, "POST", "/v1/auth/staff/sign-in/answer", step)
    with answering("cognito-idp", {"ForgotPassword": {}, "ConfirmForgotPassword": {}}):
        seen.call(nobody, "POST", "/v1/auth/staff/password", names)
        new = {**names, "code": "135791", "new_password": MARKERS["password"]}
        seen.call(nobody, "POST", "/v1/auth/staff/password/new", new)
    staff = "/v1/units/station/staff"
    used = (
        *("CreateUser", "DisableUser", "UserGlobalSignOut", "SetUserMFAPreference", "ResetUserPassword"),
        *("UpdateUserAttributes", "DeleteUserAttributes"),
    )
    with answering("cognito-idp", {f"Admin{name}": {} for name in used}):
        seen.call(MANAGER, "POST", staff, invited)
        seen.call(MANAGER, "GET", staff)
        seen.call(MANAGER, "PUT", f"{staff}/marker-username/new-access")
        seen.call(MANAGER, "PUT", f"{staff}/marker-username", {"role": "health_worker", "until": "2026-01-01"})
    with failing("cognito-idp", "AdminCreateUser", "InternalErrorException"):
        seen.call(MANAGER, "POST", staff, {**invited, "username": "marker-username-2"})


def send_late(seen: Everything, caller: Caller, book: str) -> None:
    """Send what is right, what is not, and the same id with something else, in one batch."""
    said = {"checked_on": "2026-06-15", "advice": MARKERS["note"]}
    own = [str(UUID(int=0xABC << 64 | number, version=4)) for number in range(5)]
    rows = [
        {"kind": "dental", "id": own[0], "handbook_id": book, "data": said},
        {"kind": "dental", "id": own[0], "handbook_id": book, "data": {**said, "teeth_decayed": 1}},
        {"kind": "dental", "id": own[1], "handbook_id": book, "data": {MARKERS["unknown field"]: 1}},
        {"kind": MARKERS["name"], "id": own[2], "handbook_id": book, "data": {}},
        {"kind": "handbook", "id": own[3], "data": {**BOOK, "guardian_phone": PHONE}},
        {"kind": "handbook", "id": own[4], "data": {**BOOK, "guardian_phone": MARKERS["name"]}},
    ]
    seen.call(caller, "POST", "/v1/sync", {"rows": rows})
    page = [{"kind": "dental", "data": said}, {"kind": "dose", "data": {"product": MARKERS["product"]}}]
    seen.call(caller, "POST", f"/v1/handbooks/{book}/history", {"rows": page})


def look_after_units(seen: Everything) -> None:
    seen.call(MOTHER, "GET", "/v1/units", query={"kind": "station", "cursor": MARKERS["cursor"]})
    seen.call(MANAGER, "PATCH", "/v1/units/station", {"address": MARKERS["note"]})
    seen.call(MANAGER, "PATCH", "/v1/units/station", {"phone": MARKERS["name"], "x": MARKERS["unknown field"]})
    seen.call(NURSE, "PATCH", "/v1/units/station", {"address": MARKERS["note"]})
    for path in ("", "/history"):
        seen.call(MOTHER, "GET", f"/v1/units/station{path}")
    load({"rows": [{"unit_id": MARKERS["name"], "name": MARKERS["note"]}], "apply": True}, Context())  # type: ignore[arg-type]


def keep_a_pregnancy(seen: Everything) -> None:
    mother = {"full_name": MARKERS["mother"], "birth_date": "1998-03-02"}
    dating = {"method": "lmp", "last_period_on": "2025-11-17"}
    pregnancy = {"pregnancy": {"mother": mother, "dating": dating}, "commune_code": "00004", "province_code": "01"}
    opened = seen.call(MOTHER, "POST", "/v1/handbooks", pregnancy).body
    seen.secrets.add(opened["code"])
    path = f"/v1/handbooks/{opened['handbook_id']}"
    facts = {"mother": {"full_name": MARKERS["mother"]}, "risks": [MARKERS["name"]]}
    for caller in (MOTHER, NURSE):
        seen.call(caller, "PATCH", path, {"pregnancy": facts})
        seen.call(caller, "GET", f"{path}/growth")
        dose = {"product": "tt", "administered_on": "2026-06-01", "lot_number": MARKERS["lot"]}
        seen.call(caller, "POST", f"{path}/tetanus", dose)
        seen.call(caller, "POST", f"{path}/tetanus", {**dose, "product": MARKERS["product"]})
        seen.call(caller, "GET", f"{path}/tetanus")
        child = {"outcome": "alive", "born_on": "2026-06-14", "full_name": MARKERS["name"], "sex": "F"}
        seen.call(caller, "POST", f"{path}/birth", {"children": [{**child, "weight_g": 299}]})
        seen.call(caller, "POST", f"{path}/birth", {"children": [child], "facility_name": MARKERS["name"]})
        happened = {"kind": "death", "on": "2026-06-14", "note": MARKERS["note"]}
        seen.call(caller, "POST", f"{path}/status", {**happened, "guardian_phone": PHONE})
        seen.call(caller, "POST", f"{path}/status", happened, headers={"If-Match": '"2"'})
        seen.call(caller, "GET", f"{path}/status")


def keep_conditions(seen: Everything, caller: Caller, path: str) -> None:
    seen.call(caller, "GET", "/v1/vaccines")
    seen.call(caller, "GET", "/v1/care-codes")
    form = seen.call(caller, "GET", f"{path}/screenings/checklist").body
    answers = {question["code"]: "no" for question in form["questions"]}
    seen.call(caller, "POST", f"{path}/screenings", {"answers": answers, "temperature_c": 38.137})
    seen.call(caller, "POST", f"{path}/screenings", {"answers": {MARKERS["name"]: "yes"}, "temperature_c": 36.9})
    told = {"product": "bcg", "administered_on": "2026-01", "kind": "historical", "facility_name": MARKERS["name"]}
    seen.call(caller, "POST", f"{path}/immunizations", told)
    refusal = {"kind": "refusal", "of": ["je"]}
    condition = seen.call(caller, "POST", f"{path}/immunization-conditions", refusal).body["condition"]
    seen.call(caller, "POST", f"{path}/immunization-conditions", {**refusal, "of": [MARKERS["name"]]})
    ending = {"ended_on": "2026-06-15", "end_reason": "consented"}
    place = f"{path}/immunization-conditions/{condition['condition_id']}"
    seen.call(caller, "PATCH", place, ending, headers={"If-Match": condition["etag"]})
    for part in ("/immunization-conditions", "/screenings"):
        seen.call(caller, "GET", path + part)


def keep_encounters(seen: Everything, caller: Caller, path: str) -> None:
    seen.call(caller, "GET", "/v1/encounters/codes")
    sick = {"complaint": MARKERS["note"], "referred_to": MARKERS["name"]}
    visit = {"kind": "sick_visit", "visited_on": "2026-06-15", "sick_visit": sick, "examiner_name": MARKERS["name"]}
    recorded = seen.call(caller, "POST", f"{path}/encounters", visit).body
    seen.call(caller, "POST", f"{path}/encounters", {**visit, "diagnoses": [MARKERS["name"]]})
    seen.call(caller, "POST", f"{path}/encounters", {**visit, "labs": [{"test": "hiv", "finding": MARKERS["name"]}]})
    file = {"about": {"kind": "encounter", "id": recorded["encounter_id"]}, "media_type": "image/png", "size_bytes": 9}
    announced = seen.call(caller, "POST", f"{path}/attachments", file).body
    seen.secrets |= {announced["upload"]["fields"]["policy"], announced["upload"]["fields"]["x-amz-signature"]}
    seen.call(caller, "POST", f"{path}/attachments", {**file, "media_type": MARKERS["name"]})
    attachments.attachment_files().write(f"incoming/{announced['attachment_id']}", "image/png", b"\x89PNG" + b"x" * 5)
    place = f"{path}/attachments/{announced['attachment_id']}"
    seen.call(caller, "POST", f"{place}/complete")
    seen.call(caller, "GET", place)
    for part in ("/encounters", f"/encounters/{recorded['encounter_id']}", "/care-plan"):
        seen.call(caller, "GET", path + part)


def correct_and_dispute(seen: Everything, opened: dict[str, Any]) -> None:
    path = f"/v1/handbooks/{opened['handbook_id']}"
    seen.call(NURSE, "GET", "/v1/correction-codes")
    dental = {**CARE["dental"], "advice": MARKERS["note"]}
    entry = seen.call(NURSE, "POST", f"{path}/dental", dental).body
    address, said = f"{path}/entries/dental/{entry['entry_id']}", {"code": "other", "text": MARKERS["note"]}
    for fields in (
        {"advice": f"{MARKERS['note']} 2"},
        {"x": MARKERS["unknown field"]},
        {"teeth_erupted": MARKERS["name"]},
    ):
        # A conflict would show the entry as it stands, on purpose: each is based on the current version.
        tag = seen.call(NURSE, "GET", address).headers["ETag"]
        seen.call(NURSE, "PATCH", address, {"changes": fields, "reason": said}, headers={"If-Match": tag})
    unfounded = {"changes": {"teeth_decayed": 1}, "reason": {**said, "code": MARKERS["name"]}}
    seen.call(NURSE, "PATCH", address, unfounded, headers={"If-Match": '"2"'})
    seen.call(NURSE, "POST", f"{address}/entered-in-error", {"reason": said}, headers={"If-Match": '"2"'})
    seen.call(NURSE, "POST", f"{address}/reinstate", {"reason": said}, headers={"If-Match": '"3"'})
    for page in (address, f"{address}/versions", f"{path}/entries/{MARKERS['name']}/{MARKERS['name']}"):
        seen.call(MOTHER, "GET", page)
    about = {"kind": "dental", "entry_id": entry["entry_id"]}
    complaint = {"kind": "wrong", "about": about, "text": MARKERS["note"]}
    seen.call(MOTHER, "POST", f"{path}/disputes", {**complaint, "attachment_ids": [MARKERS["token"]]})
    place = seen.call(MOTHER, "POST", f"{path}/disputes", complaint).headers["Location"]
    seen.call(MOTHER, "POST", f"{path}/disputes", {**complaint, "about": {**about, "entry_id": MARKERS["name"]}})
    seen.call(NURSE, "GET", "/v1/disputes", query={"commune_code": CHILD["commune_code"]})
    for page in (f"{path}/disputes", place):
        seen.call(MOTHER, "GET", page)
    words = {"text": MARKERS["note"]}
    for caller, step, more in (
        (NURSE, "acknowledge", {}),
        (NURSE, "ask", {}),
        (MOTHER, "reply", {}),
        (NURSE, "extend", {"code": "complex"}),
        (NURSE, "extend", {"code": MARKERS["name"]}),
        (NURSE, "forward", {"unit_id": MARKERS["name"]}),
        (NURSE, "resolve", {"outcome": "refused", "code": "other"}),
        (MOTHER, "withdraw", {}),
    ):
        tag = seen.call(MOTHER, "GET", place).headers["ETag"]
        seen.call(caller, "POST", f"{place}/{step}", {**words, **more}, headers={"If-Match": tag})


def misbehave(seen: Everything, opened: dict[str, Any]) -> None:
    path = f"/v1/handbooks/{opened['handbook_id']}"
    for body in (
        {**BOOK, "x": MARKERS["unknown field"]},
        {**BOOK, "sex": MARKERS["name"]},
        {"full_name": MARKERS["name"]},
    ):
        seen.call(MOTHER, "POST", "/v1/handbooks", body)
    seen.call(MOTHER, "POST", "/v1/handbooks", raw=f'{{"full_name": "{MARKERS["name"]}"')
    seen.call(NURSE, "POST", f"{path}/immunizations", {"product": MARKERS["product"], "administered_on": "2026-01-06"})
    seen.call(MOTHER, "GET", path + "/measurements", query={"cursor": MARKERS["cursor"]})
    seen.call(MOTHER, "GET", f"/v1/handbooks/{MARKERS['name']}")
    seen.call(MOTHER, "GET", f"/v1/qr/codes/{MARKERS['name']}")
    seen.call(Caller(), "POST", "/v1/auth/otp", {"phone": "+1" + PHONE})
    for operation in ("GetItem", "TransactWriteItems", "PutItem", "Query"):
        with failing("dynamodb", operation, "InternalServerError"):
            seen.call(NURSE, "POST", f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 6.137})
            seen.call(NURSE, "GET", path)
            seen.call(MOTHER, "GET", path + "/measurements")


def order_and_bind(seen: Everything, opened: dict[str, Any]) -> None:
    order = {"vendor_id": "printer", "unit_id": "station", "quantity": 3}
    ordered = seen.call(PRINT_MANAGER, "POST", "/v1/qr/batches", order).body
    batch = f"/v1/qr/batches/{ordered['batch_id']}"
    generate(messages({"batch_id": ordered["batch_id"]}), Context())  # type: ignore[arg-type]
    seen.call(VENDOR, "GET", "/v1/qr/batches")
    seen.call(VENDOR, "GET", batch)
    for file in seen.call(VENDOR, "GET", f"{batch}/files").body["items"]:
        seen.secrets |= {file["url"], file["url"].partition("?")[2]}
    code, other, third = (mint(ordered["first_serial"] + n, bootstrap.code_keys().current()) for n in range(3))
    seen.secrets |= {code, other, third}
    run = {"code_from": code, "code_to": other}
    seen.call(NURSE, "POST", f"/v1/qr/codes/{code}/bind", {"handbook_id": opened["handbook_id"]})
    seen.call(PRINT_MANAGER, "POST", "/v1/qr/allocations", {**run, "unit_id": "station"})
    seen.call(PRINT_MANAGER, "POST", "/v1/qr/voids", {"code_from": third, "reason": "stolen"})
    for path in ("/v1/qr/vendors", "/v1/qr/layouts"):
        seen.call(PRINT_MANAGER, "GET", path)
    key = bootstrap.code_keys().current()
    spoiled = mint(ordered["last_serial"], key)
    seen.secrets.add(spoiled)

    def change(caller: Caller, what: str, body: Any = None) -> None:
        tag = seen.call(PRINT_MANAGER, "GET", batch).body["etag"]
        seen.call(caller, "POST", f"{batch}/{what}", body, headers={"If-Match": tag})

    change(VENDOR, "reports", {"kind": "spoiled", "quantity": 1, "codes": [spoiled]})
    change(VENDOR, "reports", {"kind": "spoiled", "quantity": 1, "codes": [MARKERS["name"]]})
    change(VENDOR, "reports", {"kind": "printed", "quantity": 30})
    change(VENDOR, "reports", {"kind": "shipped", "quantity": 2})
    change(NURSE, "receipt", {"quantity": 2})
    change(PRINT_MANAGER, "cancel")
    seen.call(VENDOR, "GET", f"{batch}/reports")
    seen.call(NURSE, "GET", f"/v1/qr/codes/{code}")
    for _ in range(2):
        seen.call(NURSE, "POST", f"/v1/qr/codes/{code}/bind", {"handbook_id": opened["handbook_id"]})
    seen.call(NURSE, "POST", f"/v1/qr/codes/{third}/bind", {"handbook_id": opened["handbook_id"]})
    end_carriers(seen, opened["handbook_id"], code, other)
    seen.call(Caller(), "GET", f"/q/{code}")
    seen.call(Caller(), "GET", f"/Q/{code}")
    change(PRINT_MANAGER, "close")
    nightly({}, Context())


def end_carriers(seen: Everything, handbook_id: str, code: str, other: str) -> None:
    book = f"/v1/handbooks/{handbook_id}"
    swap = {"old_code": code, "new_code": other, "reason": "lost"}
    for _ in range(2):
        seen.call(MOTHER, "POST", f"{book}/codes/replace", swap)
    seen.call(MOTHER, "POST", f"/v1/qr/codes/{other}/void", {"reason": "damaged"})
    for picture in ("codes", "qr.svg", "qr.png", "card.pdf"):
        seen.call(MOTHER, "GET", f"{book}/{picture}")


def remind(clock: Clock) -> None:
    images = [item for item in items("RecordsTable") if item["sk"]["S"] == "SUMMARY"]
    project(changes(*images), Context())  # type: ignore[arg-type]
    plan({"run_at": "2026-07-05T00:30:00Z"}, Context())  # type: ignore[arg-type]
    clock.move(days=19, hours=22)
    tasks = [{"days": ["2026-07-05"], "shards": [shard], "run_at": "2026-07-05T00:30:00Z"} for shard in range(16)]
    with failing("sns", "Publish", "InternalErrorException", after=1):
        send(messages(*tasks), Context())  # type: ignore[arg-type]
    with failing("dynamodb", "Query", "InternalServerError"):
        send(messages(*tasks), Context())  # type: ignore[arg-type]


def test_no_marker_reaches_a_log_line_a_metric_or_a_problem(
    clock: Clock,
    inbox: Inbox,
    pool: FamilyPoolWithTriggers,
    log: StringIO,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.INFO)
    seen = Everything()

    sign_in(seen, inbox)
    opened = keep_a_handbook(seen)
    seen.secrets |= share(seen.call, f"/v1/handbooks/{opened['handbook_id']}", MARKERS, inbox)
    look_after_account(seen.call, f"/v1/handbooks/{opened['handbook_id']}", MARKERS)
    correct_and_dispute(seen, opened)
    misbehave(seen, opened)
    order_and_bind(seen, opened)
    remind(clock)

    streams = capsys.readouterr()
    written = streams.out + streams.err + log.getvalue() + "".join(repr(vars(record)) for record in caplog.records)
    refusals = "".join(answer.text for answer in seen.answers if answer.status >= 400)
    events = {json.loads(line)["message"] for line in log.getvalue().splitlines()}
    assert {"dependency_unavailable", "due_index_updated", "reminders_sent", "batch_progress"} <= events
    assert '"dose_recorded":' in streams.out
    assert len({answer.status for answer in seen.answers}) > 8
    left = {"keys": keys(), "files": files(), "queues": waiting(), "headers": headers(seen.answers)}
    beside = [(place, "\n".join(lines)) for place, lines in left.items()]
    assert all(text for _, text in beside)
    found = {
        name: place
        for place, text in (("written", written), ("refusals", refusals), *beside)
        for name, value in {**MARKERS, **{secret: secret for secret in seen.secrets | set(pool.tickets)}}.items()
        if value in text
    }
    assert found == {}


def test_every_key_and_every_event_of_the_template_is_searched() -> None:
    assert indexed() <= keys_searched()
    # Nothing here sends events of its own: all that EventBridge hands to a function is the hour.
    assert scheduled() == {'{"run_at": "<aws.scheduler.scheduled-time>"}'}


def test_every_route_takes_part_in_the_search_for_leaks(clock: Clock, inbox: Inbox) -> None:
    seen = Everything()
    sign_in(seen, inbox)
    opened = keep_a_handbook(seen)
    seen.secrets |= share(seen.call, f"/v1/handbooks/{opened['handbook_id']}", MARKERS, inbox)
    look_after_account(seen.call, f"/v1/handbooks/{opened['handbook_id']}", MARKERS)
    correct_and_dispute(seen, opened)
    order_and_bind(seen, opened)

    missed = []
    for app in map(app_of, names()):
        for route in [*app._static_routes, *app._dynamic_routes]:
            methods = [route.method] if isinstance(route.method, str) else route.method
            missed += [
                f"{method} {route.path}"
                for method in methods
                if not any(
                    called.startswith(f"{method} ") and route.rule.match(called.partition(" ")[2])
                    for called in seen.routes
                )
            ]
    assert missed == []


def test_metrics_have_names_and_reasons_from_a_short_list(
    clock: Clock, inbox: Inbox, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = Everything()
    opened = keep_a_handbook(seen)
    order_and_bind(seen, opened)
    remind(clock)

    metrics = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith('{"_aws"')]
    reasons = {metric["reason"] for metric in metrics if "reason" in metric}
    assert all(
        set(metric) - {"_aws", "service", "reason"} <= {m["Name"] for m in _definitions(metric)} for metric in metrics
    )
    severities = {"information", "advise", "see_worker", "go_now"}
    recorded = {f"record_{kind}" for kind in ("findings", "milestones", "feeding", "supplement", "dental")} | {
        "sick_visit"
    }
    decisions = {"may_vaccinate", "some", "defer", "refer", "contraindicated"}
    asked = {"given_app", "withdrawn_app", "given_paper", "withdrawn_paper", "object", "acknowledge", "take_back"}
    assert reasons - recorded - severities - decisions - asked <= {
        "valid",
        "not_valid",
        "extraneous",
        "visited",
        "bound",
        "printed",
        "spoiled",
        "shipped",
        "received",
        "cancelled",
        "closed",
        "allocated",
        "lost",
        "damaged",
        "sent",
        "failed",
        "told_today",
        "json",
        "pdf",
        "unsure",
        "nothing_due",
        "already_told",
        "never_known",
        "refused",
        "death",
        "share",
        "appointment",
        "referral",
        "life_in_danger",
    }, reasons


def _definitions(metric: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = metric["_aws"]["CloudWatchMetrics"][0]["Metrics"]
    return found
