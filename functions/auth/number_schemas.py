"""What the routes of numbers and of second proofs take and give."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from functions.auth.account_schemas import OneTimeCode
from functions.auth.schemas import Password, TypedPhone
from handbook.domain.number_changes import NumberChange
from handbook.domain.phones import masked
from handbook.web.schemas import Body


class OwnNumberBody(Body):
    """Another number, with a code sent to the old one (`old_number`) and one sent to the new one (`new_number`)."""

    phone: TypedPhone
    old: OneTimeCode
    new: OneTimeCode


class UnitNumberBody(OneTimeCode):
    """A new number for somebody who lost the old one, with the code sent to the new one.

    `proof_kind`: which paper was looked at; nothing else of it is kept (docs/accounts.md lists the kinds).
    """

    old_phone: TypedPhone
    phone: TypedPhone
    proof_kind: Annotated[str, Field(min_length=1, max_length=32)]


class NumberChangeAnswer(Body):
    """A change that a unit asked for: which number, by its ends, when it was asked and when it takes effect."""

    phone: str
    asked_at: datetime
    effective_at: datetime
    unit_id: str
    proof_kind: str
    state: Literal["waits", "refused", "done"]

    @classmethod
    def of(cls, change: NumberChange) -> "NumberChangeAnswer":
        """Write a change down for the client."""
        return cls(
            phone=masked(change.phone),
            asked_at=change.asked_at,
            effective_at=change.effective_at,
            unit_id=change.unit_id,
            proof_kind=change.proof_kind,
            state=change.state,
        )


class ProofBody(Body):
    """A second proof that the account is one's own; exactly one of them.

    `letter`: the code that went to the verified e-mail address. `handbook_code`: what the QR code on one of its
    handbooks says. `is_new_number`: no proof; the number is new to whoever has it, and a fresh account begins.
    """

    password: Password | None = None
    letter: OneTimeCode | None = None
    handbook_code: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    is_new_number: Literal[True] | None = None
