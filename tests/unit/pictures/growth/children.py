"""Invented children for the charts: a weight, length and head at steady z-scores."""

from collections.abc import Sequence
from datetime import date, timedelta

from handbook.domain.growth import Indicator, Sex, assess, preterm_value_at, value_at
from handbook.pictures.growth_chart import ChartPoint, point_of

BORN = date(2025, 1, 15)
TWO_YEARS = (0, 30, 62, 91, 122, 183, 274, 365, 450, 540, 690)
FORTY_VISITS = tuple(range(0, 1800, 45))
WEIGHT, LENGTH, HEAD = Indicator.WEIGHT_FOR_AGE, Indicator.LENGTH_FOR_AGE, Indicator.HEAD_FOR_AGE


def points(
    indicator: Indicator,
    sex: Sex,
    ages_days: Sequence[int],
    *,
    z: float = -0.8,
    gestation_days: int | None = None,
    mistyped: Sequence[int] = (),
) -> list[ChartPoint]:
    """The points of a child at `z`; at the ages in `mistyped` the weight is three times what it was."""
    found = []
    for age_days in ages_days:
        weight_kg = _value(WEIGHT, sex, age_days, z, gestation_days) * (3 if age_days in mistyped else 1)
        head_cm = _value(HEAD, sex, age_days, z, gestation_days) if age_days <= 1826 else None
        assessment = assess(
            sex,
            age_days,
            weight_kg=weight_kg,
            length_cm=_value(LENGTH, sex, age_days, z, gestation_days),
            head_cm=head_cm,
            gestation_days=gestation_days,
        )
        on = BORN + timedelta(days=age_days)
        point = point_of(indicator, assessment, weight_kg=weight_kg, head_cm=head_cm, measured_on=on)
        if point is not None:
            found.append(point)
    return found


def _value(indicator: Indicator, sex: Sex, age_days: int, z: float, gestation_days: int | None) -> float:
    if gestation_days is not None and age_days + gestation_days <= 448:
        value = preterm_value_at(indicator, sex, age_days + gestation_days, z)
    elif gestation_days is not None and age_days < 731:
        value = value_at(indicator, sex, age_days + gestation_days - 280, z)
    else:
        value = value_at(indicator, sex, age_days, z)
    assert value is not None
    return value
