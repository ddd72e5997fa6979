"""Exports on the deployed stack: ask, wait, download, open; by a family and by a nurse; two workers at once."""

import hashlib
import json
import threading
import time
import urllib.error
import urllib.request
from typing import Any

import jsonschema
import pypdfium2 as pdfium
import pytest

from tests.e2e.client import Client
from tests.e2e.permissions import Deployment
from tests.e2e.probes import queued
from tests.template import ROOT
from tools.stack.lifecycle import Stack

PATIENCE_SECONDS = 120


@pytest.fixture(scope="module")
def path(mother: Client, nurse: Client, child: dict[str, Any]) -> str:
    """A handbook of its own with a weight and a dose in it."""
    opened = mother.post("/handbooks", child)
    assert opened.status == 201, opened.body
    book = f"/handbooks/{opened.body['handbook_id']}"
    assert mother.post(f"{book}/measurements", {"measured_on": "2026-10-01", "weight_kg": 4.6}).status == 201
    dose = {"product": "bcg", "administered_on": "2026-09-02", "lot_number": "LÔ-Ấ1"}
    assert nurse.post(f"{book}/immunizations", dose).status == 201
    return f"{book}/exports"


def ready(client: Client, path: str, **body: Any) -> dict[str, Any]:
    """Ask, and wait until it is made."""
    asked = client.post(path, body)
    assert asked.status == 202, asked.body
    end = time.monotonic() + PATIENCE_SECONDS
    while (seen := client.get(f"{path}/{asked.body['export_id']}").body)["state"] != "ready":
        assert time.monotonic() < end, seen
        assert seen["url"] is None
        time.sleep(0.5)
    found: dict[str, Any] = seen
    return found


def download(export: dict[str, Any]) -> bytes:
    with urllib.request.urlopen(export["url"], timeout=60) as response:
        data: bytes = response.read()
    assert (len(data), hashlib.sha256(data).hexdigest()) == (export["size_bytes"], export["sha256"])
    return data


def test_a_mother_downloads_the_book_and_opens_it(mother: Client, path: str, child: dict[str, Any]) -> None:
    book = pdfium.PdfDocument(download(ready(mother, path, format="pdf")))
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in book]
    assert child["full_name"] in texts[0]
    assert "LÔ-Ấ1" in " ".join(texts)
    assert all(f"Trang {number}/{len(texts)}" in text for number, text in enumerate(texts, 1))


def test_a_nurse_downloads_the_data_for_a_purpose_and_the_family_sees_it(
    mother: Client, nurse: Client, path: str
) -> None:
    assert nurse.post(path, {"format": "json"}).problem == "invalid-field"
    document = json.loads(download(ready(nurse, path, format="json", purpose="referral")))
    schema = json.loads((ROOT / "docs/export.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert {entry["kind"] for entry in document["entries"]} >= {"dose", "measurement"}
    log = mother.get(path.replace("/exports", "/access-log?limit=20")).body["items"]
    assert ("export_handbook", "referral") in {(one["action"], one["purpose"]) for one in log}


def test_two_workers_at_once_and_a_late_delivery_leave_one_file(stack: Stack, mother: Client, path: str) -> None:
    deployment, answers = Deployment(stack), []
    wanted = mother.post(path, {"format": "pdf", "language": "en"}).body["export_id"]

    def work() -> None:
        answers.append(deployment.invoke("MakeExportFunction", queued({"export_id": wanted})))

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    ready(mother, path, format="pdf", language="en")
    work()

    assert {"batchItemFailures": []} in answers
    listed = stack.client("s3").list_objects_v2(Bucket=stack.outputs["ExportsBucket"], Prefix=f"exports/{wanted}")
    assert listed["KeyCount"] == 1


def test_a_link_is_no_good_once_it_is_changed(mother: Client, path: str) -> None:
    url = ready(mother, path, format="json")["url"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(url.replace("exports/", "exports/x"), timeout=30)
    refused.value.close()
    assert refused.value.code in {403, 404}
