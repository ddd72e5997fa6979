"""After an adoption no route, feed, export or file tells the new family of the mother, the father or the old family."""

import json
from typing import Any

import jsonschema
import pytest

from tests.integration.test_attachments import attached
from tests.integration.test_encounters import CHECKUP
from tests.integration.test_exports import SCHEMA, made
from tests.integration.test_life import ALIVE, born, happened, pregnant
from tests.integration.world import MOTHER, NURSE, OTHER_MOTHER, OTHER_MOTHERS_PHONE, Clock

pytestmark = pytest.mark.usefixtures("world")
FORM_6: dict[str, Any] = {
    **CHECKUP,
    "visited_on": "2026-01-20",
    "child_checkup": {
        "band": "newborn_to_2_months",
        "newborn_history": {"pregnancy_illness": "TIENSANGIAT", "previous_pregnancies": "SAYTHAI"},
    },
}
WORDS = ("Hoa", "TIENSANGIAT", "SAYTHAI", "038098001234", "TEXTOFOLDFAMILY", ":150")


@pytest.fixture
def adopted(clock: Clock) -> dict[str, str]:
    """A child with everything that is its mother's, and of others than its mother."""
    clock.move(days=67)
    path = pregnant()
    assert born(path, {**ALIVE, "apgar_1": 8}).status == 201
    clock.move(days=14)
    ids: dict[str, str] = {}
    findings = {
        "observed_on": "2026-08-22",
        "subject": "mother",
        "stage": "postpartum",
        "systolic_mmhg": 150,
        "diastolic_mmhg": 95,
    }
    answer = NURSE.post(f"{path}/findings", findings)
    assert answer.status == 201, answer.body
    ids["findings"] = answer.body["entry_id"]
    visit = {k: v for k, v in FORM_6.items() if k in {"kind", "child_checkup"}} | {"visited_on": "2026-08-30"}
    answer = NURSE.post(f"{path}/encounters", visit)
    assert answer.status == 201, answer.body
    ids["encounter"] = answer.body["encounter_id"]
    for subject in ("mother", "father"):
        number = {"system": "passport", "value": "B1234567" if subject == "mother" else "C7654321", "subject": subject}
        answer = MOTHER.post(f"{path}/identifiers", number)
        assert answer.status == 201, answer.body
    photo = attached(path, {"kind": "dispute"}, MOTHER)
    ids["attachment"] = photo["attachment_id"]
    complaint = {"kind": "other", "text": "TEXTOFOLDFAMILY", "attachment_ids": [photo["attachment_id"]]}
    answer = MOTHER.post(f"{path}/disputes", complaint)
    assert answer.status == 201, answer.body
    ids["dispute"] = answer.body["dispute_id"]
    clock.move(seconds=1)
    version = int(NURSE.get(path).headers["ETag"].strip('"'))
    adoption = {"kind": "adoption", "on": "2026-09-04", "guardian_phone": OTHER_MOTHERS_PHONE}
    assert happened(NURSE, path, version, **adoption, full_name="Trần Minh Anh").status == 201
    clock.move(seconds=1)
    return ids | {"path": path}


LISTS = (
    "", "/status", "/findings", "/alerts", "/access-log", "/changes", "/encounters", "/disputes", "/identifiers",
    "/care-plan", "/screenings", "/reminders", "/codes", "/growth", "/forecast", "/supplements",
)  # fmt: skip


def test_no_list_tells_of_the_mother(adopted: dict[str, str]) -> None:
    for part in LISTS:
        answer = OTHER_MOTHER.get(adopted["path"] + part)
        assert answer.status == 200, (part, answer.body)
        assert not [word for word in WORDS if word in answer.text], (part, answer.text)


def test_what_was_the_mothers_is_not_found_by_its_id(adopted: dict[str, str]) -> None:
    path = adopted["path"]
    for part in ("", "/versions"):
        assert OTHER_MOTHER.get(f"{path}/entries/findings/{adopted['findings']}{part}").status == 404
        seen = OTHER_MOTHER.get(f"{path}/entries/encounter/{adopted['encounter']}{part}")
        assert (seen.status, "TIENSANGIAT" in seen.text) == (200, False)
    assert OTHER_MOTHER.get(f"{path}/disputes/{adopted['dispute']}").status == 404
    assert OTHER_MOTHER.get(f"{path}/attachments/{adopted['attachment']}").status == 404
    assert NURSE.get(f"{path}/disputes/{adopted['dispute']}").status == 200
    assert NURSE.get(f"{path}/attachments/{adopted['attachment']}").status == 200


@pytest.mark.parametrize("kind", ["json", "pdf"])
def test_no_export_tells_of_the_mother(adopted: dict[str, str], kind: str) -> None:
    _, data = made(f"{adopted['path']}/exports", OTHER_MOTHER, format=kind)
    if kind == "json":
        text = data.decode()
        assert not [word for word in (*WORDS, "B1234567", "C7654321") if word in text], text
        assert adopted["attachment"] not in text


def test_an_adoption_taken_back_leaves_hidden_what_an_earlier_one_hid(adopted: dict[str, str]) -> None:
    path = adopted["path"]
    version = int(NURSE.get(path).headers["ETag"].strip('"'))
    again = happened(
        NURSE, path, version, kind="adoption", on="2026-09-04", guardian_phone="+84912345678", full_name="Lê Minh"
    )
    assert again.status == 201, again.body
    back = happened(
        NURSE, path, version + 1, kind="retraction", on="2026-09-04", retracts=again.body["event"]["event_id"]
    )
    assert back.status == 201, back.body
    assert OTHER_MOTHER.get(path).body["pregnancy"] is None


@pytest.mark.parametrize("kind", ["json", "pdf"])
def test_a_family_exports_a_pregnancy_before_and_after_the_birth_of_twins(clock: Clock, kind: str) -> None:
    path = pregnant()
    jsonschema.validate(_document(path, kind), SCHEMA)
    headers = {"If-Match": MOTHER.get(path).headers["ETag"]}
    corrected = {"pregnancy": {"mother": {"full_name": "Lê Thị Hồng Hoa"}}}
    assert MOTHER.call("PATCH", path, corrected, headers=headers).status == 200
    clock.move(days=67)
    twins = born(path, ALIVE, {**ALIVE, "sex": "M"})
    assert twins.status == 201, twins.body
    for one in MOTHER.get("/v1/handbooks").body["items"]:
        found = _document(f"/v1/handbooks/{one['handbook_id']}", kind)
        jsonschema.validate(found, SCHEMA)
    first = _document(path, "json")
    names = [one["pregnancy"]["mother"]["full_name"] for one in first["former_profiles"]]
    assert names == ["Lê Thị Hoa", "Lê Thị Hồng Hoa"]


def _document(path: str, kind: str) -> Any:
    """Make an export of a kind, and give the document of a JSON one for this or that."""
    _, data = made(f"{path}/exports", MOTHER, format=kind)
    assert len(data) > 1000
    return json.loads(data if kind == "json" else made(f"{path}/exports", MOTHER, format="json")[1])
