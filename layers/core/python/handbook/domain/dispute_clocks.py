"""By when a dispute is acknowledged and answered: the law's clocks as effective-dated data."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from handbook.domain.working_days import working_days_after
from handbook.reference.corrections import load_document


@dataclass(frozen=True, slots=True)
class Clock:
    """What the law gives from the day after receipt: working days to acknowledge, calendar days to answer.

    `third_party_days` takes the place of `answer_days` where somebody else has to be asked; `extension_days` are added
    once, with a reason.
    """

    clock_id: str
    effective_from: date
    source: str
    acknowledge_working_days: int
    answer_days: int
    third_party_days: int
    extension_days: int

    def acknowledge_by(self, received_on: date) -> date:
        """Give the last day on which receipt is to be acknowledged."""
        return working_days_after(received_on, self.acknowledge_working_days)

    def answer_by(self, received_on: date, *, third_party: bool = False, extended: bool = False) -> date:
        """Give the last day on which an answer is in time."""
        days = self.third_party_days if third_party else self.answer_days
        return received_on + timedelta(days=days + (self.extension_days if extended else 0))


@cache
def clocks() -> tuple[Clock, ...]:
    """All clocks, the oldest first."""
    listed = (
        Clock(
            one["id"],
            date.fromisoformat(one["effective_from"]),
            one["source"],
            one["acknowledge_working_days"],
            one["answer_days"],
            one["third_party_days"],
            one["extension_days"],
        )
        for one in load_document("clocks")["clocks"]
    )
    return tuple(sorted(listed, key=lambda clock: clock.effective_from))


def clock_on(day: date) -> Clock:
    """Give the clock of what is received on a day; before the first one, the first."""
    in_force = [clock for clock in clocks() if clock.effective_from <= day]
    return in_force[-1] if in_force else clocks()[0]


def clock_of(clock_id: str) -> Clock:
    """Give the clock that a dispute was received under. Raises: KeyError."""
    return {clock.clock_id: clock for clock in clocks()}[clock_id]
