"""What AWS delivers without a client: every call of each worker fails in every way, and the event comes again."""

import pytest

from tests.integration.faults.deliveries import DELIVERIES, deliver
from tests.integration.faults.scene import Scene
from tests.integration.faults.sweep import Redelivery
from tests.integration.faults.transport import Line
from tests.template import resources

WITH_A_CLIENT = {"ChallengeFunction", "ReforecastFunction"}
"""Cognito and an operator wait for their answers; the first fails with the sign-in that calls it."""

OPEN = {"ClosingsFunction", "SendFunction"}
"""Their ends are not held equal here yet; test_closings.py, test_exports.py and test_kill_points.py break them off."""


def test_every_function_that_nobody_waits_for_has_a_row() -> None:
    functions = resources("AWS::Serverless::Function")
    routed = {
        name for name, one in functions.items() if one["Properties"]["Handler"].endswith("handler.lambda_handler")
    }

    assert set(DELIVERIES) | WITH_A_CLIENT | routed == set(functions)


@pytest.mark.parametrize("function", [name for name in DELIVERIES if name not in OPEN])
def test_a_delivery_that_fails_anywhere_is_made_up_for_by_the_next(function: str, scene: Scene, wire: Line) -> None:
    event = DELIVERIES[function](scene)
    made = Redelivery(lambda: deliver(event), scene, wire)

    assert (made.first, made.second) == ("done", "done")
    assert made.told_again == made.told
    assert list(made.findings()) == []
