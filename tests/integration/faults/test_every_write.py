"""Every write route, every call that it makes to AWS, every way in which that can fail.

Who asks is told clearly; who asks again gets what they would have got; and what is kept is what one request keeps.
"""

import pytest

from tests.integration.faults.deeds import PREPARED, prepare, writes
from tests.integration.faults.scene import Scene
from tests.integration.faults.sweep import Sweep
from tests.integration.faults.transport import Line


@pytest.mark.parametrize("route", writes())
def test_a_write_that_fails_anywhere_is_told_clearly_and_kept_once(route: str, scene: Scene, wire: Line) -> None:
    sweep = Sweep(prepare(route, scene), scene, wire)

    assert sweep.first.status < 300, sweep.first.text
    assert sweep.second.status < 500, sweep.second.text
    assert list(sweep.findings()) == []


def test_every_row_is_a_route() -> None:
    assert set(PREPARED) - set(writes()) == set()
