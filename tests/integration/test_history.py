"""A paper book is copied in one call: as far as its dates are known, row by row, and any number of times."""

from typing import Any

import pytest

from tests.integration.api import Answer, Caller
from tests.integration.own_ids import own_id
from tests.integration.refusals import refused
from tests.integration.test_own_ids import records
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, OTHER_MOTHER, open_handbook

pytestmark = pytest.mark.usefixtures("world")
PAPER: list[dict[str, Any]] = [
    {"kind": "dose", "data": {"product": "bcg", "administered_on": "2026-01-06"}},
    {"kind": "dose", "data": {"product": "hepb", "administered_on": "2026-01"}},
    {"kind": "dose", "data": {"product": "penta", "administered_on": "2026"}},
    {"kind": "measurement", "data": {"measured_on": "2026-02-05", "weight_kg": 4.4}},
    {"kind": "measurement", "data": {"measured_on": "2026-03-05", "weight_kg": 5.2}},
    {
        "kind": "supplement",
        "data": {"given_on": "2026-01-20", "product": "vitamin_a", "recipient": "mother", "dose_iu": 200_000},
    },
    {"kind": "feeding", "data": {"observed_on": "2026-02-05", "milk": "exclusive_breastfeeding"}},
    {"kind": "dental", "data": {"checked_on": "2026-06-01", "teeth_erupted": 0}},
]


@pytest.fixture
def path() -> str:
    """A girl of 161 days."""
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


def copied(path: str, rows: list[dict[str, Any]], caller: Caller = NURSE) -> Answer:
    return caller.call("POST", f"{path}/history", {"rows": rows})


def statuses(answer: Answer) -> list[int]:
    assert answer.status == 200, answer.body
    return [one["status"] for one in answer.body["items"]]


def products(path: str) -> list[str]:
    from handbook import bootstrap  # noqa: PLC0415
    from handbook.domain.doses import Dose  # noqa: PLC0415
    from handbook.domain.ids import HandbookId  # noqa: PLC0415

    page = bootstrap.records().entries(Dose, HandbookId(path.rpartition("/")[2]), 100)
    return [kept.entry.product for kept in page.items]


def test_a_book_is_copied_whole_and_the_answer_says_what_is_due_now(path: str) -> None:
    answer = copied(path, PAPER)

    assert statuses(answer) == [201] * len(PAPER), answer.body
    assert answer.body["forecast"] == NURSE.get(f"{path}/forecast").body
    doses = MOTHER.get(f"{path}/immunizations").body["items"]
    assert {(dose["product"], dose["administered_on"], dose["kind"]) for dose in doses} == {
        (row["data"]["product"], row["data"]["administered_on"], "historical") for row in PAPER if row["kind"] == "dose"
    }
    devices = {one["device"] for one in MOTHER.get(f"{path}/measurements").body["items"]}
    assert devices == {"copied_from_paper"}


def test_the_same_pages_again_create_nothing_even_in_another_order(path: str) -> None:
    copied(path, PAPER)
    before = records()

    again = copied(path, PAPER[::-1])

    assert statuses(again) == [200] * len(PAPER)
    assert (again.body["created"], again.body["unchanged"], again.body["failed"]) == (0, len(PAPER), 0)
    assert records() == before


def test_a_page_with_a_line_more_adds_that_line_and_a_line_written_twice_is_two(path: str) -> None:
    copied(path, PAPER)
    twice = [*PAPER, PAPER[4]]
    assert statuses(copied(path, twice)) == [200] * len(PAPER) + [201]
    assert statuses(copied(path, twice)) == [200] * len(twice)


def test_a_row_with_an_id_of_its_own_is_known_by_it(path: str) -> None:
    row = {**PAPER[3], "id": own_id(1)}
    assert [statuses(copied(path, [row])) for _ in range(2)] == [[201], [200]]
    other = {**row, "data": {**row["data"], "weight_kg": 4.5}}
    (result,) = copied(path, [other]).body["items"]
    assert (result["status"], result["problem"]["kept"]["data"]["weight_kg"]) == (409, 4.4)


def test_a_bad_line_costs_no_other_and_says_which_field_is_wrong(path: str) -> None:
    bad = {"kind": "dose", "data": {"product": "bcg", "administered_on": "2025-12"}}
    answer = copied(path, [PAPER[0], bad, PAPER[3]])

    assert statuses(answer) == [201, 422, 201]
    problem = answer.body["items"][1]["problem"]
    assert (problem["type"].rpartition(":")[2], problem["errors"][0]["field"]) == (
        "date-before-birth",
        "administered_on",
    )
    assert products(path) == ["bcg"]


@pytest.mark.parametrize(("caller", "status"), [(OTHER_MOTHER, 404), (FAR_NURSE, 404)])
def test_strangers_copy_nothing(path: str, caller: Caller, status: int) -> None:
    before = records()
    assert copied(path, PAPER, caller).status == status
    assert records() == before


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([], "rows"),
        ([{"kind": "handbook", "data": {}}], "rows.0.kind"),
        ([{"kind": "dose"}], "rows.0.data"),
        ([{"kind": "dose", "id": "1", "data": {}}], "rows.0.id"),
        ([PAPER[0]] * 101, "rows"),
    ],
)
def test_what_is_no_page_is_refused_whole(path: str, rows: Any, field: str) -> None:
    refused(copied(path, rows), 422, "invalid-field", field)
