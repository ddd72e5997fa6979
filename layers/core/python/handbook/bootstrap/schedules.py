"""The immunization schedules in force; only functions that forecast load them, and the engine."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from handbook.domain.calendar import local_date

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule


def schedule_documents() -> tuple[dict[str, Any], ...]:
    """Give the immunization schedules shipped with the package, as they are written."""
    from handbook.reference.immunization import load_documents

    return load_documents()


@cache
def schedule(schedule_id: str) -> Schedule:
    """Give one of the immunization schedules shipped with the package. Raises: KeyError when there is no such one."""
    from handbook.domain.immunization import parse_schedule
    from handbook.reference.immunization import load_document

    return parse_schedule(load_document(schedule_id))


def service_schedule() -> Schedule:
    """Give the schedule of private vaccines in force today."""
    return _in_force("service")


def tetanus_schedule() -> Schedule:
    """Give the tetanus schedule of pregnant women in force today."""
    return _in_force("pregnancy")


def child_schedule() -> Schedule:
    """Give the children's schedule in force today; a warm process changes over at midnight in Vietnam.

    Only functions that forecast load the engine.
    """
    return _in_force("child")


def _in_force(audience: str) -> Schedule:
    from handbook import bootstrap
    from handbook.domain.immunization import schedule_in_force

    return schedule(schedule_in_force(schedule_documents(), audience, local_date(bootstrap.now())))
