"""A cursor is a place in a list that the actor may read, or nothing: a forged one reaches no other list."""

import pytest

from handbook.domain.errors import InvalidCursorError
from handbook.domain.paging import Position
from handbook.storage.pages import start_key
from handbook.web.requests import position_of
from tests.unit.web.requests_in import encoded

NAMES = frozenset({"pk", "sk"})
MINE = "HANDBOOK#mine"


def started(position: Position | None) -> dict[str, object] | None:
    return start_key(position, NAMES, MINE, "pk")


def test_a_cursor_of_the_own_list_goes_on_where_the_page_ended() -> None:
    position = position_of(encoded({"pk": MINE, "sk": "DOSE#1"}))
    assert started(position) == {"pk": {"S": MINE}, "sk": {"S": "DOSE#1"}}


def test_without_a_cursor_a_list_begins_at_its_beginning() -> None:
    assert started(position_of(None)) is None


@pytest.mark.parametrize(
    "forged",
    [
        {"pk": "HANDBOOK#another", "sk": "DOSE#1"},
        {"pk": MINE},
        {"sk": "DOSE#1"},
        {},
        {"pk": MINE, "sk": "DOSE#1", "gsi1pk": "ACCOUNT#another"},
    ],
)
def test_a_cursor_of_another_list_or_of_another_shape_is_refused(forged: dict[str, str]) -> None:
    with pytest.raises(InvalidCursorError) as caught:
        started(position_of(encoded(forged)))
    assert caught.value.args == ("cursor",)
