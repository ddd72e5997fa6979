"""Entries of daily care for tests, each with what it must have."""

from datetime import date
from typing import Any

from handbook.domain.dental import DentalCheck
from handbook.domain.feeding import Feeding
from handbook.domain.findings import Findings, Stage
from handbook.domain.ids import EntryId
from handbook.domain.milestones import MilestoneCheck
from handbook.domain.supplements import Supplement
from tests.builders import NOW

BORN = date(2025, 1, 31)
TODAY = date(2026, 11, 20)


def findings(stage: Stage, on: date, entry_id: str = "f", **values: Any) -> Findings:
    subject = "mother" if stage in {"pregnancy", "postpartum"} else "child"
    return Findings(EntryId(entry_id), on, NOW, "nurse", "staff", subject, stage, **values)  # type: ignore[arg-type]


def milestones(band: str, on: date, entry_id: str = "m", **values: Any) -> MilestoneCheck:
    return MilestoneCheck(EntryId(entry_id), on, NOW, "nurse", "staff", band, **values)


def feeding(on: date, entry_id: str = "e", **values: Any) -> Feeding:
    return Feeding(EntryId(entry_id), on, NOW, "mother", "family", **values)


def supplement(on: date, entry_id: str = "s", **values: Any) -> Supplement:
    return Supplement(EntryId(entry_id), on, NOW, "nurse", "staff", **values)


def dental(on: date, entry_id: str = "d", **values: Any) -> DentalCheck:
    return DentalCheck(EntryId(entry_id), on, NOW, "nurse", "staff", **values)
