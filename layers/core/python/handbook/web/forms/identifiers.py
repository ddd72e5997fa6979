"""Identifiers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from handbook.domain.identifier_warnings import IdentifierWarning
from handbook.domain.identifiers import Identifier, Status, Subject, System, masked
from handbook.usecases.record_identifier import IdentifierRecorded, RecordIdentifier
from handbook.web.forms.named import NamedBody
from handbook.web.requests import etag
from handbook.web.schemas import Body, Day, PageBody, iso

Number = Annotated[str, Field(min_length=1, max_length=64, description="As it stands on the card; spaces may stay")]


class IdentifierBody(NamedBody):
    """A number by which an office knows a child, its mother or its father."""

    subject: Literal["child", "mother", "father"]
    system: System
    value: Number
    status: Literal["active", "cancelled", "replaced"] = "active"
    starts_on: Day | None = None
    ends_on: Day | None = None

    def command(self) -> RecordIdentifier:
        """Read what is to be recorded."""
        return RecordIdentifier(
            self.subject, self.system, self.value, self.status, starts_on=self.starts_on, ends_on=self.ends_on
        )


class IdentifierChangeBody(Body):
    """Changes what is present and leaves the rest: a new value corrects a slip, a status and a day end a number."""

    value: Number | None = None
    status: Literal["active", "cancelled", "replaced"] | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None

    def changes(self) -> Mapping[str, Any]:
        """Give the fields that the client sent."""
        return self.model_dump(exclude_unset=True)


class IdentifierAnswer(Body):
    """One number. `value` is whole where one alone is read, and else hidden but for its end."""

    identifier_id: str
    etag: str
    subject: Subject
    system: System
    value: str
    status: Status
    starts_on: date | None
    ends_on: date | None
    recorded_at: datetime
    changed_at: datetime | None


class IdentifierPage(PageBody):
    """All numbers of a handbook; there are never more than one page of them."""

    items: list[IdentifierAnswer]


class IdentifierRecordedAnswer(Body):
    """The number as it was kept, and what is to be known of it; a warning refuses nothing."""

    identifier: IdentifierAnswer
    warnings: list[IdentifierWarning]
    used_by: list[str] = Field(description="Handbooks that you may see on which the number holds for another child")


def identifier_answer(identifier: Identifier, *, whole: bool = False) -> dict[str, Any]:
    """Write a number as JSON, hidden but for its end unless `whole`."""
    return {
        "identifier_id": identifier.identifier_id,
        "etag": etag(identifier.version),
        "subject": identifier.subject,
        "system": identifier.system.value,
        "value": identifier.value if whole else masked(identifier.value),
        "status": identifier.status,
        "starts_on": iso(identifier.starts_on),
        "ends_on": iso(identifier.ends_on),
        "recorded_at": iso(identifier.recorded_at),
        "changed_at": iso(identifier.changed_at),
    }


def recorded_answer(recorded: IdentifierRecorded) -> dict[str, Any]:
    """Write what was recorded as the JSON that clients and receipts get: never the whole number."""
    return {
        "identifier": identifier_answer(recorded.identifier),
        "warnings": list(recorded.warnings),
        "used_by": [book.handbook_id for book in recorded.used_by],
    }
