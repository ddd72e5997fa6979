"""The life of an alert: opened by an entry, acknowledged with a note, ended by another entry."""

from itertools import permutations
from typing import Any

import pytest

from tests.integration.api import Answer, Caller
from tests.integration.corrected import at, mark
from tests.integration.refusals import refused
from tests.integration.world import (
    FAR_NURSE,
    MANAGER,
    MOTHER,
    NOBODY,
    NURSE,
    OTHER_MOTHER,
    Clock,
    everything,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")
NOTE = {"note": "Đã tư vấn mẹ cho bú thêm cữ đêm, hẹn cân lại sau hai tuần"}
FEVER = {"observed_on": "2026-06-15", "subject": "child", "stage": "child", "danger_signs": ["convulsions"]}


@pytest.fixture
def path() -> str:
    """A girl of 161 days who weighed 3.2 kg at birth."""
    return f"/v1/handbooks/{open_handbook(birth_weight_g=3200)['handbook_id']}"


def weigh(path: str, day: str, weight_kg: float, caller: Caller = NURSE) -> dict[str, Any]:
    recorded = caller.post(f"{path}/measurements", {"measured_on": day, "weight_kg": weight_kg})
    assert recorded.status == 201, recorded.body
    body: dict[str, Any] = recorded.body
    return body


def codes(alerts: list[dict[str, Any]]) -> list[str]:
    return [alert["code"] for alert in alerts]


def listed(path: str, state: str = "", caller: Caller = MOTHER) -> list[dict[str, Any]]:
    found = caller.get(f"{path}/alerts", {"state": state} if state else None)
    assert found.status == 200, found.body
    items: list[dict[str, Any]] = found.body["items"]
    return items


def acknowledge(path: str, alert_id: str, caller: Caller = NURSE, key: str = "") -> Answer:
    return caller.post(f"{path}/alerts/{alert_id}/acknowledgement", NOTE, key=key)


@pytest.fixture
def stalled(path: str) -> dict[str, Any]:
    """The alert about a child who gained nothing from one visit to the third."""
    weigh(path, "2026-03-05", 5.8)
    (alert,) = [one for one in weigh(path, "2026-04-10", 5.8)["alerts_opened"] if one["code"] == "no_weight_gain"]
    assert "no_weight_gain" not in codes(weigh(path, "2026-05-12", 5.8)["alerts_opened"])
    found: dict[str, Any] = alert
    return found


def test_a_child_who_stops_growing_is_one_alert_acknowledged_with_a_note_and_ended_by_a_good_weight(
    path: str, stalled: dict[str, Any]
) -> None:
    (opened,) = [one for one in listed(path, "open") if one["code"] == "no_weight_gain"]
    assert (opened["alert_id"], opened["opened_on"]) == (stalled["alert_id"], "2026-04-10")
    assert len(opened["evidence"]) == 3
    assert opened["reason"]["vi"] == "Trẻ không tăng cân trong 68 ngày, kể từ ngày 05/03/2026."

    seen = acknowledge(path, opened["alert_id"])
    assert (seen.status, seen.body["state"]) == (201, "acknowledged")
    assert seen.body["acknowledgement"] == {**NOTE, "recorded_by": "nurse", "recorded_at": "2026-06-15T03:00:00Z"}
    assert [one["alert_id"] for one in listed(path, "acknowledged")] == [opened["alert_id"]]
    assert "no_weight_gain" not in codes(listed(path, "open"))

    ended = weigh(path, "2026-06-15", 7.0)
    assert "no_weight_gain" in codes(ended["alerts_resolved"])
    (resolved,) = [one for one in listed(path, "resolved") if one["code"] == "no_weight_gain"]
    assert (resolved["alert_id"], resolved["resolved_on"]) == (opened["alert_id"], "2026-06-15")
    assert resolved["acknowledgement"]["note"] == NOTE["note"]
    assert "no_weight_gain" not in codes(listed(path))


def test_an_alert_says_what_it_rests_on_in_both_languages(path: str, stalled: dict[str, Any]) -> None:
    assert set(stalled) == {
        "alert_id", "code", "group", "severity", "state", "reason", "advice", "opened_on", "latest_on", "resolved_on",
        "resolved_because", "evidence", "growth_reference", "rule_version", "rule_edition", "source", "sign_off",
        "acknowledgement",
    }  # fmt: skip
    assert stalled["severity"] == "see_worker"
    assert stalled["reason"] == {
        "vi": "Trẻ không tăng cân trong 36 ngày, kể từ ngày 05/03/2026.",
        "en": "The child gained no weight in 36 days, since 2026-03-05.",
    }
    assert set(stalled["advice"]) == {"vi", "en"}
    assert (stalled["state"], stalled["resolved_on"], stalled["acknowledgement"]) == ("open", None, None)
    assert stalled["sign_off"]
    measured = {item["measurement_id"] for item in MOTHER.get(f"{path}/measurements").body["items"]}
    assert set(stalled["evidence"]) <= measured


def test_an_earlier_visit_recorded_late_does_not_undo_an_acknowledgement(path: str, stalled: dict[str, Any]) -> None:
    acknowledge(path, stalled["alert_id"])

    weigh(path, "2026-04-08", 5.8)  # of the same standstill: the alert now begins here

    (alert,) = [one for one in listed(path) if one["code"] == "no_weight_gain"]
    assert alert["opened_on"] == "2026-04-08"
    assert (alert["state"], alert["acknowledgement"]["note"]) == ("acknowledged", NOTE["note"])


def test_the_same_visits_in_any_order_give_the_same_alerts_and_none_twice() -> None:
    visits = [("2026-03-05", 5.8), ("2026-04-10", 5.8), ("2026-05-12", 5.7), ("2026-06-15", 4.9)]
    outcomes = []
    for order in permutations(visits):
        path = f"/v1/handbooks/{open_handbook(birth_weight_g=3200)['handbook_id']}"
        for day, weight_kg in order:
            weigh(path, day, weight_kg)
        found = listed(path) + listed(path, "resolved")
        assert len({one["alert_id"] for one in found}) == len(found)
        current = [one["code"] for one in found if one["state"] != "resolved"]
        assert len(set(current)) == len(current)
        outcomes.append([(one["code"], one["state"], one["opened_on"], one["resolved_on"]) for one in found])

    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert outcomes[0]


def test_a_danger_sign_told_by_the_family_says_go_now_before_all_else(path: str, stalled: dict[str, Any]) -> None:
    told = MOTHER.post(f"{path}/findings", FEVER)

    assert [(one["code"], one["severity"]) for one in told.body["alerts_opened"]] == [("danger_sign_child", "go_now")]
    assert told.body["alerts_opened"][0]["evidence"] == [told.body["entry_id"]]
    assert codes(listed(path))[0] == "danger_sign_child"


def test_alerts_come_by_severity_and_then_the_newest_first(path: str, stalled: dict[str, Any]) -> None:
    MOTHER.post(f"{path}/findings", FEVER)
    order = ["go_now", "see_worker", "advise", "information"]

    ranks = [(order.index(one["severity"]), one["opened_on"]) for one in listed(path)]

    assert ranks == sorted(ranks, key=lambda rank: (rank[0], -int(rank[1].replace("-", ""))))


def test_a_weight_that_cannot_be_asks_to_weigh_once_more_and_counts_in_no_alert(path: str, clock: Clock) -> None:
    weigh(path, "2026-03-05", 5.8)
    flagged = weigh(path, "2026-06-15", 2.1)

    assert flagged["measure_again"] is True
    assert "weight_for_age_implausible" in flagged["assessment"]["flags"]
    assert codes(flagged["alerts_opened"]) == ["measure_again"]
    clock.move(minutes=1)
    assert weigh(path, "2026-06-15", 6.6)["measure_again"] is False
    assert "measure_again" not in codes(listed(path))


def test_a_length_that_shrank_asks_to_measure_once_more(path: str) -> None:
    for day, length_cm, again in (("2026-05-12", 63.0, False), ("2026-06-15", 61.0, True)):
        sent = {"measured_on": day, "length_cm": length_cm, "posture": "lying"}
        assert NURSE.post(f"{path}/measurements", sent).body["measure_again"] is again


def test_a_weight_from_home_does_not_end_an_oedema_that_nobody_looked_for(path: str) -> None:
    def measure(day: str, caller: Caller = NURSE, **values: Any) -> dict[str, Any]:
        body: dict[str, Any] = caller.post(f"{path}/measurements", {"measured_on": day, **values}).body
        return body

    assert codes(measure("2026-06-10", oedema=True)["alerts_opened"]) == ["oedema"]
    assert measure("2026-06-12", MOTHER, weight_kg=6.6, device="home_scale")["alerts_resolved"] == []
    assert codes(listed(path)) == ["oedema"]
    assert codes(measure("2026-06-15", oedema=False)["alerts_resolved"]) == ["oedema"]


def test_the_birth_weight_of_the_profile_and_the_apgar_score_are_heard() -> None:
    small = f"/v1/handbooks/{open_handbook(birth_weight_g=1400, birth_date='2026-06-14')['handbook_id']}"
    apgar = {"observed_on": "2026-06-14", "subject": "child", "stage": "newborn", "apgar_1": 4, "apgar_5": 5}

    assert "very_low_birth_weight" in codes(listed(small))
    assert "low_apgar" in codes(NURSE.post(f"{small}/findings", apgar).body["alerts_opened"])


def test_a_dose_that_was_overdue_is_told_as_ended_when_it_is_given() -> None:
    toddler = f"/v1/handbooks/{open_handbook(birth_date='2024-06-05')['handbook_id']}"
    assert "deworming_overdue" in codes(listed(toddler))

    given = NURSE.post(
        f"{toddler}/supplements", {"given_on": "2026-06-15", "product": "albendazole", "dose_mg": 400}
    ).body

    assert given["warnings"] == []
    (ended,) = [one for one in given["alerts_resolved"] if one["code"] == "deworming_overdue"]
    assert (ended["state"], ended["resolved_on"]) == ("resolved", "2026-06-15")
    assert "deworming_overdue" not in codes(listed(toddler))


def test_a_retry_of_an_acknowledgement_gets_the_first_answer(path: str, stalled: dict[str, Any]) -> None:
    first = acknowledge(path, stalled["alert_id"], key="k")
    after = everything()

    assert acknowledge(path, stalled["alert_id"], key="k").body == first.body
    assert everything() == after


def test_an_alert_is_acknowledged_once_while_it_is_open_and_if_there_is_one(path: str, stalled: dict[str, Any]) -> None:
    assert acknowledge(path, stalled["alert_id"]).status == 201
    before = everything()

    refused(acknowledge(path, stalled["alert_id"]), 409, "alert-acknowledged")
    refused(acknowledge(path, "0" * 32), 404, "not-found")
    refused(acknowledge(path, "x" * 3000), 404, "not-found")
    assert everything() == before
    weigh(path, "2026-06-15", 7.0)
    refused(acknowledge(path, stalled["alert_id"]), 409, "alert-resolved")


@pytest.mark.parametrize("days", [0, 2])
def test_an_alert_that_was_acknowledged_by_mistake_is_acknowledged_again(
    path: str, stalled: dict[str, Any], days: int, clock: Clock
) -> None:
    alert_id = stalled["alert_id"]
    acknowledge(path, alert_id)
    address = at(path, "acknowledgement", alert_id)
    assert mark(address).status == 200
    assert {one["alert_id"]: one["state"] for one in listed(path)}[alert_id] == "open"
    clock.move(days=days)

    again = acknowledge(path, alert_id, key="again")

    assert (again.status, again.body["state"]) == (201, "acknowledged"), again.body
    before = everything()
    assert acknowledge(path, alert_id, key="again").body == again.body
    assert everything() == before
    refused(acknowledge(path, alert_id), 409, "alert-acknowledged")
    assert {one["alert_id"]: one["state"] for one in listed(path)}[alert_id] == "acknowledged"
    versions = NURSE.get(f"{address}/versions").body["items"]
    assert [(one["version"], one["status"]) for one in versions] == [
        (3, "amended"),
        (2, "entered_in_error"),
        (1, "recorded"),
    ]
    assert mark(address, '"3"').status == 200


@pytest.mark.parametrize("note", ["", "  ", "x" * 501, None, 7, "a\u202eb", "\u0000"])
def test_an_acknowledgement_needs_a_note_that_can_be_read(path: str, stalled: dict[str, Any], note: Any) -> None:
    before = everything()

    answer = NURSE.post(f"{path}/alerts/{stalled['alert_id']}/acknowledgement", {"note": note})

    refused(answer, 422, "invalid-field", "note")
    assert everything() == before


@pytest.mark.parametrize(
    ("caller", "status", "problem"),
    [
        (MOTHER, 403, "forbidden"),
        (OTHER_MOTHER, 404, "not-found"),
        (FAR_NURSE, 404, "not-found"),
        (MANAGER, 404, "not-found"),
        (NOBODY, 401, "unauthenticated"),
    ],
    ids=["guardian", "stranger", "other commune", "manager", "nobody"],
)
def test_only_a_health_worker_of_the_child_acknowledges(
    path: str, stalled: dict[str, Any], caller: Caller, status: int, problem: str
) -> None:
    before = everything()

    refused(acknowledge(path, stalled["alert_id"], caller), status, problem)
    assert everything() == before


@pytest.mark.parametrize("caller", [OTHER_MOTHER, FAR_NURSE, MANAGER], ids=["stranger", "other commune", "manager"])
def test_to_strangers_there_are_no_alerts(path: str, caller: Caller) -> None:
    refused(caller.get(f"{path}/alerts"), 404, "not-found")


def test_staffs_reading_and_acknowledging_stands_in_the_access_log(path: str, stalled: dict[str, Any]) -> None:
    listed(path, caller=NURSE)
    acknowledge(path, stalled["alert_id"])

    logged = [item["action"] for item in MOTHER.get(f"{path}/access-log").body["items"] if item["actor_id"] == "nurse"]
    assert {"read_handbook", "acknowledge_alert"} <= set(logged)


def test_an_unknown_state_is_refused(path: str) -> None:
    refused(MOTHER.get(f"{path}/alerts", {"state": "sleeping"}), 422, "invalid-field", "query.state")


def test_an_alert_of_the_calendar_opens_with_the_days_and_without_any_entry(path: str, clock: Clock) -> None:
    assert "vitamin_a_overdue" not in codes(listed(path))
    clock.move(days=61)  # 15 August: the child is seven months old, and the round of June went by

    assert "vitamin_a_overdue" not in codes(listed(path))  # the child was not six months old in June
    clock.move(days=150)  # January 2027: the round of December went by

    (alert,) = [one for one in listed(path) if one["code"] == "vitamin_a_overdue"]
    assert alert["evidence"] == []
    assert acknowledge(path, alert["alert_id"]).status == 201
    clock.move(days=1)
    assert [one["code"] for one in listed(path, "acknowledged")] == ["vitamin_a_overdue"]


def marks(path: str) -> list[str | None]:
    """What the nurse's list of the commune and the family's own list say of the child."""
    lists = [NURSE.get("/v1/handbooks"), MOTHER.get("/v1/handbooks")]
    return [item["attention"] for found in lists for item in found.body["items"] if path.endswith(item["handbook_id"])]


def test_the_nurses_list_shows_which_child_wants_attention_until_somebody_saw_to_it(path: str, clock: Clock) -> None:
    version = MOTHER.get(path).headers["ETag"]
    assert marks(path) == [None, None]

    told = MOTHER.post(f"{path}/findings", FEVER).body["alerts_opened"]
    assert marks(path) == ["go_now", "go_now"]
    weigh(path, "2026-06-15", 6.6)
    assert marks(path) == ["go_now", "go_now"]
    acknowledge(path, told[0]["alert_id"])
    assert marks(path) == [None, None]
    clock.move(minutes=1)
    weigh(path, "2026-06-15", 4.4)
    assert marks(path) == ["see_worker", "see_worker"]
    assert MOTHER.get(path).headers["ETag"] == version


def test_two_entries_that_change_the_mark_at_once_are_both_kept(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from handbook.storage.records import Records  # noqa: PLC0415 - needs the emulated account

    history = Records.history
    sent: list[Answer] = []

    def overtaken(self: Records, handbook_id: Any) -> Any:
        found = history(self, handbook_id)
        if not sent:
            sent.append(Answer(0, {}, {}))
            sent.append(MOTHER.post(f"{path}/findings", FEVER))
        return found

    monkeypatch.setattr(Records, "history", overtaken)
    slower = NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 4.4})

    assert (sent[1].status, slower.status) == (201, 201)
    assert len(MOTHER.get(f"{path}/measurements").body["items"]) == 1
    assert marks(path) == ["go_now", "go_now"]
