"""Contraindications, immunities, refusals and doses that were not given: recorded, seen by every forecast, ended."""

from typing import Any

import pytest

from tests.integration.corrected import at, mark
from tests.integration.refusals import refused
from tests.integration.revisions import as_recorded
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, OTHER_MOTHER, Clock, everything, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def path() -> str:
    """A girl of 161 days."""
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


def group(path: str, name: str) -> dict[str, Any]:
    forecast = MOTHER.get(f"{path}/forecast").body
    found: dict[str, Any] = next(one for one in forecast["groups"] if one["group"] == name)
    return found


def record(path: str, caller: Any = NURSE, **body: Any) -> Any:
    return caller.post(f"{path}/immunization-conditions", body)


def end(path: str, condition: dict[str, Any], caller: Any = NURSE, tag: str = "", **body: Any) -> Any:
    return caller.call(
        "PATCH",
        f"{path}/immunization-conditions/{condition['condition_id']}",
        {"ended_on": "2026-06-15", "end_reason": "resolved", **body},
        headers={"If-Match": tag or condition["etag"]},
    )


def test_a_contraindication_is_seen_by_the_forecast_with_its_reason(path: str) -> None:
    recorded = record(path, kind="contraindication", code="congenital-immunodeficiency", evidence="doctor")

    assert recorded.status == 201, recorded.body
    condition = recorded.body["condition"]
    assert condition == {
        "condition_id": condition["condition_id"],
        "kind": "contraindication",
        "code": "congenital-immunodeficiency",
        "vi": "Suy giảm miễn dịch bẩm sinh.",
        "en": "Congenital immunodeficiency.",
        "of": [],
        "since": "2026-06-15",
        "until": None,
        "evidence": "doctor",
        "recorded_at": "2026-06-15T03:00:00Z",
        "recorded_by": "nurse",
        "unit_id": "station",
        "source_id": None,
        "ended_on": None,
        "end_reason": None,
        "ended_by": None,
        "ended_at": None,
        "active": True,
        "etag": '"1"',
    }
    opv = group(path, "opv")
    assert opv["status"] == "contraindicated"
    assert recorded.body["forecast"] == MOTHER.get(f"{path}/forecast").body
    assert as_recorded(MOTHER.get(f"{path}/immunization-conditions").body) == {"items": [condition], "next": None}


def test_an_immunity_and_a_doctors_contraindication_name_the_antigen_and_show_their_evidence(path: str) -> None:
    record(path, kind="immunity", code="measles", evidence="laboratory")
    record(path, kind="contraindication", code="je")

    measles, je = group(path, "measles"), group(path, "je")

    assert (measles["status"], measles["conditions"][0]["vi"]) == ("immune", "Đã có miễn dịch: Sởi.")
    assert (je["status"], je["conditions"][0]["kind"]) == ("contraindicated", "contraindication")
    assert group(path, "dtp")["conditions"] == []


@pytest.mark.parametrize("caller", [MOTHER, NURSE])
def test_a_refusal_by_family_or_staff_leaves_the_next_visit_and_returns_when_it_ends(path: str, caller: Any) -> None:
    refusal = record(path, caller, kind="refusal", of=["measles"]).body["condition"]
    visit = MOTHER.get(f"{path}/forecast", {"on": "2026-10-05"}).body
    measles = next(one for one in visit["groups"] if one["group"] == "measles")

    ended = end(path, refusal, caller, end_reason="consented")

    assert (measles["refused_on"], measles["conditions"][0]["code"]) == ("2026-06-15", "refused")
    assert "measles" not in [item["product"] for item in visit["next_visit"]["items"]]
    assert (ended.status, ended.body["active"], ended.body["etag"]) == (200, False, '"2"')
    assert (ended.body["end_reason"], ended.body["ended_by"]) == ("consented", caller.username)
    assert group(path, "measles")["refused_on"] is None
    assert as_recorded(MOTHER.get(f"{path}/immunization-conditions").body, 2)["items"] == [ended.body]


