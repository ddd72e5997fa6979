"""The schedules of WHO's immunization decision tables, each as a document of our schedule format.

Source: WHO Digital Adaptation Kit for Immunizations, decision tables IMMZ.D2.DT and schedules IMMZ.D18.S.
WHO's tables say when a dose is due and take every recorded dose as given. So their ages and intervals are
`offered_from`: they move the forecast and judge nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_Item = dict[str, Any]

NOT_DUE = "Not due"
FURTHER_EVALUATION = "Further evaluation needed"
COMPLETE = "Complete"
OTHER_LIVE = "other-live"
OTHER_ANTIGEN = "other"
_PREFIX = "IMMZ.D2.DT."


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose of a WHO schedule: due from an age, and so long after the dose before."""

    age: str = ""
    after_previous: str = ""
    skip_if: tuple[_Item, ...] = ()
    recurring: bool = False


@dataclass(frozen=True, slots=True)
class Scheme:
    """One decision table. `end` is the age from which the answer is `at_end`."""

    doses: tuple[Dose, ...]
    live: bool = False
    end: str = ""
    at_end: str = NOT_DUE
    when_complete: str = COMPLETE
    needs_evaluation: bool = False


def _every(length: str, first_age: str, count: int) -> tuple[Dose, ...]:
    return (Dose(first_age), *(Dose(after_previous=length) for _ in range(count - 1)))


def _tick_borne(first_age: str, second_after: str, third_after: str) -> Scheme:
    """Three doses and a booster after three years; further boosters are for the clinician."""
    doses = (Dose(first_age), Dose(after_previous=second_after), Dose(after_previous=third_after))
    return Scheme((*doses, Dose(after_previous="3 years")), when_complete=FURTHER_EVALUATION)


def _none_given_before(age: str) -> tuple[_Item, ...]:
    condition = {"kind": "dose_count", "until_age": age, "count": 0, "comparison": "equal_to"}
    return ({"conditions": [condition]},)


def _only_one_given(late: tuple[_Item, ...]) -> tuple[_Item, ...]:
    """The late start ends the series only while no second dose was given all the same."""
    one = {"kind": "dose_count", "count": 1, "comparison": "equal_to"}
    return ({"conditions": [*late[0]["conditions"], one]},)


# WHO writes "more than 1 year": the birthday itself still belongs to the first year.
_AFTER_1_YEAR = "1 year + 1 day"
_PAST_5_YEARS = "5 years + 1 day"
_hib_late = _none_given_before(_AFTER_1_YEAR)
_hib_one_late = _only_one_given(_hib_late)
_pcv_late = _none_given_before("24 months + 1 day")
_pcv_second_year = _none_given_before("12 months + 1 day")

