"""What a decision is made of: who asks, what of the handbook is looked at, and on which ground something is allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from handbook.domain.bonds import Bond
from handbook.domain.consents import Facts
from handbook.domain.grants import Grant
from handbook.domain.ids import AccountId, CommuneCode, StaffId, UnitId
from handbook.domain.restrictions import Restriction
from handbook.domain.roles import Role, Scope


class Ground(StrEnum):
    """Why something is allowed; it goes into the access log."""

    GUARDIAN = "guardian"
    CARER = "carer"
    VIEWER = "viewer"
    INVITATION = "invitation"
    AREA = "area"
    VISIT = "visit"
    SHARE = "share"
    REFERRAL = "referral"
    BREAK_GLASS = "break_glass"
    ROLE = "role"
    OWN_BATCH = "own_batch"
    AUTHOR = "author"
    DISPUTE = "dispute"
    DATA_REQUEST = "data_request"


PASSING = frozenset({Ground.VISIT, Ground.SHARE, Ground.REFERRAL, Ground.BREAK_GLASS})
"""Grounds of guests: they last for a while, and decide nothing that stands for longer, as where a child lives."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a family member, or a member of staff or a partner's system at one post, the latter with scopes."""

    id: AccountId | StaffId
    role: Role
    unit_id: UnitId | None = None
    communes: frozenset[CommuneCode] = frozenset()
    scopes: frozenset[Scope] = frozenset()
    merged: frozenset[UnitId] = frozenset()
    """Units that were merged into the actor's: what they were given is this one's by now."""

    def speaks_for(self, unit_id: UnitId | None) -> bool:
        """Say whether a unit is the actor's own, or was merged into it."""
        return unit_id is not None and (unit_id == self.unit_id or unit_id in self.merged)

    @property
    def is_family(self) -> bool:
        """Say whether the actor signed in through the families' pool."""
        return self.role is Role.GUARDIAN


class HandbookRights(Protocol):
    """The part of a handbook that the policy looks at."""

    @property
    def guardians(self) -> Mapping[AccountId, Bond]:
        """Accounts with a bond to the handbook, held or not."""

    @property
    def commune_code(self) -> CommuneCode:
        """Commune of residence, whose station is responsible."""

    @property
    def visits(self) -> Mapping[UnitId, datetime]:
        """Units that scanned the code, with the instant at which their right lapses."""

    @property
    def grants(self) -> tuple[Grant, ...]:
        """Shares, appointments, referrals and break-glass that hold or are to hold."""

    @property
    def restriction(self) -> Restriction | None:
        """Whether the family had the processing restricted."""

    @property
    def consents(self) -> Facts:
        """Where each purpose stands that the family can agree to."""

    @property
    def born_on(self) -> date | None:
        """Day of birth, None in a pregnancy."""


class Outcome(StrEnum):
    """What the policy says."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    BREAK_GLASS = "break_glass"


class Why(StrEnum):
    """Why something is refused."""

    ROLE = "not_for_this_role"
    GROUND = "not_on_this_ground"
    NO_GROUND = "no_ground"


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed on a ground, refused with a reason, or allowed once the glass is broken.

    `standing` is the ground on which the actor knows of the handbook at all: without one a refusal looks as if there
    were none.
    """

    outcome: Outcome
    ground: Ground | None = None
    why: Why | None = None
    standing: Ground | None = None
