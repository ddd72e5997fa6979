"""People and units: who has an account, who works where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from handbook.domain.access import Role, Scope
from handbook.domain.consents import Facts
from handbook.domain.ids import AccountId, CommuneCode, PhoneE164, PhoneIndex, ProvinceCode, StaffId, UnitId
from handbook.domain.preferences import Preferences


class UnitKind(StrEnum):
    """What a unit is; where each kind may stand in the tree is said in domain/unit_tree.py."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    COMMUNE = "commune"
    FACILITY = "facility"
    STATION = "station"
    SCHOOL = "school"
    DEPARTMENT = "department"
    PRINT_VENDOR = "print_vendor"


@dataclass(frozen=True, slots=True)
class UnitContact:
    """What a unit says of itself, so that families find it: its manager keeps it up to date."""

    phone: str | None = None
    email: str | None = None
    address: str | None = None
    opening_hours: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A facility, department, authority or vendor; `communes` is the area that a station answers for.

    `official_code` is the five signs of a facility or a commune. It works from `valid_from` to before `valid_until`;
    one that was merged names the unit that goes on with its work as `successor_id`.
    """

    unit_id: UnitId
    kind: UnitKind
    name: str
    parent_id: UnitId | None = None
    province_code: ProvinceCode | None = None
    communes: tuple[CommuneCode, ...] = ()
    official_code: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    successor_id: UnitId | None = None
    contact: UnitContact = UnitContact()
    version: int = 1
    took_over: tuple[tuple[UnitId, date], ...] = ()
    """Units whose work came here, by whatever way, each with the day from which; it follows from their successors."""

    def stands_for(self, day: date) -> frozenset[UnitId]:
        """Name the units whose work this one does on a day: rights that they were given are its own."""
        return frozenset(unit_id for unit_id, since in self.took_over if since <= day)

    def works_on(self, day: date) -> bool:
        """Say whether the unit exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )


type FindUnit = Callable[[UnitId], Unit | None]


def unit_at_work(unit: Unit | None, day: date, find: FindUnit) -> Unit | None:
    """Give the unit that does the work of `unit` on a day: itself, or whoever took over; None where nobody did."""
    seen: set[UnitId] = set()
    while unit is not None and not unit.works_on(day):
        ended = unit.valid_until is not None and unit.valid_until <= day
        if not ended or unit.successor_id is None or unit.unit_id in seen:
            return None
        seen.add(unit.unit_id)
        unit = find(unit.successor_id)
    return unit


@dataclass(frozen=True, slots=True)
class UnitVersion:
    """How a unit was before a change: who changed it, and when."""

    unit: Unit
    replaced_at: datetime
    replaced_by: str


@dataclass(frozen=True, slots=True)
class Post:
    """Work at one unit, from `since` to before `until`; a partner's system has scopes, and nobody else."""

    unit_id: UnitId
    role: Role
    since: date | None = None
    until: date | None = None
    scopes: tuple[Scope, ...] = ()

    def held_on(self, day: date) -> bool:
        """Say whether somebody works at the post on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff, with one post in each unit at most; whoever left keeps the ended posts.

    `not_before`: sessions that began until then were ended. `ended`: single sessions by their marks, each until its
    last token has run out. `sms_index`: the blind index of the number that codes go to, None with an authenticator.
    """

    staff_id: StaffId
    full_name: str
    posts: tuple[Post, ...]
    version: int = 1
    not_before: datetime | None = None
    ended: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    sms_index: PhoneIndex | None = None

    def has_left(self, day: date) -> bool:
        """Say whether every post has ended by a day."""
        return all(post.until is not None and post.until <= day for post in self.posts)

    def post_at(self, unit_id: UnitId) -> Post | None:
        """Give the post at a unit, held or ended."""
        return next((post for post in self.posts if post.unit_id == unit_id), None)

    def with_post(self, post: Post) -> "Staff":
        """Take a post, or change the one at the same unit; the next version follows."""
        others = tuple(one for one in self.posts if one.unit_id != post.unit_id)
        return replace(self, posts=(*others, post), version=self.version + 1)


@dataclass(frozen=True, slots=True)
class Account:
    """A family member's account. `number_gone`: the number is somebody else's by now, and nothing is sent to it.

    `phone` is empty once the account is closed.
    """

    account_id: AccountId
    phone: PhoneE164
    created_at: datetime
    preferences: Preferences = field(default_factory=Preferences)
    preferences_version: int = 1
    number_gone: bool = False
    consents: Facts = field(default_factory=lambda: MappingProxyType({}))
    consents_version: int = 0

    @property
    def language(self) -> str:
        """The language in which the account wants to be told."""
        return self.preferences.language

    @property
    def reminders(self) -> bool:
        """Say whether the account wants to be told at all."""
        return self.preferences.enabled
