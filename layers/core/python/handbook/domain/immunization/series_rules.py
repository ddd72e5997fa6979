"""A series of a parsed schedule: its target doses with their limits, products and skips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handbook.domain.immunization.spans import Span


@dataclass(frozen=True, slots=True)
class AgeRule:
    """Age limits of one target dose.

    `min` and `absolute_min` judge a recorded dose; `offered_from` is the age from which the programme gives
    it and only moves the forecast. `max` ends both; `offered_until` ends only the forecast.
    """

    absolute_min: Span | None = None
    min: Span | None = None
    offered_from: Span | None = None
    earliest_recommended: Span | None = None
    latest_recommended: Span | None = None
    offered_until: Span | None = None
    max: Span | None = None
    effective_from: date = date.min
    effective_to: date = date.max


class IntervalFrom(StrEnum):
    """Where an interval is counted from."""

    PREVIOUS = "previous"
    TARGET_DOSE = "target_dose"
    MOST_RECENT = "most_recent"
    OBSERVATION = "observation"


@dataclass(frozen=True, slots=True)
class IntervalRule:
    """Spacing of one target dose from an earlier event."""

    origin: IntervalFrom
    target_dose: int = 0
    products: frozenset[str] = frozenset()
    observation: str = ""
    absolute_min: Span | None = None
    min: Span | None = None
    offered_from: Span | None = None
    earliest_recommended: Span | None = None
    latest_recommended: Span | None = None
    group_priority: bool = False
    effective_from: date = date.min
    effective_to: date = date.max


@dataclass(frozen=True, slots=True)
class ProductRule:
    """A product a target dose accepts, in an age window `[from_age, until_age)`."""

    product: str
    from_age: Span | None = None
    until_age: Span | None = None
    manufacturer: str = ""
    volume_ml: float | None = None
    forecast: bool = False


class SkipContext(StrEnum):
    """When a conditional skip is looked at."""

    EVALUATION = "evaluation"
    FORECAST = "forecast"
    BOTH = "both"


class SkipKind(StrEnum):
    """What a skip condition asks."""

    AGE = "age"
    INTERVAL = "interval"
    DOSE_COUNT = "dose_count"
    COMPLETED_SERIES = "completed_series"


class Comparison(StrEnum):
    """How a dose count is compared."""

    GREATER_THAN = "greater_than"
    EQUAL_TO = "equal_to"
    LESS_THAN = "less_than"


@dataclass(frozen=True, slots=True)
class SkipCondition:
    """One question of a conditional skip; unused limits are None."""

    kind: SkipKind
    from_age: Span | None = None
    until_age: Span | None = None
    from_date: date | None = None
    until_date: date | None = None
    interval: Span | None = None
    products: frozenset[str] = frozenset()
    count: int = 0
    comparison: Comparison = Comparison.GREATER_THAN
    valid_only: bool = False
    series_groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SkipSet:
    """Conditions joined by `all` or `any`, in force between two dates."""

    require_all: bool
    conditions: tuple[SkipCondition, ...]
    effective_from: date = date.min
    effective_to: date = date.max


@dataclass(frozen=True, slots=True)
class ConditionalSkip:
    """When a target dose is left out; its sets are joined by `all` or `any`."""

    context: SkipContext
    require_all: bool
    sets: tuple[SkipSet, ...]


@dataclass(frozen=True, slots=True)
class TargetDose:
    """One dose a series asks for. `accepted` holds preferable and allowable products, by product id."""

    number: int
    ages: tuple[AgeRule, ...]
    intervals: tuple[IntervalRule, ...]
    allowable_intervals: tuple[IntervalRule, ...]
    preferable: tuple[ProductRule, ...]
    accepted: Mapping[str, tuple[ProductRule, ...]]
    inadvertent: frozenset[str]
    skips: tuple[ConditionalSkip, ...]
    recurring: bool
    season_from: date | None
    season_until: date | None
    uncertain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indication:
    """An observation that makes a risk series apply, between two ages."""

    observation: str
    from_age: Span | None = None
    until_age: Span | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One way to protect against one antigen: its target doses and how it competes with the others."""

    id: str
    antigen: str
    group: str
    series_group: str
    equivalent_groups: frozenset[str]
    doses: tuple[TargetDose, ...]
    risk: bool = False
    default: bool = False
    product_path: bool = False
    product_lock: bool = False
    priority: str = "A"
    preference: int = 1
    min_start_age: Span | None = None
    max_start_age: Span | None = None
    sexes: frozenset[str] = frozenset()
    indications: tuple[Indication, ...] = ()
    ignored_products: frozenset[str] = frozenset()
    accepted_products: frozenset[str] = frozenset()
    area: str = ""
    uncertain: tuple[str, ...] = ()
