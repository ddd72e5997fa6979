"""Measurements, the growth series and the charts."""

from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from tests.integration.revisions import as_recorded
from tests.integration.test_handbooks import SECURITY
from tests.integration.world import MOTHER, NURSE, Clock, everything, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")
NOTHING = {
    "weight_kg": None,
    "length_cm": None,
    "posture": None,
    "head_cm": None,
    "muac_mm": None,
    "oedema": None,
    "device": None,
    "encounter_id": None,
}
NO_ALERTS = {"alerts_opened": [], "alerts_resolved": [], "measure_again": False}


@pytest.fixture
def path() -> str:
    """A girl of 161 days."""
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


def test_a_nurses_measurement_is_answered_with_its_z_scores(path: str) -> None:
    sent = {
        "measured_on": "2026-06-15",
        "weight_kg": 6.1,
        "length_cm": 64.0,
        "posture": "lying",
        "head_cm": 41.2,
        "device": "station_scale",
    }

    recorded = NURSE.post(f"{path}/measurements", sent)

    assert recorded.status == 201
    assert recorded.headers == {"Content-Type": "application/json", "ETag": '"1"', **SECURITY}
    scores = recorded.body["assessment"]
    assert recorded.body == {
        **NOTHING,
        **sent,
        "measurement_id": recorded.body["measurement_id"],
        "recorded_at": "2026-06-15T03:00:00Z",
        "recorded_by": "nurse",
        "source": "staff",
        "assessment": scores,
        "revision": {
            "version": 1,
            "etag": '"1"',
            "status": "recorded",
            "changed_at": "2026-06-15T03:00:00Z",
            "changed_by": "nurse",
            "recorded_in": None,
        },
        **NO_ALERTS,
    }
    assert {name: scores[name] for name in ("waz", "haz", "whz", "baz", "hcz")} == {
        "waz": -1.15,
        "haz": -0.24,
        "whz": -1.3,
        "baz": -1.38,
        "hcz": pytest.approx(-0.5, abs=0.5),
    }
    assert (scores["reference"], scores["age_basis"], scores["flags"], scores["classes"]) == (
        "who-2006",
        "chronological",
        [],
        [],
    )
    assert scores["missing"] == {}
    kept = {name: value for name, value in recorded.body.items() if name not in {*NO_ALERTS, "revision"}}
    assert as_recorded(NURSE.get(f"{path}/measurements").body) == {"items": [kept], "next": None}
    assert as_recorded(MOTHER.get(f"{path}/measurements").body) == {"items": [kept], "next": None}


def test_a_familys_measurement_says_that_it_is_the_familys(path: str) -> None:
    recorded = MOTHER.post(f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 6.1})

    assert (recorded.status, recorded.body["source"], recorded.body["recorded_by"]) == (201, "family", "mother")
    assert recorded.body["assessment"]["missing"] == {
        "length-for-age": "not_measured",
        "weight-for-length": "not_measured",
        "bmi-for-age": "not_measured",
        "head-for-age": "not_measured",
    }


def test_what_was_measured_before_today_keeps_both_days(path: str, clock: Clock) -> None:
    recorded = NURSE.post(f"{path}/measurements", {"measured_on": "2026-03-01", "weight_kg": 4.9})

    assert (recorded.body["measured_on"], recorded.body["recorded_at"]) == ("2026-03-01", "2026-06-15T03:00:00Z")


def test_a_child_who_falters_is_classed(path: str) -> None:
    recorded = NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 4.4, "length_cm": 60.0})

    assert {"severely_underweight", "stunted"} <= set(recorded.body["assessment"]["classes"])


