"""Exports of a handbook: who may ask, what is made, what a broken worker leaves, and who gets a link."""

import hashlib
import json
import urllib.parse
from typing import Any

import boto3
import jsonschema
import pypdfium2 as pdfium
import pytest

from functions.exports.work import lambda_handler
from handbook import bootstrap
from handbook.config import config
from handbook.domain.entry_kinds import BY_NAME
from handbook.domain.ids import HandbookId
from handbook.pictures.book.script import restored
from handbook.storage.entry_form import entry_from
from handbook.storage.whole import ELSEWHERE
from tests.integration.api import Answer, Caller, Context
from tests.integration.recorded import messages
from tests.integration.test_care_entries import RESOURCES as CARE
from tests.integration.wire import failing
from tests.integration.world import (
    CHILD,
    FAR_NURSE,
    MANAGER,
    MOTHER,
    NURSE,
    PRINT_MANAGER,
    VENDOR,
    Clock,
    everything,
    items,
    open_handbook,
)
from tests.template import ROOT

pytestmark = pytest.mark.usefixtures("world")
FATHER = Caller("father")
SCHEMA = json.loads((ROOT / "docs/export.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def path() -> str:
    return f"/v1/handbooks/{open_handbook()['handbook_id']}/exports"


def ask(path: str, caller: Caller = MOTHER, key: str = "", **body: Any) -> Answer:
    return caller.post(path, {"format": "json", **body}, key=key)


def make(export_id: str, delivery: int = 1) -> dict[str, Any]:
    event = messages({"export_id": export_id})
    event["Records"][0]["attributes"] = {"ApproximateReceiveCount": str(delivery)}
    result: dict[str, Any] = lambda_handler(event, Context())
    return result


def fetch(path: str, export_id: str, caller: Caller = MOTHER) -> Answer:
    return caller.get(f"{path}/{export_id}")


def made(path: str, caller: Caller = MOTHER, **body: Any) -> tuple[Answer, bytes]:
    """Ask, let the worker work, fetch, and read what the link points at."""
    wanted = ask(path, caller, **body)
    assert wanted.status == 202, wanted.body
    assert make(wanted.body["export_id"]) == {"batchItemFailures": []}
    fetched = fetch(path, wanted.body["export_id"], caller)
    return fetched, stored(fetched.body["url"])


def stored(url: str) -> bytes:
    key = urllib.parse.unquote(urllib.parse.urlsplit(url).path).removeprefix("/")
    return boto3.client("s3").get_object(Bucket="exports", Key=key)["Body"].read()


def record_everything(path: str) -> None:
    """One entry of everything that the API takes, a long note among them."""
    book = path.removesuffix("/exports")
    for part, body in CARE.items():
        assert NURSE.post(f"{book}/{part}", body).status == 201
    NURSE.post(f"{book}/dental", {**CARE["dental"], "advice": LONG})
    NURSE.post(f"{book}/measurements", {"measured_on": "2026-06-15", "weight_kg": 6.1, "length_cm": 62})
    dose = {"product": "bcg", "administered_on": "2026-01-06", "lot_number": "LÔ-7 ½"}
    assert NURSE.post(f"{book}/immunizations", dose).status == 201


LONG = "Chải răng bằng khăn mềm 😀 ngày hai lần, sáng – tối. [U+0041] " * 8


def test_who_asks_gets_the_whole_handbook_a_little_later(path: str) -> None:
    record_everything(path)
    wanted = ask(path)
    assert wanted.status == 202
    assert wanted.headers["Location"] == f"{path}/{wanted.body['export_id']}"
    said = ("format", "language", "purpose", "state", "percent_done", "url")
    assert [wanted.body[name] for name in said] == ["json", "vi", "own_copy", "queued", 0, None]
    assert fetch(path, wanted.body["export_id"]).body == wanted.body

    fetched, data = made(path)

    assert (fetched.body["state"], fetched.body["percent_done"]) == ("ready", 100)
    assert (len(data), hashlib.sha256(data).hexdigest()) == (fetched.body["size_bytes"], fetched.body["sha256"])
    document = json.loads(data)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    words = [item["sk"]["S"].partition("#")[0] for item in items("RecordsTable")]
    entries = [entry["kind"].replace("_", "").upper() for entry in document["entries"]]
    assert sorted(entries) == sorted(word for word in words if word in entries)
    assert set(words) - set(entries) <= set(ELSEWHERE)
    kept = bootstrap.records().all_entries(HandbookId(path.split("/")[3]))
    again: list[Any] = [entry_from(BY_NAME[entry["kind"]], entry["entry"]) for entry in document["entries"]]
    assert sorted(map(repr, again)) == sorted(repr(one.entry) for one in kept)
    advice = [entry["entry"]["advice"] for entry in document["entries"] if entry["kind"] == "dental"]
    assert LONG.strip() in advice
    assert document["handbook"]["child"]["full_name"] == CHILD["full_name"]
    assert document["people"] == {"nurse": "Trần Văn Nam, Trạm y tế", "station": "Trạm y tế"}


def test_a_print_holds_every_word_on_a5_with_its_footer_on_each_page(path: str) -> None:
    record_everything(path)

    _, data = made(path, NURSE, format="pdf", purpose="referral")

    book = pdfium.PdfDocument(data)
    pages = [page.get_textpage().get_text_range() for page in book]
    assert {tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in book} == {(148, 210)}
    for number, text in enumerate(pages, 1):
        assert f"Trang {number}/{len(pages)}" in text
        assert "Trần Văn Nam, Trạm y tế xuất lúc 10:00 15/06/2026 · chuyển tuyến" in " ".join(text.split())
    whole = " ".join(restored("".join(pages)).split())
    assert " ".join(LONG.split()) in whole
    assert "LÔ-7 ½" in whole


def test_asked_again_the_same_export_answers_until_the_handbook_changes(path: str) -> None:
    first = ask(path)
    assert ask(path).body["export_id"] == first.body["export_id"]
    assert ask(path, language="en").body["export_id"] != first.body["export_id"]
    assert ask(path, format="pdf").body["export_id"] != first.body["export_id"]
    make(first.body["export_id"])
    ready = ask(path)
    assert (ready.body["export_id"], ready.body["state"]) == (first.body["export_id"], "ready")

    MOTHER.post(f"{path.removesuffix('/exports')}/feeding", CARE["feeding"])

    assert ask(path).body["export_id"] != first.body["export_id"]


def test_a_retry_with_its_key_gets_the_first_answer_and_another_body_is_refused(path: str) -> None:
    first = ask(path, key="once")
    before = everything()
    assert ask(path, key="once").body == first.body
    assert ask(path, key="once", format="pdf").problem == "idempotency-key-reused"
    assert MOTHER.call("POST", path, {"format": "json"}).problem == "idempotency-key-required"
    assert everything() == before


def test_staff_say_what_for_and_it_stands_in_the_access_log(path: str) -> None:
    for purpose in ({}, {"purpose": "own_copy"}, {"purpose": "curiosity"}):
        refused = ask(path, NURSE, **purpose)
        assert (refused.status, refused.body["errors"][0]["field"]) == (422, "purpose")
    made(path, NURSE, purpose="referral")

    log = MOTHER.get(f"{path.removesuffix('/exports')}/access-log").body["items"]

    exports = [(one["ground"], one["purpose"]) for one in log if one["action"] == "export_handbook"]
    assert exports == [("area", "referral")] * 2


@pytest.mark.parametrize("caller", [FAR_NURSE, MANAGER, PRINT_MANAGER, VENDOR, FATHER, Caller("stranger")])
def test_to_everybody_else_the_handbook_is_not_there(path: str, caller: Caller) -> None:
    wanted = ask(path).body["export_id"]
    make(wanted)
    before = everything()
    assert ask(path, caller, purpose="care").problem == "not-found"
    assert fetch(path, wanted, caller).problem == "not-found"
    assert everything() == before


def test_an_export_is_its_askers_alone(path: str) -> None:
    wanted = ask(path).body["export_id"]
    assert fetch(path, wanted, NURSE).problem == "not-found"
    other = f"/v1/handbooks/{open_handbook()['handbook_id']}/exports"
    assert fetch(other, wanted).problem == "not-found"
    assert fetch(path, "no-such-export").problem == "not-found"
    assert fetch(path, "x" * 2000).problem == "not-found"


def test_who_lost_the_right_meanwhile_gets_no_file_and_no_link(path: str) -> None:
    wanted = ask(path, NURSE, purpose="care").body["export_id"]
    book = path.removesuffix("/exports")
    assert MOTHER.call("PATCH", book, {"commune_code": "00013"}, headers={"If-Match": '"1"'}).status == 200

    assert make(wanted) == {"batchItemFailures": []}

    assert fetch(path, wanted, NURSE).problem == "not-found"
    assert boto3.client("s3").list_objects_v2(Bucket="exports")["KeyCount"] == 0


def test_a_link_lives_five_minutes_and_the_file_a_day_and_neither_names_anybody(path: str, clock: Clock) -> None:
    fetched, _ = made(path, format="pdf")
    url = urllib.parse.urlsplit(fetched.body["url"])
    query = urllib.parse.parse_qs(url.query)
    assert (fetched.body["expires_in_seconds"], query["X-Amz-Expires"]) == (300, ["300"])
    assert query["response-content-disposition"] == ['attachment; filename="so-me-va-be.pdf"']
    book = path.split("/")[3]
    assert not any(
        word in urllib.parse.unquote(fetched.body["url"]) for word in (book, "mother", "Nguyễn", "2026-01-05")
    )
    clock.move(hours=23, minutes=59)
    assert fetch(path, fetched.body["export_id"]).body["url"]
    clock.move(minutes=1)
    assert (fetch(path, fetched.body["export_id"]).status, fetch(path, fetched.body["export_id"]).problem) == (
        410,
        "export-gone",
    )
    again = ask(path, format="pdf")
    assert (again.body["export_id"], again.body["state"]) == (fetched.body["export_id"], "queued")


BREAKS = [
    ("dynamodb", "GetItem", 0), ("dynamodb", "PutItem", 0), ("dynamodb", "Query", 0), ("dynamodb", "PutItem", 1),
    ("s3", "PutObject", 0), ("dynamodb", "PutItem", 2),
]  # fmt: skip


@pytest.mark.parametrize(("service", "operation", "after"), BREAKS)
def test_a_worker_that_breaks_at_any_step_begins_again_and_ends_with_the_same(
    path: str, service: str, operation: str, after: int
) -> None:
    wanted = ask(path, format="pdf").body["export_id"]
    with failing(service, operation, "SlowDown", after=after):
        assert make(wanted) == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert fetch(path, wanted).body["url"] is None

    assert make(wanted, delivery=2) == {"batchItemFailures": []}

    assert fetch(path, wanted).body["state"] == "ready"
    before = everything()
    assert make(wanted, delivery=3) == {"batchItemFailures": []}  # delivered once more, it does nothing
    assert everything() == before
    assert boto3.client("s3").list_objects_v2(Bucket="exports")["KeyCount"] == 1


def test_what_failed_four_times_says_so_and_is_made_when_asked_for_again(path: str) -> None:
    wanted = ask(path).body["export_id"]
    with failing("s3", "PutObject", "AccessDenied"):
        for delivery in (1, 2, 3):
            make(wanted, delivery)
            assert fetch(path, wanted).body["state"] == "writing"
        make(wanted, delivery=4)
    assert fetch(path, wanted).body["state"] == "failed"

    fetched, _ = made(path)

    assert (fetched.body["export_id"], fetched.body["state"]) == (wanted, "ready")


def test_a_worker_that_vanished_holds_nobody_up_for_more_than_its_time(path: str, clock: Clock) -> None:
    wanted = ask(path).body["export_id"]
    clock.move(minutes=41)
    assert ask(path).status == 202
    assert make(wanted) == {"batchItemFailures": []}
    assert fetch(path, wanted).body["state"] == "ready"


def test_a_message_without_an_export_comes_once_more_and_is_dropped() -> None:
    assert make("never-written") == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert make("never-written", delivery=2) == {"batchItemFailures": []}


def test_a_queue_that_does_not_answer_leaves_no_export(path: str) -> None:
    before = everything()
    with failing("sqs", "SendMessage", "ServiceUnavailable"):
        assert ask(path).problem == "unavailable"
    assert everything() == before


def test_the_message_holds_the_exports_name_and_nothing_else(path: str) -> None:
    wanted = ask(path).body["export_id"]
    from moto.backends import get_backend  # noqa: PLC0415 - the delayed message is not yet to be received

    queues = get_backend("sqs")["123456789012"]["ap-southeast-1"].queues.values()
    (queue,) = (one for one in queues if one.name == config().export_queue.rpartition("/")[2])
    assert [json.loads(message.body) for message in queue._messages] == [{"export_id": wanted}]
