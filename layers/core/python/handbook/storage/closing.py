"""Many settled texts and next days in one transaction: a morning writes per page of families, not per family."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pynamodb.transactions import TransactWrite

from handbook.domain.errors import ConflictError
from handbook.domain.reminders.closing import Closed
from handbook.storage.reminders import Reminders, write_next_day
from handbook.storage.tables import failed_places, transaction
from handbook.storage.texts import Texts, write_settled

MOST_ITEMS = 100
"""Of one transaction: Amazon DynamoDB Developer Guide, TransactWriteItems."""


@dataclass(frozen=True, slots=True)
class _Step:
    """Writes that hang together, as a part of a transaction or by themselves."""

    items: int
    together: Callable[[TransactWrite], None]
    alone: Callable[[], object]


class Closings:
    """Where a worker writes down what it did, for many families at once."""

    def __init__(self, texts: Texts, reminders: Reminders) -> None:
        self._texts, self._reminders = texts, reminders

    def close(self, closed: Closed) -> None:
        """Settle texts and put handbooks on their next days; each as `Texts.settle` and `Reminders.schedule` do.

        Of what is known better already nothing changes, and nothing else is kept from being written. Raises:
        UnavailableError; what was written then stays, and doing it all again changes nothing.
        """
        for steps in _bundles(self._steps(closed)):
            refused = _write(steps)
            rest = [step for place, step in enumerate(steps) if place not in refused]
            # Who wrote of one family meanwhile does not make the others wait.
            alone = refused | set(range(len(steps))) if refused and _write(rest) else refused
            for place in sorted(alone):
                steps[place].alone()

    def _steps(self, closed: Closed) -> Iterator[_Step]:
        for text, state in closed.texts:
            yield _Step(
                1 + len(text.messages),
                partial(write_settled, text=text, state=state),
                partial(self._texts.settle, text, state),
            )
        for day in closed.next_days:
            yield _Step(
                1,
                partial(write_next_day, day=day),
                partial(self._reminders.schedule, day.handbook_id, day.on, day.as_of),
            )


def _bundles(steps: Iterator[_Step]) -> Iterator[list[_Step]]:
    bundle: list[_Step] = []
    for step in steps:
        if sum(one.items for one in bundle) + step.items > MOST_ITEMS:
            yield bundle
            bundle = []
        bundle.append(step)
    if bundle:
        yield bundle


def _write(steps: list[_Step]) -> set[int]:
    """Write all steps or none; gives the places of those that stood in the way, empty when all are written."""
    if not steps:
        return set()
    try:
        with transaction() as writes:
            for step in steps:
                step.together(writes)
    except ConflictError as error:
        items = [place for place, step in enumerate(steps) for _ in range(step.items)]
        return {items[one] for one in failed_places(error)} or set(range(len(steps)))
    return set()
