"""People and units: who has an account, who works where."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handbook.domain.access import Role
from handbook.domain.ids import AccountId, CommuneCode, PhoneE164, ProvinceCode, StaffId, UnitId
from handbook.domain.preferences import Preferences


class UnitKind(StrEnum):
    """Level of a unit in the tree."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    STATION = "station"
    PRINT_VENDOR = "print_vendor"


@dataclass(frozen=True, slots=True)
class Unit:
    """A facility, department or vendor; `communes` is the area that a station answers for."""

    unit_id: UnitId
    kind: UnitKind
    name: str
    parent_id: UnitId | None = None
    province_code: ProvinceCode | None = None
    communes: tuple[CommuneCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff at a post."""

    staff_id: StaffId
    full_name: str
    role: Role
    unit_id: UnitId


@dataclass(frozen=True, slots=True)
class Account:
    """A family member's account."""

    account_id: AccountId
    phone: PhoneE164
    created_at: datetime
    preferences: Preferences = field(default_factory=Preferences)
    preferences_version: int = 1

    @property
    def language(self) -> str:
        """The language in which the account wants to be told."""
        return self.preferences.language

    @property
    def reminders(self) -> bool:
        """Say whether the account wants to be told at all."""
        return self.preferences.enabled
