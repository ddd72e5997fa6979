"""What a correction moves: doses that count or no longer do, alerts, the forecast, the next contact; all or nothing."""

from typing import Any

import pytest

from tests.integration.api import Answer
from tests.integration.corrected import amend, at, id_in, mark, recorded, reinstate
from tests.integration.wire import TIMEOUT, failing, heard
from tests.integration.world import MOTHER, NURSE, Clock, everything, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def path() -> str:
    """A girl of 161 days."""
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


def dose(path: str, product: str, on: str, **facts: Any) -> str:
    return id_in(NURSE.post(f"{path}/immunizations", {"product": product, "administered_on": on, **facts}))


def status(path: str) -> dict[str, str]:
    listed = MOTHER.get(f"{path}/immunizations").body["items"]
    return {one["dose_id"]: one["evaluation"]["status"] for one in listed}


def summary(path: str) -> dict[str, Any]:
    return next(
        item for item in items("RecordsTable") if item["sk"]["S"] == "SUMMARY" and path.endswith(item["pk"]["S"][9:])
    )


def test_a_day_that_was_wrong_makes_doses_valid_or_invalid_and_says_so(path: str) -> None:
    first = dose(path, "penta", "2026-03-05")
    second = dose(path, "penta", "2026-04-05")
    assert status(path) == {first: "valid", second: "valid"}
    before = summary(path)["next_contact_on"]["S"]

    answer = amend(at(path, "dose", second), {"administered_on": "2026-03-12"})

    effects = answer.body["effects"]
    assert effects["doses"] == [{"dose_id": second, "before": "valid", "after": "not_valid"}]
    assert status(path)[second] == "not_valid"
    assert effects["forecast"] == MOTHER.get(f"{path}/forecast").body
    assert effects["warnings"]
    assert effects["next_contact_on"] == summary(path)["next_contact_on"]["S"]
    assert before
    back = amend(at(path, "dose", second), {"administered_on": "2026-04-05"}, '"2"')
    assert back.body["effects"]["doses"] == [{"dose_id": second, "before": "not_valid", "after": "valid"}]
    assert summary(path)["next_contact_on"]["S"] == before


def test_a_dose_in_error_counts_for_nothing_and_stays_in_sight(path: str) -> None:
    first, second = dose(path, "penta", "2026-03-05"), dose(path, "penta", "2026-04-05")
    forecast = MOTHER.get(f"{path}/forecast").body

    marked = mark(at(path, "dose", first)).body["effects"]

    assert {"dose_id": first, "before": "valid", "after": None} in marked["doses"]
    assert first not in summary(path)["facts"]["S"]
    assert MOTHER.get(at(path, "dose", first)).body["status"] == "entered_in_error"
    back = reinstate(at(path, "dose", first)).body["effects"]
    assert {"dose_id": first, "before": None, "after": "valid"} in back["doses"]
    assert MOTHER.get(f"{path}/forecast").body == forecast
    assert status(path) == {first: "valid", second: "valid"}


def test_an_hour_goes_with_its_day(path: str) -> None:
    given = dose(path, "bcg", "2026-01-06", administered_at="2026-01-06T08:30:00+07:00")

    moved = amend(at(path, "dose", given), {"administered_on": "2026-01-07"}).body["entry"]["data"]
    exact = amend(at(path, "dose", given), {"administered_at": "2026-01-08T09:00:00+07:00"}, '"2"').body["entry"][
        "data"
    ]

    assert (moved["administered_on"], moved["administered_at"]) == ("2026-01-07", None)
    assert exact["administered_on"] == "2026-01-08"


def test_a_slip_of_the_scale_that_is_put_right_ends_what_it_raised(path: str) -> None:
    slip = NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 4.0})
    raised = {one["code"] for one in slip.body["alerts_opened"]}
    address = at(path, "measurement", id_in(slip))

    effects = amend(address, {"weight_kg": 7.0}).body["effects"]

    assert raised
    assert {one["code"] for one in effects["alerts_resolved"]} == raised
    assert effects["forecast"] is None
    assert MOTHER.get(f"{path}/alerts").body["items"] == []
    worse = amend(address, {"weight_kg": 4.0}, '"2"').body["effects"]
    assert {one["code"] for one in worse["alerts_opened"]} == raised
    gone = mark(address, '"3"').body["effects"]
    assert {one["code"] for one in gone["alerts_resolved"]} == raised


def screened(path: str, **answers: str) -> str:
    form = NURSE.get(f"{path}/screenings/checklist").body
    said = {question["code"]: "no" for question in form["questions"]} | answers
    body = {"answers": said, "temperature_c": 36.8, "anaphylaxis_products": ["bcg"] if answers else []}
    answer = NURSE.post(f"{path}/screenings", body)
    return id_in(answer)


def conditions(path: str) -> list[tuple[str, bool]]:
    listed = MOTHER.get(f"{path}/immunization-conditions").body["items"]
    return [(one["code"], one["active"]) for one in listed]