def test_families_refuse_and_do_not_diagnose(path: str) -> None:
    before = everything()

    for body in ({"kind": "contraindication", "code": "measles"}, {"kind": "immunity", "code": "measles"}):
        refused(record(path, MOTHER, **body), 403, "forbidden")
    assert everything() == before
    found = record(path, kind="contraindication", code="measles").body["condition"]
    refused(end(path, found, MOTHER), 403, "forbidden")
    for stranger in (OTHER_MOTHER, FAR_NURSE):
        refused(record(path, stranger, kind="refusal", of=["measles"]), 404, "not-found")
        refused(end(path, found, stranger), 404, "not-found")


def test_a_condition_is_ended_once_and_by_who_saw_it_last(path: str) -> None:
    found = record(path, kind="contraindication", code="measles").body["condition"]
    without = NURSE.call(
        "PATCH",
        f"{path}/immunization-conditions/{found['condition_id']}",
        {"ended_on": "2026-06-15", "end_reason": "resolved"},
    )

    refused(without, 428, "version-required", "If-Match")
    refused(end(path, found, tag='"7"'), 412, "stale-version", "If-Match")
    assert end(path, found).status == 200
    refused(end(path, found), 412, "stale-version", "If-Match")
    refused(end(path, found, tag='"2"'), 422, "invalid-field", "ended_on")
    refused(end(path, {**found, "condition_id": "nobody"}), 404, "not-found")


def test_a_condition_that_was_entered_in_error_has_no_end(path: str) -> None:
    found = record(path, kind="contraindication", code="measles").body["condition"]
    assert mark(at(path, "condition", found["condition_id"])).status == 200

    refused(end(path, found, tag='"2"'), 409, "wrong-entry-status")


@pytest.mark.parametrize(
    ("body", "problem", "field"),
    [
        ({"kind": "contraindication", "code": "grandmother"}, "invalid-field", "code"),
        ({"kind": "immunity", "code": "intussusception"}, "invalid-field", "code"),
        ({"kind": "refusal"}, "invalid-field", "of"),
        ({"kind": "refusal", "of": ["nothing"]}, "invalid-field", "of"),
        ({"kind": "refusal", "of": ["dtp"], "code": "je"}, "invalid-field", "code"),
        ({"kind": "contraindication", "code": "je", "of": ["je"]}, "invalid-field", "of"),
        ({"kind": "immunity", "code": "je", "evidence": "dream"}, "invalid-field", "evidence"),
        ({"kind": "immunity", "code": "je", "since": "2026-06-16"}, "date-in-future", "since"),
        ({"kind": "immunity", "code": "je", "since": "2026-01-04"}, "date-before-birth", "since"),
        ({"kind": "refusal", "of": ["dtp"], "until": "2026-06-15"}, "invalid-field", "until"),
        ({"kind": "hunch", "code": "je"}, "invalid-field", "kind"),
    ],
)
def test_a_condition_that_makes_no_sense_names_the_field(
    path: str, body: dict[str, Any], problem: str, field: str
) -> None:
    before = everything()

    refused(record(path, **body), 422, problem, field)

    assert everything() == before


def test_a_handbook_of_before_conditions_is_read_as_it_was(path: str) -> None:
    (summary,) = [item for item in items("RecordsTable") if item["sk"]["S"] == "SUMMARY"]

    assert "conditions" not in summary["facts"]["S"]
    assert MOTHER.get(f"{path}/forecast").status == 200


def not_given(path: str, **body: Any) -> Any:
    return NURSE.post(f"{path}/immunizations", {"status": "not_given", "product": "penta", **body})


def test_a_dose_that_was_not_given_counts_for_nothing_and_is_listed_by_itself(path: str) -> None:
    before = MOTHER.get(f"{path}/forecast").body
    recorded = not_given(path, reason="absent")

    assert recorded.status == 201, recorded.body
    entry = recorded.body["not_given"]
    assert (entry["reason"]["vi"], entry["not_given_on"]) == ("Trẻ không đến", "2026-06-15")
    assert recorded.body["forecast"] == before == MOTHER.get(f"{path}/forecast").body
    assert MOTHER.get(f"{path}/immunizations").body["items"] == []
    listed = MOTHER.get(f"{path}/immunizations", {"status": "not_given"}).body
    assert as_recorded(listed) == {"items": [entry], "next": None}


