"""Two versions work side by side while one comes and the other goes: each reads what the other writes."""

import os
from pathlib import Path
from typing import Any

import pytest

from handbook.storage.tables import connection
from tests.environment import TABLES
from tests.integration.earlier import DAY, DOSES, FILES, FOLDER, read, record_everything, written
from tests.integration.world import MOTHER, NURSE, items

KEPT = [table for table in TABLES.values() if table != "TransientTable"]
"""Codes, receipts and counters are a day old at most; docs/deploy.md says how their shapes change."""

pytestmark = pytest.mark.usefixtures("inhabitants")  # made once, before anything of another version lies there
each_version = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def put(tables: dict[str, list[dict[str, Any]]]) -> str:
    """Put items of an earlier version into the empty tables; give the path of its handbook."""
    client: Any = connection().client
    for table, found in tables.items():
        for item in found:
            client.put_item(TableName=table, Item=item)
    (summary,) = [item for item in tables["RecordsTable"] if item["sk"] == {"S": "SUMMARY"}]
    return f"/v1/handbooks/{summary['pk']['S'].partition('#')[2]}"


WHAT = (
    "",
    "/measurements",
    "/growth",
    "/immunizations",
    "/immunization-conditions",
    "/forecast",
    "/findings",
    "/milestones",
    "/feeding",
    "/supplements",
    "/dental",
    "/alerts",
    "/encounters",
    "/care-plan",
    "/disputes",
    "/identifiers",
    "/guardians",
    "/reminders",
    "/changes",
    "/access-log",
)
LISTS = {"/measurements": 1, "/immunizations": 2, "/immunization-conditions": 1, "/findings": 1, "/milestones": 1}
LISTS |= {"/feeding": 1, "/supplements": 1, "/dental": 1, "/encounters": 1, "/disputes": 1}


@each_version
@pytest.mark.parametrize("what", WHAT)
@pytest.mark.usefixtures("clock")
def test_everything_that_an_earlier_version_wrote_is_read(file: Path, what: str) -> None:
    path = put(read(file))
    answer = MOTHER.get(path + what)

    assert answer.status == 200, answer.body
    if what in LISTS:
        assert len(answer.body["items"]) == LISTS[what]


@each_version
@pytest.mark.usefixtures("clock")
def test_values_are_those_that_were_recorded(file: Path) -> None:
    path = put(read(file))

    (weighed,) = MOTHER.get(f"{path}/measurements").body["items"]
    doses = MOTHER.get(f"{path}/immunizations").body["items"]
    assert (weighed["measured_on"], weighed["weight_kg"], weighed["length_cm"]) == (DAY, 6.5, 63.0)
    assert sorted((dose["product"], dose["administered_on"]) for dose in doses) == sorted(DOSES)


@each_version
@pytest.mark.usefixtures("clock")
def test_the_nurse_goes_on_in_a_handbook_of_an_earlier_version_and_what_was_there_stays(file: Path) -> None:
    path = put(read(file))
    before = {item["sk"]["S"]: item for item in items("RecordsTable") if item["sk"]["S"] != "SUMMARY"}
    weighed = NURSE.post(f"{path}/measurements", {"measured_on": DAY, "weight_kg": 6.6, "posture": "lying"})
    dose = NURSE.post(f"{path}/immunizations", {"product": "penta", "administered_on": "2026-04-06"})

    assert (weighed.status, dose.status) == (201, 201), (weighed.body, dose.body)
    after = {item["sk"]["S"]: item for item in items("RecordsTable")}
    assert {key: after[key] for key in before} == before
    assert len(MOTHER.get(f"{path}/immunizations").body["items"]) == 3


def kinds(found: list[dict[str, Any]]) -> dict[str, dict[str, set[str]]]:
    """Give for each kind of item its attributes with their types."""
    shapes: dict[str, dict[str, set[str]]] = {}
    for item in found:
        shape = shapes.setdefault(item["sk"]["S"].partition("#")[0], {})
        for name, value in item.items():
            shape.setdefault(name, set()).update(value)
    return shapes


@each_version
@pytest.mark.usefixtures("world")
def test_what_is_written_now_holds_everything_that_an_earlier_version_reads(file: Path) -> None:
    then = kinds(read(file)["RecordsTable"])
    record_everything()
    now = kinds(items("RecordsTable"))

    missing = {
        f"{kind}.{name}": types
        for kind, shape in then.items()
        for name, types in shape.items()
        if name not in now[kind]
    }
    changed = {
        f"{kind}.{name}": (types, now[kind][name])
        for kind, shape in then.items()
        for name, types in shape.items()
        if name in now[kind] and not now[kind][name] <= types
    }
    assert (missing, changed) == ({}, {}), "expand first, contract in a later release: docs/deploy.md"


@pytest.mark.usefixtures("world")
def test_a_file_of_this_version_is_written_where_that_is_asked_for() -> None:
    record_everything()
    text = written({table: items(table) for table in KEPT})
    name = os.environ.get("REWRITE_EARLIER")
    if name:
        (FOLDER / f"items_{name}.json").write_text(text, encoding="utf-8")

    assert '"SUMMARY"' in text
