"""The screening checklist: given by age, recorded with what may be given, and seen by the forecast."""

from typing import Any

import pytest

from tests.integration.refusals import refused
from tests.integration.revisions import as_recorded
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, Clock, everything, open_handbook

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def path() -> str:
    """A girl of 161 days."""
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


def questions(path: str) -> list[str]:
    return [question["code"] for question in NURSE.get(f"{path}/screenings/checklist").body["questions"]]


def screen(path: str, answers: dict[str, str] | None = None, **changes: Any) -> Any:
    said = dict.fromkeys(questions(path), "no") | (answers or {})
    return NURSE.post(f"{path}/screenings", {"answers": said, "temperature_c": 36.8, **changes})


def decisions(answer: Any) -> dict[str, str]:
    return {group["group"]: group["decision"] for group in answer.body["outcome"]["groups"]}


def group(forecast: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in forecast["groups"] if one["group"] == name)
    return found


def test_the_checklist_fits_the_childs_age_and_names_its_rule(path: str) -> None:
    child = NURSE.get(f"{path}/screenings/checklist").body
    newborn = NURSE.get(f"{path}/screenings/checklist", {"on": "2026-02-04"}).body

    assert (child["form"], newborn["form"]) == ("child", "newborn")
    assert (child["checklist_id"], child["effective_from"]) == ("VN-SCREENING-1575-2023", "2023-03-27")
    assert [measure["field"] for measure in newborn["measures"]] == ["temperature_c", "weight_g"]
    assert "mother_hbsag" in [question["code"] for question in newborn["questions"]]
    refused(NURSE.get(f"{path}/screenings/checklist", {"on": "2026-01-04"}), 422, "date-before-birth", "on")


def test_a_well_child_may_be_vaccinated_and_the_screening_is_listed(path: str) -> None:
    done = screen(path)

    assert done.status == 201, done.body
    assert (done.body["outcome"]["decision"], set(decisions(done).values())) == ("may_vaccinate", {"may_vaccinate"})
    assert done.body["outcome"]["text"]["vi"] == "Đủ điều kiện tiêm chủng."
    assert (done.body["conditions"], done.body["screening"]["findings"]) == ([], [])
    assert as_recorded(MOTHER.get(f"{path}/screenings").body) == {"items": [done.body["screening"]], "next": None}


def test_a_fever_defers_everything_and_the_next_screening_settles_it(path: str, clock: Clock) -> None:
    feverish = screen(path, temperature_c=38.5, recheck_on="2026-06-18")

    assert (feverish.body["outcome"]["decision"], set(decisions(feverish).values())) == ("defer", {"defer"})
    assert feverish.body["forecast"]["next_visit"]["on"] == "2026-06-18"
    dtp = group(MOTHER.get(f"{path}/forecast").body, "dtp")
    assert (dtp["due_state"], dtp["earliest"]["on"]) == ("upcoming", "2026-06-18")
    assert dtp["conditions"][0]["vi"] == "Sốt từ 38,0 °C: tạm hoãn."
    early = NURSE.post(f"{path}/immunizations", {"product": "penta", "administered_on": "2026-06-15"})
    assert (early.status, early.body["warnings"][0]["code"]) == (201, "deferred")

    clock.move(days=1)
    screen(path)

    assert group(MOTHER.get(f"{path}/forecast").body, "ipv")["conditions"] == []


def test_contraindications_found_are_recorded_in_the_same_breath_where_wanted(path: str) -> None:
    kept_not = screen(path, {"congenital_immunodeficiency": "yes"}, record_conditions=False)

    assert (decisions(kept_not)["opv"], kept_not.body["conditions"]) == ("contraindicated", [])
    assert MOTHER.get(f"{path}/immunization-conditions").body["items"] == []
    assert group(kept_not.body["forecast"], "opv")["status"] == "not_complete"

    kept = screen(path, {"congenital_immunodeficiency": "yes"})
    again = screen(path, {"congenital_immunodeficiency": "yes"})

    assert kept.body["outcome"]["decision"] == "some"
    assert {name for name, decision in decisions(kept).items() if decision == "defer"} == {
        "bcg",
        "measles",
        "rota",
        "rubella",
    }
    (condition,) = kept.body["conditions"]
    assert as_recorded(MOTHER.get(f"{path}/immunization-conditions").body)["items"] == [condition]
    assert (condition["evidence"], condition["source_id"]) == ("screening", kept.body["screening"]["screening_id"])
    assert again.body["conditions"] == []
    assert group(kept.body["forecast"], "opv")["status"] == "contraindicated"


