"""What is seen at an encounter and is an entry of its own: findings, a measurement, milestones, feeding and the like.

One visit is typed once; each part becomes its entry, on the day of the encounter and with its id, in one transaction.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from handbook.domain.calendar import age_in_days
from handbook.domain.encounters.encounter import Encounter, EncounterKind
from handbook.domain.entries import Entry
from handbook.domain.errors import InvalidFieldError
from handbook.domain.findings import stage_on
from handbook.domain.handbook import Handbook
from handbook.domain.ids import EntryId, MeasurementId
from handbook.domain.measurements import Measurement, check_plausible
from handbook.domain.milestones import band_on
from handbook.domain.plausible_days import check_event_date
from handbook.usecases.assess_measurement import assess_measurement, scores_of
from handbook.usecases.care_kinds import DENTAL, FEEDING, FINDINGS, MILESTONES, SUPPLEMENTS, CareKind
from handbook.usecases.context import Context
from handbook.usecases.ports import NewId

type Said = Mapping[str, Any]
"""The fields of one part, without its day, its id and who recorded it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What was seen at one encounter beside its own fields; None and empty are not looked at."""

    mother_findings: Said | None = None
    child_findings: Said | None = None
    measurement: Said | None = None
    feeding: Said | None = None
    milestones: Said | None = None
    dental: Said | None = None
    supplements: tuple[Said, ...] = ()


_OF_CHILD = frozenset({"child_findings", "measurement", "feeding"})
FITTING: Mapping[EncounterKind, frozenset[str]] = {
    "antenatal": frozenset({"mother_findings"}),
    "delivery": _OF_CHILD | {"mother_findings"},
    "postpartum": frozenset({"mother_findings", "supplements"}),
    "newborn": _OF_CHILD | {"milestones"},
    "child_checkup": _OF_CHILD | {"milestones", "supplements", "dental"},
    "sick_visit": _OF_CHILD | {"mother_findings"},
}
"""Which parts each kind of encounter can have."""


def entries_of(
    parts: Parts, encounter: Encounter, handbook: Handbook, context: Context, new_id: NewId
) -> tuple[Entry, ...]:
    """Make the entries of what was seen at an encounter, each checked as if it were recorded by itself.

    Raises: InvalidFieldError and its kinds, by the part and its field, as "measurement.weight_kg"; also for a part that
    such an encounter does not have.
    """
    said = {name: part for name in Parts.__slots__ if (part := getattr(parts, name))}
    for name in said:
        if name not in FITTING[encounter.kind]:
            raise InvalidFieldError(name)
    visit = _Visit(encounter, handbook, context, new_id)
    found: list[Entry] = []
    for name, part in said.items():
        for place, one in enumerate(part if name == "supplements" else (part,)):
            with _named(f"{name}.{place}" if name == "supplements" else name):
                found.append(_MADE_BY[name](visit, one))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Visit:
    encounter: Encounter
    handbook: Handbook
    context: Context
    new_id: NewId

    def recorded(self, said: Said) -> dict[str, Any]:
        encounter = self.encounter
        about = {"recorded_at": encounter.recorded_at, "recorded_by": encounter.recorded_by, "source": encounter.source}
        return {**said, **about, "encounter_id": encounter.entry_id}


@contextmanager
def _named(part: str) -> Iterator[None]:
    try:
        yield
    except InvalidFieldError as error:
        error.field = f"{part}.{error.field}" if error.field else part
        raise


def _made(kind: CareKind[Any]) -> Callable[[_Visit, Said], Entry]:
    def make(visit: _Visit, said: Said) -> Entry:
        fields = {**visit.recorded(said), kind.day: visit.encounter.visited_on}
        known = kind.known(fields, visit.handbook)
        entry: Entry = kind.entry(entry_id=EntryId(visit.new_id()), **{**fields, **known})
        kind.check(entry, visit.handbook, visit.context.today)
        return entry

    return make


_make_findings = _made(FINDINGS)
_make_milestones = _made(MILESTONES)


def _mothers_findings(visit: _Visit, said: Said) -> Entry:
    # On the day of birth the mother's findings of a visit before it are still those of a pregnancy.
    child, on = visit.handbook.child, visit.encounter.visited_on
    ended = child.birth_date if child else visit.handbook.ended_on
    stage = "pregnancy" if visit.encounter.kind == "antenatal" else stage_on("mother", ended, on)
    return _make_findings(visit, {**said, "subject": "mother", "stage": stage})


def _childs_findings(visit: _Visit, said: Said) -> Entry:
    stage = stage_on("child", visit.handbook.profile.birth_date, visit.encounter.visited_on)
    return _make_findings(visit, {**said, "subject": "child", "stage": stage})


def _milestones(visit: _Visit, said: Said) -> Entry:
    profile, on = visit.handbook.profile, visit.encounter.visited_on
    band = band_on(profile.birth_date, profile.gestation_days, on)
    return _make_milestones(visit, {**said, "band": band.code if band else ""})


def _measurement(visit: _Visit, said: Said) -> Entry:
    born, on = visit.handbook.profile.birth_date, visit.encounter.visited_on
    check_event_date(on, born, visit.context.today, "measured_on")
    fields = {**visit.recorded(said), "measured_on": on}
    made = Measurement(measurement_id=MeasurementId(visit.new_id()), **fields)
    check_plausible(made, age_in_days(born, on))
    return replace(made, assessment=scores_of(assess_measurement(visit.handbook, made)))


_MADE_BY: Mapping[str, Callable[[_Visit, Said], Entry]] = {
    "mother_findings": _mothers_findings,
    "child_findings": _childs_findings,
    "measurement": _measurement,
    "feeding": _made(FEEDING),
    "milestones": _milestones,
    "dental": _made(DENTAL),
    "supplements": _made(SUPPLEMENTS),
}
