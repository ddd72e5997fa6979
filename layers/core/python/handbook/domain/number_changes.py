"""A new number for an account whose old one is lost: asked for at a unit, with a time in which the old one refuses."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import AccountId, HandbookId, PhoneE164, StaffId, UnitId
from handbook.reference.accounts import load_document

type ChangeState = Literal["waits", "refused", "done"]


@dataclass(frozen=True, slots=True)
class NumberChange:
    """Which number is to take the old one's place, from when on, and who asked for it with what kind of paper."""

    account_id: AccountId
    phone: PhoneE164
    asked_at: datetime
    effective_at: datetime
    handbook_id: HandbookId
    unit_id: UnitId
    staff_id: StaffId
    proof_kind: str
    state: ChangeState = "waits"


def proof_kinds() -> frozenset[str]:
    """Name the kinds of paper that a unit may look at."""
    return frozenset(load_document("terms")["proof_kinds"])


def check_proof_kind(kind: str) -> str:
    """Refuse a kind of paper that is not on the list. Raises: InvalidFieldError("proof_kind")."""
    if kind not in proof_kinds():
        raise InvalidFieldError("proof_kind")
    return kind


def waits_for() -> timedelta:
    """How long the old number and the e-mail address are told and can refuse."""
    return timedelta(hours=load_document("terms")["number_change_waits_hours"])
