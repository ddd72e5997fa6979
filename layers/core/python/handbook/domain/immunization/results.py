"""What `evaluate` and `forecast` answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from handbook.domain.immunization.reasons import Reason
from handbook.domain.texts import Text

ENGINE_VERSION = "1.0.0"


class DoseStatus(StrEnum):
    """Evaluation status of a recorded dose (CDSi logic specification, chapter 6)."""

    VALID = "valid"
    NOT_VALID = "not_valid"
    EXTRANEOUS = "extraneous"
    SUB_POTENT = "sub_potent"


class SeriesStatus(StrEnum):
    """Status of a series or vaccine group (CDSi logic specification, chapter 7)."""

    NOT_COMPLETE = "not_complete"
    COMPLETE = "complete"
    IMMUNE = "immune"
    CONTRAINDICATED = "contraindicated"
    AGED_OUT = "aged_out"
    NOT_RECOMMENDED = "not_recommended"


class DueState(StrEnum):
    """Where the next dose stands on the day asked about."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    EXPIRED = "expired"
    NONE = "none"


class AntigenOutcome(NamedTuple):
    """What a recorded dose did for one antigen; `target_dose` is the series' dose it was judged against."""

    antigen: str
    series_id: str
    group: str
    status: DoseStatus
    reason: Reason
    target_dose: int | None


class DoseOutcome(NamedTuple):
    """What a recorded dose did: the best of its antigens, and each of them."""

    dose_id: str
    product: str
    administered_on: date | None
    status: DoseStatus
    reason: Reason
    antigens: tuple[AntigenOutcome, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every recorded dose judged, oldest first; doses that cannot be placed in time come last."""

    schedule_id: str
    schedule_version: str
    engine_version: str
    doses: tuple[DoseOutcome, ...]


class ForecastDate(NamedTuple):
    """One date of a forecast and the rule it comes from."""

    on: date
    reason: Reason


class AntigenForecast(NamedTuple):
    """What is next for one antigen (one series group of it).

    `earliest` is the first day the dose may be given, `recommended` the day it should be, `past_due` the last
    day on which it is not late, `latest` the last day on which it may be given at all.
    """

    antigen: str
    group: str
    series_group: str
    series_id: str
    status: SeriesStatus
    reason: Reason
    dose_number: int | None
    earliest: ForecastDate | None
    recommended: ForecastDate | None
    past_due: ForecastDate | None
    latest: ForecastDate | None
    due_state: DueState
    products: tuple[str, ...]
    refused_on: date | None
    uncertain: tuple[str, ...]


class GroupForecast(NamedTuple):
    """What is next for a vaccine group: its antigens taken together.

    A group appears once per series group: usually once.
    """

    group: str
    series_group: str
    name: Text
    status: SeriesStatus
    reason: Reason
    dose_number: int | None
    earliest: ForecastDate | None
    recommended: ForecastDate | None
    past_due: ForecastDate | None
    latest: ForecastDate | None
    due_state: DueState
    antigens: tuple[str, ...]
    products: tuple[str, ...]
    refused_on: date | None
    uncertain: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class VisitDose:
    """The dose of a vaccine group that a product serves."""

    group: str
    number: int


@dataclass(frozen=True, slots=True)
class VisitItem:
    """One product to give at a visit, and the group doses it serves.

    `dose_number` is the highest of them, for a label; `due_state` is the most urgent of them today.
    """

    product: str
    name: Text
    doses: tuple[VisitDose, ...]
    dose_number: int
    due_state: DueState


@dataclass(frozen=True, slots=True)
class Visit:
    """The next suggested appointment: everything that can be given together on that day."""

    on: date
    items: tuple[VisitItem, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is next for each antigen as of a day, with the evaluation that it rests on."""

    antigens: tuple[AntigenForecast, ...]
    evaluation: Evaluation


@dataclass(frozen=True, slots=True)
class Forecast:
    """The whole answer as of a day, with the evaluation it rests on."""

    schedule_id: str
    schedule_version: str
    engine_version: str
    on: date
    antigens: tuple[AntigenForecast, ...]
    groups: tuple[GroupForecast, ...]
    next_visit: Visit | None
    evaluation: Evaluation
    uncertain: tuple[Text, ...]
