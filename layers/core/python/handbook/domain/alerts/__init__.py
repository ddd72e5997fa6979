"""Alerts: rules as data (reference/alerts), judged over what was recorded of a child. Informs and refers only."""

from handbook.domain.alerts.alert import Alert, Resolution
from handbook.domain.alerts.engine import alerts_of
from handbook.domain.alerts.facts import ChildFacts, GrowthVisit, History
from handbook.domain.alerts.rules import Rule, RuleBook, Severity, current_rules

__all__ = [
    "Alert",
    "ChildFacts",
    "GrowthVisit",
    "History",
    "Resolution",
    "Rule",
    "RuleBook",
    "Severity",
    "alerts_of",
    "current_rules",
]
