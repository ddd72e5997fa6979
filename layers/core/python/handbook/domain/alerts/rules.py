"""The rules of alerts, read from their documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from handbook.domain.texts import Text
from handbook.reference.alerts import load_documents

type Severity = Literal["information", "advise", "see_worker", "go_now"]

GRAVITY: Mapping[Severity, int] = MappingProxyType({"information": 0, "advise": 1, "see_worker": 2, "go_now": 3})
"""Severities in order: read it, do it at home, see a health worker, go to a facility now."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: when it is met (`limits`, read by its `judge`), how grave it is, and what to say.

    Rules of one `family` are grades of one cause: at most one of them is open, the one with the higher `rank` first.
    `group` is for showing alerts together. `sign_off` names the guideline that the threshold is from, or says
    "pending clinical sign-off". Where `lapses_after_days` is set, an alert ends so long after its last evidence.
    """

    code: str
    version: int
    edition: str
    judge: str
    family: str
    rank: int
    group: str
    severity: Severity
    limits: Mapping[str, Any]
    lapses_after_days: int | None
    source: str
    certainty: str
    sign_off: str
    reason: Text
    advice: Text


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules by code, and the families of each judge with their rules from the gravest down."""

    by_code: Mapping[str, Rule]
    families: Mapping[str, tuple[tuple[Rule, ...], ...]]


def rule_book(rules: Iterable[Rule]) -> RuleBook:
    """Arrange rules for judging. Raises ValueError when a code stands twice."""
    listed = tuple(rules)
    by_code = {rule.code: rule for rule in listed}
    if len(by_code) < len(listed):
        raise ValueError("a rule's code stands twice")
    families: dict[str, dict[str, list[Rule]]] = {}
    for rule in sorted(listed, key=lambda rule: -rule.rank):
        families.setdefault(rule.judge, {}).setdefault(rule.family, []).append(rule)
    return RuleBook(
        MappingProxyType(by_code),
        MappingProxyType({judge: tuple(map(tuple, found.values())) for judge, found in families.items()}),
    )


@cache
def current_rules() -> RuleBook:
    """The rules in force, read from reference/alerts once per process (about a millisecond)."""
    return rule_book(_rule(rule, document["edition"]) for document in load_documents() for rule in document["rules"])


def _rule(rule: Mapping[str, Any], edition: str) -> Rule:
    return Rule(
        code=rule["code"],
        version=rule["version"],
        edition=edition,
        judge=rule["judge"],
        family=rule["family"],
        rank=rule["rank"],
        group=rule["group"],
        severity=rule["severity"],
        limits=MappingProxyType(rule["limits"]),
        lapses_after_days=rule.get("lapses_after_days"),
        source=rule["source"],
        certainty=rule["certainty"],
        sign_off=rule["sign_off"],
        reason=Text(**rule["reason"]),
        advice=Text(**rule["advice"]),
    )
