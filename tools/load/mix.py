"""What is asked, and how often: a morning at stations and at home.

Three in four requests read. Product and proportions follow docs/cost.md's year of a child: an app is opened about five
times for each entry, and looks at two or three things each time.
"""

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from tools.load.people import BORN, COMMUNE, Household

type Who = Literal["family", "nurse"]

REPLAYED = 0.1
"""Of the writes, how many are sent a second time with their key: answers that were lost on a bad line."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of request. `weight` is its part of all; `write` says that it records an entry."""

    name: str
    who: Who
    path: str
    weight: int
    write: bool = False


KINDS = (
    Kind("list of handbooks", "family", "/handbooks", 14),
    Kind("handbook", "family", "{book}", 10),
    Kind("forecast", "family", "{book}/forecast", 10),
    Kind("vaccinations", "family", "{book}/vaccinations", 8),
    Kind("growth", "family", "{book}/growth", 6),
    Kind("chart", "family", "{book}/growth/weight-for-age.svg", 2),
    Kind("handbook, by the nurse", "nurse", "{book}", 12),
    Kind("changes, by the nurse", "nurse", "{book}/changes?limit=20", 8),
    Kind("register", "nurse", f"/communes/{COMMUNE}/register?limit=20", 4),
    Kind("measurement", "nurse", "{book}/measurements", 12, write=True),
    Kind("dose", "nurse", "{book}/immunizations", 8, write=True),
    Kind("teeth, by the family", "family", "{book}/dental", 6, write=True),
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it is sent; `entry_id` is the client's own, for a write."""

    kind: Kind
    path: str
    body: Mapping[str, Any] | None = None
    key: str = ""
    entry_id: str = ""


def draw(chance: random.Random, household: Household, today: date) -> Request:
    """Draw the next request of a client."""
    (kind,) = chance.choices(KINDS, [one.weight for one in KINDS])
    path = kind.path.format(book=f"/handbooks/{household.handbook_id}")
    if not kind.write:
        return Request(kind, path)
    entry_id = str(uuid.uuid4())
    days = (today - date.fromisoformat(BORN)).days
    on = (date.fromisoformat(BORN) + timedelta(days=chance.randrange(1, days))).isoformat()
    return Request(kind, path, {**_said(kind.name, on, chance), "id": entry_id}, str(uuid.uuid4()), entry_id)


def _said(name: str, on: str, chance: random.Random) -> dict[str, Any]:
    if name == "measurement":
        days = (date.fromisoformat(on) - date.fromisoformat(BORN)).days
        return {"measured_on": on, "weight_kg": round(3.5 + 6 * days / 420 + chance.random(), 2)}
    if name == "dose":
        return {"product": chance.choice(("penta", "bopv", "rotavin")), "administered_on": on}
    return {"checked_on": on, "teeth_erupted": chance.randrange(1, 9), "teeth_decayed": 0}
