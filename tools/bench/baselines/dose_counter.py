"""The usual way: count the doses of each antigen, and look the next one up by its number and an age."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

ANTIGENS: dict[str, tuple[str, ...]] = {
    "bcg": ("bcg",),
    "hepb-birth": ("hepb",),
    "hexa": ("diphtheria", "tetanus", "pertussis", "hepb", "hib", "polio"),
    "penta": ("diphtheria", "tetanus", "pertussis", "hepb", "hib"),
    "dpt": ("diphtheria", "tetanus", "pertussis"),
    "bopv": ("polio",),
    "ipv": ("polio",),
    "rotavin": ("rota",),
    "pcv": ("pneumococcus",),
    "measles": ("measles",),
    "mr": ("measles", "rubella"),
    "je-inactivated": ("je",),
}
AGES_DAYS: dict[str, tuple[int, ...]] = {
    "bcg": (0,),
    "hepb": (0, 61, 91, 122),
    "diphtheria": (61, 91, 122, 548),
    "tetanus": (61, 91, 122, 548),
    "pertussis": (61, 91, 122, 548),
    "hib": (61, 91, 122),
    "polio": (61, 91, 122, 152, 274),
    "rota": (61, 91),
    "pneumococcus": (61, 91, 122, 365),
    "measles": (274, 548),
    "rubella": (548,),
    "je": (365, 379, 730),
}
"""Ages at which the doses are planned, in days."""


def next_doses(birth_date: date, doses: Iterable[tuple[str, date]], on: date) -> dict[str, tuple[date, bool]]:
    """For each antigen with a dose to come the day it is planned on, and whether that day has passed.

    It neither checks ages and intervals nor knows of invalid doses, live vaccines or catch-up.
    """
    counted = Counter(antigen for product, _ in doses for antigen in ANTIGENS.get(product, ()))
    planned = {
        antigen: birth_date + timedelta(days=ages[counted[antigen]])
        for antigen, ages in AGES_DAYS.items()
        if counted[antigen] < len(ages)
    }
    return {antigen: (day, day < on) for antigen, day in planned.items()}
