"""Restrictions of handbooks that were read in one: each goes by the requests about itself when the link is undone."""

import pytest

from tests.integration.agreed import request, step
from tests.integration.api import Caller
from tests.integration.test_merges import merge, path_of, two_books, unmerge
from tests.integration.world import FAR_NURSE, MOTHER, OTHER_MOTHER, Clock

pytestmark = pytest.mark.usefixtures("world", "inbox")


def restricted(book: dict[str, str], owner: Caller) -> str:
    place = f"{path_of(book)}/data-requests/{request(path_of(book), 'restrict', owner).body['request_id']}"
    assert step(place, "fulfil", reader=owner).status == 200
    return place


def scanned(book: dict[str, str], owner: Caller) -> int:
    return FAR_NURSE.get(f"/v1/qr/codes/{owner.get(path_of(book)).body['code']}").status


def parted(kept: dict[str, str], other: dict[str, str]) -> None:
    answer = unmerge(kept, other, MOTHER.get(path_of(kept)).body["etag"])
    assert answer.status == 200, answer.body


def test_what_was_restricted_after_a_merge_stays_so_beside_a_restriction_of_the_other() -> None:
    kept, other = two_books()
    restricted(other, OTHER_MOTHER)
    assert merge(kept, other).status == 200
    restricted(kept, MOTHER)
    parted(kept, other)
    assert (scanned(kept, MOTHER), scanned(other, OTHER_MOTHER)) == (404, 404)


def test_a_restriction_that_was_lifted_while_two_were_one_is_lifted_and_that_of_the_other_goes_with_it(
    clock: Clock,
) -> None:
    kept, other = two_books()
    place = restricted(kept, MOTHER)
    clock.move(seconds=1)
    restricted(other, OTHER_MOTHER)
    assert merge(kept, other).status == 200
    assert step(place, "lift", MOTHER).body["state"] == "lifted"
    parted(kept, other)
    assert (scanned(kept, MOTHER), scanned(other, OTHER_MOTHER)) == (200, 404)
