"""What stands between a child and a vaccine: contraindications, immunities, refusals and deferrals."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handbook.domain.ids import ConditionId

type ConditionKind = Literal["contraindication", "immunity", "refusal"]

LIVE = "live"
"""Stands for all live vaccines among the things that a deferral is of."""
_GROUP, _PRODUCT = "group:", "product:"


def group_mark(group: str) -> str:
    """Name a vaccine group among the things that a deferral is of: products and antigens may have the same id."""
    return _GROUP + group


def product_mark(product: str) -> str:
    """Name a product among the things that a deferral is of."""
    return _PRODUCT + product


@dataclass(frozen=True, slots=True)
class ImmunizationCondition:
    """A condition as recorded, and how it ended.

    `code` is a contraindication of the schedule, or an antigen id (any other contraindication of that antigen by a
    doctor's judgement; immunity to it); of a refusal it is the reason's code. `of` names the vaccine groups that a
    refusal is about. It holds from `since` and lapses on `until`; `evidence` says who found it and how. `version` is
    2 once it was ended.
    """

    condition_id: ConditionId
    kind: ConditionKind
    code: str
    since: date
    recorded_at: datetime
    recorded_by: str
    of: tuple[str, ...] = ()
    until: date | None = None
    evidence: str | None = None
    unit_id: str | None = None
    source_id: str | None = None
    ended_on: date | None = None
    end_reason: str | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None
    version: int = 1

    @property
    def fact(self) -> "ConditionFact":
        """Give what decisions need of it."""
        return ConditionFact(self.condition_id, self.kind, self.code, self.of, self.since, self.until)


@dataclass(frozen=True, slots=True)
class ConditionFact:
    """A condition that was not ended, as every forecast sees it."""

    condition_id: ConditionId
    kind: ConditionKind
    code: str
    of: tuple[str, ...]
    since: date
    until: date | None = None

    def holds_on(self, on: date) -> bool:
        """Say whether it holds on a day: a contraindication always did, until it lapses."""
        return self.until is None or on < self.until


@dataclass(frozen=True, slots=True)
class DeferralFact:
    """Vaccines wait until a day. `of` holds marks of groups and products, LIVE, or nothing for all."""

    source_id: str
    code: str
    of: tuple[str, ...]
    until: date

    @property
    def groups(self) -> frozenset[str]:
        """Ids of the vaccine groups that wait."""
        return frozenset(one.removeprefix(_GROUP) for one in self.of if one.startswith(_GROUP))

    @property
    def products(self) -> frozenset[str]:
        """Ids of the products that wait, beside the live ones where LIVE is among `of`."""
        return frozenset(one.removeprefix(_PRODUCT) for one in self.of if one.startswith(_PRODUCT))
