"""One history over HTTP, from the first antenatal visit through the birth to the first check-up."""

import pytest

from tests.integration.refusals import refused
from tests.integration.test_life import ALIVE, born, pregnant
from tests.integration.world import MOTHER, NURSE, Clock

pytestmark = pytest.mark.usefixtures("world")


def test_visits_go_on_from_pregnancy_to_childhood_in_one_handbook(clock: Clock) -> None:
    path = pregnant()
    visit = {"kind": "antenatal", "visited_on": "2026-06-15", "antenatal": {"weight_kg": 55.0}}
    pressure = {"systolic_mmhg": 165, "diastolic_mmhg": 112}

    antenatal = NURSE.post(f"{path}/encounters", {**visit, "mother_findings": pressure})
    assert antenatal.status == 201, antenatal.body
    assert [one["severity"] for one in antenatal.body["alerts_opened"]] == ["go_now"]
    checkup = {"kind": "child_checkup", "visited_on": "2026-06-15", "child_checkup": {"band": "newborn_to_2_months"}}
    refused(NURSE.post(f"{path}/encounters", checkup), 422, "date-before-birth", "visited_on")

    clock.move(days=67)  # 21 August 2026
    birth = born(path, ALIVE)
    due = "2026-08-20"
    assert birth.status == 201, birth.body
    delivery = {"kind": "delivery", "visited_on": due, "delivery": {"babies": [{"outcome": "alive"}]}}
    weighed = NURSE.post(f"{path}/encounters", {**delivery, "measurement": {"weight_kg": 3.1}})
    assert weighed.status == 201, weighed.body
    refused(NURSE.post(f"{path}/encounters", delivery), 409, "delivery-recorded")
    checked = NURSE.post(f"{path}/encounters", {**checkup, "visited_on": due})
    assert checked.status == 201, checked.body
    kinds = [one["kind"] for one in MOTHER.get(f"{path}/encounters").body["items"]]
    assert sorted(kinds) == ["antenatal", "child_checkup", "delivery"]
    states = {one["code"]: one["state"] for one in MOTHER.get(f"{path}/care-plan").body["items"]}
    assert states["newborn_to_2_months"] == "done"
