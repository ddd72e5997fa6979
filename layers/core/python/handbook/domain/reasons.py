"""Why something recorded was changed: a code of the list for what is done, and words."""

from dataclasses import dataclass
from typing import Literal

from handbook.domain.errors import InvalidFieldError
from handbook.domain.texts import Text
from handbook.reference.corrections import load_document

type Doing = Literal["amend", "entered_in_error", "reinstate"]


@dataclass(frozen=True, slots=True)
class ChangeReason:
    """A code, and what the person who changed it says."""

    code: str
    text: str


def reasons_for(doing: Doing) -> dict[str, Text]:
    """Give the sentences of the reasons for doing something, by code."""
    return {one["code"]: Text(one["vi"], one["en"]) for one in load_document("reasons")[doing]}


def check_reason(reason: ChangeReason, doing: Doing) -> None:
    """Refuse a code that is no reason for this. Raises: InvalidFieldError."""
    if reason.code not in reasons_for(doing):
        raise InvalidFieldError("reason.code")
