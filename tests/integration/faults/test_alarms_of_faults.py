"""Every fault has an alarm that would ring: it stands in the template, and what it counts is counted."""

import re
from typing import Any

import pytest

from functions.auth.closings import NotClosedError
from handbook.domain.errors import UnavailableError
from tests.integration.api import Context
from tests.integration.faults.deliveries import DELIVERIES
from tests.integration.faults.scene import Scene
from tests.integration.faults.transport import Line, unreachable
from tests.template import ROOT, resources

pytestmark = pytest.mark.usefixtures("world")
BY_SCHEDULE = ("AnchorFunction", "ClosingsFunction", "NightlyFunction", "NoonFunction", "PlanFunction")
"""They raise: Lambda counts an error, the schedule tries again, and then the start lies in dead letters."""
BY_QUEUE = ("GenerateFunction", "MakeExportFunction", "SendFunction", "ReforecastShardFunction")


def rows() -> list[list[str]]:
    """The table of docs/faults.md."""
    text = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| ")]
    return lines[1:]


def test_every_alarm_that_the_table_of_faults_names_is_in_the_template_and_in_the_runbook() -> None:
    named = {name for row in rows() for name in re.findall(r"`(…?\w+Alarm)`", row[3])}
    runbook = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    alarms = resources("AWS::CloudWatch::Alarm")

    assert len(named) >= 12
    # `…` stands for a name of a function, a table or a stream, each of which has such an alarm.
    assert {name for name in named if not any(one.endswith(name.removeprefix("…")) for one in alarms)} == set()
    assert {name for name in named - set(alarms) if not name.startswith("…")} == set()
    assert {name for name in named if f"| `{name}` |" not in runbook} == set()


def test_every_test_that_the_table_of_faults_names_is_there() -> None:
    here = ROOT / "tests" / "integration" / "faults"
    named = {name for row in rows() for name in re.findall(r"`([\w/]+\.py)`", row[4])}

    assert {name for name in named if not ((here / name).exists() or (ROOT / name).exists())} == set()


def test_every_queue_of_dead_letters_has_an_alarm() -> None:
    watched = {
        str(one["Properties"]["Dimensions"][0]["Value"])
        for one in resources("AWS::CloudWatch::Alarm").values()
        if one["Properties"].get("MetricName") == "ApproximateNumberOfMessagesVisible"
    }
    letters = [name for name in resources("AWS::SQS::Queue") if name.endswith("DeadLetters")]

    assert [name for name in letters if not any(name in one for one in watched)] == []


@pytest.mark.filterwarnings("ignore:No application metrics")
@pytest.mark.parametrize("function", BY_SCHEDULE)
def test_a_start_that_fails_raises_so_that_lambda_counts_an_error(function: str, scene: Scene, wire: Line) -> None:
    handler, event = DELIVERIES[function](scene)
    wire.cut(-1, lambda _call, _deliver: unreachable())

    with pytest.raises((UnavailableError, NotClosedError)):
        handler(event, Context())


@pytest.mark.parametrize("function", BY_QUEUE)
def test_a_message_that_fails_is_named_so_that_it_comes_to_the_dead_letters(
    function: str, scene: Scene, wire: Line
) -> None:
    handler, event = DELIVERIES[function](scene)
    wire.cut(-1, lambda _call, _deliver: unreachable())

    assert handler(event, Context())["batchItemFailures"] == [{"itemIdentifier": "m0"}]


def test_an_export_that_fails_is_counted(scene: Scene, wire: Line, capsys: Any) -> None:
    handler, event = DELIVERIES["MakeExportFunction"](scene)
    wire.cut(-1, lambda _call, _deliver: unreachable())
    handler(event, Context())

    assert '"Name":"export_not_made"' in capsys.readouterr().out
