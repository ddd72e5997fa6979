"""What can have been measured at an encounter, and what is usual: limits as data (reference/encounters/fields.json)."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from handbook.domain.errors import ImplausibleValueError
from handbook.domain.recorded import Limits
from handbook.domain.slips import factor_hint
from handbook.domain.texts import Text
from handbook.reference.encounters import load_document


class FieldLimits(NamedTuple):
    """The name and unit of a number, what is possible, and what is usual where that is known."""

    text: Text
    unit: str
    possible: Limits
    usual: Limits | None


@cache
def field_limits() -> Mapping[str, FieldLimits]:
    """The limits of each number that an encounter has of its own."""
    forms: Mapping[str, Any] = load_document("fields")["fields"]
    return MappingProxyType({name: limits_of(form) for name, form in forms.items()})


def limits_of(form: Mapping[str, Any]) -> FieldLimits:
    """Read the limits of a number from its document."""
    usual = Limits(*form["usual"]) if form.get("usual") else None
    return FieldLimits(Text(form["vi"], form["en"]), form["unit"], Limits(*form["possible"]), usual)


def check_possible(value: float | None, limits: FieldLimits, field: str) -> None:
    """Refuse what cannot have been measured.

    Raises: ImplausibleValueError by `field`, with the factor that explains it.
    """
    smallest, largest = limits.possible
    if value is not None and not smallest <= value <= largest:
        usual = limits.usual or limits.possible
        raise ImplausibleValueError(field, factor_hint(value, *usual) or "")


def is_unusual(value: float | None, limits: FieldLimits) -> bool:
    """Say whether a number lies outside what is usual; where that is not known, nothing does."""
    if value is None or limits.usual is None:
        return False
    smallest, largest = limits.usual
    return not smallest <= value <= largest
