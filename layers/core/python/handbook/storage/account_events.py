"""What happened to accounts: appended to the audit table, never changed."""

from contextlib import suppress

from pynamodb.attributes import UnicodeAttribute
from pynamodb.transactions import TransactWrite

from handbook.domain.accounts import AccountEvent, EventKind
from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.errors import ConflictError
from handbook.domain.ids import AccountId
from handbook.domain.paging import Page, Position
from handbook.storage.audit import where_from
from handbook.storage.pages import gathered
from handbook.storage.tables import Item, table_name, translated


class AccountEventItem(Item):
    """One event; the sort key is time, then the request, so that events of one instant stay apart."""

    class Meta:
        table_name = table_name("AUDIT_TABLE")

    address = UnicodeAttribute(null=True)
    address_salt = UnicodeAttribute(null=True)
    address_digest = UnicodeAttribute(null=True)
    way = UnicodeAttribute(null=True)


def append(event: AccountEvent, writes: TransactWrite) -> None:
    """Add an event to the transaction of what it tells of: neither is ever there without the other."""
    writes.save(_item(event), condition=AccountEventItem.pk.does_not_exist())


class AccountEvents:
    """Events of one account, newest first."""

    def note(self, event: AccountEvent) -> None:
        """Write an event down; a request that tries again notes it once. Raises: UnavailableError."""
        with suppress(ConflictError), translated():
            _item(event).save(condition=AccountEventItem.pk.does_not_exist())

    def page(self, account_id: AccountId, limit: int, position: Position | None = None) -> Page[AccountEvent]:
        """List what happened to an account, newest first (AP-143). Raises: InvalidCursorError."""
        with translated():
            return gathered(
                [f"ACCOUNT#{account_id}"],
                lambda partition, start: AccountEventItem.query(
                    partition, scan_index_forward=False, limit=limit, last_evaluated_key=start
                ),
                _event,
                limit,
                position,
                "20",
                descending=True,
            )


def _item(event: AccountEvent) -> AccountEventItem:
    return AccountEventItem(
        f"ACCOUNT#{event.account_id}",
        f"{iso_utc(event.at)}#{event.request_id}#{event.kind}",
        way=event.way or None,
        **where_from(event.address or None),
    )


def _event(item: AccountEventItem) -> AccountEvent:
    at, request_id, kind = item.sk.split("#", 2)
    account_id = AccountId(item.pk.removeprefix("ACCOUNT#"))
    return AccountEvent(account_id, EventKind(kind), from_iso_utc(at), request_id, item.address or "", item.way or "")
