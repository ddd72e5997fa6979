"""Tell again those who were told of a vaccination session that is gone: beforehand how many, and then who."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from handbook.domain.errors import ConflictError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.reforecast import Count, Job, JobId, SessionMove
from handbook.domain.reminders.kinds import Contact
from handbook.domain.reminders.messages import Message
from handbook.domain.reminders.moved import moved_touches
from handbook.domain.reminders.rules import rules_on
from handbook.domain.sessions.days import HORIZON_DAYS, next_session, session_days
from handbook.domain.sessions.plans import SessionPlan
from handbook.usecases.contacts import contacts_on
from handbook.usecases.context import Context
from handbook.usecases.ports import NewId, Queue, Records, Reforecasts
from handbook.usecases.reforecast import shard_message

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule

_NEAR = timedelta(days=30)
"""For how long before and after its day a dose's family is told of a session."""


class Told(Protocol):
    """See storage.reminders.Reminders."""

    def told(self, handbooks: Sequence[HandbookId]) -> list[Message]: ...


def move_of(before: Sequence[SessionPlan], plan: SessionPlan) -> SessionMove:
    """Give a commune's days before and after one of its plans is replaced."""
    after = tuple(plan if one.session_id == plan.session_id else one for one in before if not one.taken_away)
    return SessionMove(plan.commune_code, tuple(before), tuple(one for one in after if not one.taken_away))


def moves_days(move: SessionMove, today: date) -> bool:
    """Say whether a day of the next three months is gone: another hour or place is told with the next message."""
    until = today + timedelta(days=HORIZON_DAYS)
    days = [{one.on for one in session_days(plans, today, until)} for plans in (move.before, move.after)]
    return not days[0] <= days[1]


def start_move(
    move: SessionMove, context: Context, *, applies: bool, jobs: Reforecasts, queue: Queue, new_id: NewId
) -> Job:
    """Write a job down and let a worker do it: only counting, or putting families on a run too."""
    job = Job(JobId(new_id()), "", "", context.today, context.now, applies, move=move)
    jobs.add(job)
    queue.send([shard_message(job.job_id, 0)])
    return job


def retold(
    handbook: Handbook, job: Job, move: SessionMove, schedule: Schedule, records: Records, reminders: Told
) -> Counter[str]:
    """Count one child, and put it on a run if the job applies: the sender then finds what is to be said anew.

    The run is tomorrow's; where the session that is gone was to be held today or tomorrow, it is one of today.
    Doing it again counts and does the same; a handbook that changed meanwhile is looked at by its own next contact.
    """
    tally = Counter[str]({Count.CHILDREN: 1})
    contacts = contacts_on(handbook, schedule, job.on)
    if _named_anew(contacts, move, job.on):
        tally[Count.CHANGED] = 1
    told = reminders.told(handbook.partitions)
    gone = {touch.moved_from for touch in moved_touches(told, contacts, move.after, job.on)}
    if not gone:
        return tally
    tally[Count.RETOLD] = 1
    tally[Count.RETOLD_MESSAGES] = len({message.account_id for message in told if message.session_on in gone})
    if job.applies:
        day = job.on if is_soon(gone, job.on) else job.on + timedelta(days=1)
        tally[_put_on(handbook, day, job, records)] += 1
    return tally


def _named_anew(contacts: Sequence[Contact], move: SessionMove, today: date) -> bool:
    """Say whether a message of these weeks would name another session than before."""
    rules = rules_on(today)
    days = (one.on for one in contacts if one.subject in rules.with_session and abs(one.on - today) <= _NEAR)
    plans: Mapping[str, tuple[SessionPlan, ...]] = {"before": move.before, "after": move.after}
    named = ([_day(found, max(day, today)) for found in plans.values()] for day in days)
    return any(before != after for before, after in named)


def _day(plans: Sequence[SessionPlan], on_or_after: date) -> date | None:
    found = next_session(plans, on_or_after)
    return found.on if found else None


def is_soon(days: Iterable[date | None], today: date) -> bool:
    """Say whether one of the sessions that are gone was to be held today or tomorrow: the next morning is too late."""
    return any(day is not None and today <= day <= today + timedelta(days=1) for day in days)


def takes_soon(move: SessionMove, today: date) -> bool:
    """Say whether a move takes away a session of today or tomorrow."""
    until = today + timedelta(days=1)
    before, after = ({one.on for one in session_days(plans, today, until)} for plans in (move.before, move.after))
    return is_soon(before - after, today)


def _put_on(handbook: Handbook, day: date, job: Job, records: Records) -> Count:
    if handbook.next_contact_on == day:
        if handbook.replanned_by == job.job_id:
            return Count.SAVED
        if day > job.on:
            return Count.ALREADY_CURRENT
        # Today's run may have dealt with it and moved it on: it is put there again.
    try:
        records.save_next_contact(replace(handbook, next_contact_on=day), day, job.job_id)
    except ConflictError:
        fresh = records.get(handbook.handbook_id)
        if fresh is None:
            return Count.ALREADY_CURRENT
        records.save_next_contact(fresh, day, job.job_id)
    return Count.SAVED
