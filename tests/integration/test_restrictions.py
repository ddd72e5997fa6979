"""What a family had restricted is kept from everybody else by every way that leads there."""

import json

import pytest

from handbook import bootstrap
from handbook.domain.ids import HandbookId
from tests.integration.agreed import request, step
from tests.integration.api import Caller
from tests.integration.refusals import refused
from tests.integration.test_exports import ask, made
from tests.integration.test_invitations import accept, invited
from tests.integration.test_life import ALIVE, born, pregnant
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, OTHER_MOTHER, Clock, Inbox, items, open_handbook

pytestmark = pytest.mark.usefixtures("world", "inbox")


def restricted(path: str, caller: Caller = MOTHER) -> str:
    place = f"{path}/data-requests/{request(path, 'restrict', caller).body['request_id']}"
    assert step(place, "fulfil").status == 200
    return place


def scanned(path: str) -> int:
    return FAR_NURSE.get(f"/v1/qr/codes/{MOTHER.get(path).body['code']}").status


def twins(clock: Clock, *, restricts: bool = False) -> tuple[str, str]:
    """The paths of two born together; what `restricts` was asked for in the pregnancy."""
    clock.move(days=67)
    first = pregnant()
    if restricts:
        restricted(first)
    return first, twin_of(first, born(first, ALIVE, {**ALIVE, "sex": "M"}).body["handbooks"])


def twin_of(first: str, books: list[dict[str, str]]) -> str:
    return next(path for one in books if (path := f"/v1/handbooks/{one['handbook_id']}") != first)


def test_a_scan_that_opens_nothing_is_in_the_access_log(clock: Clock) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    restricted(path)
    clock.move(seconds=1)
    assert scanned(path) == 404
    newest = MOTHER.get(f"{path}/access-log").body["items"][0]
    assert (newest["action"], newest["outcome"], newest["actor_id"]) == ("scan_code", "refused", "far-nurse")


def test_the_mothers_part_of_a_restricted_handbook_is_not_read_by_way_of_a_twin(clock: Clock) -> None:
    first, twin = twins(clock)
    restricted(first)
    clock.move(seconds=1)
    assert (scanned(first), scanned(twin)) == (404, 200)
    assert FAR_NURSE.get(first).status == 404
    assert FAR_NURSE.get(twin).body["pregnancy"] is None
    dose = {"product": "tt", "administered_on": "2026-08-21"}
    refused(FAR_NURSE.get(f"{twin}/tetanus"), 409, "no-pregnancy")
    refused(FAR_NURSE.post(f"{twin}/tetanus", dose), 409, "no-pregnancy")
    assert NURSE.get(twin).body["pregnancy"] is not None
    assert NURSE.post(f"{twin}/tetanus", dose).status == 201


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_restriction_that_two_asked_for_holds_until_both_lifted_it(inbox: Inbox, order: tuple[int, int]) -> None:
    book = open_handbook()
    path = f"/v1/handbooks/{book['handbook_id']}"
    accept(invited(book, inbox, role="guardian"))
    places = (restricted(path), restricted(path, OTHER_MOTHER))
    assert step(places[order[0]], "lift", MOTHER).body["state"] == "lifted"
    assert scanned(path) == 404
    assert step(places[order[1]], "lift", OTHER_MOTHER).body["state"] == "lifted"
    assert scanned(path) == 200


def test_what_was_restricted_in_the_pregnancy_is_in_every_childs_handbook_until_each_is_lifted(clock: Clock) -> None:
    first, twin = twins(clock, restricts=True)
    assert (scanned(first), scanned(twin)) == (404, 404)
    assert NURSE.get(twin).status == 200
    assert ask(f"{twin}/exports", NURSE, purpose="care").problem == "forbidden"
    own = MOTHER.get(f"{twin}/data-requests").body["items"]
    assert [(one["kind"], one["state"]) for one in own] == [("restrict", "fulfilled")]
    assert step(f"{twin}/data-requests/{own[0]['request_id']}", "lift", MOTHER).body["state"] == "lifted"
    assert (scanned(first), scanned(twin)) == (404, 200)


def test_what_two_had_restricted_in_the_pregnancy_holds_for_each_child_until_both_lifted_it(
    clock: Clock, inbox: Inbox
) -> None:
    clock.move(days=67)
    first = pregnant()
    accept(invited({"handbook_id": first.rpartition("/")[2]}, inbox, role="guardian"))
    for caller in (MOTHER, OTHER_MOTHER, MOTHER):
        restricted(first, caller)
    twin = twin_of(first, born(first, ALIVE, {**ALIVE, "sex": "M"}).body["handbooks"])
    kept = bootstrap.records().get(HandbookId(twin.rpartition("/")[2]))
    assert kept is not None
    assert kept.written == sum("seq" in one for one in items_of(twin))
    mine = MOTHER.get(f"{twin}/data-requests").body["items"]
    assert [one["state"] for one in mine] == ["fulfilled", "fulfilled"]
    assert lifted(twin, mine[0], MOTHER) == ("lifted", 404)
    assert lifted(twin, mine[1], OTHER_MOTHER) == ("lifted", 200)


def lifted(path: str, asked: dict[str, str], caller: Caller) -> tuple[str, int]:
    state = step(f"{path}/data-requests/{asked['request_id']}", "lift", caller).body["state"]
    return state, scanned(path)


def items_of(path: str) -> list[dict[str, object]]:
    return [one for one in items("RecordsTable") if one["pk"]["S"] == f"HANDBOOK#{path.rpartition('/')[2]}"]


def test_a_pregnancy_that_is_not_restricted_restricts_no_child(clock: Clock) -> None:
    first, twin = twins(clock)
    assert (scanned(first), scanned(twin)) == (200, 200)
    assert MOTHER.get(f"{twin}/data-requests").body["items"] == []


def test_a_nurses_export_of_a_twin_holds_nothing_of_a_restricted_mother(clock: Clock) -> None:
    first, twin = twins(clock)
    dose = {"product": "tt", "administered_on": "2026-08-21"}
    assert NURSE.post(f"{first}/tetanus", dose).status == 201
    before = mothers_doses(twin, NURSE)
    restricted(first)
    clock.move(days=2)
    assert (before, mothers_doses(twin, NURSE), mothers_doses(twin, MOTHER)) == (1, 0, 1)


def mothers_doses(path: str, caller: Caller) -> int:
    """Count what an export says of the mother's vaccinations; it names her only where it shows her pregnancy."""
    purpose = {"purpose": "care"} if caller is NURSE else {}
    document = json.loads(made(f"{path}/exports", caller, **purpose)[1])
    doses = [one for one in document["entries"] if one["kind"] == "mothers_dose"]
    assert bool(document["handbook"]["pregnancy"]) is bool(doses)
    return len(doses)
