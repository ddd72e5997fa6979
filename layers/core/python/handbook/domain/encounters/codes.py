"""The code lists that encounters are written with: data with its source (reference/encounters/codes.json)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from handbook.domain.errors import InvalidFieldError
from handbook.domain.texts import Text
from handbook.reference.encounters import load_document


class Code(NamedTuple):
    """One code with its name, and the official code where there is one."""

    code: str
    text: Text
    official_code: str | None


@dataclass(frozen=True, slots=True)
class CodeList:
    """Codes in the order of the form. `official_field` is the name of the field in Decision 1551/QD-BYT 2026."""

    name: str
    source: str
    official_field: str | None
    codes: Mapping[str, Code]


@cache
def code_lists() -> Mapping[str, CodeList]:
    """All lists by name."""
    lists: Mapping[str, Any] = load_document("codes")["lists"]
    return MappingProxyType({name: _list(name, form) for name, form in lists.items()})


def check_code(list_name: str, code: str | None, field: str) -> None:
    """Refuse a code that the list does not have; None was not said. Raises: InvalidFieldError by `field`."""
    if code is not None and code not in code_lists()[list_name].codes:
        raise InvalidFieldError(field)


def birth_kind_of(delivery_mode: str) -> str:
    """The official kind of birth (KIEU_SINH) that a mode of delivery belongs to."""
    return str(load_document("codes")["lists"]["delivery_mode"]["birth_kind_of"][delivery_mode])


def _list(name: str, form: Mapping[str, Any]) -> CodeList:
    codes = {
        one["code"]: Code(one["code"], Text(one["vi"], one["en"]), one.get("official_code")) for one in form["codes"]
    }
    return CodeList(name, form["source"], form.get("official_field"), MappingProxyType(codes))
