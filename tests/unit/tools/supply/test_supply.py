"""What others wrote is pinned, hashed, licensed and listed; what nobody could be asked about is never called sound."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tools.supply import __main__ as command
from tools.supply import audit, sbom
from tools.supply.audit import Hole, UnansweredError, holes
from tools.supply.licences import ALLOWED, LICENCES, faults
from tools.supply.pins import ROOT, SHIPPED, TOOLS, LooseError, Pin, pins, pins_of

A, B = "a" * 64, "b" * 64
SEGNO = Pin("segno", "1.6.6", (A, B))
CONTINUED = f"# a comment\nsegno==1.6.6 \\\n    --hash=sha256:{B} \\\n    --hash=sha256:{A}\n"


def test_a_pin_has_its_version_and_its_hashes_in_order() -> None:
    assert pins(CONTINUED) == (SEGNO,)
    assert pins(f"segno==1.6.6 ; python_version > '3' --hash=sha256:{A} --hash=sha256:{B}") == (SEGNO,)
    assert SEGNO.purl == "pkg:pypi/segno@1.6.6"
    assert Pin("Typing_Extensions", "4", (A,)).purl == "pkg:pypi/typing-extensions@4"


@pytest.mark.parametrize(
    "line",
    [
        f"segno>=1.6.6 --hash=sha256:{A}",
        f"segno --hash=sha256:{A}",
        "segno==1.6.6",
        f"segno==1.6.6 --hash=sha256:{A[:-1]}",
        f"segno==1.6.6 --hash=md5:{A[:32]}",
        f"segno @ https://files.example/segno.whl --hash=sha256:{A}",
        "--index-url https://packages.example/simple",
        "-r other.txt",
        "-e .",
    ],
)
def test_what_could_be_answered_with_another_file_is_refused(line: str) -> None:
    with pytest.raises(LooseError, match=r"of\.txt"):
        pins(line, "of.txt")


@pytest.mark.parametrize("file", [*SHIPPED, *TOOLS], ids=lambda file: str(file.relative_to(ROOT)))
def test_every_requirement_file_of_ours_is_pinned_and_hashed(file: Path) -> None:
    assert pins_of(file)


def test_every_package_that_we_ship_has_a_licence_that_somebody_read_and_none_is_left_over() -> None:
    shipped = [pin for file in SHIPPED for pin in pins_of(file)]

    assert faults(shipped) == []
    assert set(LICENCES) == {pin.name for pin in shipped}


@pytest.mark.parametrize(
    ("licences", "sentence"),
    [
        ({}, "read its licence"),
        ({"pydantic": "GPL-3.0-only"}, "not a licence that we ship"),
        ({"pydantic": "Apache-2.0"}, "declares MIT"),
    ],
)
def test_a_licence_that_is_missing_strange_or_another_is_told(licences: dict[str, str], sentence: str) -> None:
    (fault,) = faults([Pin("pydantic", "2", (A,))], licences)

    assert sentence in fault


def test_of_two_licences_to_choose_from_one_that_is_allowed_is_enough() -> None:
    assert "GPL-2.0-only" not in ALLOWED
    assert faults([Pin("of-no-environment", "1", (A,))], {"of-no-environment": "GPL-2.0-only OR MIT"}) == []


def test_the_bill_of_materials_is_the_one_that_is_committed_and_the_same_every_time() -> None:
    assert sbom.FILE.read_text(encoding="utf-8") == sbom.text() == sbom.text(), "run `make sbom` and commit it"


def test_the_bill_names_what_is_shipped_by_layer_with_licence_and_hashes() -> None:
    bill = sbom.document()
    shipped = {pin.purl: (pin, file.parent.name) for file in SHIPPED for pin in pins_of(file)}

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert [one["purl"] for one in bill["components"]] == sorted(shipped)
    assert bill["dependencies"][0]["dependsOn"] == sorted(shipped)
    for one in bill["components"]:
        pin, layer = shipped[one["purl"]]
        assert [found["content"] for found in one["hashes"]] == list(pin.hashes)
        assert one["licenses"] == [{"expression": LICENCES[pin.name]}]
        assert {"name": "so-me-va-be:layer", "value": layer} in one["properties"]
    assert "timestamp" not in json.dumps(bill)


def answering(*known: str) -> audit.Ask:
    def ask(queries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        named = [query["package"]["purl"] for query in queries]
        return [{"vulns": [{"id": "PYSEC-1"}, {"id": "CVE-2"}]} if one in known else {} for one in named]

    return ask


def test_an_audit_names_each_package_of_which_something_is_known_once() -> None:
    other = Pin("six", "1.17.0", (B,))

    assert holes([SEGNO, other, SEGNO], answering(SEGNO.purl)) == [Hole(SEGNO, ("PYSEC-1", "CVE-2"))]
    assert holes([SEGNO, other], answering()) == []


def test_an_audit_asks_about_every_package_however_many_there_are() -> None:
    many = [Pin(f"p{number}", "1", (A,)) for number in range(audit.AT_ONCE + 1)]
    asked: list[int] = []

    def ask(queries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        asked.append(len(queries))
        return [{} for _ in queries]

    assert holes(many, ask) == []
    assert asked == [audit.AT_ONCE, 1]


def unreachable(_queries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    raise UnansweredError("no route to anywhere")


def test_an_audit_that_nobody_answered_is_not_one() -> None:
    with pytest.raises(UnansweredError):
        holes([SEGNO], unreachable)


def test_where_there_is_no_network_the_command_says_so_and_does_not_pass(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.ask(unreachable) == 2
    assert "NOT AUDITED" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ('{"results": [{}]}', True),
        ('{"results": []}', False),
        ('{"results": {}}', False),
        ('{"error": "busy"}', False),
        ("<html>", False),
        ("[]", False),
    ],
)
def test_an_answer_that_is_not_one_for_each_question_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, *, answered: bool
) -> None:
    file = tmp_path / "answer.json"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setenv("OSV_URL", file.as_uri())

    if answered:
        assert audit.ask_osv([{}]) == [{}]
    else:
        with pytest.raises(UnansweredError):
            audit.ask_osv([{}])


def test_where_something_is_known_the_command_fails_and_where_nothing_is_it_passes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pinned = next(pin for file in SHIPPED for pin in pins_of(file) if pin.name == "segno")

    assert command.ask(answering(pinned.purl)) == 1
    assert f"segno {pinned.version}: PYSEC-1, CVE-2" in capsys.readouterr().out
    assert command.ask(answering()) == 0


def test_the_check_passes_as_committed(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.check() == 0
    assert "hashed, licensed and listed" in capsys.readouterr().out
