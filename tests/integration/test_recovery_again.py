"""A restore beside another one, and once more: nobody follows too early, and nothing stays off or is passed by."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.conftest import backend
from tests.integration.test_recovery import lived_in, one_stage_after_another, quiet
from tests.integration.test_recovery_streams import Lambda, followers
from tools.recovery.restoring import NotRestorableError, Wish, restore, unfinished
from tools.recovery.saving import save
from tools.recovery.shelves import Folder

__all__ = ["followers", "lived_in", "one_stage_after_another"]
pytestmark = pytest.mark.usefixtures("world", "lived_in")


@pytest.fixture
def folder(tmp_path: Path, one_stage_after_another: Callable[[], None]) -> Folder:
    """A saved stage, and an empty one to put it into."""
    saved = Folder(tmp_path / "saved")
    save(saved, 2, quiet)
    for table in backend("dynamodb").tables.values():
        table.items.clear()
    one_stage_after_another()
    return saved


class EndedError(Exception):
    """The machine went away."""


def test_one_command_that_ends_leaves_followers_off_while_another_table_is_not_put(
    folder: Folder, followers: Lambda
) -> None:
    def ending(_name: str, _items: int) -> None:
        raise EndedError

    with pytest.raises(EndedError):
        restore(folder, Wish(only=("records",)), ending)
    assert restore(folder, Wish(only=("directory",)), quiet) == []
    assert unfinished(folder) == ["records"]
    assert followers.state["on"] == "Disabled"

    assert restore(folder, Wish(only=("records",)), quiet) == []
    assert followers.state == {"on": "Enabled", "off": "Disabled"}


def test_a_stage_that_was_restored_and_lives_is_refused_and_its_followers_stay_on(
    folder: Folder, followers: Lambda
) -> None:
    assert restore(folder, Wish(), quiet) == []
    with pytest.raises(NotRestorableError, match="hold items"):
        restore(folder, Wish(), quiet)
    assert followers.state["on"] == "Enabled"


def test_a_table_is_put_over_once_more_where_it_was_put_before(folder: Folder, followers: Lambda) -> None:
    assert restore(folder, Wish(), quiet) == []
    items = backend("dynamodb").tables["RecordsTable"].items
    whole = len(items)
    items.pop(next(iter(items)))

    assert restore(folder, Wish(over=True, only=("records",)), quiet) == []
    assert len(items) == whole
    assert followers.state["on"] == "Enabled"
