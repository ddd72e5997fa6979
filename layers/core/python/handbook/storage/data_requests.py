"""Data subjects' requests: beside what they are about, and while they are open on the lists of who is to answer."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.transactions import TransactWrite

from handbook.domain.audit import AuditEntry
from handbook.domain.data_requests import About, DataRequest, RequestId
from handbook.domain.disputes import Dispute
from handbook.domain.errors import InvalidCursorError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.domain.request_lists import RequestList
from handbook.storage import audit, receipts
from handbook.storage.disputes import DisputeItem, dispute_item
from handbook.storage.entry_form import entry_from, form_of
from handbook.storage.pages import gathered
from handbook.storage.record_items import RecordItem, partition_of, seq_after, summary_item
from handbook.storage.tables import transaction, translated

PREFIX = "REQUEST#"
_ACCOUNTS = "REQUESTS#ACCOUNTS"
_AFTER = "after"


class WiderIndex(GlobalSecondaryIndex["RequestItem"]):
    """Open requests of a province, or of accounts, the most urgent first."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class CommuneIndex(GlobalSecondaryIndex["RequestItem"]):
    """Open requests of a commune, the most urgent first."""

    class Meta:
        index_name = "gsi2"
        projection = KeysOnlyProjection()

    gsi2pk = UnicodeAttribute(hash_key=True)
    gsi2sk = UnicodeAttribute(range_key=True)


class RequestItem(RecordItem):
    """One request with all its steps; the index keys are there while it is open."""

    request = JSONAttribute()
    version = NumberAttribute()
    gsi1pk = UnicodeAttribute(null=True)
    gsi1sk = UnicodeAttribute(null=True)
    gsi2pk = UnicodeAttribute(null=True)
    gsi2sk = UnicodeAttribute(null=True)
    wider = WiderIndex()
    of_commune = CommuneIndex()


def _place_of(about: About) -> str:
    return partition_of(about.handbook_id) if about.handbook_id else f"ACCOUNT#{about.account_id}"


def _item(request: DataRequest, seq: int | None) -> RequestItem:
    about, open_ = request.about, request.is_open
    urgency = f"{request.next_by.isoformat()}#{request.request_id}" if open_ else None
    wider = f"REQUESTS#PROVINCE#{about.province_code}" if about.handbook_id else _ACCOUNTS
    return RequestItem(
        _place_of(about),
        f"{PREFIX}{request.request_id}",
        request=form_of(request),
        version=request.version,
        seq=seq,
        gsi1pk=wider if open_ else None,
        gsi1sk=urgency,
        gsi2pk=f"REQUESTS#COMMUNE#{about.commune_code}" if open_ and about.commune_code else None,
        gsi2sk=urgency if about.commune_code else None,
    )


def _request(item: RequestItem) -> DataRequest:
    return entry_from(DataRequest, item.request)


def write_request(request: DataRequest, seq: int | None, writes: TransactWrite) -> None:
    """Add a new request to a transaction, at a place in the changes of its handbook."""
    writes.save(_item(request, seq), condition=RequestItem.pk.does_not_exist())


def write_step(request: DataRequest, seq: int | None, writes: TransactWrite) -> None:
    """Add a request after one more step to a transaction, which fails when it is not as it was read."""
    writes.save(_item(request, seq), condition=RequestItem.version == request.version - 1)


