"""The rules of alerts over a child who was weighed forty times in three years and falters in the second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from tools.bench.budget import Figures, at_most_times
from tools.bench.measuring import US, in_turns
from tools.bench.row import Row

BORN, VISITS, DAYS_APART = date(2023, 1, 5), 40, 27


def judging() -> Figures:
    """The scores of all visits and all rules: what reading the alerts of a child takes beside the database."""
    from handbook.domain.alerts import ChildFacts, GrowthVisit, History, alerts_of  # noqa: PLC0415
    from handbook.domain.growth import assess  # noqa: PLC0415
    from handbook.domain.ids import HandbookId, MeasurementId  # noqa: PLC0415
    from handbook.domain.measurements import Measurement  # noqa: PLC0415
    from tools.bench.baselines.dynamodb import put_item  # noqa: PLC0415

    child, today = ChildFacts(HandbookId("book"), "F", BORN), BORN + timedelta(days=VISITS * DAYS_APART)
    weighed = [
        Measurement(
            MeasurementId(f"m{number:02d}"),
            BORN + timedelta(days=age_days),
            datetime(2026, 1, 1, tzinfo=UTC),
            "nurse",
            "staff",
            weight_kg=_weight_kg(age_days),
            length_cm=round(49.5 + 45 * (age_days / 1080) ** 0.55, 1),
            head_cm=round(34 + 14.5 * (age_days / 1080) ** 0.35, 1),
        )
        for number in range(VISITS)
        for age_days in (number * DAYS_APART,)
    ]

    def ours() -> int:
        visits = tuple(
            GrowthVisit(
                one,
                assess(
                    "F",
                    (one.measured_on - BORN).days,
                    weight_kg=one.weight_kg,
                    length_cm=one.length_cm,
                    head_cm=one.head_cm,
                ),
            )
            for one in weighed
        )
        return len(alerts_of(child, History(visits=visits), today))

    return in_turns(_that_finds_some(ours), put_item(), scale=US)


def _weight_kg(age_days: int) -> float:
    """A weight near the median that stands still from the first birthday to the second."""
    grown: float = min(age_days, 365) if age_days < 730 else age_days - 365
    return round(3.2 + 8.5 * float((grown / 1080) ** 0.6), 2)


def _that_finds_some(work: Callable[[], int]) -> Callable[[], int]:
    if not work():
        raise RuntimeError("the rules find nothing in a child that falters")
    return work


ROWS = (Row("scores and rules, 40 visits", "µs", judging, "one put_item", (at_most_times(4),)),)
