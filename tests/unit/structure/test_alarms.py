"""Somebody is woken for whatever fails, waits or slows down, and finds in the runbook what to do."""

import json
import re
from typing import Any

import pytest

from tests.template import ROOT, resources, template

TOPIC = [{"Ref": "AlarmTopic"}]
SHARE_OF_TIMEOUT = 0.8


def alarms() -> dict[str, dict[str, Any]]:
    return {name: alarm["Properties"] for name, alarm in resources("AWS::CloudWatch::Alarm").items()}


def functions() -> dict[str, dict[str, Any]]:
    return {name: function["Properties"] for name, function in resources("AWS::Serverless::Function").items()}


def target(alarm: dict[str, Any]) -> str:
    value = alarm["Dimensions"][0]["Value"]
    return str(value.get("Ref") or value["GetAtt"].partition(".")[0])


def test_every_alarm_tells_the_operators_when_it_begins_and_when_it_ends() -> None:
    silent = [
        name for name, one in alarms().items() if (one.get("AlarmActions"), one.get("OKActions")) != (TOPIC, TOPIC)
    ]

    assert alarms()
    assert silent == []


def test_every_function_is_watched_for_coming_near_its_timeout() -> None:
    default = template()["Globals"]["Function"]["Timeout"]
    watched = {
        target(one): (one["ExtendedStatistic"], one["Threshold"])
        for one in alarms().values()
        if one.get("MetricName") == "Duration"
    }

    assert watched == {
        name: ("p99", function.get("Timeout", default) * 1000 * SHARE_OF_TIMEOUT)
        for name, function in functions().items()
    }


def watched(metric: str) -> list[tuple[str, str, int]]:
    """Name whose metric rings an alarm, with the statistic and the threshold."""
    found = [one for one in alarms().values() if one.get("MetricName") == metric]
    assert {one["Namespace"] for one in found} == {"AWS/Lambda"}
    assert all(one["Dimensions"][0]["Name"] == "FunctionName" for one in found)
    return sorted((target(one), one["Statistic"], one["Threshold"]) for one in found)


@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_every_function_is_watched_for_errors_and_for_throttles(metric: str) -> None:
    assert watched(metric) == sorted((name, "Sum", 0) for name in functions())


def test_every_reader_of_a_stream_is_watched_for_falling_behind() -> None:
    mappings = [one["Properties"] for one in resources("AWS::Lambda::EventSourceMapping").values()]
    readers = [one["FunctionName"]["Ref"] for one in mappings if "StartingPosition" in one]

    assert readers
    assert watched("IteratorAge") == sorted((name, "Maximum", 600_000) for name in readers)


def test_every_table_is_watched_for_throttles() -> None:
    queries = [one["Metrics"][0]["Expression"] for one in alarms().values() if len(one.get("Metrics", ())) == 1]
    each = "SELECT SUM(ThrottledRequests) FROM SCHEMA(\"AWS/DynamoDB\", TableName, Operation) WHERE TableName = '${%s}'"

    assert sorted(one["Sub"] for one in queries) == sorted(each % name for name in resources("AWS::DynamoDB::Table"))


MONEY_OF_THE_ACCOUNT = {"SMSMonthToDateSpentUSD"}
"""What is spent on SMS is counted, and limited, for an account; deploy.md gives each stage an account of its own."""


def test_no_alarm_rings_for_another_stage_or_another_system_of_the_account() -> None:
    # A deployment goes back by itself when an alarm rings, and whoever is woken for a neighbour soon sleeps on.
    everybodys = [
        one["MetricName"]
        for one in alarms().values()
        if "MetricName" in one and not of_this_stage(one.get("Dimensions", []))
    ]
    parts = [part["MetricStat"]["Metric"] for one in alarms().values() for part in one.get("Metrics", ())[:-1]]

    assert set(everybodys) == MONEY_OF_THE_ACCOUNT
    assert all(of_this_stage(part["Dimensions"]) for part in parts)


def of_this_stage(dimensions: list[dict[str, Any]]) -> bool:
    values = [one["Value"] for one in dimensions]
    return any(set(value) & {"Ref", "GetAtt"} or "${Stage}" in value["Sub"] for value in values)


def test_metrics_of_ours_carry_the_stage_that_alarms_and_dashboards_ask_for() -> None:
    stage = {"Sub": "handbook-${Stage}"}
    own = [one for one in alarms().values() if one.get("Namespace") == "Handbook"]
    asked = [widget["properties"]["metrics"] for widget in widgets("ProgrammeDashboard")]

    assert template()["Globals"]["Function"]["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] == stage
    assert {str(one["Dimensions"]) for one in own} == {str([{"Name": "service", "Value": stage}])}
    assert [line for lines in asked for line in lines if "handbook-${Stage}" not in str(line)] == []


def test_every_queue_is_watched_for_messages_that_wait() -> None:
    working = {name for name, queue in resources("AWS::SQS::Queue").items() if "RedrivePolicy" in queue["Properties"]}
    watched = {target(one) for one in alarms().values() if one.get("MetricName") == "ApproximateAgeOfOldestMessage"}

    assert watched == working


def counted() -> set[str]:
    """Name the metrics of ours that the code counts by a constant name."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "functions").rglob("*.py")]
    return {name for source in sources for name in re.findall(r'\bcount\(\s*"(\w+)"', source)}


def test_alarms_and_dashboards_look_at_metrics_that_are_counted() -> None:
    own = [one["MetricName"] for one in alarms().values() if one.get("Namespace") == "Handbook"]
    for one in alarms().values():
        for part in one.get("Metrics", ()):
            metric = part.get("MetricStat", {}).get("Metric", {})
            own += [metric["MetricName"]] if metric.get("Namespace") == "Handbook" else []
    for widget in widgets("ProgrammeDashboard"):
        for line in widget["properties"]["metrics"]:
            own += [line[1]] if line[0] == "Handbook" else re.findall(r'MetricName="(\w+)"', line[0]["expression"])

    assert len(own) > 10
    assert set(own) - counted() == set()


def widgets(dashboard: str) -> list[dict[str, Any]]:
    body = resources("AWS::CloudWatch::Dashboard")[dashboard]["Properties"]["DashboardBody"]["Sub"]
    found: list[dict[str, Any]] = json.loads(body)["widgets"]
    return found


@pytest.mark.parametrize("dashboard", ["OperatorsDashboard", "ProgrammeDashboard"])
def test_widgets_of_a_dashboard_have_titles_and_lie_beside_one_another(dashboard: str) -> None:
    places = [(one["x"], one["y"], one["width"], one["height"]) for one in widgets(dashboard)]

    assert all(one["properties"]["title"] for one in widgets(dashboard))
    assert len({(x, y) for x, y, _, _ in places}) == len(places)
    assert all(x % 8 == 0 and y % 6 == 0 and (width, height) == (8, 6) for x, y, width, height in places)
