"""Planning all children anew: the job, how far each of its shards is, and what it counts.

What a job counts of a child depends on nothing but the child's record and the two schedules, so that a page that is
worked on twice counts the same; and a page's counts are stored together with where the next page begins.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NewType
from zlib import crc32

from handbook.domain.ids import CommuneCode, HandbookId
from handbook.domain.paging import Position
from handbook.domain.sessions.plans import SessionPlan

JobId = NewType("JobId", str)

SHARDS = 256
"""Parts that all handbooks are divided into; with ten million handbooks a part has 40,000, two minutes' work."""
PAGE = 100
"""Children that are read and counted at once: the most that one BatchGetItem takes."""

type Tally = Mapping[str, int]
"""Children by what happens to them; the keys are made below."""

NOTHING: Tally = MappingProxyType({})


MESSAGES_DAYS = 30
"""For how many days the messages are counted that the two schedules call for."""


class Count(StrEnum):
    """What is counted whatever the schedules say. `saved` and `already_current` are counted when a job applies.

    Messages are those that families would be written in the first weeks, if nobody came.
    """

    CHILDREN = "children"
    CHANGED = "changed"
    SAVED = "saved"
    ALREADY_CURRENT = "already_current"
    MESSAGES_BEFORE = "messages_before"
    MESSAGES_AFTER = "messages_after"
    RETOLD = "retold"
    """Children whose families were told of a session that is gone."""
    RETOLD_MESSAGES = "retold_messages"


class ContactChange(StrEnum):
    """What becomes of the next day on which a family is written to."""

    EARLIER = "earlier"
    LATER = "later"
    BEGINS = "begins"
    ENDS = "ends"


class JobState(StrEnum):
    """Whether the workers go on. A job whose shards are all done has nothing left to go on with."""

    RUNNING = "running"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class SessionMove:
    """A commune's vaccination days before and after a change, for who was told of one that is gone."""

    commune_code: CommuneCode
    before: tuple[SessionPlan, ...]
    after: tuple[SessionPlan, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """One comparison of two schedules over all children as of a day; nothing is written unless it `applies`.

    `draft_sha256` names a schedule that is not shipped yet, by the digest of its document; it is compared only.
    """

    job_id: JobId
    before: str
    after: str
    on: date
    started_at: datetime
    applies: bool = False
    draft_sha256: str | None = None
    state: JobState = JobState.RUNNING
    move: SessionMove | None = None

    @property
    def shards(self) -> int:
        """Parts of the work: all handbooks are 256, those of a commune are one."""
        return 1 if self.move else SHARDS


@dataclass(frozen=True, slots=True)
class ShardProgress:
    """How far one shard of a job is. `version` is None before its first page."""

    shard: int
    position: Position | None = None
    tally: Tally = field(default=NOTHING)
    done: bool = False
    version: int | None = None


def reforecast_shard_of(handbook_id: HandbookId) -> int:
    """Give the part that a handbook belongs to, from 0; stable for ever, since it stands in an index."""
    return crc32(handbook_id.encode()) % SHARDS


def contact_change(before: date | None, after: date | None) -> ContactChange | None:
    """Compare two days of next contact; None when they are the same."""
    if before == after:
        return None
    if before is None:
        return ContactChange.BEGINS
    if after is None:
        return ContactChange.ENDS
    return ContactChange.EARLIER if after < before else ContactChange.LATER


def child_tally(groups: Iterable[tuple[str, str]], contact: ContactChange | None) -> Counter[str]:
    """Count one child: once for each vaccine group and change, and once as changed when anything is."""
    keys = [f"group:{group}:{change}" for group, change in groups]
    if contact is not None:
        keys.append(f"contact:{contact}")
    if keys:
        keys.append(Count.CHANGED)
    return Counter([Count.CHILDREN, *keys])


@dataclass(frozen=True, slots=True)
class Report:
    """What a job has found so far, in children."""

    job: Job
    shards_done: int
    children: int
    changed: int
    saved: int
    already_current: int
    messages_before: int
    messages_after: int
    retold: int
    retold_messages: int
    contact: Mapping[str, int]
    groups: Mapping[str, Mapping[str, int]]

    @property
    def finished(self) -> bool:
        """Say whether every child was looked at."""
        return self.shards_done == self.job.shards


def report_of(job: Job, shards: Iterable[ShardProgress]) -> Report:
    """Add up what the shards of a job have counted."""
    total: Counter[str] = Counter()
    done = 0
    for shard in shards:
        total.update(shard.tally)
        done += shard.done
    groups: dict[str, dict[str, int]] = {}
    for key in sorted(key for key in total if key.startswith("group:")):
        _, group, change = key.split(":")
        groups.setdefault(group, {})[change] = total[key]
    return Report(
        job=job,
        shards_done=done,
        children=total[Count.CHILDREN],
        changed=total[Count.CHANGED],
        saved=total[Count.SAVED],
        already_current=total[Count.ALREADY_CURRENT],
        messages_before=total[Count.MESSAGES_BEFORE],
        messages_after=total[Count.MESSAGES_AFTER],
        retold=total[Count.RETOLD],
        retold_messages=total[Count.RETOLD_MESSAGES],
        contact={change.value: total[f"contact:{change}"] for change in ContactChange},
        groups=groups,
    )
