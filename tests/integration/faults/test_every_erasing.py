"""An erasing that fails at any call, in every way, is made up for by the next run."""

import pytest

from handbook import bootstrap
from handbook.domain.errors import HandbookError
from handbook.domain.ids import HandbookId
from handbook.usecases.erase_handbook import begin_erasing, erase
from tests.integration.agreed import request
from tests.integration.erasing import died
from tests.integration.faults.scene import Deed, Scene
from tests.integration.faults.sweep import Redelivery, Sweep
from tests.integration.faults.transport import Line
from tests.integration.test_nothing_left_of_erased import said_of
from tests.integration.world import NURSE, open_handbook
from tools.erase.run import hands


def begun(handbook_id: str) -> bool:
    book = bootstrap.records().get(HandbookId(handbook_id))
    return book is None or begin_erasing(book, bootstrap.now(), hands())


@pytest.fixture
def leaving(scene: Scene) -> Scene:
    """A furnished handbook that left, on the day on which it is to be erased."""
    said_of(scene.place["handbook_id"])
    assert begun(scene.place["handbook_id"])
    scene.clock.move(days=7)
    return scene


def attempted(run: object) -> str:
    try:
        done = run()  # type: ignore[operator]
    except HandbookError:
        return "comes again"
    return "done" if done else "comes again"


def all_erased() -> bool:
    tools = hands()
    return all(erase(one, bootstrap.now(), tools) for one in list(tools.erasings.begun()))


def test_leaving_fails_anywhere_and_is_made_up_for_by_the_next_run(scene: Scene, wire: Line) -> None:
    handbook_id = scene.place["handbook_id"]
    made = Redelivery(lambda: attempted(lambda: begun(handbook_id)), scene, wire)

    assert (made.first, made.second) == ("done", "done")
    assert list(made.findings()) == []


@pytest.fixture
def wish(scene: Scene) -> Deed:
    """Ten years after a death, the answer to a wish to delete."""
    handbook_id = str(open_handbook(full_name="Nguyễn Thị Tám")["handbook_id"])
    died(handbook_id)
    scene.clock.at = scene.clock.at.replace(year=2036, day=16)
    place = request(f"/v1/handbooks/{handbook_id}", "delete").headers["Location"]
    return Deed(NURSE, "POST", f"{place}/steps", {"step": "fulfil"})


def test_an_answer_by_which_a_handbook_leaves_is_given_once_and_then_there_is_none(
    wish: Deed, scene: Scene, wire: Line
) -> None:
    sweep = Sweep(wish, scene, wire)

    assert (sweep.first.status, sweep.second.status) == (200, 404)
    assert list(sweep.findings()) == []


def test_erasing_fails_anywhere_and_is_made_up_for_by_the_next_run(leaving: Scene, wire: Line) -> None:
    made = Redelivery(lambda: attempted(all_erased), leaving, wire)

    assert (made.first, made.second) == ("done", "done")
    assert len(made.calls) > 10
    assert list(made.findings()) == []
