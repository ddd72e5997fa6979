"""The documents name things that exist."""

import re
from pathlib import Path

import pytest

from tests.template import ROOT, template

PACKAGE = ROOT / "layers" / "core" / "python"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/adr/*.md")])
_CODE = re.compile(r"`((?:handbook|functions|tests|tools|layers|docs)/[\w./-]+)`")
_LINK = re.compile(r"\]\((?!https?:)([\w./-]+)\)")
_COMMAND = re.compile(r"^make ([a-z]+)", re.MULTILINE)


def place_of(name: str) -> Path:
    return (PACKAGE if name.startswith("handbook/") else ROOT) / name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_and_link_that_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = [place_of(name) for name in _CODE.findall(text)] + [document.parent / link for link in _LINK.findall(text)]

    assert [str(path.relative_to(ROOT)) for path in named if not path.exists()] == []


def test_each_decision_bears_the_number_of_its_file_and_no_two_bear_the_same() -> None:
    files = sorted(ROOT.glob("docs/adr/*.md"))
    numbers = [int(file.name[:4]) for file in files]

    assert len(set(numbers)) == len(numbers)
    assert [f"# {number}. " for number in numbers] == [
        file.read_text(encoding="utf-8").partition(". ")[0] + ". " for file in files
    ]


def test_the_walk_through_the_house_names_the_files_it_passes() -> None:
    walk = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")

    assert len(set(_CODE.findall(walk))) >= 15


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_every_command_of_the_readme_is_one_that_ci_runs(readme: str) -> None:
    commands = set(_COMMAND.findall((ROOT / readme).read_text(encoding="utf-8")))
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")

    assert commands
    assert {command for command in commands if not re.search(rf"\bgoal {command}\b", ci)} == set()


def test_every_alarm_stands_in_the_runbook() -> None:
    runbook = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
    alarms = {name for name, made in template()["Resources"].items() if made["Type"] == "AWS::CloudWatch::Alarm"}

    assert alarms
    # Some kinds of alarms are there for each function, reader or table: one row speaks of all of a kind.
    each = r"^\w+?(?=(?:Slow|Errors|TableThrottles|Throttles|StreamAge)Alarm$)"
    families = {re.sub(each, "…", alarm) for alarm in alarms}
    assert {alarm for alarm in families if f"`{alarm}`" not in runbook} == set()


def test_each_alarm_of_the_runbook_is_one_that_rings() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/runbook.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert {row for row in rows if row not in template()["Resources"]} == set()


def test_the_runbook_says_for_each_alarm_what_to_look_at_first_second_and_third() -> None:
    rows = re.findall(r"^\| `.*Alarm` \|.*$", (ROOT / "docs/runbook.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert rows
    assert [row for row in rows if not all(f"{number}. " in row for number in (1, 2, 3))] == []