@pytest.mark.parametrize(
    ("day", "problem", "status"),
    [
        ("2026-01-05", None, 201),
        ("2026-01-04", "date-before-birth", 422),
        ("2026-06-15", None, 201),
        ("2026-06-16", "date-in-future", 422),
    ],
)
def test_a_child_is_measured_between_birth_and_today(path: str, day: str, problem: str | None, status: int) -> None:
    before = everything()

    answer = NURSE.post(f"{path}/measurements", {"measured_on": day, "weight_kg": 4.0})

    assert answer.status == status
    if problem:
        assert answer.problem == problem
        assert answer.body["errors"] == [{"field": "measured_on", "code": problem}]
        assert everything() == before


def test_today_is_the_date_in_vietnam(path: str, clock: Clock) -> None:
    clock.at = clock.at.replace(hour=17, minute=0)  # midnight in Vietnam

    assert NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-16", "weight_kg": 6.0}).status == 201
    clock.move(seconds=-1)
    assert NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-16", "weight_kg": 6.0}).status == 422


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"weight_kg": 0.29}, "weight_kg"),
        ({"weight_kg": 300.0}, "weight_kg"),
        ({"weight_kg": 6100.0}, "weight_kg"),
        ({"weight_kg": 0.0}, "weight_kg"),
        ({"weight_kg": -5.0}, "weight_kg"),
        ({"length_cm": 19.9}, "length_cm"),
        ({"length_cm": 640.0}, "length_cm"),
        ({"head_cm": 11.9}, "head_cm"),
        ({"head_cm": 412.0}, "head_cm"),
        ({"muac_mm": 39}, "muac_mm"),
        ({"muac_mm": 1350}, "muac_mm"),
    ],
)
def test_what_no_child_of_this_age_can_have_is_refused(path: str, values: dict[str, Any], field: str) -> None:
    before = everything()

    refused = NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-15", **values})

    assert (refused.status, refused.problem) == (422, "implausible-value")
    (fault,) = refused.body["errors"]
    assert (fault["field"], fault["code"]) == (field, "implausible-value")
    assert str(values[field]) not in refused.text.replace(refused.body["instance"], "")
    assert everything() == before


@pytest.mark.parametrize(("weight_kg", "status"), [(8.0, 201), (8.01, 422), (0.3, 201), (0.299, 422), (300.0, 422)])
def test_a_newborns_weight_has_limits_on_both_sides(weight_kg: float, status: int) -> None:
    newborn = open_handbook(birth_date="2026-06-15")["handbook_id"]

    answer = NURSE.post(f"/v1/handbooks/{newborn}/measurements", {"measured_on": "2026-06-15", "weight_kg": weight_kg})

    assert answer.status == status


def test_a_visit_to_the_scale_without_any_value_is_none(path: str) -> None:
    refused = NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-15"})

    assert (refused.status, refused.body["errors"]) == (422, [{"field": "weight_kg", "code": "invalid-field"}])


def test_oedema_alone_is_worth_recording(path: str) -> None:
    recorded = NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-15", "oedema": True})

    assert (recorded.status, recorded.body["oedema"]) == (201, True)


def test_the_growth_series_holds_every_visit_in_the_order_of_days(path: str) -> None:
    visits = [("2026-06-15", 6.1, 64.0), ("2026-02-05", 4.0, 53.0), ("2026-01-05", 3.1, 49.0)]
    for day, weight_kg, length_cm in visits:
        NURSE.post(f"{path}/measurements", {"measured_on": day, "weight_kg": weight_kg, "length_cm": length_cm})

    series = MOTHER.get(f"{path}/growth")

    assert series.status == 200
    listed = {item["measurement_id"]: item for item in MOTHER.get(f"{path}/measurements").body["items"]}
    assert [(item["measured_on"], item["age_days"]) for item in series.body["items"]] == [
        ("2026-01-05", 0),
        ("2026-02-05", 31),
        ("2026-06-15", 161),
    ]
    for item in series.body["items"]:
        recorded = listed[item["measurement_id"]]
        assert item == {
            **{
                name: recorded[name]
                for name in ("measurement_id", "measured_on", "weight_kg", "length_cm", "head_cm", "assessment")
            },
            "age_days": item["age_days"],
            "velocity": item["velocity"],
        }
    gains = [item["velocity"]["weight_g_per_day"] for item in series.body["items"]]
    assert gains[0] == {"value": None, "since": None, "days": None, "reason": "first_visit"}
    assert gains[1] == {"value": 29.03, "since": "2026-01-05", "days": 31, "reason": None}
    assert series.body["items"][2]["velocity"]["length_cm_per_month"]["value"] == 2.58
    assert series.body["items"][2]["velocity"]["head_cm_per_month"]["reason"] == "not_measured"
    assert set(series.body["items"][0]["velocity"]["z"]) == {
        "weight-for-age", "length-for-age", "weight-for-length", "bmi-for-age", "head-for-age"
    }  # fmt: skip


