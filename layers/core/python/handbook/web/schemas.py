"""What all request and answer bodies share."""

import re
import unicodedata
from datetime import date, datetime
from functools import cached_property
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
)

from handbook.domain.calendar import local_date
from handbook.domain.names import can_be_name, clean_name
from handbook.domain.partial_days import parse_partial_day

_NO_SIGNS = {"Cc", "Cf", "Cs", "Co", "Cn"}
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


class Body(BaseModel):
    """A JSON object with known fields only; errors never repeat what was sent."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, defer_build=True)

    @cached_property
    def as_sent(self) -> str:
        """The JSON that a client gets and a receipt keeps, written once."""
        return self.model_dump_json(by_alias=True)


class PageBody(Body):
    """One page of a list; pass `next` as `cursor` to go on, null at the end."""

    next: str | None = None


def iso(value: date | None) -> str | None:
    """Write a day or an instant in ISO 8601, null where there is none."""
    return value.isoformat() if value else None


def _only_iso_day(value: object) -> object:
    # Pydantic would also read numbers as seconds since 1970, and times as their day.
    if isinstance(value, date) or (isinstance(value, str) and _ISO_DAY.fullmatch(value)):
        return value
    raise ValueError("a day is written as 2026-12-31")


def _only_iso_instant(value: object) -> object:
    if isinstance(value, datetime) or (isinstance(value, str) and _ISO_INSTANT.fullmatch(value)):
        return value
    raise ValueError("an instant is written as 2026-12-31T08:30:00+07:00")


def _with_local_date(value: datetime) -> datetime:
    # Within a day of the first and the last year there are instants that have no date in Vietnam.
    try:
        local_date(value)
    except OverflowError as error:
        raise ValueError("an instant has a date in Vietnam") from error
    return value


def _cleaned(value: object) -> object:
    if not isinstance(value, str):
        return value
    name = clean_name(value)
    # Control and formatting characters, half letters and letters of nobody's: invisible, or a text of another person's.
    if any(unicodedata.category(sign) in _NO_SIGNS for sign in name) or not any(map(str.isalpha, name)):
        raise ValueError("a name is made of letters")
    return name


def _named(value: object) -> object:
    name = _cleaned(value)
    if isinstance(name, str) and not can_be_name(name):
        raise ValueError("a name is made of letters")
    return name


def _plain(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if any(unicodedata.category(sign) in _NO_SIGNS for sign in text.replace("\n", " ")):
        raise ValueError("a note is made of visible letters")
    return text


def one_line(value: object) -> object:
    """Take a text as `Note` does, and refuse line ends. Raises: ValueError."""
    text = _plain(value)
    if isinstance(text, str) and "\n" in text:
        raise ValueError("what stands on a label has one line")
    return text


def _readable(value: str) -> str:
    parse_partial_day(value)
    return value


PartialDay = Annotated[str, StringConstraints(max_length=10), AfterValidator(_readable)]
"""A day of which the month or the year may be all that is known, as 2024-05 or 2024."""
Day = Annotated[date, BeforeValidator(_only_iso_day)]
"""A local date, as 2026-12-31."""
Instant = Annotated[AwareDatetime, BeforeValidator(_only_iso_instant), AfterValidator(_with_local_date)]
"""An instant with its offset, as 2026-12-31T08:30:00+07:00."""
Name = Annotated[str, BeforeValidator(_named), StringConstraints(min_length=1, max_length=100)]
"""A person's name: NFC, single spaces, never split; its length is counted as it is stored."""
Title = Annotated[str, BeforeValidator(_cleaned), StringConstraints(min_length=1, max_length=100)]
"""What a place is called, by the same rules; "Mẹ + Bé" or "No. 5°" may stand on its door."""
Note = Annotated[str, BeforeValidator(_plain), StringConstraints(min_length=1, max_length=500)]
"""Some sentences in somebody's own words: NFC, of visible letters and line ends."""
Imprint = Annotated[str, BeforeValidator(one_line), StringConstraints(min_length=1, max_length=40)]
"""What is printed on a thing, as a lot number: one line of visible letters."""
Whole = Annotated[int, Field(strict=True, ge=-(2**31), le=2**31 - 1)]
"""A whole number that nobody need fear to reckon with; what can have been measured is for the domain to say."""
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=64)]
"""An id or a code of ours, as a client writes it."""
Email = Annotated[
    str,
    StringConstraints(
        min_length=3,
        max_length=254,
        pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
    ),
]
"""An address as SES takes one: in ASCII (its guide, "Email format"), unquoted (RFC 5322, 3.4.1), so never two."""
Flag = Annotated[bool, Strict()]
"""true or false, and no other word for it."""
