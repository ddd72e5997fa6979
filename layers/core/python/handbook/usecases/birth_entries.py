"""What a birth writes into the handbook of a child beside the event itself."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from handbook.domain.births import ChildBorn
from handbook.domain.entries import Entry
from handbook.domain.findings import Findings
from handbook.domain.handbook import Handbook
from handbook.domain.ids import EntryId, MeasurementId
from handbook.domain.measurements import Measurement
from handbook.domain.recorded import Source
from handbook.usecases.assess_measurement import assess_measurement, scores_of
from handbook.usecases.context import Context
from handbook.usecases.ports import NewId

_APGAR = ("apgar_1", "apgar_5", "apgar_10")
_SIZES = ("weight_g", "length_cm", "head_cm")


def source_of(context: Context) -> Source:
    """Say whether family or staff recorded something."""
    return "family" if context.actor.is_family else "staff"


def first_entries(handbook: Handbook, child: ChildBorn, context: Context, new_id: NewId) -> Iterator[Entry]:
    """Give the first measurement of a child and a finding with its Apgar scores, of what was said at birth."""
    written = {"recorded_at": context.now, "recorded_by": context.actor.id, "source": source_of(context)}
    if any(getattr(child, name) is not None for name in _SIZES):
        measurement = _measurement(child, MeasurementId(new_id()), written)
        yield replace(measurement, assessment=scores_of(assess_measurement(handbook, measurement)))
    if any(getattr(child, name) is not None for name in _APGAR):
        yield _finding(child, EntryId(new_id()), written)


def _measurement(child: ChildBorn, measurement_id: MeasurementId, written: Mapping[str, Any]) -> Measurement:
    return Measurement(
        measurement_id=measurement_id,
        measured_on=child.born_on,
        weight_kg=child.weight_g / 1000 if child.weight_g is not None else None,
        length_cm=child.length_cm,
        posture="lying" if child.length_cm is not None else None,
        head_cm=child.head_cm,
        **written,
    )


def _finding(child: ChildBorn, entry_id: EntryId, written: Mapping[str, Any]) -> Findings:
    scores: Mapping[str, Any] = {name: getattr(child, name) for name in _APGAR}
    return Findings(entry_id=entry_id, observed_on=child.born_on, subject="child", stage="newborn", **scores, **written)