def test_an_empty_series_is_a_series(path: str) -> None:
    # WHO Child Growth Standards (2006), girls, day 161: 5.5 to 9.0 kg and 60.1 to 69.0 cm.
    assert MOTHER.get(f"{path}/growth").body == {
        "items": [],
        "expected": {
            "on": "2026-06-15",
            "age_days": 161,
            "weight_kg": {"low": 5.5, "median": 7.0, "high": 9.0},
            "length_cm": {"low": 60.1, "median": 64.5, "high": 69.0},
            "reference": "who-2006",
            "age_basis": "chronological",
        },
    }


def test_a_preterm_childs_series_says_which_age_it_goes_by() -> None:
    handbook_id = open_handbook(gestation_days=224)["handbook_id"]
    path = f"/v1/handbooks/{handbook_id}"
    NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 5.5})

    series = MOTHER.get(f"{path}/growth").body
    (point,) = series["items"]

    assert series["expected"]["age_basis"] == "post-menstrual"
    assert point["age_days"] == 161
    assert point["assessment"]["age_basis"] == "post-menstrual"


@pytest.mark.parametrize(
    "chart", ["weight-for-age", "length-for-age", "bmi-for-age", "head-for-age", "weight-for-length"]
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_chart_is_drawn_as_svg_with_the_childs_points(path: str, chart: str, language: str) -> None:
    empty = MOTHER.get(f"{path}/growth/{chart}.svg", {"language": language})
    NURSE.post(
        f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 6.1, "length_cm": 64.0, "head_cm": 41.0}
    )

    drawn = MOTHER.get(f"{path}/growth/{chart}.svg", {"language": language})

    assert (drawn.status, drawn.headers) == (200, {"Content-Type": "image/svg+xml", **SECURITY})
    assert Xml.fromstring(drawn.text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own
    assert drawn.text != empty.text
    assert "Nguyễn" not in drawn.text


def test_a_chart_follows_the_readers_language_unless_told_otherwise(path: str) -> None:
    chart = f"{path}/growth/weight-for-age.svg"
    english = MOTHER.call("GET", chart, headers={"Accept-Language": "en"})
    asked = MOTHER.get(chart, {"language": "en"})
    vietnamese = MOTHER.get(chart)

    assert english.text == asked.text != vietnamese.text


@pytest.mark.parametrize("chart", ["weight-for-age.pdf", "weight-for-age", "muac-for-age.svg", ".svg", "x.svg"])
def test_a_chart_that_is_none_of_ours_is_not_found(path: str, chart: str) -> None:
    assert MOTHER.get(f"{path}/growth/{chart}").problem == "not-found"


def test_a_chart_in_a_language_that_we_do_not_speak_is_refused(path: str) -> None:
    refused = MOTHER.get(f"{path}/growth/weight-for-age.svg", {"language": "fr"})

    assert (refused.status, refused.problem) == (422, "invalid-field")
    assert [error["field"] for error in refused.body["errors"]] == ["query.language"]


def test_a_measurement_leaves_the_facts_and_the_etag_alone_and_counts_the_version(path: str) -> None:
    (before,) = (item for item in items("RecordsTable") if item["sk"]["S"] == "SUMMARY")

    NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 6.1})

    (after,) = (item for item in items("RecordsTable") if item["sk"]["S"] == "SUMMARY")
    assert {**after, "version": {}, "written": {}} == {**before, "version": {}, "written": {}}
    assert (before["version"]["N"], after["version"]["N"], after["written"]["N"]) == ("1", "2", "1")
    assert MOTHER.get(path).headers["ETag"] == '"1"'


