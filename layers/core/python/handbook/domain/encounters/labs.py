"""Results of tests: which there are, what they can be, and which are told to nobody without a right of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from handbook.domain.encounters.limits import FieldLimits, check_possible, is_unusual, limits_of
from handbook.domain.encounters.results import LabResult
from handbook.domain.errors import InvalidFieldError
from handbook.domain.texts import Text
from handbook.reference.encounters import load_document

MOST_RESULTS = 40
"""Of one encounter: twice what antenatal care ever asks for at once."""


@dataclass(frozen=True, slots=True)
class LabTest:
    """One test. It has `limits` for numbers or `choices`; `usual` are the choices that need no second look."""

    code: str
    text: Text
    source: str
    confidential: bool
    limits: FieldLimits | None
    choices: Mapping[str, Text]
    usual: frozenset[str]


@cache
def lab_tests() -> Mapping[str, LabTest]:
    """All tests by code."""
    forms: list[Mapping[str, Any]] = load_document("labs")["labs"]
    return MappingProxyType({form["code"]: _test(form) for form in forms})


def check_labs(results: Iterable[LabResult]) -> None:
    """Refuse unknown tests, the same test twice, and what a test cannot show. Raises by "labs" or "labs.0.value"."""
    seen: set[str] = set()
    for place, result in enumerate(results):
        test = lab_tests().get(result.test)
        if test is None or result.test in seen or place >= MOST_RESULTS:
            raise InvalidFieldError(f"labs.{place}.test")
        seen.add(result.test)
        _check_result(result, test, f"labs.{place}")


def is_noticeable(result: LabResult) -> bool:
    """Say whether a result lies outside what is usual for its test."""
    test = lab_tests()[result.test]
    if test.limits is not None:
        return is_unusual(result.value, test.limits)
    return bool(test.usual) and result.finding not in test.usual


def _check_result(result: LabResult, test: LabTest, place: str) -> None:
    if test.limits is None:
        if result.value is not None:
            raise InvalidFieldError(f"{place}.value")
        if result.finding not in test.choices:
            raise InvalidFieldError(f"{place}.finding")
        return
    if result.finding is not None:
        raise InvalidFieldError(f"{place}.finding")
    if result.value is None:
        raise InvalidFieldError(f"{place}.value")
    check_possible(result.value, test.limits, f"{place}.value")


def _test(form: Mapping[str, Any]) -> LabTest:
    choices = {one["code"]: Text(one["vi"], one["en"]) for one in form.get("choices", ())}
    return LabTest(
        code=form["code"],
        text=Text(form["vi"], form["en"]),
        source=form["source"],
        confidential=form.get("confidential", False),
        limits=None if choices else limits_of(form),
        choices=MappingProxyType(choices),
        usual=frozenset(form.get("usual", ())) if choices else frozenset(),
    )
