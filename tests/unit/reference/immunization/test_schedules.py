"""The shipped schedules: each must be fit for use, and say where it stands."""

from __future__ import annotations

from datetime import date, timedelta

import jsonschema
import pytest

from handbook.domain.immunization import parse_schedule
from handbook.reference.immunization import (
    load_document,
    load_documents,
    load_json_schema,
    schedule_ids,
)
from tests.builders import CHILD_SCHEDULE, SERVICE_SCHEDULE, TETANUS_SCHEDULE
from tools.schedule_check import check

# Stable ids that dose records use: a product may be added, never renamed or removed.
_PRODUCTS = """
bcg hepb-birth penta bopv ipv rotavin pcv measles je-inactivated dpt mr td hpv2 hpv4 hpv9 hepb hexa dtap-ipv-hib
dtap-ipv hib tdap tt rotarix rotateq pcv10 pcv13 mmr mmrv je-live je-vero varicella hepa influenza menacwy menbc
typhoid-vi rabies
"""
PRODUCT_IDS = set(_PRODUCTS.split())


def test_the_json_schema_is_itself_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(load_json_schema())


@pytest.mark.parametrize("schedule_id", schedule_ids())
def test_a_shipped_schedule_has_no_findings(schedule_id: str) -> None:
    assert check(load_document(schedule_id)) == []


@pytest.mark.parametrize("schedule_id", schedule_ids())
def test_a_shipped_schedule_bears_its_own_name_and_marks_what_is_uncertain(schedule_id: str) -> None:
    schedule = parse_schedule(load_document(schedule_id))

    assert schedule.id == schedule_id
    assert schedule.uncertain
    assert set(schedule.uncertain) <= set(schedule.notes)


def test_the_current_schedules_are_shipped_and_for_their_audience() -> None:
    audiences = {
        schedule_id: load_document(schedule_id)["audience"]
        for schedule_id in (CHILD_SCHEDULE, TETANUS_SCHEDULE, SERVICE_SCHEDULE)
    }

    assert list(audiences.values()) == ["child", "pregnancy", "service"]


@pytest.mark.parametrize("audience", ["child", "pregnancy", "service"])
def test_each_schedule_ends_on_the_day_before_the_next_begins_and_the_last_one_never(audience: str) -> None:
    found = sorted(
        (document["effective_from"], document.get("effective_to"))
        for document in load_documents()
        if document["audience"] == audience
    )

    ends = [date.fromisoformat(str(ends)) for _, ends in found[:-1]]
    begins = [date.fromisoformat(begins) for begins, _ in found[1:]]
    assert [end + timedelta(days=1) for end in ends] == begins
    assert found[-1][1] is None


def test_product_ids_are_stable() -> None:
    assert set(parse_schedule(load_document(CHILD_SCHEDULE)).products) == PRODUCT_IDS


def test_a_product_means_the_same_in_every_schedule() -> None:
    child = parse_schedule(load_document(CHILD_SCHEDULE)).products
    for schedule_id in schedule_ids():
        for key, product in parse_schedule(load_document(schedule_id)).products.items():
            assert product == child[key]


def test_an_unknown_schedule_is_named_in_the_error() -> None:
    with pytest.raises(KeyError, match="VN-EPI-1985"):
        load_document("VN-EPI-1985")


def test_no_path_leads_out_of_the_schedules() -> None:
    with pytest.raises(KeyError):
        load_document("../schedule.schema")


def test_a_document_is_read_once() -> None:
    assert load_document(CHILD_SCHEDULE) is load_document(CHILD_SCHEDULE)
