"""What /v1/units takes and gives."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from handbook.domain.directory import Unit, UnitContact, UnitKind, UnitVersion
from handbook.domain.phones import is_line_number
from handbook.web.schemas import Body, Email, Imprint, Note, PageBody, one_line


def _line(value: object) -> object:
    if isinstance(value, str) and not is_line_number(value):
        raise ValueError("a telephone number has digits, spaces and points")
    return value


_Phone = Annotated[str, BeforeValidator(_line), StringConstraints(min_length=3, max_length=30)]
_Address = Annotated[str, BeforeValidator(one_line), StringConstraints(min_length=1, max_length=200)]


class UnitContactBody(Body):
    """What a unit says of itself; all of it is replaced, and what is left out is gone."""

    phone: Annotated[_Phone | None, Field(description="A line of the unit, short numbers included")] = None
    email: Email | None = None
    address: _Address | None = None
    opening_hours: Note | None = None

    def contact(self) -> UnitContact:
        """Give it as the domain's."""
        return UnitContact(self.phone, self.email, self.address, self.opening_hours)


class UnitAnswer(Body):
    """A unit. It works from `valid_from` to before `valid_until`; `successor_id` goes on with its work."""

    unit_id: str
    kind: UnitKind
    name: str
    parent_id: str | None
    province_code: str | None
    communes: list[str]
    official_code: str | None
    valid_from: date | None
    valid_until: date | None
    successor_id: str | None
    contact: UnitContactBody
    version: int

    @classmethod
    def of(cls, unit: Unit) -> "UnitAnswer":
        """Write a unit down for the client."""
        return cls.model_validate(unit, from_attributes=True)


class UnitPage(PageBody):
    """Units, in the order of their ids."""

    items: list[UnitAnswer]


class UnitVersionAnswer(Body):
    """How a unit was before a change."""

    unit: UnitAnswer
    replaced_at: str
    replaced_by: Imprint

    @classmethod
    def of(cls, version: UnitVersion) -> "UnitVersionAnswer":
        """Write an earlier version down for the client."""
        return cls(
            unit=UnitAnswer.of(version.unit),
            replaced_at=version.replaced_at.isoformat(),
            replaced_by=version.replaced_by,
        )


class UnitHistoryPage(PageBody):
    """Earlier versions of a unit, newest first."""

    items: list[UnitVersionAnswer]
