"""Acts of consent, of handbooks and of accounts: appended, never changed; where each purpose stands is kept beside."""

from collections.abc import Sequence

from pynamodb.attributes import JSONAttribute
from pynamodb.transactions import TransactWrite

from handbook.domain.audit import AuditEntry
from handbook.domain.calendar import iso_utc
from handbook.domain.consents import ConsentAct, Facts
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.storage import audit, receipts
from handbook.storage.directory import AccountItem
from handbook.storage.entry_form import entry_from, form_of
from handbook.storage.pages import gathered
from handbook.storage.privacy_form import consents_form
from handbook.storage.record_items import RecordItem, partition_of, seq_after, summary_item
from handbook.storage.tables import transaction, translated
from handbook.storage.units import META, DirectoryItem

PREFIX = "CONSENT#"


class ConsentItem(RecordItem):
    """One act about a handbook's consent."""

    consent = JSONAttribute()


class AccountConsentItem(DirectoryItem):
    """One act about an account's consent."""

    consent = JSONAttribute()


def _key(act: ConsentAct) -> str:
    return f"{PREFIX}{act.purpose}#{iso_utc(act.recorded_at)}#{act.act_id}"


def _act(item: ConsentItem | AccountConsentItem) -> ConsentAct:
    return entry_from(ConsentAct, item.consent)


class Consents:
    """Acts by handbook and by account, in the order of purposes and of time."""

    def add(
        self, act: ConsentAct, changed: Handbook, audit_entry: AuditEntry, receipt: Receipt, result: object
    ) -> None:
        """Write an act with the handbook, which says where the purpose stands now. Raises ConflictError."""
        item = ConsentItem(partition_of(changed.handbook_id), _key(act), consent=form_of(act), seq=seq_after(changed))
        with transaction() as writes:
            writes.save(summary_item(changed, written=1))
            writes.save(item, condition=ConsentItem.pk.does_not_exist())
            audit.append(audit_entry, writes)
            receipts.keep(receipt, result, writes)

    def of_handbook(
        self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None
    ) -> Page[ConsentAct]:
        """List the acts of a handbook and of those that are read in it (AP-160)."""
        begins = ConsentItem.sk.startswith(PREFIX)
        with translated():
            return gathered(
                [partition_of(handbook_id) for handbook_id in handbooks],
                lambda partition, start: ConsentItem.query(partition, begins, limit=limit, last_evaluated_key=start),
                _act,
                limit,
                position,
                PREFIX,
            )

    def add_to_account(
        self,
        act: ConsentAct,
        account_id: AccountId,
        facts: Facts,
        based_on: int,
        receipt: Receipt,
        result: object,
    ) -> None:
        """Write an act with the account, where its consents are as they were read at `based_on`.

        Raises ConflictError when somebody else said something meanwhile.
        """
        key = f"ACCOUNT#{account_id}"
        item = AccountConsentItem(key, _key(act), consent=form_of(act))
        with transaction() as writes:
            _set_facts(key, facts, based_on, writes)
            writes.save(item, condition=AccountConsentItem.pk.does_not_exist())
            receipts.keep(receipt, result, writes)

    def of_account(self, account_id: AccountId, limit: int, position: Position | None = None) -> Page[ConsentAct]:
        """List the acts of an account (AP-161)."""
        begins = AccountConsentItem.sk.startswith(PREFIX)
        with translated():
            return gathered(
                [f"ACCOUNT#{account_id}"],
                lambda partition, start: AccountConsentItem.query(
                    partition, begins, limit=limit, last_evaluated_key=start
                ),
                _act,
                limit,
                position,
                PREFIX,
            )


def _set_facts(key: str, facts: Facts, based_on: int, writes: TransactWrite) -> None:
    version = AccountItem.consents_version
    unchanged = version == based_on if based_on else AccountItem.pk.exists() & version.does_not_exist()
    writes.update(
        AccountItem(key, META),
        actions=[AccountItem.consents.set(consents_form(facts)), version.set(based_on + 1)],
        condition=unchanged,
    )
