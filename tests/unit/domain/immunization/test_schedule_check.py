"""The command a programme officer runs on a draft: each fault is found and named."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.domain.immunization.small_schedule import document, dose, series, text
from tools.schedule_check import check, main


def test_a_sound_document_has_no_findings() -> None:
    assert check(document(series(dose(1), dose(2, intervals=[{"from": "previous", "min": "28 days"}])))) == []


@pytest.mark.parametrize(
    ("of", "finding"),
    [
        (
            document(series(dose(1, age={"min": "6 months", "max": "5 months"}))),
            "a: series main dose 1: impossible age: min is longer than max",
        ),
        (
            document(
                series(dose(1), dose(2, intervals=[{"from": "previous", "absolute_min": "8 weeks", "min": "28 days"}]))
            ),
            "a: series main dose 2: impossible interval: absolute_min is longer than min",
        ),
        (
            document(
                series(
                    dose(1, age={"min": "4 months"}),
                    dose(2, age={"max": "6 months"}, intervals=[{"from": "previous", "min": "3 months"}]),
                )
            ),
            "a: series main: dose 2 cannot be reached before its age limit",
        ),
        (
            document(series(dose(1, recurring=True), dose(2))),
            "a: series main: dose 2 cannot be reached: the dose before it recurs for ever",
        ),
        (
            document(series(dose(1), dose(2, intervals=[{"from": "target_dose", "target_dose": 2, "min": "28 days"}]))),
            "a: series main dose 2: an interval is counted from dose 2, which does not come before it",
        ),
        (document(series(dose(1), dose(3))), "a: series main: dose numbers are not consecutive"),
        (
            document(series(dose(1, products={"preferable": ["other"]}))),
            "a: series main dose 1: product other does not hold a",
        ),
        (
            document(series(dose(1, products={"preferable": ["one", "nothing"]}))),
            "series main dose 1: 'nothing' is not among the products",
        ),
        (
            document(series(dose(1, products={"preferable": ["one"], "inadvertent": ["one"]}))),
            "a: series main dose 1: product one is both accepted and inadvertent",
        ),
        (
            document(
                series(
                    dose(
                        1,
                        products={
                            "preferable": [
                                {"product": "one", "until": "7 months"},
                                {"product": "one", "from": "6 months"},
                            ]
                        },
                    )
                )
            ),
            "a: series main dose 1: product one is preferable twice for overlapping ages",
        ),
        (document(series(dose(1), uncertain=["gone"])), "series main: 'gone' is not among the notes"),
        (
            document(series(dose(1)), title={"vi": "same words here", "en": "same words here"}),
            "title: the same text in Vietnamese and English: 'same words here'",
        ),
        (
            document(series(dose(1)), series(dose(1), id="rival")),
            "a: series group 'standard' has 2 default series, one is wanted",
        ),
        (document(series(dose(1), group="x")), "series main: 'x' is not among the groups"),
    ],
)
def test_a_fault_is_found_and_named(of: dict[str, Any], finding: str) -> None:
    assert finding in check(of)


def test_a_missing_translation_is_found_by_the_schema() -> None:
    assert check(document(series(dose(1)), title={"vi": "chỉ tiếng Việt"})) == ["title: 'en' is a required property"]


def test_a_misspelt_field_is_found_by_the_schema() -> None:
    findings = check(document(series(dose(1, age={"minimum": "2 months"}))))

    assert any("minimum" in finding for finding in findings)


def test_an_unknown_antigen_is_named() -> None:
    assert check(document(series(dose(1), antigens=["z"]))) == ["series 'main' names unknown antigen 'z'"]


def test_products_windows_that_meet_do_not_overlap() -> None:
    windows = [{"product": "one", "until": "6 months"}, {"product": "one", "from": "6 months"}]

    assert check(document(series(dose(1, products={"preferable": windows})))) == []


def test_the_command_prints_the_findings_or_the_calendar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.json"
    sound = document(series(dose(1, age={"min": "2 months"})), title=text("draft"))
    draft.write_text(json.dumps(sound), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["schedule_check", str(draft), "--born", "2026-01-31"])

    assert main() == 0
    assert capsys.readouterr().out.splitlines() == ["0 findings", "31/03/2026  one (vi) (one 1)"]

    draft.write_text(json.dumps(sound | {"series": [series(dose(1), group="x")]}), encoding="utf-8")
    assert main() == 1
    assert capsys.readouterr().out.splitlines() == ["series main: 'x' is not among the groups", "1 findings"]
