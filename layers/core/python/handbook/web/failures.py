"""From what went wrong to what a client is told of it, by a whole answer or by one row of a batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from handbook.domain.errors import HandbookError, InvalidFieldError, UnavailableError
from handbook.observability import Event, logger, place_of
from handbook.web.problem import Problem
from handbook.web.problems import PROBLEMS, FieldError, problem_of

_LONGEST_FIELD = 64


@dataclass(frozen=True, slots=True)
class Failure:
    """A problem, and the fields at fault."""

    problem: Problem
    faults: tuple[FieldError, ...] = ()


def expected(error: HandbookError) -> Failure:
    """Describe a failure of the domain's; what we depend on and does not answer is logged."""
    problem = problem_of(error)
    if isinstance(error, UnavailableError):
        logger.error(Event.DEPENDENCY_UNAVAILABLE, cause=error.cause, kind=type(error.__cause__).__name__)
    hint = error.hint if isinstance(error, InvalidFieldError) else ""
    return Failure(problem, (FieldError(error.field, problem.slug, hint),) if error.field else ())


def invalid(found: Sequence[Mapping[str, Any]]) -> Failure:
    """Describe what does not fit its form, from pydantic's errors."""
    kinds = {error["type"] for error in found}
    if "json_invalid" in kinds:
        return Failure(PROBLEMS["malformed-json"])
    slug = "unknown-field" if kinds == {"extra_forbidden"} else "invalid-field"
    return Failure(
        PROBLEMS[slug], tuple(FieldError(_path(error["loc"]), error["type"], _hint(error)) for error in found)
    )


def unexpected(error: Exception) -> Failure:
    """Describe a failure of ours. Only the kinds are logged: a message or a trace could repeat what a person typed."""
    logger.error(Event.UNEXPECTED_FAILURE, kind=type(error).__name__, place=place_of(error))
    return Failure(PROBLEMS["internal-error"])


# What pydantic calls a number that is text ("3,5", "NaN"), not finite, or broken where a whole one is asked for.
_NUMBER_ERRORS = {"float_type", "float_parsing", "finite_number", "int_type", "int_parsing"}


def _hint(error: Mapping[str, Any]) -> str:
    sent = error.get("input")
    if isinstance(sent, float) and error["type"] in {"int_type", "int_from_float"} and isfinite(sent):
        return "whole_number"
    if isinstance(sent, str | float) and error["type"] in _NUMBER_ERRORS:
        return "number_with_point"
    return ""


def _path(location: Sequence[object]) -> str:
    # A field that is not known is named by its sender.
    parts = [str(part)[:_LONGEST_FIELD] for part in location]
    return ".".join(parts[1:] if parts[:1] == ["body"] and len(parts) > 1 else parts)
