"""The hours at which one writes."""

from datetime import datetime, time, timedelta

from handbook.domain.calendar import VIETNAM

type Hours = tuple[time, time]
"""The first moment at which one writes and the first at which one does no more, local."""


def may_send_at(now: datetime, hours: Hours) -> bool:
    """Say whether it is a decent hour in Vietnam."""
    return hours[0] <= now.astimezone(VIETNAM).time() < hours[1]


def next_moment(now: datetime, hours: Hours) -> datetime:
    """Give the next moment at which one may write; `now` when it is one."""
    if may_send_at(now, hours):
        return now
    local = now.astimezone(VIETNAM)
    day = local.date() if local.time() < hours[0] else local.date() + timedelta(days=1)
    return datetime.combine(day, hours[0], VIETNAM).astimezone(now.tzinfo)
