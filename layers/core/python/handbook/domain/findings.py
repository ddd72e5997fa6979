"""Findings about mother or child at one moment: danger signs, vital signs and simple tests.

The danger signs and urine protein grades are data (reference/care); what a finding means is said by domain/alerts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Literal

from handbook.domain.calendar import age_in_months
from handbook.domain.errors import DateBeforeBirthError, InvalidFieldError
from handbook.domain.ids import EntryId
from handbook.domain.recorded import Limits, Source, check_day, check_limits, check_something_said
from handbook.domain.texts import Text
from handbook.reference.care import load_document

type Subject = Literal["mother", "child"]
type Stage = Literal["pregnancy", "postpartum", "newborn", "child"]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was seen or measured on mother or child. At least one value or sign is present.

    `observed_on` is the day, `recorded_at` when it reached us. `gestation_days` is how far the pregnancy was, in
    completed days, for stage "pregnancy" only. Units: mmHg, g/l, degrees Celsius, breaths a minute, percent; Apgar
    scores 0-10 at 1, 5 and 10 minutes. `danger_signs` are codes of `danger_signs_of(stage)`: None was not asked, an
    empty tuple was asked and nothing seen. `urine_protein` is a code of `urine_protein_grades()`.
    """

    entry_id: EntryId
    observed_on: date
    recorded_at: datetime
    recorded_by: str
    source: Source
    subject: Subject
    stage: Stage
    danger_signs: tuple[str, ...] | None = None
    systolic_mmhg: int | None = None
    diastolic_mmhg: int | None = None
    urine_protein: str | None = None
    haemoglobin_g_l: float | None = None
    temperature_c: float | None = None
    breaths_per_minute: int | None = None
    spo2_percent: int | None = None
    apgar_1: int | None = None
    apgar_5: int | None = None
    apgar_10: int | None = None
    gestation_days: int | None = None
    encounter_id: EntryId | None = None


NEWBORN_UNDER_MONTHS = 2
"""WHO and UNICEF, IMCI chart booklet (2014): the young infant is under 2 months; QD 1551/2026 form 6 the same."""

_VALUES = (
    "danger_signs", "systolic_mmhg", "diastolic_mmhg", "urine_protein", "haemoglobin_g_l", "temperature_c",
    "breaths_per_minute", "spo2_percent", "apgar_1", "apgar_5", "apgar_10",
)  # fmt: skip
_APGAR = ("apgar_1", "apgar_5", "apgar_10")
_LIMITS: Mapping[str, Limits] = MappingProxyType(
    {
        "systolic_mmhg": Limits(40, 300),
        "diastolic_mmhg": Limits(20, 200),
        "haemoglobin_g_l": Limits(20, 250),
        "temperature_c": Limits(28, 43),
        "breaths_per_minute": Limits(5, 150),
        "spo2_percent": Limits(30, 100),
        "apgar_1": Limits(0, 10),
        "apgar_5": Limits(0, 10),
        "apgar_10": Limits(0, 10),
        "gestation_days": Limits(14, 315),
    }
)
_MOTHER_ONLY = ("systolic_mmhg", "diastolic_mmhg", "urine_protein")
_MOTHERS_STAGES = frozenset({"pregnancy", "postpartum"})


@cache
def danger_signs_of(stage: Stage) -> Mapping[str, Text]:
    """The danger signs of a stage by code, in the order of the handbook."""
    signs = load_document("danger_signs")["stages"][stage]
    return MappingProxyType({sign["code"]: Text(sign["vi"], sign["en"]) for sign in signs})


@cache
def urine_protein_grades() -> Mapping[str, Text]:
    """The dipstick grades by code, from negative to the gravest."""
    grades = load_document("urine_protein")["grades"]
    return MappingProxyType({grade["code"]: Text(grade["vi"], grade["en"]) for grade in grades})


def stage_on(subject: Subject, birth_date: date | None, observed_on: date) -> Stage:
    """The stage that a day belongs to; on the day of birth the mother counts as postpartum."""
    born = birth_date is not None and observed_on >= birth_date
    if subject == "mother":
        return "postpartum" if born else "pregnancy"
    young = birth_date is None or age_in_months(birth_date, observed_on) < NEWBORN_UNDER_MONTHS
    return "newborn" if young else "child"


def check_findings(findings: Findings, birth_date: date | None, today: date) -> None:
    """Refuse what cannot be: unknown codes, impossible numbers, a stage that is not that day's.

    `birth_date` is None while the child is unborn. Raises, naming the field: DateInFutureError, DateBeforeBirthError,
    ImplausibleValueError (with a hint when a factor explains it), InvalidFieldError.
    """
    _check_stage(findings, birth_date, today)
    check_something_said(findings, _VALUES)
    signs = findings.danger_signs or ()
    if len(set(signs)) < len(signs):
        raise InvalidFieldError("danger_signs")
    if not set(signs) <= danger_signs_of(findings.stage).keys():
        raise InvalidFieldError("danger_signs")
    if findings.urine_protein is not None and findings.urine_protein not in urine_protein_grades():
        raise InvalidFieldError("urine_protein")
    check_limits(findings, _LIMITS)
    _check_pressure(findings)
    _check_belongs(findings)


def _check_stage(findings: Findings, birth_date: date | None, today: date) -> None:
    mother = findings.subject == "mother"
    if not mother and birth_date is None:
        raise DateBeforeBirthError("observed_on")
    check_day(findings.observed_on, None if mother else birth_date, today, "observed_on")
    possible = {stage_on(findings.subject, birth_date, findings.observed_on)}
    if mother and findings.observed_on == birth_date:
        possible.add("pregnancy")
    if findings.stage not in possible:
        raise InvalidFieldError("stage")


def _check_pressure(findings: Findings) -> None:
    systolic, diastolic = findings.systolic_mmhg, findings.diastolic_mmhg
    if (systolic is None) != (diastolic is None):
        raise InvalidFieldError("systolic_mmhg" if systolic is None else "diastolic_mmhg")
    if systolic is not None and diastolic is not None and diastolic >= systolic:
        raise InvalidFieldError("diastolic_mmhg")


def _check_belongs(findings: Findings) -> None:
    # A form of the child has no urine protein, and one of the mother no Apgar score.
    strange = _APGAR if findings.stage != "newborn" else ()
    if findings.stage not in _MOTHERS_STAGES:
        strange = (*strange, *_MOTHER_ONLY)
    if findings.stage != "pregnancy":
        strange = (*strange, "gestation_days")
    for name in strange:
        if getattr(findings, name) is not None:
            raise InvalidFieldError(name)