SCHEMES: dict[str, Scheme] = {
    "BCG": Scheme((Dose("0 days"),), live=True, end="29 days", at_end=FURTHER_EVALUATION),
    "Hepatitis B.Birth dose": Scheme((Dose("0 days"),), when_complete=NOT_DUE),
    "Hepatitis B.3 doses": Scheme(_every("4 weeks", "0 days", 2)),
    "Hepatitis B.4 doses": Scheme(_every("4 weeks", "0 days", 3)),
    "Hepatitis B.Delayed start": Scheme(_every("4 weeks", "0 days", 3)),
    "Polio.Birth dose": Scheme((Dose("0 days"),), end="1 week", when_complete=NOT_DUE),
    "Polio.bOPV plus IPV": Scheme(_every("4 weeks", "6 weeks", 5)),
    "Polio.Sequential IPV–bOPV": Scheme(
        (Dose("8 weeks"), Dose(after_previous="4 weeks"), Dose(), Dose(after_previous="4 weeks")),
        when_complete=FURTHER_EVALUATION,
    ),
    "Polio.IPV-only": Scheme(
        (*_every("4 weeks", "6 weeks", 3), Dose(after_previous="6 months", skip_if=_none_given_before("7 weeks")))
    ),
    "DTP.On-time start": Scheme(
        (*_every("4 weeks", "6 weeks", 3), Dose("12 months"), Dose("4 years"), Dose("9 years")),
    ),
    "DTP.Delayed or interrupted series": Scheme(
        (
            Dose(_AFTER_1_YEAR),
            Dose(after_previous="4 weeks"),
            Dose(after_previous="6 months"),
            Dose(after_previous="1 year"),
            Dose(after_previous="1 year"),
        )
    ),
    "Hib.3 doses": Scheme(
        (
            Dose("6 weeks"),
            Dose(after_previous="4 weeks", skip_if=_hib_late),
            Dose(after_previous="4 weeks", skip_if=_hib_one_late),
        ),
        end=_PAST_5_YEARS,
    ),
    "Hib.3 doses with booster dose": Scheme(
        (
            Dose("6 weeks"),
            Dose(after_previous="4 weeks", skip_if=_hib_late),
            Dose(after_previous="4 weeks", skip_if=_hib_one_late),
            Dose(after_previous="6 months", skip_if=_hib_one_late),
        ),
        end=_PAST_5_YEARS,
    ),
    "Hib.2 doses with booster dose": Scheme(
        (
            Dose("6 weeks"),
            Dose(after_previous="8 weeks", skip_if=_hib_late),
            Dose(after_previous="6 months", skip_if=_hib_one_late),
        ),
        end=_PAST_5_YEARS,
    ),
    "Pneumococcal.2 doses with booster dose": Scheme(
        (
            Dose("6 weeks"),
            Dose(after_previous="8 weeks", skip_if=_pcv_late),
            Dose("9 months", skip_if=_pcv_second_year),
        ),
        end=_PAST_5_YEARS,
        at_end=FURTHER_EVALUATION,
    ),
    "Pneumococcal.3 doses": Scheme(
        (
            Dose("6 weeks"),
            Dose(after_previous="4 weeks", skip_if=_pcv_late),
            Dose(after_previous="4 weeks", skip_if=_pcv_second_year),
        ),
        end=_PAST_5_YEARS,
        at_end=FURTHER_EVALUATION,
    ),
    "Rotavirus": Scheme(_every("4 weeks", "6 weeks", 3), live=True, end="24 months + 1 day"),
    "Measles.Ongoing transmission": Scheme((Dose("9 months"), Dose("15 months", "4 weeks")), live=True),
    "Measles.Low transmission": Scheme((Dose("12 months"), Dose("15 months", "4 weeks")), live=True),
    "Measles.MCV dose 0": Scheme(
        (Dose("6 months"),), live=True, end="9 months", when_complete=NOT_DUE, needs_evaluation=True
    ),
    "Measles.Supplementary dose": Scheme(
        (*_every("4 weeks", "9 months", 2), Dose(after_previous="4 weeks")), live=True, needs_evaluation=True
    ),
    "Rubella.High incidence": Scheme((Dose("9 months"),), live=True),
    "Rubella.Low incidence": Scheme((Dose("12 months"),), live=True),
    "HPV.2 doses": Scheme(
        (Dose("9 years"), Dose(after_previous="6 months")), end="15 years", at_end=FURTHER_EVALUATION
    ),
    "HPV.Single dose": Scheme((Dose("9 years"),), end="20 years + 1 day", at_end=FURTHER_EVALUATION),
    "Typhoid.TCV": Scheme((Dose("6 months"),), end="45 years", at_end=FURTHER_EVALUATION),
    "Typhoid.ViPS": Scheme((Dose("2 years"), Dose(after_previous="3 years", recurring=True))),
    "Typhoid.Ty21a": Scheme((Dose("6 years"), Dose(after_previous="3 years", recurring=True)), live=True),
    "JE.Inactivated Vero cell-derived vaccine": Scheme(_every("4 weeks", "6 months", 2)),
    "JE.Live attenuated vaccine": Scheme((Dose("8 months"),), live=True),
    "JE.Live recombinant vaccine": Scheme((Dose("9 months"),), live=True),
    "Yellow fever": Scheme((Dose("9 months"),), live=True),
    "TBE.FSME-Immun": _tick_borne("1 year", "1 month", "5 months"),
    "TBE.Encepur": _tick_borne("1 year", "1 month", "9 months"),
    "TBE.TBE-Moscow": _tick_borne("3 years", "1 month", "12 months"),
    "TBE.EnceVir": _tick_borne("3 years", "5 months", "12 months"),
    "Cholera.WC vaccines": Scheme(
        (*_every("14 days", "1 year", 2), Dose(after_previous="3 years"), Dose(after_previous="14 days"))
    ),
    # The rows that begin the series again after a long pause are left out: this engine never restarts one.
    "Cholera.WC-rBS vaccine 3 doses": Scheme(_every("1 week", "2 years", 3), end="6 years"),
    "Cholera.WC-rBS vaccine 2 doses": Scheme(_every("1 week", "6 years", 2)),
    "Rabies": Scheme((Dose(), Dose(after_previous="7 days"))),
    "Meningococcal.MenA conjugate vaccine 1 dose": Scheme((Dose("9 months"),)),
    "Meningococcal.MenA conjugate vaccine 2 doses": Scheme(_every("8 weeks", "3 months", 2)),
    "Meningococcal.Monovalent MenC conjugate vaccine": Scheme(
        (
            Dose("2 months"),
            Dose(after_previous="2 months", skip_if=_none_given_before("11 months + 1 day")),
            Dose(after_previous="1 year", skip_if=_none_given_before("11 months + 1 day")),
        )
    ),
    "Meningococcal.Quadrivalent conjugate vaccines 2 doses": Scheme(
        (Dose("9 months"), Dose(after_previous="3 months", skip_if=_none_given_before("23 months + 1 day")))
    ),
    "Meningococcal.Quadrivalent conjugate vaccines 1 dose": Scheme((Dose("2 years"),)),
    "Meningococcal.Polysaccharide vaccines": Scheme((Dose("2 years"),)),
    "Hepatitis A.Inactivated HAV 2 doses": Scheme(_every("6 months", "12 months", 2)),
    "Hepatitis A.Inactivated HAV 1 dose": Scheme((Dose("12 months"),)),
    "Hepatitis A.Live attenuated HAV 1 dose": Scheme((Dose("18 months"),), live=True),
    "Dengue.3 doses with pre-vaccination screening": Scheme(_every("6 months", "9 years", 3), end="45 years + 1 day"),
    "Dengue.3 doses without pre-vaccination screening": Scheme(
        _every("6 months", "9 years", 3), end="45 years + 1 day"
    ),
    "Malaria": Scheme(_every("4 weeks", "5 months", 4)),
    "Mumps": Scheme(_every("4 weeks", "12 months", 2), live=True),
    "Seasonal influenza": Scheme(
        (
            Dose("6 months"),
            Dose(after_previous="4 weeks", skip_if=({"conditions": [{"kind": "age", "from_age": "9 years"}]},)),
            Dose(after_previous="1 year", recurring=True),
        )
    ),
    "Varicella.1 dose": Scheme((Dose("12 months"),), live=True),
    "Varicella.2 doses": Scheme(_every("4 weeks", "12 months", 2), live=True),
}


