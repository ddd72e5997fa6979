"""The bonds of people to a handbook: who is guardian, carer or viewer of it, and from when to when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handbook.domain.ids import AccountId, InvitationId
from handbook.domain.roles import Role

BOND_ROLES = (Role.VIEWER, Role.CARER, Role.GUARDIAN)
"""The roles that a bond may have, the weakest first."""


@dataclass(frozen=True, slots=True)
class Bond:
    """One account's role on a handbook, from the local day `since` to before `until`; None is open.

    Bonds from before days were kept have none.
    """

    role: Role
    since: date | None = None
    until: date | None = None

    def held_on(self, day: date) -> bool:
        """Say whether the bond holds on a local day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


type BondEndReason = Literal[
    "left",
    "guardian_decided",
    "transferred",
    "court_decision",
    "custody_change",
    "person_died",
    "asked_by_person",
    "safety",
    "wrong_number",
]
"""Why a bond ended; the first three are what families do themselves, staff of the area give one of the others."""
type Proof = Literal[
    "court_decision", "death_certificate", "birth_certificate", "commune_confirmation", "identity_card"
]
"""What kind of document the staff of the area looked at."""


@dataclass(frozen=True, slots=True)
class BondEvent:
    """That a bond began or ended: whose, as it was, when, by whom and why. It stays when the bond has left."""

    account_id: AccountId
    bond: Bond
    happened: Literal["began", "ended"]
    at: datetime
    by: str
    reason: BondEndReason | None = None
    proof: Proof | None = None
    invitation_id: InvitationId | None = None


type Bonds = Mapping[AccountId, Bond]


def guardians_on(bonds: Bonds, day: date) -> tuple[AccountId, ...]:
    """Give the accounts that are guardians on a local day; carers and viewers are none."""
    return tuple(one for one, bond in bonds.items() if bond.role is Role.GUARDIAN and bond.held_on(day))


def holds(bonds: Bonds, account_id: AccountId, day: date) -> bool:
    """Say whether an account has a bond of any role on a local day."""
    bond = bonds.get(account_id)
    return bond is not None and bond.held_on(day)


def joined(kept: Bonds, other: Bonds) -> dict[AccountId, Bond]:
    """Put the bonds of two handbooks of one child together; of two of one account the stronger counts.

    Of two that are equally strong it is the one that lasts longer.
    """
    return {**other, **kept, **{one: other[one] for one, _ in raised(kept, other)}}


def raised(kept: Bonds, other: Bonds) -> tuple[tuple[AccountId, Bond], ...]:
    """Give the bonds of `kept` that a stronger one of the same account in `other` takes the place of."""
    both = kept.keys() & other.keys()
    return tuple((one, kept[one]) for one in sorted(both) if _strength(kept[one]) < _strength(other[one]))


def strongest(one: Bond, other: Bond) -> Bond:
    """Give the stronger of two bonds; of equal ones the first."""
    return max(one, other, key=_strength)


def would_be_left(bonds: Bonds, leaving: AccountId, today: date) -> bool:
    """Say whether a handbook keeps a guardian without an end when one leaves."""
    others = (bonds[one] for one in guardians_on(bonds, today) if one != leaving)
    return any(bond.until is None for bond in others)


def _strength(bond: Bond) -> tuple[int, date]:
    return BOND_ROLES.index(bond.role), bond.until or date.max
