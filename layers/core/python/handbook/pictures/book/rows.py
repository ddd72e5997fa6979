"""One entry as a row of its table: its columns, all else that was recorded, what rules say, and what it said before."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from handbook.domain.doses import Dose
from handbook.domain.encounters.encounter import Encounter
from handbook.domain.entries import Entry, Kept
from handbook.domain.findings import Findings
from handbook.domain.growth import LABELS, Assessment
from handbook.domain.handbook import Handbook
from handbook.domain.measurements import Measurement
from handbook.domain.milestones import MilestoneCheck, bands
from handbook.domain.mothers_entries import is_mothers
from handbook.domain.reasons import Doing, reasons_for
from handbook.domain.screening import Screening
from handbook.domain.supplements import Supplement, course_of
from handbook.domain.whole import Recorded
from handbook.pictures.book.blocks import Row
from handbook.pictures.book.content import Content
from handbook.pictures.book.words import Words, instant, signed
from handbook.reference.book import load_document

DOINGS: tuple[Doing, ...] = ("amend", "entered_in_error", "reinstate")
_SCORES = ("waz", "haz", "whz", "baz", "hcz")


class Rows:
    """Makes the rows of one book."""

    def __init__(self, content: Content, words: Words) -> None:
        self._content = content
        self._words = words
        layout = load_document("layout")
        self._kinds = layout["kinds"]
        self._hidden = frozenset(layout["hidden"])

    def row(self, recorded: Recorded[Entry], columns: list[list[str]]) -> Row:
        """Write one entry; `columns` are the names of what stands in each."""
        now = recorded.now
        cells = ["\n".join(filter(None, (self._cell(now.entry, name) for name in names))) for names in columns]
        shown = frozenset(name for names in columns for name in names) | _stands_for(columns)
        return Row(cells, tuple(self._notes(recorded, shown)), struck=not now.counts, mark=self._mark(now))

    def _notes(self, recorded: Recorded[Entry], shown: frozenset[str]) -> Iterator[str]:
        entry = recorded.now.entry
        rest = [f"{label}: {text}" for label, text in self._rest(entry, shown)]
        if rest:
            yield "; ".join(rest)
        if remark := self._remark(entry):
            yield remark
        words = self._words
        at = instant(entry.recorded_at, words.language)
        yield words.say("recorded", at=at, who=self.who(entry.recorded_by, getattr(entry, "unit_id", None)))
        if recorded.now.status != "recorded":
            yield self._change(recorded.now)
        for before in reversed(recorded.before):
            yield self._before(before, recorded.now)

    def _rest(self, entry: Entry, shown: frozenset[str]) -> Iterator[tuple[str, str]]:
        kind = type(entry).__name__
        for label, text in self._words.said(kind, entry, self._hidden | shown):
            if text:
                yield label, text

    def _mark(self, kept: Kept[Entry]) -> str:
        if kept.status == "entered_in_error":
            return self._words.say("error")
        return self._words.say("amended", n=kept.version - 1) if kept.status == "amended" else ""

    def _change(self, kept: Kept[Entry]) -> str:
        words = self._words
        said = words.say("changed", at=instant(kept.changed_at, words.language), who=self.who(kept.changed_by, None))
        return said + _because(kept, words)

    def _before(self, before: Kept[Entry], now: Kept[Entry]) -> str:
        """Say what an earlier version held that the one that stands does not hold."""
        words, kind = self._words, type(before.entry).__name__
        entry: Any = before.entry
        changed = []
        for one in fields(entry):
            old = getattr(entry, one.name)
            if one.name in self._hidden or old == getattr(now.entry, one.name, None):
                continue
            text = words.value(kind, one.name, old) if old is not None else words.say("nothing")
            changed.append(f"{words.label(kind, one.name)}: {text}")
        who = self.who(before.changed_by, None)
        at = instant(before.changed_at, words.language)
        what = "; ".join(changed) or words.say("nothing")
        return words.say("before", n=before.version, at=at, who=who + _because(before, words), what=what)

    def who(self, person: str, unit: str | None) -> str:
        """Name who wrote something: staff as the directory does, everybody else as the family."""
        people = self._content.people
        if person in people:
            return people[person]
        if person in self._content.whole.handbook.guardians:
            return self._words.say("by_family")
        return people.get(unit or "") or self._words.say("by_staff" if unit else "by_family")

    def _cell(self, entry: Any, name: str) -> str:  # noqa: ANN401 - any entry
        if name.startswith("_"):
            return self._computed(entry, name)
        held = getattr(entry, name)
        return "" if held is None else self._words.value(type(entry).__name__, name, held)

    def _computed(self, entry: Any, name: str) -> str:  # noqa: ANN401 - any entry
        text = ""
        match name, entry:
            case "_age", _:
                text = self._age(entry)
            case "_judged", Dose():
                verdict = self._content.verdicts.get(entry.dose_id)
                text = self._words.say(verdict.outcome.status.value) if verdict else ""
            case "_judged", Measurement():
                text = self._classes(self._content.growth.get(entry.measurement_id))
            case "_found", Screening():
                text = self._decision(entry)
            case "_blood_pressure", Findings() if entry.systolic_mmhg or entry.diastolic_mmhg:
                text = f"{entry.systolic_mmhg or '–'}/{entry.diastolic_mmhg or '–'}"
            case (("_reached" | "_not_reached"), MilestoneCheck()):
                text = self._milestones(entry, reached=name == "_reached")
            case "_diagnosis", Encounter():
                text = "; ".join(filter(None, (", ".join(entry.diagnoses), entry.diagnosis_text)))
            case "_amount", Supplement():
                text = self._amount(entry)
        return text

    def _age(self, entry: Any) -> str:  # noqa: ANN401 - any entry
        names = self._kinds[type(entry).__name__]["columns"][0]["fields"]
        stated = getattr(entry, "gestation_days", None)
        if stated is not None:
            return self._words.value("", "gestation_days", stated)
        return age_on(getattr(entry, names[0]), self._content.whole.handbook, self._words)

    def _classes(self, assessment: Assessment | None) -> str:
        if assessment is None:
            return ""
        language = self._words.language
        found = [LABELS[code].in_(language) for code in (*assessment.classes, *assessment.flags)]
        scored = any(getattr(assessment, name) is not None for name in _SCORES)
        return "; ".join(found) or (self._words.say("normal") if scored else "")

    def _decision(self, screening: Screening) -> str:
        decisions = [one.decision for one in screening.findings] or ["may_vaccinate"]
        return "\n".join(dict.fromkeys(self._words.code("Finding", "decision", one) for one in decisions))

    def _milestones(self, check: MilestoneCheck, *, reached: bool) -> str:
        """Which of its items, in the order of the list; what nobody knew stands with those not reached."""
        order = {code: place for place, code in enumerate(item.code for band in bands() for item in band.items)}
        found = [code for code, one in check.items.items() if bool(one) is reached]
        unknown = f" ({self._words.say('unknown').lower()})"
        texts = (
            self._words.code("", "items", code) + (unknown if check.items[code] is None else "")
            for code in sorted(found, key=lambda code: order.get(code, len(order)))
        )
        return "; ".join(texts)

    def _amount(self, given: Supplement) -> str:
        words = self._words
        if given.dose_iu is not None:
            grouped = f"{given.dose_iu:,}".replace(",", "." if words.language == "vi" else ",")
            return words.say("iu", n=grouped)
        return words.say("mg", n=given.dose_mg) if given.dose_mg is not None else ""

    def _remark(self, entry: Entry) -> str:
        """What the rules in force say of an entry, with their names."""
        if isinstance(entry, Dose) and entry.dose_id in self._content.verdicts:
            verdict = self._content.verdicts[entry.dose_id]
            why = getattr(verdict.outcome.reason, self._words.language)
            return self._words.say("judged_by", schedule=verdict.schedule_id, version=verdict.schedule_version, why=why)
        if isinstance(entry, Measurement) and entry.measurement_id in self._content.growth:
            return self._scores(self._content.growth[entry.measurement_id])
        return ""

    def _scores(self, found: Assessment) -> str:
        words = self._words
        scores = [
            f"{words.label('', f'assessment.{name}')} {signed(score, words.language)}"
            for name in _SCORES
            if (score := getattr(found, name)) is not None
        ]
        if not scores:
            return ""
        standard = words.code("", "assessment.reference", str(found.reference))
        return words.say("growth_now", what=f"{', '.join(scores)} ({standard})")


def _because(kept: Kept[Entry], words: Words) -> str:
    """Why a version was made: the reason of the list, and what was added to it."""
    if kept.reason is None:
        return ""
    listed = [reasons_for(doing).get(kept.reason.code) for doing in DOINGS]
    sentence = next((text.in_(words.language) for text in listed if text), kept.reason.code)
    return words.say("because", reason=". ".join(filter(None, (sentence, kept.reason.text))))


def age_on(on: date, handbook: Handbook, words: Words) -> str:
    """Say how old the child was on a day; before the birth, how far the pregnancy was."""
    if handbook.child is not None and on >= handbook.child.birth_date:
        return words.age(handbook.child.birth_date, on)
    if handbook.pregnancy is not None and (days := handbook.pregnancy.gestation_days_on(on)) >= 0:
        return words.value("", "gestation_days", days)
    return words.say("before_birth")


def _stands_for(columns: list[list[str]]) -> frozenset[str]:
    """Fields that a computed column shows whole."""
    whole = {
        "_blood_pressure": {"systolic_mmhg", "diastolic_mmhg"},
        "_amount": {"dose_iu", "dose_mg"},
        "_age": {"gestation_days"},
        "_reached": {"items"},
        "_diagnosis": {"diagnoses", "diagnosis_text"},
    }
    return frozenset(one for names in columns for name in names for one in whole.get(name, ()))


def section_of(entry: Entry) -> str:
    """Give the section of the paper book that an entry belongs to; a kind that it does not know comes last."""
    kind = load_document("layout")["kinds"].get(type(entry).__name__)
    if kind is None:
        return "other"
    if "by" not in kind:
        return str(kind["section"])
    by = course_of(entry) if isinstance(entry, Supplement) else getattr(entry, kind["by"])
    if by == "sick_visit" and is_mothers(entry):
        return "mother_after_birth"
    return str(kind["sections"].get(str(by), "other"))
