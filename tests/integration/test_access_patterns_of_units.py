"""The access patterns of what units plan and look after, asked of the tables as template.yaml makes them."""

from dataclasses import replace

import pytest

from handbook import bootstrap
from handbook.domain.errors import ConflictError, StaleVersionError
from handbook.domain.ids import CommuneCode
from handbook.domain.sessions.plans import SessionId
from tests.builders import receipt
from tests.integration.test_access_patterns import calls
from tests.unit.domain.sessions.test_sessions import PLAN

pytestmark = pytest.mark.usefixtures("cloud")
COMMUNE, OTHER = PLAN.commune_code, CommuneCode("00008")


def test_ap_70_the_vaccination_days_of_a_commune_are_one_query() -> None:
    days = bootstrap.vaccination_days()
    plans = [replace(PLAN, session_id=SessionId(f"s{number}")) for number in range(20)]
    for number, plan in enumerate([*plans, replace(PLAN, commune_code=OTHER)]):
        days.add(plan, receipt(f"key-{number}"))
    days.save(replace(plans[3], taken_away=True, version=1))

    with calls() as seen:
        found = days.of_commune(COMMUNE)

    assert seen == ["Query"]
    assert sorted(plan.session_id for plan in found) == sorted({plan.session_id for plan in plans} - {"s3"})


def test_ap_71_one_plan_is_a_get_and_nobody_overwrites_another() -> None:
    days = bootstrap.vaccination_days()
    days.add(PLAN, receipt())

    with calls() as seen:
        plan = days.get(COMMUNE, PLAN.session_id)

    assert seen == ["GetItem"]
    assert plan == replace(PLAN, version=1)
    assert days.save(replace(PLAN, place="Nhà văn hóa", version=1)).version == 2
    with pytest.raises(StaleVersionError):
        days.save(replace(PLAN, version=1))
    with pytest.raises(ConflictError):
        days.add(PLAN, receipt("another"))
    assert days.get(OTHER, PLAN.session_id) is None
