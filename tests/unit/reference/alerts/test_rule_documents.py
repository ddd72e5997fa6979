"""The rule documents keep their form, and every rule says where it is from and who signed it off."""

import re
import string

import jsonschema
import pytest

from handbook.domain.alerts import current_rules
from handbook.domain.alerts.engine import JUDGES
from handbook.reference.alerts import DOCUMENTS, load_documents, load_json_schema
from tests.template import ROOT

REFERENCE = ROOT / "layers/core/python/handbook/reference"
RULES = list(current_rules().by_code.values())


def test_every_document_has_the_form_of_the_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(load_json_schema())
    for document in load_documents():
        jsonschema.validate(document, load_json_schema(), jsonschema.Draft202012Validator)


def test_every_file_of_rules_is_read() -> None:
    files = {path.stem for path in (REFERENCE / "alerts").glob("*.json")} - {"alert_rules.schema"}
    assert files == set(DOCUMENTS)


def test_the_schema_knows_exactly_the_judges_that_exist() -> None:
    listed = load_json_schema()["$defs"]["rule"]["properties"]["judge"]["enum"]
    assert set(listed) == set(JUDGES) == {rule.judge for rule in RULES}


def test_all_documents_are_of_one_edition_and_no_family_has_a_rank_twice() -> None:
    assert len({rule.edition for rule in RULES}) == 1
    places = [(rule.family, rule.rank) for rule in RULES]
    assert len(places) == len(set(places))
    assert all(len({rule.judge for rule in RULES if rule.family == family}) == 1 for family, _ in places)


def test_every_rule_stands_in_the_sources_as_it_stands_in_the_data() -> None:
    text = (REFERENCE / "SOURCES_alerts.md").read_text(encoding="utf-8")
    rows = {
        row[0]: row[1:] for row in re.findall(r"^\| `(\w+)` \| \w+ \| (\w+) \| (.+) \| (.+) \| (.+) \|$", text, re.M)
    }
    assert rows == {rule.code: (rule.severity, rule.source, rule.certainty, rule.sign_off) for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_both_languages_use_the_same_numbers_and_vietnamese_has_its_letters(rule: object) -> None:
    for text in (rule.reason, rule.advice):  # type: ignore[attr-defined]
        names = [{name for _, name, _, _ in string.Formatter().parse(one) if name} for one in text]
        assert names[0] == names[1]
        assert not text.vi.isascii()
        assert text.vi.endswith(".")
        assert text.en.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_no_text_diagnoses(rule: object) -> None:
    text = f"{rule.reason} {rule.advice}".lower()  # type: ignore[attr-defined]
    for word in ("suy dinh dưỡng", "tiền sản giật", "viêm phổi", "thiếu máu", "tự kỷ", "pneumonia", "pre-eclampsia",
                 "autis", "malnutrition", "anaemia", "sepsis"):  # fmt: skip
        assert word not in text