class DataRequests:
    """Requests by handbook, by account, and by who is to answer them."""

    def add(
        self,
        request: DataRequest,
        audit_entry: AuditEntry,
        receipt: Receipt,
        result: object,
        changed: Handbook | None = None,
        dispute: Dispute | None = None,
    ) -> None:
        """Write a new request, with the handbook that it is about and the dispute that it opens, where there are.

        Raises ConflictError when any of them is not as it was read.
        """
        seq = seq_after(changed) if changed else None
        with transaction() as writes:
            if changed is not None:
                writes.save(summary_item(changed, written=2 if dispute else 1))
            write_request(request, seq, writes)
            if dispute is not None and seq is not None:
                writes.save(dispute_item(dispute, seq), condition=DisputeItem.pk.does_not_exist())
            audit.append(audit_entry, writes)
            receipts.keep(receipt, result, writes)

    def save(self, request: DataRequest, audit_entry: AuditEntry, changed: Handbook | None = None) -> None:
        """Write a request after one more step, with its handbook. Raises ConflictError as `add` does."""
        seq = seq_after(changed) if changed else None
        with transaction() as writes:
            if changed is not None:
                writes.save(summary_item(changed, written=1))
            write_step(request, seq, writes)
            audit.append(audit_entry, writes)

    def get(self, handbooks: Sequence[HandbookId], request_id: RequestId) -> DataRequest | None:
        """Read one request about a handbook or those that are read in it (AP-162); strongly consistent."""
        return self._first([partition_of(handbook_id) for handbook_id in handbooks], request_id)

    def get_of_account(self, account_id: AccountId, request_id: RequestId) -> DataRequest | None:
        """Read one request about an account (AP-162); strongly consistent."""
        return self._first([f"ACCOUNT#{account_id}"], request_id)

    @staticmethod
    def _first(partitions: Iterable[str], request_id: RequestId) -> DataRequest | None:
        for partition in partitions:
            with translated(), suppress(RequestItem.DoesNotExist):
                return _request(RequestItem.get(partition, f"{PREFIX}{request_id}", consistent_read=True))
        return None

    def of_handbook(
        self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None
    ) -> Page[DataRequest]:
        """List the requests about a handbook and those that are read in it, in the order of their ids (AP-163)."""
        return self._of([partition_of(handbook_id) for handbook_id in handbooks], limit, position)

    def of_account(self, account_id: AccountId, limit: int, position: Position | None = None) -> Page[DataRequest]:
        """List the requests about an account (AP-163)."""
        return self._of([f"ACCOUNT#{account_id}"], limit, position)

    @staticmethod
    def _of(partitions: Sequence[str], limit: int, position: Position | None) -> Page[DataRequest]:
        begins = RequestItem.sk.startswith(PREFIX)
        with translated():
            return gathered(
                partitions,
                lambda partition, start: RequestItem.query(partition, begins, limit=limit, last_evaluated_key=start),
                _request,
                limit,
                position,
                PREFIX,
            )

    def count_open(self, handbooks: Sequence[HandbookId], account_id: AccountId | None = None) -> int:
        """Count the open requests about handbooks or an account (AP-163); strongly consistent."""
        partitions = [*map(partition_of, handbooks), *([f"ACCOUNT#{account_id}"] if account_id else [])]
        begins = RequestItem.sk.startswith(PREFIX)
        with translated():
            return sum(
                _request(item).is_open
                for partition in partitions
                for item in RequestItem.query(partition, begins, consistent_read=True)
            )

    def restricting(self, handbooks: Sequence[HandbookId]) -> tuple[DataRequest, ...]:
        """Give the requests by which handbooks are restricted (AP-163); strongly consistent."""
        begins = RequestItem.sk.startswith(PREFIX)
        with translated():
            found = [
                _request(item)
                for handbook_id in handbooks
                for item in RequestItem.query(partition_of(handbook_id), begins, consistent_read=True)
            ]
        return tuple(one for one in found if one.restricts)

    def waiting(
        self, where: RequestList, due_by: date | None, limit: int, position: Position | None = None
    ) -> Page[DataRequest]:
        """List the open requests of communes, provinces or accounts, what is due first at the head (AP-164).

        `due_by` leaves out what is due later. One query for each place; a page goes on behind the last term and id.
        """
        after = _read_position(position)
        with translated():
            keys = sorted(key for index, place in _places(where) for key in _keys(index, place, due_by, after, limit))
            page = keys[:limit]
            found = {(item.pk, item.sk): item for item in RequestItem.batch_get([key[1:] for key in page])}
        # The index may run behind: what has ended meanwhile is left out.
        listed = (_request(found[key[1:]]) for key in page if key[1:] in found)
        more = {_AFTER: page[-1][0]} if len(keys) > limit else None
        return Page(tuple(one for one in listed if one.is_open), more)


def _read_position(position: Position | None) -> str | None:
    if position is None:
        return None
    if set(position) != {_AFTER} or not position[_AFTER]:
        raise InvalidCursorError("cursor")
    return position[_AFTER]


def _places(where: RequestList) -> Iterator[tuple[WiderIndex | CommuneIndex, str]]:
    for code in where.communes:
        yield RequestItem.of_commune, f"REQUESTS#COMMUNE#{code}"
    for province in where.provinces:
        yield RequestItem.wider, f"REQUESTS#PROVINCE#{province}"
    if where.accounts:
        yield RequestItem.wider, _ACCOUNTS


def _keys(
    index: WiderIndex | CommuneIndex, place: str, due_by: date | None, after: str | None, limit: int
) -> list[tuple[str, str, str]]:
    """Give urgency, partition and sort key of up to `limit` + 1 requests of a place."""
    name = "gsi2sk" if isinstance(index, CommuneIndex) else "gsi1sk"
    urgency = getattr(RequestItem, name)
    until = (due_by + timedelta(days=1)).isoformat() if due_by else "9"
    # Ids are hex digits and hyphens, so that a tilde comes behind each.
    first = f"{after}~" if after else "0"
    if first > until:
        return []
    span = urgency.between(first, until)
    found = index.query(place, span, limit=limit + 1)
    return [(getattr(item, name), item.pk, item.sk) for item, _ in zip(found, range(limit + 1), strict=False)]
