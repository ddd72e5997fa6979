"""What AWS delivers without a client: every call of each worker fails in every way, and the event comes again."""

import pytest

from tests.integration.faults.deliveries import DELIVERIES, deliver
from tests.integration.faults.scene import Scene
from tests.integration.faults.sweep import Redelivery
from tests.integration.faults.transport import Line
from tests.template import resources

WITH_A_CLIENT = {"ChallengeFunction", "ReforecastFunction"}
"""Cognito and an operator wait for their answers; the first fails with the sign-in that calls it."""

TELL_ONCE = {"ClosingsFunction": 1}
"""Notices that are tried once: that an account was closed is also what its holder asked for and was told of before."""


def test_every_function_that_nobody_waits_for_has_a_row() -> None:
    functions = resources("AWS::Serverless::Function")
    routed = {
        name for name, one in functions.items() if one["Properties"]["Handler"].endswith("handler.lambda_handler")
    }

    assert {name.partition(",")[0] for name in DELIVERIES} | WITH_A_CLIENT | routed == set(functions)


@pytest.mark.parametrize("function", DELIVERIES)
def test_a_delivery_that_fails_anywhere_is_made_up_for_by_the_next(function: str, scene: Scene, wire: Line) -> None:
    event = DELIVERIES[function](scene)
    made = Redelivery(lambda: deliver(event), scene, wire, TELL_ONCE.get(function, 0))

    assert (made.first, made.second) == ("done", "done")
    assert (made.told_again, made.unknown) == (made.told, 0)
    assert list(made.findings()) == []