def scheme_of(decision: str) -> Scheme | None:
    """The scheme of a decision table by its WHO name, None when it is not encoded."""
    return SCHEMES.get(decision.removeprefix(_PREFIX))


def document_of(decision: str, scheme: Scheme) -> _Item:
    """The schedule document of one decision table: one antigen, one product, and any other live vaccine."""
    pair = [OTHER_LIVE, "vaccine"] if scheme.live else []
    return {
        "format": "handbook-immunization-schedule/1",
        "id": decision,
        "version": "1",
        "title": _text(decision),
        "rules": {"month_overflow": "next_month", "grace_days": 0, "same_day_duplicates": False},
        "antigens": {"antigen": {"name": _text("antigen")}, OTHER_ANTIGEN: {"name": _text("other")}},
        "groups": {"group": {"name": _text("group")}},
        "products": {
            "vaccine": {"name": _text("vaccine"), "antigens": ["antigen"]},
            OTHER_LIVE: {"name": _text("other"), "antigens": [OTHER_ANTIGEN]},
        },
        "live_conflicts": [{"previous": pair[:1], "current": pair[1:], "begin": "1 day", "end": "4 weeks"}],
        "series": [
            {
                "id": decision,
                "antigens": ["antigen"],
                "group": "group",
                "select": {"default": True},
                "doses": [_dose(scheme, dose, number) for number, dose in enumerate(scheme.doses, start=1)],
            }
        ],
    }


def _text(value: str) -> _Item:
    return {"vi": value, "en": value}


def _dose(scheme: Scheme, dose: Dose, number: int) -> _Item:
    return {
        "number": number,
        "age": {"offered_from": dose.age, "offered_until": scheme.end},
        "intervals": [{"from": "previous", "offered_from": dose.after_previous}] if dose.after_previous else [],
        "products": {"preferable": ["vaccine"]},
        "skip": [{"context": "forecast", "sets": list(dose.skip_if)}] if dose.skip_if else [],
        "recurring": dose.recurring,
    }
