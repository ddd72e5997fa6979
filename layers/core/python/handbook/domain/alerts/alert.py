"""An alert: a rule that was met by what was recorded, from its first entry to the one that ended it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from handbook.domain.alerts.rules import Rule
from handbook.domain.texts import Language, Text

type Resolution = Literal["no_longer_met", "escalated", "eased", "no_longer_applies"]
type Number = int | float | date | Text | tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """One episode of one rule.

    `alert_id` is made of the handbook, the rule's code, what the alert is about (`about`: a danger sign, a flag, a
    due day; empty for most) and the entry that opened it, so that an acknowledgement kept elsewhere finds it again
    after every recomputation. It tells nothing of the child. `opened_on`, `latest_on` and `resolved_on` are days of
    entries; `evidence` are the ids of the entries that met the rule, in their order (with the earlier one where two
    were compared; empty where only the profile or the calendar speaks), `met_by` those without the ones that were
    only compared with: an entry meets a rule in one episode only. `numbers` fill the texts. `reference` is the growth
    standard of the latest evidence, if one was used. Resolved because a later entry no longer meets the rule, meets a
    graver ("escalated") or milder ("eased") one of the family, or the rule does not apply any more.
    """

    alert_id: str
    rule: Rule
    about: str
    opened_by: str
    opened_on: date
    latest_on: date
    resolved_on: date | None
    resolved_because: Resolution | None
    evidence: tuple[str, ...]
    met_by: tuple[str, ...]
    numbers: Mapping[str, Number]
    reference: str | None

    @property
    def is_open(self) -> bool:
        """Whether nothing has ended the episode yet."""
        return self.resolved_on is None

    def reason(self, language: Language) -> str:
        """Why the alert fired, in "vi" or "en", with numbers and days and without names."""
        return _filled(self.rule.reason, self.numbers, language)

    def advice(self, language: Language) -> str:
        """What the family can do, in "vi" or "en"."""
        return _filled(self.rule.advice, self.numbers, language)


def _filled(text: Text, numbers: Mapping[str, Number], language: Language) -> str:
    template = text.in_(language)
    return template.format_map(_Written({name: _written(number, language) for name, number in numbers.items()}))


class _Written(dict[str, str]):
    """A text never fails for a number that an old entry lacks."""

    def __missing__(self, name: str) -> str:
        return "–"


def _written(number: Number, language: Language) -> str:
    """Write a number with a decimal comma in Vietnamese; days as 01/10/2026 in Vietnamese and 2026-10-01 in English."""
    if isinstance(number, Text):
        return number.in_(language)
    if isinstance(number, tuple):
        return "; ".join(_written(cast("Text", one), language) for one in number)
    if isinstance(number, date):
        return number.isoformat() if language == "en" else number.strftime("%d/%m/%Y")
    plain = str(number).replace("-", "−")
    return plain if language == "en" else plain.replace(".", ",")
