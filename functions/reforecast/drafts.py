"""Draft schedules that a job compares, kept in the bucket under their digest."""

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from handbook import bootstrap
from handbook.domain.errors import InvalidFieldError
from handbook.domain.reforecast import Job

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule


def keep_draft(document: dict[str, Any]) -> str:
    """Check that a document can be parsed, and store it; its SHA-256 in hex. Raises: InvalidFieldError."""
    from handbook.domain.immunization import ScheduleError, parse_schedule  # noqa: PLC0415

    try:
        parse_schedule(document)
    except ScheduleError as wrong:
        raise InvalidFieldError("draft") from wrong
    data = json.dumps(document, ensure_ascii=False, sort_keys=True).encode()
    digest = hashlib.sha256(data).hexdigest()
    bootstrap.files().write(_key(digest), "application/json", data)
    return digest


def schedules_of(job: Job) -> tuple["Schedule", "Schedule"]:
    """Give the two schedules that a job compares. Raises: InvalidFieldError when a draft is not what was kept."""
    if job.move is not None:
        return bootstrap.child_schedule(), bootstrap.child_schedule()
    after = _draft(job.draft_sha256) if job.draft_sha256 else bootstrap.schedule(job.after)
    return bootstrap.schedule(job.before), after


@cache
def _draft(digest: str) -> "Schedule":
    from handbook.domain.immunization import parse_schedule  # noqa: PLC0415

    data = bootstrap.files().read(_key(digest))
    if hashlib.sha256(data).hexdigest() != digest:
        raise InvalidFieldError("draft")
    return parse_schedule(json.loads(data))


def _key(digest: str) -> str:
    return f"schedules/{digest}.json"
