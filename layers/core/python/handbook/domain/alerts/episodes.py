"""From judgements to alerts: an alert opens at the first entry that meets a rule and stays one until an entry ends it.

Rules of one family are grades of one cause: the gravest that is met is open. When the grade changes, the alert of the
old grade resolves ("escalated" or "eased") and the new grade opens as an alert of its own, because a graver one must
be acknowledged afresh. An entry that cannot judge changes nothing. After a resolution a recurrence is a new alert.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from hashlib import blake2b
from types import MappingProxyType
from typing import NamedTuple

from handbook.domain.alerts.alert import Alert, Number, Resolution
from handbook.domain.alerts.rules import Rule

type Numbers = Mapping[str, Number]

NOTHING: Numbers = MappingProxyType({})


class Judgement(NamedTuple):
    """What one entry says of a family: the gravest rule that it meets, or None when it clears them all.

    `evidence` are earlier entries that this one was compared with. `over` means that the family does not apply from
    here on, rather than that the child is better. Not `is_entry`: the profile or the calendar speaks, and `entry_id`
    only names the cause. An entry that cannot judge gives no judgement at all.
    """

    on: date
    entry_id: str
    rule: Rule | None
    numbers: Numbers = NOTHING
    evidence: tuple[str, ...] = ()
    reference: str | None = None
    over: bool = False
    is_entry: bool = True


class _Episode:
    """An alert while it is being gathered."""

    def __init__(self, first: Judgement, rule: Rule) -> None:
        self.rule = rule
        self.first = self.latest = first
        self.evidence: dict[str, None] = {}
        self.met_by: list[str] = []
        self.extend(first)

    def extend(self, judgement: Judgement) -> None:
        self.latest = judgement
        for entry_id in judgement.evidence:
            self.evidence[entry_id] = None
        if judgement.is_entry:
            self.evidence[judgement.entry_id] = None
            self.met_by.append(judgement.entry_id)

    def lapses_on(self) -> date | None:
        days = self.rule.lapses_after_days
        return None if days is None else self.latest.on + timedelta(days=days)


def episodes(
    handbook_id: str, judgements: Iterable[Judgement], today: date, about: str = "", ends_on: date | None = None
) -> Iterator[Alert]:
    """Fold the judgements of one family, in their order, into its alerts.

    An alert whose rule lapses ends on that day, and one still open on `ends_on` ends then, if today has come so far.
    """
    current: _Episode | None = None
    for judgement in judgements:
        rule = judgement.rule
        if current is not None:
            lapsed = current.lapses_on()
            if lapsed is not None and lapsed < judgement.on:
                yield _closed(handbook_id, current, about, lapsed, "no_longer_applies")
            elif rule is current.rule:
                current.extend(judgement)
                continue
            else:
                yield _closed(handbook_id, current, about, judgement.on, _why(current.rule, judgement))
        current = None if rule is None else _Episode(judgement, rule)
    if current is not None:
        ends = [day for day in (current.lapses_on(), ends_on) if day is not None and day <= today]
        yield _closed(handbook_id, current, about, min(ends, default=None), "no_longer_applies")


def _why(rule: Rule, judgement: Judgement) -> Resolution:
    if judgement.rule is not None:
        return "escalated" if judgement.rule.rank > rule.rank else "eased"
    return "no_longer_applies" if judgement.over else "no_longer_met"


def _closed(handbook_id: str, episode: _Episode, about: str, resolved_on: date | None, why: Resolution) -> Alert:
    first, latest, rule = episode.first, episode.latest, episode.rule
    return Alert(
        alert_id=alert_id(handbook_id, rule.code, about, first.entry_id),
        rule=rule,
        about=about,
        opened_by=first.entry_id,
        opened_on=first.on,
        latest_on=latest.on,
        resolved_on=resolved_on,
        resolved_because=None if resolved_on is None else why,
        evidence=tuple(episode.evidence),
        met_by=tuple(episode.met_by),
        numbers=latest.numbers,
        reference=latest.reference,
    )


def alert_id(handbook_id: str, code: str, about: str, opened_by: str) -> str:
    """Make the id of an alert: 32 hexadecimal digits that say nothing of rule or child, the same at every run."""
    text = "\n".join((handbook_id, code, about, opened_by))
    return blake2b(text.encode(), digest_size=16).hexdigest()
