"""The code lists of encounters speak both languages, say where they are from, and have no code twice."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from handbook.domain.encounters.bands import checkup_bands
from handbook.domain.encounters.checking import _CODES_OF
from handbook.domain.encounters.codes import birth_kind_of, code_lists
from handbook.domain.encounters.examination import examination_of
from handbook.domain.encounters.labs import lab_tests
from handbook.domain.encounters.limits import field_limits
from handbook.reference.encounters import DOCUMENTS, load_document
from tests.template import ROOT

SOURCES = ROOT / "layers/core/python/handbook/reference/SOURCES_encounters.md"


def objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    for child in node if isinstance(node, list) else []:
        yield from objects(child)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_has_an_edition_and_is_named_among_the_sources(name: str) -> None:
    assert load_document(name)["edition"].startswith("VN-")
    assert f"`{name}.json`" in SOURCES.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_name_stands_in_both_languages(name: str) -> None:
    for one in objects(load_document(name)):
        assert ("vi" in one) == ("en" in one)
        assert all(one[language].strip() == one[language] != "" for language in ("vi", "en") if language in one)


def test_only_known_documents_are_read() -> None:
    with pytest.raises(KeyError):
        load_document("../care/milestones")


def test_no_list_has_a_code_twice() -> None:
    for form in load_document("codes")["lists"].values():
        codes, official = ([one.get(name) for one in form["codes"]] for name in ("code", "official_code"))
        assert len(set(codes)) == len(codes)
        assert official.count(None) in {0, len(official)}
        assert len(set(official)) == len(official) or set(official) == {None}
        assert ("official_field" in form) == (None not in official)


@pytest.mark.parametrize(
    ("name", "field", "official"),
    [
        ("payer", "NGUON_KINH_PHI", "1 2 3 4 5 9"),
        ("beneficiary", "DOI_TUONG", "1 2 3 4 5 6 7 8 9 10 11 12 13 14"),
        ("companion", "MOI_QUAN_HE_VOI_TRE", "1 2 3 4 5 9"),
        ("birth_kind", "KIEU_SINH", "1 2"),
        ("placement_after_birth", "TINH_TRANG_TRE_SAU_SINH", "1 2"),
        ("newborn_screening", "SANG_LOC_SO_SINH", "1 2 3 99"),
    ],
)
def test_official_lists_are_whole(name: str, field: str, official: str) -> None:
    found = code_lists()[name]
    assert (found.official_field, " ".join(one.official_code or "" for one in found.codes.values())) == (
        field,
        official,
    )


def test_every_list_that_a_check_names_is_there_and_every_mode_has_an_official_kind() -> None:
    assert {name for names in _CODES_OF.values() for name in names.values()} <= code_lists().keys()
    kinds = {birth_kind_of(mode) for mode in code_lists()["delivery_mode"].codes}
    assert kinds == set(code_lists()["birth_kind"].codes)


def test_what_is_usual_is_possible() -> None:
    limits = [*field_limits().values(), *(test.limits for test in lab_tests().values() if test.limits)]
    for one in limits:
        assert one.possible.smallest < one.possible.largest
        if one.usual:
            assert one.possible.smallest <= one.usual.smallest < one.usual.largest <= one.possible.largest


def test_usual_findings_are_choices_and_only_hiv_is_confidential() -> None:
    assert all(test.usual <= test.choices.keys() for test in lab_tests().values())
    assert {test.code for test in lab_tests().values() if test.confidential} == {"hiv", "hiv_pcr"}


@pytest.mark.parametrize("form", [6, 7, 8])
def test_the_expected_answer_of_an_item_is_one_of_its_choices(form: int) -> None:
    items = examination_of(form)
    assert len(items) > 20
    assert all(item.expected in item.choices and item.official_field for item in items.values())
    assert all(
        len(item.choices) == len({one.official_code for one in item.choices.values()}) for item in items.values()
    )


def test_bands_follow_one_another_without_a_gap() -> None:
    bands = checkup_bands()
    assert (bands[0].from_months, bands[-1].under_months) == (0, 72)
    assert all(one.under_months == following.from_months for one, following in itertools.pairwise(bands))
    assert all(one.from_months <= one.due_months < one.overdue_months <= one.under_months for one in bands)