@pytest.mark.parametrize(
    "device",
    ["hospital_scale", "station_scale", "hanging_scale", "home_scale", "connected_scale", "copied_from_paper", None],
)
def test_a_measurement_keeps_what_it_was_taken_with(path: str, device: str | None) -> None:
    sent = {"measured_on": "2026-06-15", "weight_kg": 6.1, "device": device}

    assert MOTHER.post(f"{path}/measurements", sent).body["device"] == device
    assert MOTHER.get(f"{path}/measurements").body["items"][0]["device"] == device


@pytest.mark.parametrize("device", ["", "kitchen_scale", 7, ["home_scale"]])
def test_a_device_that_is_not_on_the_list_is_refused(path: str, device: Any) -> None:
    refusal = MOTHER.post(f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 6.1, "device": device})

    assert (refusal.status, refusal.problem) == (422, "invalid-field")
    assert [error["field"] for error in refusal.body["errors"]] == ["device"]


@pytest.mark.parametrize(
    ("raw", "problem", "hint"),
    [
        ("0", "implausible-value", None),
        ("-1", "implausible-value", None),
        ("300", "implausible-value", None),
        ("6100", "implausible-value", "factor_1000"),
        ("61", "implausible-value", "factor_10"),
        ('"NaN"', "invalid-field", "number_with_point"),
        ("NaN", "invalid-field", "number_with_point"),
        ('"3,5"', "invalid-field", "number_with_point"),
        ('"3.5"', "invalid-field", "number_with_point"),
    ],
)
def test_a_weight_typed_wrong_names_the_field_and_the_slip_that_would_explain_it(
    path: str, raw: str, problem: str, hint: str | None
) -> None:
    before = everything()

    refusal = NURSE.call(
        "POST",
        f"{path}/measurements",
        raw=f'{{"measured_on": "2026-06-15", "weight_kg": {raw}}}',
        headers={"Idempotency-Key": "k"},
    )

    assert (refusal.status, refusal.problem) == (422, problem)
    (fault,) = refusal.body["errors"]
    assert fault["field"] == "weight_kg"
    assert fault.get("hint", {}).get("code") == hint
    assert raw.strip('"') not in fault.values()
    assert everything() == before


@pytest.mark.parametrize(
    ("value", "problem", "hint"),
    [
        ("6100", "implausible-value", "factor_1000"),
        ("61", "implausible-value", "factor_10"),
        ("0", "implausible-value", None),
        ("-1", "implausible-value", None),
        ("300", "implausible-value", None),
        ('"3,5"', "invalid-field", "number_with_point"),
        ('"NaN"', "invalid-field", "number_with_point"),
        ("NaN", "invalid-field", "number_with_point"),
    ],
)
@pytest.mark.parametrize(("language", "words"), [("vi", "hãy"), ("en", "the")])
def test_a_refused_number_names_the_slip_that_explains_it(
    path: str, value: str, problem: str, hint: str | None, language: str, words: str
) -> None:
    headers = {"Idempotency-Key": "k", "Accept-Language": language}
    raw = f'{{"measured_on": "2026-06-15", "weight_kg": {value}}}'

    refused = NURSE.call("POST", f"{path}/measurements", raw=raw, headers=headers)

    (fault,) = refused.body["errors"]
    assert (refused.status, refused.problem, fault["field"]) == (422, problem, "weight_kg")
    assert fault.get("hint", {}).get("code") == hint
    if hint and hint.startswith("factor"):
        assert words in fault["hint"]["text"]
