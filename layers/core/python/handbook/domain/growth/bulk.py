"""Many children at once, for surveys, exports and recomputation."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from handbook.domain.growth.assessment import assess
from handbook.domain.growth.standards import PretermPolicy
from handbook.domain.growth.vocabulary import Assessment, Posture, Sex


class ChildVisit(NamedTuple):
    """One child at one visit, in the terms of `assess`."""

    sex: Sex
    age_days: int | None
    weight_kg: float | None = None
    length_cm: float | None = None
    posture: Posture | None = None
    head_cm: float | None = None
    muac_mm: float | None = None
    oedema: bool = False
    gestation_days: int | None = None


def assess_many(
    visits: Iterable[ChildVisit], *, policy: PretermPolicy = "corrected-to-24-months"
) -> Iterator[Assessment]:
    """Assess each visit in turn, lazily and in order, exactly as `assess` does."""
    for visit in visits:
        yield assess(
            visit.sex,
            visit.age_days,
            weight_kg=visit.weight_kg,
            length_cm=visit.length_cm,
            posture=visit.posture,
            head_cm=visit.head_cm,
            muac_mm=visit.muac_mm,
            oedema=visit.oedema,
            gestation_days=visit.gestation_days,
            policy=policy,
        )
