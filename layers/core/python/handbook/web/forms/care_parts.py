"""What is said of findings, milestones, feeding, a supplement or teeth without the day, alone or in an encounter."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from handbook.web.schemas import Body, Flag, Identifier, Note, Whole

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class FindingsPart(Body):
    """Danger signs and values, without the day and whose they are."""

    danger_signs: Annotated[tuple[Identifier, ...], Field(max_length=20)] | None = None
    systolic_mmhg: Whole | None = None
    diastolic_mmhg: Whole | None = None
    urine_protein: Literal["negative", "trace", "1+", "2+", "3+", "4+"] | None = None
    haemoglobin_g_l: Number | None = None
    temperature_c: Number | None = None
    breaths_per_minute: Whole | None = None
    spo2_percent: Whole | None = None
    apgar_1: Whole | None = None
    apgar_5: Whole | None = None
    apgar_10: Whole | None = None
    gestation_days: Whole | None = None


class MilestonesPart(Body):
    """What a child could do, without the day and the age band."""

    items: Annotated[Mapping[Identifier, Flag | None], Field(max_length=100)] = Field(default_factory=dict)
    autism_risk: Flag | None = None


class FeedingPart(Body):
    """How a child is fed, without the day."""

    milk: Literal["exclusive_breastfeeding", "mixed", "formula"] | None = None
    complementary_foods: Flag | None = None
    breastfed: Flag | None = None


class SupplementPart(Body):
    """One dose, without the day."""

    product: Literal["vitamin_a", "albendazole", "mebendazole"]
    recipient: Literal["child", "mother"] = "child"
    dose_iu: Whole | None = None
    dose_mg: Whole | None = None


class DentalPart(Body):
    """What was seen in a child's mouth, without the day."""

    teeth_erupted: Whole | None = None
    teeth_decayed: Whole | None = None
    advice: Note | None = None
