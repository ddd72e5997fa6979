"""Every code a result can carry has a name in both languages."""

import unicodedata
from typing import get_args

import pytest

from handbook.domain import growth
from handbook.domain.growth import INDICATORS, LABELS, Flag, GrowthClass

CODES = [*INDICATORS, *get_args(GrowthClass.__value__), *get_args(Flag.__value__)]


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_vietnamese_and_an_english_name(code: str) -> None:
    label = LABELS[code]

    assert label.vi.strip()
    assert label.en.strip()
    assert unicodedata.is_normalized("NFC", label.vi)


def test_no_name_stands_for_two_codes() -> None:
    assert len(LABELS) == len(CODES)
    assert len({label.vi for label in LABELS.values()}) == len(LABELS)
    assert len({label.en for label in LABELS.values()}) == len(LABELS)


def test_the_national_terms_are_used() -> None:
    national = {"stunted": "Thấp còi", "underweight": "Nhẹ cân", "wasted": "Gầy còm", "obese": "Béo phì"}

    assert {code: LABELS[code].vi for code in national} == national


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="percentiles"):
        growth.percentiles  # noqa: B018
