"""Measurements as recorded, and the limits of what a scale or a tape can have shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handbook.domain.errors import ImplausibleValueError, InvalidFieldError
from handbook.domain.ids import EntryId, MeasurementId
from handbook.domain.slips import factor_hint

type Posture = Literal["lying", "standing"]
type Device = Literal[
    "hospital_scale", "station_scale", "hanging_scale", "home_scale", "connected_scale", "copied_from_paper"
]
"""What the numbers come from. "home_scale" is any scale of a household; "connected_scale" sends to an app by itself;
"copied_from_paper" is an earlier visit read from the paper book."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One visit to the scale. At least one value is present.

    `measured_on` is when it happened, `recorded_at` when it reached us. `assessment` is what the growth rules said
    at recording, with their edition. `oedema` is of both feet; None is that nobody looked, as on a scale at home, and
    ends no alert.
    """

    measurement_id: MeasurementId
    measured_on: date
    recorded_at: datetime
    recorded_by: str
    source: Literal["staff", "family"]
    weight_kg: float | None = None
    length_cm: float | None = None
    posture: Posture | None = None
    head_cm: float | None = None
    muac_mm: int | None = None
    oedema: bool | None = None
    device: Device | None = None
    assessment: Mapping[str, object] | None = None
    encounter_id: EntryId | None = None


# Wide on purpose: they catch slips (grams for kilograms, a comma lost), never an unusual child; WHO's flags
# (domain/growth.md, rule 7) mark values that are merely suspicious.
_SMALLEST = {"weight_kg": 0.3, "length_cm": 20.0, "head_cm": 12.0, "muac_mm": 40.0}
_LARGEST_AT_BIRTH = {"weight_kg": 8.0, "length_cm": 70.0, "head_cm": 50.0, "muac_mm": 200.0}
_LARGEST_GAIN_A_DAY = {"weight_kg": 0.03, "length_cm": 0.06, "head_cm": 0.03, "muac_mm": 0.15}
# A factor explains a refused number only where it leads to a usual value, so the lower limits are higher here.
_USUAL_FROM = {"weight_kg": 0.5, "length_cm": 30.0, "head_cm": 20.0, "muac_mm": 60.0}
# Grams for kilograms and a lost decimal point; metres and millimetres for centimetres; centimetres for millimetres.
_FACTORS = {"weight_kg": (10, 1000), "length_cm": (10, 100), "head_cm": (10, 100), "muac_mm": (10,)}


def check_plausible(measurement: Measurement, age_days: int) -> None:
    """Refuse values that no child of this age can have, and a measurement without any value.

    Raises: ImplausibleValueError naming the field, with a hint when a factor of 10, 100 or 1,000 explains it;
    InvalidFieldError without any value.
    """
    values = {name: getattr(measurement, name) for name in _SMALLEST}
    if all(value is None for value in values.values()) and measurement.oedema is None:
        raise InvalidFieldError("weight_kg")
    for name, value in values.items():
        if value is None:
            continue
        largest = _LARGEST_AT_BIRTH[name] + _LARGEST_GAIN_A_DAY[name] * age_days
        if not _SMALLEST[name] <= value <= largest:
            raise ImplausibleValueError(name, factor_hint(value, _USUAL_FROM[name], largest, _FACTORS[name]) or "")
