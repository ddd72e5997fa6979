"""Bonds as JSON."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from handbook.domain.bonds import BondEndReason, Proof
from handbook.domain.calendar import iso_day
from handbook.usecases.read_guardians import Bound
from handbook.web.schemas import Body


class BondAnswer(Body):
    """One account's bond: from the day `since` to before the day `until`; null is open."""

    account_id: str
    role: str = Field(description="guardian, carer or viewer")
    since: date | None
    until: date | None
    own: bool = Field(description="Whether this is the bond of who asks")
    phone: str | None = Field(description="Masked; for guardians and the staff of the area")


class BondPage(Body):
    """Everybody bound to a handbook, guardians first."""

    items: list[BondAnswer]


class EndBondBody(Body):
    """Families send an empty object; staff of the area say why, and what document they looked at."""

    reason: BondEndReason | None = None
    proof: Proof | None = None


class EndBondAnswer(Body):
    """Whose bond ended, and the ETag that the handbook has now."""

    account_id: str
    etag: str


def bond_page(found: Iterable[Bound]) -> BondPage:
    """Write bonds as JSON."""
    return BondPage.model_validate({"items": [_answer(one) for one in found]})


def _answer(one: Bound) -> dict[str, object]:
    return {
        "account_id": one.account_id,
        "role": one.bond.role.value,
        "since": iso_day(one.bond.since),
        "until": iso_day(one.bond.until),
        "own": one.own,
        "phone": one.phone,
    }
