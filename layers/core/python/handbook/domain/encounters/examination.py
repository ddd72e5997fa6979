"""The clinical examination of the official forms: items of each form with their choices, as data.

Decision 1551/QD-BYT 2026, PL01. Forms 6-8 are held item by item (reference/encounters/examination.json); what a later
form asks beyond them is written as notes.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from handbook.domain.encounters.codes import Code
from handbook.domain.errors import InvalidFieldError
from handbook.domain.texts import Text
from handbook.reference.encounters import load_document


class ExaminationItem(NamedTuple):
    """One thing to look at. `expected` is the choice of a child who is well."""

    code: str
    text: Text
    official_field: str
    choices: Mapping[str, Code]
    expected: str


@cache
def examination_of(form: int) -> Mapping[str, ExaminationItem]:
    """The items of an official form by code, in its order; none for a form whose items are not held."""
    items = (
        _item(one, group)
        for one in load_document("examination")["items"]
        for group in one["in_forms"]
        if form in group["forms"]
    )
    return MappingProxyType({item.code: item for item in items})


def check_examination(answers: Mapping[str, str], form: int, field: str) -> None:
    """Refuse items that a form does not have, and choices that an item does not have. Raises: InvalidFieldError."""
    items = examination_of(form)
    for code, choice in answers.items():
        # The sender named the item: only a known name is repeated.
        if code not in items:
            raise InvalidFieldError(field)
        if choice not in items[code].choices:
            raise InvalidFieldError(f"{field}.{code}")


def not_as_expected(answers: Mapping[str, str], form: int) -> tuple[ExaminationItem, ...]:
    """The items whose answer is not that of a child who is well."""
    items = examination_of(form)
    return tuple(items[code] for code, choice in answers.items() if code in items and choice != items[code].expected)


def _item(one: Mapping[str, Any], group: Mapping[str, Any]) -> ExaminationItem:
    choices = {c["code"]: Code(c["code"], Text(c["vi"], c["en"]), c["official_code"]) for c in group["choices"]}
    text = Text(one["vi"], one["en"])
    return ExaminationItem(one["code"], text, group["official_field"], MappingProxyType(choices), group["expected"])
