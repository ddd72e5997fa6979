"""What a dose can change that comes behind all others."""

from __future__ import annotations

from collections.abc import Iterable

from handbook.domain.immunization.history import AdministeredDose
from handbook.domain.immunization.series_rules import Series, TargetDose
from handbook.domain.immunization.timeline import Timeline


def touched_by_last(timeline: Timeline, added: AdministeredDose) -> frozenset[str] | None:
    """Give the antigens of which more or other things may be said because of a dose; None where that may be all.

    It has to be the last of the timeline: doses before it keep their places and never look ahead, save where a skip
    counts doses of its product. A live dose puts off what is still to be given of live vaccines. Where conflicts of
    live vaccines depend on which doses count, one antigen may change another, and nothing is said.
    """
    schedule = timeline.schedule
    if not timeline.shots or timeline.shots[-1].dose is not added or schedule.conflicts_depend_on_validity:
        return None
    shot = timeline.shots[-1]
    looked_for = schedule.live_products if shot.product.id in schedule.live_products else frozenset[str]()
    looking = (
        antigen
        for antigen, series in schedule.series_by_antigen.items()
        if _counts(series, shot.product.id) or (looked_for and _gives(series, looked_for))
    )
    return shot.antigens.union(looking)


def _counts(series: Iterable[Series], product: str) -> bool:
    """Whether a skip of these series counts doses of a product."""
    return any(
        product in condition.products
        for dose in _doses(series)
        for skip in dose.skips
        for part in skip.sets
        for condition in part.conditions
    )


def _gives(series: Iterable[Series], products: frozenset[str]) -> bool:
    return any(rule.product in products for dose in _doses(series) for rule in dose.preferable)


def _doses(series: Iterable[Series]) -> Iterable[TargetDose]:
    return (dose for one in series for dose in one.doses)
