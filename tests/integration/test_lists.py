"""Lists and their pages."""

import base64
import json
from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.directory import Unit, UnitKind
from handbook.domain.ids import UnitId
from handbook.storage.pages import fetched
from handbook.storage.units import UnitItem
from tests.integration.api import Caller
from tests.integration.world import (
    FAR,
    FAR_NURSE,
    MOTHER,
    NEAR_TOO,
    NURSE,
    OTHER_MOTHER,
    Clock,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")


def walk(caller: Caller, path: str, limit: int, **query: str) -> list[list[dict[str, Any]]]:
    """Follow `next` to the end and give the pages."""
    pages = []
    cursor: dict[str, str] = {}
    while True:
        page = caller.get(path, {"limit": str(limit), **query, **cursor})
        assert page.status == 200, page.body
        pages.append(page.body["items"])
        if page.body["next"] is None:
            return pages
        cursor = {"cursor": page.body["next"]}


def cursor(position: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def test_a_list_leaves_out_what_its_index_shows_and_a_read_does_not_find_yet() -> None:
    directory = bootstrap.directory()
    for name in ("an-printer", "binh-printer"):
        directory.save_unit(Unit(UnitId(name), UnitKind.PRINT_VENDOR, "Nhà in"))

    found = fetched(UnitItem, ["UNIT#binh-printer", "UNIT#not-there-yet", "UNIT#an-printer"], "META")

    assert [item.pk for item in found] == ["UNIT#binh-printer", "UNIT#an-printer"]


def test_a_family_without_handbooks_has_an_empty_list() -> None:
    listed = MOTHER.get("/v1/handbooks")

    assert (listed.status, listed.body) == (200, {"items": [], "next": None})


def test_a_family_pages_through_its_own_handbooks_in_the_order_of_opening(clock: Clock) -> None:
    opened = []
    for number in range(5):
        opened.append(open_handbook(full_name=f"Bé {number}", birth_date=f"2026-0{5 - number}-01"))
        open_handbook(OTHER_MOTHER)
        clock.move(seconds=1)

    pages = walk(MOTHER, "/v1/handbooks", 2)

    assert [len(page) for page in pages if page] == [2, 2, 1]
    assert [item for page in pages for item in page] == opened


def test_staff_page_through_a_commune_with_the_youngest_child_first() -> None:
    opened = [open_handbook(birth_date=f"2026-0{month}-01") for month in (2, 4, 1, 5, 3)]
    open_handbook(commune_code=NEAR_TOO)
    open_handbook(commune_code=FAR)

    pages = walk(NURSE, "/v1/handbooks", 2)

    youngest_first = sorted(opened, key=lambda handbook: handbook["birth_date"], reverse=True)
    assert [len(page) for page in pages if page] == [2, 2, 1]
    assert [item for page in pages for item in page] == youngest_first


def test_staff_choose_a_commune_of_their_area_and_no_other() -> None:
    open_handbook()
    near_too, far = open_handbook(commune_code=NEAR_TOO), open_handbook(commune_code=FAR)

    assert NURSE.get("/v1/handbooks", {"commune_code": NEAR_TOO}).body["items"] == [near_too]
    assert FAR_NURSE.get("/v1/handbooks").body["items"] == [far]
    refused = NURSE.get("/v1/handbooks", {"commune_code": FAR})
    assert (refused.status, refused.problem) == (422, "invalid-field")
    assert refused.body["errors"] == [{"field": "commune_code", "code": "invalid-field"}]


@pytest.mark.parametrize("entries", [0, 1, 2, 3, 4, 5])
def test_pages_of_two_lose_and_repeat_nothing(entries: int) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/measurements"
    days = [f"2026-03-{day:02d}" for day in range(10, 10 + entries)]
    for day in reversed(days):
        assert MOTHER.post(path, {"measured_on": day, "weight_kg": 5.2}).status == 201

    assert [item["measured_on"] for page in walk(MOTHER, path, 2) for item in page] == days


@pytest.mark.parametrize("resource", ["measurements", "immunizations", "access-log", "reminders"])
def test_a_page_holds_one_to_a_hundred_items(resource: str) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/{resource}"

    for limit in ("1", "100"):
        assert MOTHER.get(path, {"limit": limit}).status == 200
    for limit in ("0", "101", "x", "-1"):
        refused = MOTHER.get(path, {"limit": limit})
        assert (refused.status, refused.problem) == (422, "invalid-field")
        assert [error["field"] for error in refused.body["errors"]] == ["query.limit"]


@pytest.mark.parametrize(
    "forged",
    [
        "x",
        "!!!",
        "é",
        cursor([]),
        cursor("x"),
        cursor(None),
        cursor({}),
        cursor({"pk": "a"}),
        cursor({"pk": 1, "sk": 2}),
    ],
)
@pytest.mark.parametrize("path", ["/v1/handbooks", "/v1/handbooks/{id}/measurements", "/v1/handbooks/{id}/access-log"])
def test_a_cursor_that_we_never_gave_is_refused(path: str, forged: str) -> None:
    refused = MOTHER.get(path.format(id=open_handbook()["handbook_id"]), {"cursor": forged})

    assert (refused.status, refused.problem) == (400, "invalid-cursor")
    assert refused.body["errors"] == [{"field": "cursor", "code": "invalid-cursor"}]
    assert forged not in refused.text or forged == "x"


def test_a_cursor_of_another_familys_list_leads_nowhere() -> None:
    for caller in (MOTHER, OTHER_MOTHER):
        for _ in range(3):
            open_handbook(caller)
    theirs = OTHER_MOTHER.get("/v1/handbooks", {"limit": "1"}).body["next"]

    refused = MOTHER.get("/v1/handbooks", {"cursor": theirs})

    assert (refused.status, refused.problem) == (400, "invalid-cursor")


def test_a_cursor_of_another_communes_list_leads_nowhere() -> None:
    for _ in range(2):
        open_handbook(commune_code=FAR)
        open_handbook()
    theirs = FAR_NURSE.get("/v1/handbooks", {"limit": "1"}).body["next"]

    assert NURSE.get("/v1/handbooks", {"cursor": theirs}).problem == "invalid-cursor"


@pytest.mark.parametrize("resource", ["measurements", "access-log"])
def test_a_cursor_into_another_handbook_leads_nowhere(resource: str) -> None:
    mine, theirs = open_handbook()["handbook_id"], open_handbook(OTHER_MOTHER)["handbook_id"]
    forged = cursor({"pk": f"HANDBOOK#{theirs}", "sk": "MEASUREMENT#2026-01-01#x"})

    refused = MOTHER.get(f"/v1/handbooks/{mine}/{resource}", {"cursor": forged})

    assert refused.problem == "invalid-cursor"
    assert theirs not in refused.text


def test_a_forged_cursor_with_the_own_list_and_another_familys_item_shows_only_the_own() -> None:
    mine = [open_handbook() for _ in range(2)]
    theirs = open_handbook(OTHER_MOTHER)
    forged = cursor(
        {
            "pk": f"HANDBOOK#{theirs['handbook_id']}",
            "sk": "GUARDIAN#other-mother",
            "gsi1pk": "ACCOUNT#mother",
            "gsi1sk": "0",
        }
    )

    listed = MOTHER.get("/v1/handbooks", {"cursor": forged})

    assert theirs["handbook_id"] not in listed.text
    assert {item["handbook_id"] for item in listed.body["items"]} <= {book["handbook_id"] for book in mine}
