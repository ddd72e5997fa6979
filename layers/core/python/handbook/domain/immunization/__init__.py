"""Immunization: evaluate recorded doses and forecast the next ones, with the schedule as data."""

from handbook.domain.immunization.comparison import GroupChange, group_changes
from handbook.domain.immunization.engine import evaluate, forecast, forecast_beside
from handbook.domain.immunization.history import AdministeredDose, Deferral, Person, Refusal
from handbook.domain.immunization.in_force import schedule_before, schedule_in_force
from handbook.domain.immunization.parsing import parse_schedule
from handbook.domain.immunization.parsing_fields import ScheduleError
from handbook.domain.immunization.reasons import Reason, ReasonCode
from handbook.domain.immunization.results import (
    ENGINE_VERSION,
    AntigenForecast,
    AntigenOutcome,
    DoseOutcome,
    DoseStatus,
    DueState,
    Evaluation,
    Forecast,
    ForecastDate,
    GroupForecast,
    Outlook,
    SeriesStatus,
    Visit,
    VisitDose,
    VisitItem,
)
from handbook.domain.immunization.schedule import Product, Schedule

__all__ = [
    "ENGINE_VERSION",
    "AdministeredDose",
    "AntigenForecast",
    "AntigenOutcome",
    "Deferral",
    "DoseOutcome",
    "DoseStatus",
    "DueState",
    "Evaluation",
    "Forecast",
    "ForecastDate",
    "GroupChange",
    "GroupForecast",
    "Outlook",
    "Person",
    "Product",
    "Reason",
    "ReasonCode",
    "Refusal",
    "Schedule",
    "ScheduleError",
    "SeriesStatus",
    "Visit",
    "VisitDose",
    "VisitItem",
    "evaluate",
    "forecast",
    "forecast_beside",
    "group_changes",
    "parse_schedule",
    "schedule_before",
    "schedule_in_force",
]
