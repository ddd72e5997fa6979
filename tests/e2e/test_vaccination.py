"""A vaccination session over HTTP: screening, preview, doses out of order, refusals, pick lists."""

from typing import Any

import pytest

from tests.e2e.client import Client


@pytest.fixture(scope="module")
def path(mother: Client, child: dict[str, Any]) -> str:
    """A handbook of its own, of a child of nine months."""
    opened = mother.post("/handbooks", {**child, "full_name": "Phạm Minh Anh", "birth_date": "2026-02-10"})
    assert opened.status == 201, opened.body
    return f"/handbooks/{opened.body['handbook_id']}"


def screen(nurse: Client, path: str, temperature_c: float) -> Any:
    questions = [question["code"] for question in nurse.get(f"{path}/screenings/checklist").body["questions"]]
    body = {"answers": dict.fromkeys(questions, "no"), "temperature_c": temperature_c}
    return nurse.post(f"{path}/screenings", body)


def test_a_fever_defers_and_the_next_screening_settles_it(nurse: Client, mother: Client, path: str) -> None:
    feverish = screen(nurse, path, 38.4)
    waiting = mother.get(f"{path}/forecast").body["next_visit"]["on"]
    well = screen(nurse, path, 36.7)

    assert (feverish.status, feverish.body["outcome"]["decision"]) == (201, "defer")
    assert waiting > mother.get(f"{path}/forecast").body["next_visit"]["on"]
    assert (well.status, well.body["outcome"]["decision"]) == (201, "may_vaccinate")


def test_a_messy_paper_book_is_typed_in_any_order_and_a_preview_warns(nurse: Client, mother: Client, path: str) -> None:
    copied = [("penta", "2026-06-15"), ("penta", "2026-05-12"), ("bcg", "2026-02"), ("penta", "2026")]
    statuses = [
        nurse.post(f"{path}/immunizations", {"product": product, "administered_on": on, "kind": "historical"}).status
        for product, on in copied
    ]
    ahead = nurse.call(
        "POST",
        f"{path}/immunizations/preview",
        {"product": "penta", "administered_on": "2026-06-16", "lot_number": "P"},
    )
    listed = mother.get(f"{path}/immunizations").body["items"]

    assert statuses == [201] * 4
    assert [warning["code"] for warning in ahead.body["warnings"] if warning["severity"] != "info"] == [
        "interval_too_short",
        "looks_like_duplicate",
    ]
    assert [(dose["administered_on"], dose["evaluation"]["status"]) for dose in listed] == [
        ("2026", "not_valid"),
        ("2026-02", "valid"),
        ("2026-05-12", "valid"),
        ("2026-06-15", "valid"),
    ]


def test_the_family_refuses_and_consents_and_a_dose_is_not_given(nurse: Client, mother: Client, path: str) -> None:
    missed = nurse.post(f"{path}/immunizations", {"status": "not_given", "product": "penta", "reason": "absent"})
    refused = mother.post(f"{path}/immunization-conditions", {"kind": "refusal", "of": ["je"]})
    condition = refused.body["condition"]
    ended = mother.call(
        "PATCH",
        f"{path}/immunization-conditions/{condition['condition_id']}",
        {"ended_on": condition["since"], "end_reason": "consented"},
        {"If-Match": condition["etag"]},
    )

    assert (missed.status, missed.body["not_given"]["status"]) == (201, "not_given")
    assert (refused.status, ended.status, ended.body["active"]) == (201, 200, False)
    (listed,) = mother.get(f"{path}/immunizations?status=not_given").body["items"]
    assert {name: value for name, value in listed.items() if name != "revision"} == missed.body["not_given"]


def test_pick_lists_and_the_private_schedule_are_there(mother: Client, path: str) -> None:
    assert {"hexa", "mmr"} <= {item["product"] for item in mother.get("/vaccines").body["items"]}
    assert mother.get(f"{path}/forecast?schedule=service").body["schedule_id"].startswith("VN-SERVICE")
