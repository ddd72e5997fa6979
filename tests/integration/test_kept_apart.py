"""What is kept from a family stays so by any way round: guesses of results, other words, merges, corrections."""

import base64
import json
from typing import Any

import pytest

from tests.integration.api import Caller
from tests.integration.own_ids import own_id
from tests.integration.refusals import refused
from tests.integration.test_encounters import SICK, changed
from tests.integration.test_life import happened
from tests.integration.world import MOTHER, NURSE, OTHER_MOTHER, OTHER_MOTHERS_PHONE, open_handbook

pytestmark = pytest.mark.usefixtures("world")
ADOPTION = {"kind": "adoption", "on": "2026-06-15", "guardian_phone": OTHER_MOTHERS_PHONE, "full_name": "Trần Minh Anh"}


def opened(**said: Any) -> str:
    return f"/v1/handbooks/{open_handbook(**said)['handbook_id']}"


@pytest.mark.parametrize("finding", ["positive", "negative"])
def test_a_family_that_repeats_a_nurses_visit_learns_no_result(finding: str) -> None:
    path = opened()
    visit = {**SICK, "id": own_id(77), "labs": [{"test": "hiv", "finding": "positive"}]}
    assert NURSE.post(f"{path}/encounters", visit).status == 201
    guess = {**visit, "labs": [{"test": "hiv", "finding": finding}]}
    refused(MOTHER.post(f"{path}/encounters", guess), 409, "id-taken", "id")
    row = {"kind": "encounter", "id": guess.pop("id"), "handbook_id": path.rpartition("/")[2], "data": guess}
    assert MOTHER.call("POST", "/v1/sync", {"rows": [row]}).body["items"][0]["status"] == 409


@pytest.mark.parametrize(
    "words",
    ["HIV1 dương tính", "antiHIV (+)", "H.I.V", "h i v", "ＨＩＶ", "đang uống Tenofovir", "phác đồ TLD"],
)
def test_free_text_that_tells_of_hiv_in_other_words_is_refused(words: str) -> None:
    answer = NURSE.post(f"{opened()}/encounters", {**SICK, **changed(SICK, complaint=words)})
    refused(answer, 422, "invalid-field", "sick_visit.complaint")


@pytest.mark.parametrize(
    "words",
    ["Viêm gan A, B, C", "nhiễm hô hấp", "nhiễm H. pylori", "chivas", "hives", "sốt nhẹ, ho có đờm", "phác đồ A"],
)
def test_what_only_looks_alike_is_taken(words: str) -> None:
    assert NURSE.post(f"{opened()}/encounters", {**SICK, **changed(SICK, complaint=words)}).status == 201


@pytest.mark.parametrize("hidden_stays", [True, False])
def test_a_merge_does_not_bring_those_who_adopted_and_the_old_family_together(hidden_stays: bool) -> None:
    adopted = opened(mother_name="Trần Thị Lan")
    assert happened(NURSE, adopted, 1, **ADOPTION).status == 201
    own = opened(full_name="Trần Minh Anh", mother_name="Trần Thị Lan")
    kept, other = (adopted, own) if hidden_stays else (own, adopted)
    seen = NURSE.get(other).body
    body = {"other_id": seen["handbook_id"], "other_etag": seen["etag"], "reason": "Một bé", "confirmed": ["not_alike"]}
    answer = NURSE.call("POST", f"{kept}/merge", body, headers={"If-Match": NURSE.get(kept).headers["ETag"]})
    refused(answer, 409, "merge-refused", "other_id")
    assert (MOTHER.get(adopted).status, OTHER_MOTHER.get(own).status) == (404, 404)


@pytest.mark.parametrize("doing", ["entered-in-error", "reinstate"])
def test_what_happened_is_taken_back_by_a_retraction_and_not_as_an_entry_in_error(doing: str) -> None:
    path = opened()
    event = happened(NURSE, path, 1, **ADOPTION).body["event"]["event_id"]
    body = {"reason": {"code": "wrong_child", "text": "Nhầm bé"}}
    place = f"{path}/entries/life/{event}/{doing}"
    refused(NURSE.call("POST", place, body, headers={"If-Match": '"1"'}), 422, "invalid-field", "kind")
    assert (MOTHER.get(path).status, OTHER_MOTHER.get(path).status) == (404, 200)


def test_what_families_read_of_ends_and_alerts_does_not_tell_of_it_either() -> None:
    path = opened()
    died = {"kind": "death", "on": "2026-06-01"}
    refused(happened(NURSE, path, 1, **died, cause_icd10="B20"), 422, "invalid-field", "cause_icd10")
    refused(happened(NURSE, path, 1, **died, note="Điều trị ARV, HIV"), 422, "invalid-field", "note")
    weighed = NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 3.1}).body
    alert = weighed["alerts_opened"][0]["alert_id"]
    answer = NURSE.post(f"{path}/alerts/{alert}/acknowledgement", {"note": "Mẹ HIV"})
    refused(answer, 422, "invalid-field", "note")
    place = MOTHER.post(f"{path}/disputes", {"kind": "other", "text": "Xem giúp"}).body["dispute_id"]
    asked = NURSE.call(
        "POST",
        f"{path}/disputes/{place}/ask",
        {"text": "Kết quả HIV của mẹ?"},
        headers={"If-Match": '"1"', "Idempotency-Key": "ask"},
    )
    refused(asked, 422, "invalid-field", "text")


def fed(caller: Caller, path: str) -> tuple[list[str], int, int]:
    """What the change feed shows of a handbook without ids and instants: kinds, and the versions that it counts."""
    page = caller.get(f"{path}/changes").body
    cursor = json.loads(base64.urlsafe_b64decode(page["cursor"] + "=="))
    return sorted(one["kind"] for one in page["items"]), page["handbook"]["version"], int(cursor["version"])


@pytest.mark.parametrize("caller", [MOTHER, NURSE], ids=["mother", "nurse"])
def test_a_visit_with_a_result_that_is_kept_apart_moves_the_feed_as_one_without(caller: Caller) -> None:
    with_result, without = opened(), opened(full_name="Lê Văn Bình")
    labs = [{"test": "hiv", "finding": "positive"}, {"test": "hbsag", "finding": "negative"}]
    assert NURSE.post(f"{with_result}/encounters", {**SICK, "labs": labs}).status == 201
    assert NURSE.post(f"{without}/encounters", {**SICK, "labs": labs[1:]}).status == 201

    assert fed(caller, with_result) == fed(caller, without)