def test_what_a_screening_found_goes_with_it_and_comes_back_with_it(path: str) -> None:
    address = at(path, "screening", screened(path, anaphylaxis_severe="yes"))
    found = conditions(path)
    assert found

    marked = mark(address)
    gone = MOTHER.get(f"{path}/forecast").body
    back = reinstate(address)

    assert [one["status"] for one in marked.body["effects"]["also"]] == ["entered_in_error"] * len(found)
    assert all(not group["conditions"] for group in gone["groups"])
    assert [one["status"] for one in back.body["effects"]["also"]] == ["amended"] * len(found)
    assert conditions(path) == found


def test_an_answer_that_was_wrong_takes_its_contraindication_with_it(path: str) -> None:
    address = at(path, "screening", screened(path, anaphylaxis_severe="yes"))
    now = {**NURSE.get(address).body["data"]["answers"], "anaphylaxis_severe": "no"}

    amended = amend(address, {"answers": now, "anaphylaxis_products": []})

    assert amended.status == 200, amended.body
    assert {one["status"] for one in amended.body["effects"]["also"]} == {"entered_in_error"}
    assert all(not group["conditions"] for group in MOTHER.get(f"{path}/forecast").body["groups"])


def test_a_refusal_follows_the_reason_why_a_dose_was_not_given(path: str) -> None:
    body = {"status": "not_given", "product": "bcg", "reason": "refused"}
    address = at(path, "not_given", id_in(NURSE.post(f"{path}/immunizations", body)))
    assert conditions(path) == [("refused", True)]

    absent = amend(address, {"reason": "absent"})
    again = amend(address, {"reason": "refused"}, '"2"')

    assert [one["status"] for one in absent.body["effects"]["also"]] == ["entered_in_error"]
    assert [one["status"] for one in again.body["effects"]["also"]] == ["recorded"]


def corrections(path: str) -> list[tuple[str, Any]]:
    given, weighed = recorded(path, "dose"), recorded(path, "measurement")
    screening = screened(path, anaphylaxis_severe="yes")
    return [
        ("moved dose", lambda: amend(at(path, "dose", given), {"administered_on": "2026-01-09"})),
        ("moved weight", lambda: amend(at(path, "measurement", weighed), {"measured_on": "2026-06-01"})),
        ("screening in error", lambda: mark(at(path, "screening", screening))),
    ]


@pytest.mark.parametrize("operation", ["GetItem", "Query", "TransactWriteItems"])
def test_a_correction_cut_at_any_call_leaves_all_or_nothing(path: str, operation: str) -> None:
    for name, correct in corrections(path):
        with heard("dynamodb") as calls:
            before, cut = everything(), 0
            while True:
                made = len(calls)
                with failing("dynamodb", operation, TIMEOUT, after=cut):
                    answer: Answer = correct()
                if answer.status == 200:
                    break
                assert (name, answer.status, answer.problem) == (name, 503, "unavailable")
                assert everything() == before, f"{name} was half written when {operation} number {cut + 1} was cut"
                cut += 1
                assert cut < 20
                assert len(calls) > made
        assert cut > 0
        assert everything() != before


def test_a_transaction_that_dynamodb_refuses_whole_writes_none_of_its_items(path: str, clock: Clock) -> None:
    address = at(path, "dose", recorded(path, "dose"))
    before = everything()

    with failing("dynamodb", "TransactWriteItems", "InternalServerError"):
        assert amend(address, {"administered_on": "2026-01-09"}).status == 503
    assert everything() == before
    clock.move(minutes=1)
    assert amend(address, {"administered_on": "2026-01-09"}).status == 200


def test_an_encounter_is_amended_and_what_was_seen_at_it_goes_with_it_when_it_was_an_error(path: str) -> None:
    seen = {"kind": "sick_visit", "visited_on": "2026-06-15", "sick_visit": {"complaint": "Ho"}}
    answer = NURSE.post(f"{path}/encounters", {**seen, "measurement": {"weight_kg": 6.1}})
    assert answer.status == 201, answer.body
    address = at(path, "encounter", answer.body["encounter_id"])

    amended = amend(address, {"sick_visit": {"complaint": "Ho và sốt"}, "visited_on": "2026-06-14"})
    wrong = amend(address, {"measurement": {"weight_kg": 7.0}}, '"2"')
    marked = mark(address, '"2"')

    assert (amended.status, amended.body["entry"]["data"]["visited_on"]) == (200, "2026-06-14"), amended.body
    assert amended.body["entry"]["data"]["sick_visit"]["complaint"] == "Ho và sốt"
    assert (wrong.status, wrong.problem) == (422, "unknown-field")
    assert [one["kind"] for one in marked.body["effects"]["also"]] == ["measurement"]
    assert [one["revision"]["status"] for one in MOTHER.get(f"{path}/measurements").body["items"]] == [
        "entered_in_error"
    ]
    assert [one["status"] for one in reinstate(address, '"3"').body["effects"]["also"]] == ["amended"]
