"""Words of the printed handbook: names of fields, texts of codes, dates and numbers as people write them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from handbook.domain.alerts.rules import current_rules
from handbook.domain.calendar import VIETNAM, age_in_days, age_in_months
from handbook.domain.encounters.codes import code_lists
from handbook.domain.encounters.examination import examination_of
from handbook.domain.encounters.labs import lab_tests
from handbook.domain.feeding import milks
from handbook.domain.findings import danger_signs_of, urine_protein_grades
from handbook.domain.growth import LABELS
from handbook.domain.milestones import bands
from handbook.domain.pregnancy import risk_codes
from handbook.domain.screening import checklist
from handbook.domain.texts import Language, Text
from handbook.domain.vaccination_codes import code_list
from handbook.reference.book import load_document
from handbook.reference.encounters import load_document as load_encounters
from handbook.reference.provinces import PROVINCES

MONTHS_SPOKEN_OF = 24  # from two years on people say years and months
DAYS_SPOKEN_OF = 31
DAYS_PER_WEEK = 7


class Words:
    """Everything that is written in one language."""

    def __init__(self, language: Language, products: Mapping[str, Text], codes: Mapping[str, Text]) -> None:
        """`products` and `codes` are the names that the schedules in force give."""
        self.language = language
        self._products = products
        self._codes = codes
        self._labels = load_document("labels")

    def say(self, name: str, /, **values: object) -> str:
        """Give a sentence of labels.json, filled in."""
        return str(self._labels["sentences"][name][self.language]).format(**values)

    def kind(self, name: str) -> str:
        """Name a kind of entries."""
        return self._in(self._labels["kinds"].get(name)) or spoken(name)

    def label(self, kind: str, name: str) -> str:
        """Name a field of a kind; one that has no label yet is named as it is called."""
        labels = self._labels["fields"]
        return self._in(
            labels.get(f"{kind}.{name}") or labels.get(name) or _fields_of_encounters().get(name)
        ) or spoken(name)

    def value(self, kind: str, name: str, value: object) -> str:
        """Write what a field holds: a code in words, a day, a number, several of them."""
        if isinstance(value, str):
            return self.code(kind, name, value)
        return self._plain(name, value) or self._several(kind, name, value)

    def _plain(self, name: str, value: object) -> str:
        """Write a single value; empty for several."""
        text = ""
        match value:
            case bool():
                text = self.say("yes" if value else "no")
            case datetime():
                text = instant(value, self.language)
            case date():
                text = day(value, self.language)
            case int() if name == "gestation_days":
                weeks, days = divmod(value, DAYS_PER_WEEK)
                text = self.say("weeks_days", w=weeks, d=days)
            case int() | float():
                text = number(value, self.language)
        return text

    def code(self, kind: str, name: str, code: str) -> str:
        """Put a code into words; what is no code of a list stands as it was written."""
        values = self._labels["values"]
        listed = (values.get(f"{kind}.{name}") or values.get(name) or {}).get(code)
        found = self._in(listed) if listed else self._found(kind, name, code)
        return found or code

    def _found(self, kind: str, name: str, code: str) -> str:
        if name in {"product", "anaphylaxis_products"} and code in self._products:
            return self._products[code].in_(self.language)
        if kind == "ImmunizationCondition" and code in self._codes:
            return self._codes[code].in_(self.language)
        if kind == "Acknowledgement" and name == "code":
            rule = current_rules().by_code.get(code)
            return rule.advice.in_(self.language) if rule else ""
        if kind == "Finding" and name == "code":
            asked = code.partition(".")[0]  # the question or the measure, then the rule that spoke
            return self.code(kind, "answers", asked) if asked != code else ""
        text = _texts().get((name, code))
        return text.in_(self.language) if text else ""

    def _several(self, kind: str, name: str, value: object) -> str:
        if isinstance(value, Mapping):
            parts = (
                f"{_asked(self._key(kind, name, str(key)))} "
                f"{self.say('unknown') if one is None else self.value(kind, _inner(name, str(key)), one)}"
                for key, one in value.items()
                if one not in ([], {})
            )
            return "; ".join(parts)
        if is_dataclass(value) and not isinstance(value, type):
            inner = type(value).__name__
            return "; ".join(f"{label}: {text}" for label, text in self.said(inner, value))
        if isinstance(value, Sequence | set | frozenset):
            separator = "\n" if any(is_dataclass(one) for one in value) else ", "
            return separator.join(self.value(kind, name, one) for one in value) or self.say("none_seen")
        return str(value)

    def _key(self, kind: str, name: str, key: str) -> str:
        labels = self._labels["fields"]
        return self._in(labels.get(f"{name}.{key}")) or self.code(kind, name, key)

    def said(self, kind: str, value: Any, without: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any entry
        """Each field that says something, with its label, in the order of the form."""
        for one in fields(value):
            held = getattr(value, one.name)
            if one.name not in without and _says_something(one.name, held):
                yield self.label(kind, one.name), self.value(kind, one.name, held)

    def age(self, born: date, on: date) -> str:
        """Say how old a child is on a day."""
        if on < born:
            return self.say("before_birth")
        months = age_in_months(born, on)
        if months >= MONTHS_SPOKEN_OF:
            return self.say("age_years", y=months // 12, m=months % 12)
        days = age_in_days(born, on)
        return self.say("age_days", n=days) if days < DAYS_SPOKEN_OF else self.say("age_months", n=months)

    def _in(self, text: Mapping[str, str] | None) -> str:
        return text[self.language] if text else ""


def _asked(name: str) -> str:
    return name if name.endswith("?") else f"{name}:"


def _says_something(name: str, held: object) -> bool:
    """What was not said, and what is so of nearly every entry, is not written; no danger sign is a finding."""
    if held is None or held == {} or (name == "precision" and held == "day"):
        return False
    return held != () or name == "danger_signs"


def _inner(name: str, key: str) -> str:
    """The values of a mapping are codes of the list of its field, or of the one named after field and key."""
    return f"{name}.{key}" if name in {"assessment", "examination"} else name


def spoken(name: str) -> str:
    """Make a name of a program readable: the label of last resort."""
    words = "".join(f" {one.lower()}" if one.isupper() else one for one in name).replace("_", " ").split()
    return " ".join(words).capitalize()


def _fields_of_encounters() -> Mapping[str, Mapping[str, str]]:
    """Names of what is measured at encounters, with their units."""
    listed = load_encounters("fields")["fields"]
    return {
        name: {
            language: f"{one[language]} ({one['unit']})" if one.get("unit") else one[language]
            for language in ("vi", "en")
        }
        for name, one in listed.items()
    }


@cache
def _texts() -> Mapping[tuple[str, str], Text]:
    """Texts of the code lists by field and code."""
    found: dict[tuple[str, str], Text] = {}
    for stage in ("pregnancy", "postpartum", "newborn", "child"):
        found |= {("danger_signs", code): text for code, text in danger_signs_of(stage).items()}
    found |= {("urine_protein", code): text for code, text in urine_protein_grades().items()}
    found |= {("milk", code): kind.text for code, kind in milks().items()}
    for band in bands():
        found[("band", band.code)] = band.text
        found |= {("items", item.code): item.text for item in band.items}
    lists = {"route": "routes", "site": "sites", "session": "sessions", "reason": "not_given_reasons"}
    for name, listed in {**lists, "evidence": "evidence", "end_reason": "end_reasons"}.items():
        found |= {(name, one["code"]): Text(one["vi"], one["en"]) for one in code_list(listed)}
    document = checklist()
    for question, one in document["questions"].items():
        found[("answers", question)] = Text(one["vi"], one["en"])
    for measure, one in document["measures"].items():
        found[("answers", measure)] = Text(one["vi"], one["en"])
    for decision, one in document["decisions"].items():
        found[("decision", decision)] = Text(one["vi"], one["en"])
    for form in document["forms"]:
        found[("form", form["id"])] = Text(form["title"]["vi"], form["title"]["en"])
    found |= {("happening", code): Text(one["vi"], one["en"]) for code, one in _happenings().items()}
    found |= _of_encounters()
    found |= {(f"assessment.{name}", code): text for code, text in LABELS.items() for name in ("classes", "flags")}
    found |= {("province_code", code): Text(name, name) for code, name in PROVINCES.items()}
    return found


def _happenings() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = load_document("labels")["happenings"]
    return found


# Which list the codes of a field are of, where it is not named like the field.
_LISTS = {
    "place": "delivery_place", "attendant": "birth_attendant", "mode": "delivery_mode",
    "screening": "newborn_screening", "placement": "placement_after_birth",
}  # fmt: skip


def _of_encounters() -> dict[tuple[str, str], Text]:
    lists = code_lists()
    found = {(name, code.code): code.text for name, one in lists.items() for code in one.codes.values()}
    for field, name in _LISTS.items():
        found |= {(field, code.code): code.text for code in lists[name].codes.values()}
    for code in (*lists["birth_outcome"].codes.values(), *lists["sick_outcome"].codes.values()):
        found[("outcome", code.code)] = code.text
    for form in (6, 7, 8):
        for item in examination_of(form).values():
            found[("examination", item.code)] = item.text
            found |= {(f"examination.{item.code}", one.code): one.text for one in item.choices.values()}
    for test in lab_tests().values():
        found[("test", test.code)] = test.text
        found |= {("finding", code): text for code, text in test.choices.items()}
    found |= {("risks", code): text for code, text in risk_codes().items()}
    return found


def day(value: date, language: Language) -> str:
    """Write a day as people do: 31/12/2026, or 2026-12-31 in English, which no one can misread."""
    return value.strftime("%d/%m/%Y") if language == "vi" else value.isoformat()


def instant(value: datetime, language: Language) -> str:
    """Write an instant in Vietnam's time, to the minute."""
    local = value.astimezone(VIETNAM)
    return f"{local:%H:%M} {day(local.date(), language)}"


def number(value: float, language: Language) -> str:
    """Write a number with the comma or point of the language, without what was never measured."""
    text = f"{value:.10g}"
    return text.replace(".", ",").replace("-", "−") if language == "vi" else text


def signed(value: float, language: Language) -> str:
    """Write a z-score: two decimals, with its sign."""
    text = f"{value:+.2f}".replace("-", "−")
    return text.replace(".", ",") if language == "vi" else text
