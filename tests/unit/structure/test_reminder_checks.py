"""What a document says is checked is checked by a test of that name."""

import re

import pytest

from tests.template import ROOT

NAMED = re.compile(r"`((?:unit|integration|e2e)/[\w/]+\.py)::(\w+)`")
FEWEST = {"docs/reminders.md": 30, "docs/security.md": 30, "docs/privacy.md": 18}
"""Documents with a table of checks, and how many tests each names at least."""
OWASP = [f"API{number}:2023" for number in range(1, 11)]


def rows(document: str) -> list[list[str]]:
    """Read the rows of a document's tables, without those of heads and rules."""
    lines = (ROOT / document).read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| ")]
    return [row for row in cells if row[-1] not in ("test", "---|")]


@pytest.mark.parametrize(("document", "fewest"), FEWEST.items())
def test_every_test_that_the_document_names_is_there(document: str, fewest: int) -> None:
    named = NAMED.findall((ROOT / document).read_text(encoding="utf-8"))
    assert len(named) >= fewest
    for path, name in named:
        text = (ROOT / "tests" / path).read_text(encoding="utf-8")
        assert re.search(rf"^(def {name}\(|{name} = )", text, re.MULTILINE), (path, name)


def test_every_threat_of_the_owasp_api_list_has_what_stops_it_and_a_test_that_shows_it() -> None:
    listed = {row[0].split(" ")[0]: row for row in rows("docs/security.md") if row[0].startswith("API")}

    assert list(listed) == OWASP
    assert [name for name, row in listed.items() if len(row) != 3 or not row[1] or not NAMED.search(row[2])] == []


def test_every_duty_that_is_fulfilled_by_the_software_names_a_test() -> None:
    duties = [row for row in rows("docs/privacy.md") if len(row) == 3]
    shown = [row for row in duties if row[2].strip("| ")]

    assert len(shown) > 15
    assert [row[0] for row in shown if not NAMED.search(row[2])] == []
