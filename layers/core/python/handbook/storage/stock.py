"""Runs of serial numbers and what was said of them.

A code that nobody used has no item: a national stock of 20 million costs no more than its batches and the statements
about them.
"""

from collections.abc import Iterator

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.transactions import TransactWrite

from handbook.domain.calendar import iso_utc
from handbook.domain.codes import CodeState, Reason, Restated, Segment, Statement
from handbook.domain.codes.stock import restate, stands
from handbook.domain.ids import BatchId, UnitId
from handbook.storage.codes_table import CodesTableItem, batch_key, serial_key
from handbook.storage.tables import transaction, translated, versioned

_RUNS = "RANGE"
_SEGMENTS_AT_ONCE = 30  # each may fall into three pieces, and a transaction holds a hundred


class RangeItem(CodesTableItem):
    """A segment of a batch; the sort key is its last serial number."""

    batch_id = UnicodeAttribute()
    first_serial = NumberAttribute()
    state = UnicodeAttribute()
    unit_id = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    version = VersionAttribute()


class StatementItem(CodesTableItem):
    """What was said of serial numbers of a batch, by whom and when; the sort key says when. Never overwritten."""

    statement = JSONAttribute()


def segment_at(serial: int) -> Segment | None:
    """Read the segment that a serial number lies in (AP-14); strongly consistent. None when nobody ordered it."""
    with translated():
        found = RangeItem.query(_RUNS, RangeItem.sk >= serial_key(serial), limit=1, consistent_read=True)
        item = next(iter(found), None)
    return _segment(item) if item is not None and item.first_serial <= serial else None


def segments(first: int, last: int) -> list[Segment]:
    """Read the segments that serial numbers lie in, in order (AP-14)."""
    found: list[Segment] = []
    position = first
    while position <= last and (page := _page(position, last)):
        found += page
        position = page[-1].last + 1
    return found


def state(statement: Statement) -> Restated:
    """Write what a statement says. Said again, it changes nothing, so a statement that broke off may be repeated.

    It goes in steps of one transaction for each thirty segments. Raises ConflictError when another statement about
    the same numbers was faster.
    """
    stated, position = 0, statement.first
    while position <= statement.last and (page := _page(position, statement.last)):
        pieces = [piece for segment in page for piece in restate(segment, statement)]
        _write([piece for piece in pieces if piece not in page], statement, position)
        stated += sum(piece.common(statement.first, statement.last) for piece in pieces if stands(piece, statement))
        position = page[-1].last + 1
    return Restated(stated=stated, refused=statement.last - statement.first + 1 - stated)


def begin(segment: Segment, writes: TransactWrite) -> None:
    """Add the one segment of a new order to a transaction, which fails when its last number is one's already."""
    writes.save(_item(segment), condition=RangeItem.pk.does_not_exist())


def guard(segment: Segment, writes: TransactWrite) -> None:
    """Let a transaction fail when something was said of a segment since it was read."""
    writes.condition_check(RangeItem, _RUNS, serial_key(segment.last), condition=RangeItem.version == segment.version)


def _page(first: int, last: int) -> list[Segment]:
    with translated():
        found: Iterator[RangeItem] = RangeItem.query(
            _RUNS, RangeItem.sk >= serial_key(first), limit=_SEGMENTS_AT_ONCE, consistent_read=True
        )
        read = [_segment(item) for item in found]
    return [segment for segment in read if segment.first <= last]


def _write(pieces: list[Segment], statement: Statement, position: int) -> None:
    if not pieces:
        return
    with transaction() as writes:
        for piece in pieces:
            writes.save(_item(piece))
        writes.save(_statement_item(statement, position), condition=StatementItem.pk.does_not_exist())


def _statement_item(statement: Statement, position: int) -> StatementItem:
    form = {
        "event": statement.event,
        "first": statement.first,
        "last": statement.last,
        "by": statement.actor_id,
        **({"unit": statement.unit_id} if statement.unit_id else {}),
        **({"reason": statement.reason} if statement.reason else {}),
    }
    key = f"STATEMENT#{iso_utc(statement.at)}#{statement.request_id}#{statement.event}#{serial_key(position)}"
    return StatementItem(batch_key(statement.batch_id), key, statement=form)


def _item(segment: Segment) -> RangeItem:
    return RangeItem(
        _RUNS,
        serial_key(segment.last),
        batch_id=segment.batch_id,
        first_serial=segment.first,
        state=segment.state,
        unit_id=segment.unit_id,
        reason=segment.reason,
        **versioned(segment.version),
    )


def _segment(item: RangeItem) -> Segment:
    return Segment(
        batch_id=BatchId(item.batch_id),
        first=int(item.first_serial),
        last=int(item.sk),
        state=CodeState(item.state),
        unit_id=UnitId(item.unit_id) if item.unit_id else None,
        reason=Reason(item.reason) if item.reason else None,
        version=item.version,
    )
