"""CDC's child cases against the engine: those that pass today must pass tomorrow."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from handbook.domain.immunization import Schedule
from handbook.reference.immunization import load_json_schema
from tests.conformance.cdsi import Case, differences, load_cases, load_schedule
from tests.conformance.cdsi_convert import convert
from tests.conformance.cdsi_must_pass import CASES_SHA256, EXCLUDED, MUST_PASS

FOLDER = Path(os.environ.get("HANDBOOK_TESTDATA") or Path(__file__).resolve().parents[3] / "shared/testdata") / "cdsi"
CASES = FOLDER / "child-cases-v4.28.jsonl"
SUPPORTING_DATA = FOLDER / "supporting-data-v4.55"

pytestmark = pytest.mark.skipif(
    not CASES.is_file(), reason="CDC's cases are not in the test data; set HANDBOOK_TESTDATA"
)


@cache
def schedule() -> Schedule:
    return load_schedule(SUPPORTING_DATA)


@cache
def cases() -> dict[str, Case]:
    return {case["id"]: case for case in load_cases(CASES)}


def test_the_cases_are_the_ones_the_list_was_made_from() -> None:
    assert hashlib.sha256(CASES.read_bytes()).hexdigest() == CASES_SHA256


def test_every_case_is_on_the_must_pass_list_or_excluded_with_a_reason() -> None:
    assert set(cases()) == set(MUST_PASS) | set(EXCLUDED)
    assert len(EXCLUDED) <= 3


def test_the_converted_supporting_data_fits_the_json_schema() -> None:
    jsonschema.validate(convert(SUPPORTING_DATA), load_json_schema(), jsonschema.Draft202012Validator)


@pytest.mark.parametrize("case_id", MUST_PASS)
def test_a_case_of_the_must_pass_list_passes(case_id: str) -> None:
    assert list(differences(schedule(), cases()[case_id], past_due=True)) == []
