"""All alerts of a child, computed afresh from what was recorded."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from handbook.domain.alerts import (
    care_judges,
    comparing,
    finding_judges,
    growth_judges,
    pregnancy_judges,
    stature_judges,
)
from handbook.domain.alerts.alert import Alert
from handbook.domain.alerts.case import Judge, case_of
from handbook.domain.alerts.facts import ChildFacts, History
from handbook.domain.alerts.rules import GRAVITY, RuleBook, current_rules

JUDGES: Mapping[str, Judge] = MappingProxyType(
    {
        "class": growth_judges.judge_class,
        "arm": growth_judges.judge_arm,
        "oedema": growth_judges.judge_oedema,
        "flag": growth_judges.judge_flag,
        "birth_weight": growth_judges.judge_birth_weight,
        "loss_after_birth": comparing.judge_loss_after_birth,
        "loss": comparing.judge_loss,
        "no_gain": comparing.judge_no_gain,
        "centile_fall": comparing.judge_centile_fall,
        "crossing": comparing.judge_crossing,
        "length_fall": stature_judges.judge_length_fall,
        "head_change": stature_judges.judge_head_change,
        "shrank": stature_judges.judge_shrank,
        "danger_sign": finding_judges.judge_danger_sign,
        "number": finding_judges.judge_number,
        "grade": finding_judges.judge_grade,
        "gestation": pregnancy_judges.judge_gestation,
        "pressure_with_protein": pregnancy_judges.judge_pressure_with_protein,
        "milestones": care_judges.judge_milestones,
        "autism": care_judges.judge_autism,
        "feeding": care_judges.judge_feeding,
        "due": care_judges.judge_due,
    }
)
"""What each `judge` named in a rule document does."""


def alerts_of(child: ChildFacts, history: History, today: date, rules: RuleBook | None = None) -> tuple[Alert, ...]:
    """Every alert of a child, open and resolved: open ones first, the gravest and then the newest first.

    The same records give the same alerts in whatever order they come. Entries after `today` are left out. An overdue
    vitamin A, deworming or dental check is an alert as long as it is overdue and leaves no resolved one behind.
    """
    case = case_of(child, history, today)
    book = rules or current_rules()
    found = [
        alert
        for judge, families in book.families.items()
        for family in families
        for alert in JUDGES[judge](case, family)
    ]
    return tuple(sorted(found, key=_order))


def _order(alert: Alert) -> tuple[object, ...]:
    day = alert.resolved_on or alert.opened_on
    return (
        not alert.is_open,
        -GRAVITY[alert.rule.severity],
        -day.toordinal(),
        alert.rule.code,
        alert.about,
        alert.opened_by,
    )
