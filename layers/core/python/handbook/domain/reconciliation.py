"""Do the numbers of an order add up? Ordered, generated, printed, spoiled, shipped, received and bound, compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from handbook.domain.batch_states import BatchState
from handbook.domain.calendar import local_date
from handbook.domain.orders import Batch

LONGEST_WAY = timedelta(days=14)
"""After which labels that were shipped and not received are missing; the longest road here takes a week."""

_ON_THE_WAY = {BatchState.SHIPPED, BatchState.RECEIVED}
_BEFORE_SHIPPING = {
    BatchState.ORDERED,
    BatchState.GENERATING,
    BatchState.READY,
    BatchState.EXPIRED,
    BatchState.PRINTED,
}


class AlertKind(StrEnum):
    """What does not add up."""

    PRINTED_OVER_ORDERED = "printed_over_ordered"
    SHIPPED_OVER_PRINTED = "shipped_over_printed"
    RECEIVED_OVER_SHIPPED = "received_over_shipped"
    RECEIVED_SHORT = "received_short"
    BOUND_OVER_RECEIVED = "bound_over_received"
    PRINTED_SHORT = "printed_short"
    SHIPPED_SHORT = "shipped_short"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class BatchAlert:
    """A difference that somebody has to explain, and of how many labels."""

    kind: AlertKind
    labels: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The numbers of an order side by side. Differences are not alerts: most labels are simply still on their way."""

    ordered: int
    generated: int
    printed: int
    spoiled: int
    shipped: int
    received: int
    bound: int
    alerts: tuple[BatchAlert, ...]

    @property
    def unprinted(self) -> int:
        """Codes that the vendor has not accounted for."""
        return self.ordered - self.printed - self.spoiled

    @property
    def unshipped(self) -> int:
        """Good prints that are still with the vendor."""
        return self.printed - self.shipped

    @property
    def in_transit(self) -> int:
        """Labels that left the vendor and that no unit has confirmed."""
        return self.shipped - self.received

    @property
    def unbound(self) -> int:
        """Received labels that no handbook bears yet."""
        return self.received - self.bound

    @property
    def is_complete(self) -> bool:
        """Say whether every code was printed, shipped and received, or spoiled."""
        return (self.unprinted, self.unshipped, self.in_transit) == (0, 0, 0) and not self.alerts


def reconcile(batch: Batch, bound: int, now: datetime) -> Reconciliation:
    """Compare the numbers of an order, of which `bound` codes were bound to handbooks, as they are at an instant."""
    tally = batch.tally
    return Reconciliation(
        ordered=batch.quantity,
        generated=batch.codes_done,
        printed=tally.printed,
        spoiled=batch.codes_spoiled,
        shipped=tally.shipped,
        received=tally.received,
        bound=bound,
        alerts=tuple(_alerts(batch, bound, now)),
    )


def _alerts(batch: Batch, bound: int, now: datetime) -> Iterator[BatchAlert]:
    if batch.state is BatchState.CANCELLED:
        return
    tally = batch.tally
    over = {
        AlertKind.PRINTED_OVER_ORDERED: tally.printed + batch.codes_spoiled - batch.quantity,
        AlertKind.SHIPPED_OVER_PRINTED: tally.shipped - tally.printed,
        AlertKind.RECEIVED_OVER_SHIPPED: tally.received - tally.shipped,
        AlertKind.BOUND_OVER_RECEIVED: bound - tally.received,
        AlertKind.RECEIVED_SHORT: tally.shipped - tally.received if _should_be_there(batch, now) else 0,
    }
    if batch.state is BatchState.CLOSED:
        over[AlertKind.PRINTED_SHORT] = batch.quantity - batch.codes_spoiled - tally.printed
        over[AlertKind.SHIPPED_SHORT] = tally.printed - tally.shipped
    if _is_overdue(batch, local_date(now)):
        over[AlertKind.OVERDUE] = batch.quantity - batch.codes_spoiled - tally.shipped
    yield from (BatchAlert(kind, labels) for kind, labels in over.items() if labels > 0)


def _should_be_there(batch: Batch, now: datetime) -> bool:
    """A receipt after the last shipment speaks of all that came; without one, the road has an end."""
    shipped_at, received_at = batch.tally.shipped_at, batch.tally.received_at
    if batch.state is BatchState.CLOSED or shipped_at is None:
        return True
    if received_at is not None and received_at >= shipped_at:
        return True
    return batch.state in _ON_THE_WAY and now - shipped_at > LONGEST_WAY


def _is_overdue(batch: Batch, today: date) -> bool:
    return batch.due_on is not None and batch.due_on < today and batch.state in _BEFORE_SHIPPING