def test_an_ill_child_is_deferred_and_due_again_when_the_deferral_ends(path: str, clock: Clock) -> None:
    recorded = not_given(path, reason="ill", until="2026-06-22")

    for name in ("dtp", "opv", "ipv"):
        found = next(one for one in recorded.body["forecast"]["groups"] if one["group"] == name)
        assert (found["earliest"]["on"], found["earliest"]["reason"]["code"]) == ("2026-06-22", "deferred")
        assert "22/06/2026" in found["earliest"]["reason"]["vi"]
        assert [one["vi"] for one in found["conditions"]] == ["Trẻ ốm hoặc sốt, tạm hoãn"]
    assert recorded.body["forecast"]["next_visit"]["on"] == "2026-06-22"
    clock.move(days=7)
    assert group(path, "dtp")["due_state"] == "overdue"
    assert group(path, "dtp")["conditions"] == []


def test_a_vaccine_that_is_out_of_stock_defers_that_vaccine_only(path: str) -> None:
    not_given(path, reason="out_of_stock", until="2026-07-01")

    assert group(path, "dtp")["earliest"]["on"] == "2026-07-01"
    assert group(path, "opv")["earliest"]["on"] < "2026-06-15"


def test_a_refusal_at_the_station_becomes_a_condition_that_can_be_ended(path: str) -> None:
    not_given(path, reason="refused", until="2026-12-01")

    (condition,) = MOTHER.get(f"{path}/immunization-conditions").body["items"]

    assert (condition["kind"], condition["until"], condition["active"]) == ("refusal", "2026-12-01", True)
    assert condition["of"] == ["dtp", "hepb", "hib"]
    assert group(path, "dtp")["refused_on"] == "2026-06-15"
    assert end(path, condition, end_reason="consented").status == 200
    assert group(path, "dtp")["refused_on"] is None


@pytest.mark.parametrize(
    ("body", "problem", "field"),
    [
        ({}, "invalid-field", "reason"),
        ({"reason": "rain"}, "invalid-field", "reason"),
        ({"reason": "ill", "product": "elixir"}, "unknown-product", "product"),
        ({"reason": "ill", "administered_on": "2026-06-15"}, "invalid-field", "administered_on"),
        ({"reason": "ill", "lot_number": "L"}, "invalid-field", "lot_number"),
        ({"reason": "ill", "not_given_on": "2026-06-16"}, "date-in-future", "not_given_on"),
        ({"reason": "ill", "not_given_on": "2026-01-04"}, "date-before-birth", "not_given_on"),
        ({"reason": "ill", "until": "2026-06-15"}, "invalid-field", "until"),
        ({"reason": "ill", "status": "given"}, "invalid-field", "reason"),
        ({"reason": "ill", "status": "perhaps"}, "invalid-field", "status"),
    ],
)
def test_a_dose_not_given_that_makes_no_sense_names_the_field(
    path: str, body: dict[str, Any], problem: str, field: str
) -> None:
    before = everything()

    refused(not_given(path, **body), 422, problem, field)

    assert everything() == before


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("immunizations", {"status": "not_given", "product": "penta", "reason": "refused"}),
        ("immunization-conditions", {"kind": "refusal", "of": ["je"]}),
    ],
)
def test_the_same_request_twice_is_one_entry(path: str, route: str, body: dict[str, Any]) -> None:
    first, again = (NURSE.post(f"{path}/{route}", body, "one-key") for _ in range(2))

    assert (first.status, first.body) == (again.status, again.body)
    assert len(MOTHER.get(f"{path}/immunization-conditions").body["items"]) == 1


def test_the_pick_lists_name_every_product_and_code_in_both_languages() -> None:
    lists = MOTHER.get("/v1/vaccines")

    assert (lists.status, lists.headers["Cache-Control"]) == (200, "private, max-age=3600")
    penta = next(item for item in lists.body["items"] if item["product"] == "penta")
    assert (penta["cvx"], penta["route"], penta["live"]) == ("198", "im", "")
    assert set(penta["antigens"]) == {"diphtheria", "pertussis", "tetanus", "hepb", "hib"}
    for name in ("antigens", "contraindications", "routes", "sites", "sessions", "not_given_reasons", "end_reasons"):
        assert all(entry["vi"] and entry["en"] and entry["code"] for entry in lists.body[name])
    hexa = next(item for item in lists.body["items"] if item["product"] == "hexa")
    assert len(hexa["schedules"]) == 2
