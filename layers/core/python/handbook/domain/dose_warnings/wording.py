"""Warnings and their sentences, which are data: reference/vaccination/warnings.json."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from handbook.domain.ids import DoseId
from handbook.domain.texts import Text
from handbook.reference.vaccination import load_document

type Severity = Literal["stop", "check", "info"]
_ORDER: Mapping[Severity, int] = {"stop": 0, "check": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class DoseWarning:
    """Something a nurse should know of a dose: what it is and what to do now. A warning never stops a recording.

    `stop` means do not give it (or, once given, act), `check` look again, `info` good to know. `doses` are the
    recorded doses that it speaks of.
    """

    code: str
    severity: Severity
    text: Text
    advice: Text
    doses: tuple[DoseId, ...] = ()

    @property
    def rank(self) -> int:
        """Give its place: the gravest first."""
        return _ORDER[self.severity]


def warn(
    code: str,
    *,
    ahead: bool,
    on: date | None = None,
    words: Mapping[str, Text] | None = None,
    doses: tuple[DoseId, ...] = (),
) -> DoseWarning:
    """Make a warning in both languages; `ahead` when the dose was not given yet. Raises: KeyError for another code."""
    entry = load_document("warnings")["warnings"][code]
    advice = entry["before" if ahead else "after"]
    return DoseWarning(code, entry["severity"], _said(entry["text"], on, words), _said(advice, on, words), doses)


def limit_days(name: str) -> int:
    """Give one of the limits of the warnings in days."""
    days: int = load_document("warnings")["limits"][name]
    return days


def _said(texts: Mapping[str, str], on: date | None, words: Mapping[str, Text] | None) -> Text:
    vi: dict[str, Any] = {"on": f"{on:%d/%m/%Y}" if on else ""}
    en: dict[str, Any] = {"on": on.isoformat() if on else ""}
    for name, text in (words or {}).items():
        vi[name], en[name] = text.vi, text.en
    return Text(texts["vi"].format(**vi), texts["en"].format(**en))