def test_a_small_newborn_waits_except_for_hepatitis_b_of_a_carriers_child() -> None:
    path = f"/v1/handbooks/{open_handbook(birth_date='2026-06-14')['handbook_id']}"

    done = screen(path, {"mother_hbsag": "yes"}, weight_g=1800)

    assert (decisions(done)["hepb-birth"], decisions(done)["bcg"]) == ("may_vaccinate", "defer")
    assert done.body["outcome"]["decision"] == "some"
    assert [item["product"] for item in done.body["forecast"]["next_visit"]["items"]] == ["hepb-birth"]


def test_what_is_unknown_is_to_be_asked_again(path: str) -> None:
    done = screen(path, {"intussusception": "unknown"})

    assert [question["code"] for question in done.body["outcome"]["unanswered"]] == ["intussusception"]


def test_screening_is_the_staffs(path: str) -> None:
    said = {"answers": dict.fromkeys(questions(path), "no"), "temperature_c": 36.8}

    refused(MOTHER.post(f"{path}/screenings", said), 403, "forbidden")
    refused(FAR_NURSE.post(f"{path}/screenings", said), 404, "not-found")
    assert MOTHER.get(f"{path}/screenings").body["items"] == []
    assert MOTHER.get(f"{path}/screenings/checklist").status == 200


@pytest.mark.parametrize(
    ("changes", "problem", "field"),
    [
        ({"temperature_c": 385}, "implausible-value", "temperature_c"),
        ({"temperature_c": "38,5"}, "invalid-field", "temperature_c"),
        ({"temperature_c": None}, "invalid-field", "temperature_c"),
        ({"answers": {"organ_failure": "maybe"}}, "invalid-field", "answers.organ_failure"),
        ({"answers": {}}, "invalid-field", "answers.organ_failure"),
        ({"screened_on": "2026-06-16"}, "date-in-future", "screened_on"),
        ({"screened_on": "2026-01-04"}, "date-before-birth", "screened_on"),
        ({"recheck_on": "2026-06-15"}, "invalid-field", "recheck_on"),
        ({"anaphylaxis_products": ["elixir"]}, "unknown-product", "anaphylaxis_products"),
        ({"immunoglobulin_on": "2026-06-01"}, "invalid-field", "immunoglobulin_on"),
        ({"record_conditions": "please"}, "invalid-field", "record_conditions"),
    ],
)
def test_a_screening_that_cannot_be_names_the_field(
    path: str, changes: dict[str, Any], problem: str, field: str
) -> None:
    before = everything()
    said = {"answers": dict.fromkeys(questions(path), "no"), "temperature_c": 36.8}
    asked = everything()

    refused(NURSE.post(f"{path}/screenings", {**said, **changes}), 422, problem, field)

    assert everything() == asked != before


def test_anaphylaxis_after_a_combination_forbids_its_parts_and_every_group_says_why(path: str) -> None:
    done = screen(path, {"anaphylaxis_severe": "yes"}, anaphylaxis_products=["hexa"])

    forecast = MOTHER.get(f"{path}/forecast").body
    for name in ("dtp", "hepb", "hib", "ipv"):
        assert (name, decisions(done)[name]) == (name, "contraindicated")
        assert (name, group(forecast, name)["status"]) == (name, "contraindicated")
        assert [one["kind"] for one in group(forecast, name)["conditions"]][:1] == ["contraindication"], name
    assert "contraindicated" not in {decisions(done)["opv"], decisions(done)["measles"]}
