"""From a blind index to an account. While keys are rotated a pointer may stand under any key that is held.

Whoever takes a number writes under the current key and sees to it that the others lead nowhere, in one transaction: two
processes of which one does not yet know that another key is current meet at the same items, and one of them loses.
"""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.transactions import TransactWrite

from handbook.domain.ids import AccountId
from handbook.domain.marks import marks_of
from handbook.storage.tables import translated
from handbook.storage.units import META, DirectoryItem

PHONES, EMAILS = "PHONE#", "EMAIL#"
WAITS = "WAITS"


class PointerItem(DirectoryItem):
    """What leads from a mark to an account, or to nobody's any more."""

    account_id = UnicodeAttribute(null=True)


def owner_of(item: type[PointerItem], prefix: str, index: str, sort_key: str = META) -> tuple[str, AccountId | None]:
    """Find where a number leads to: the mark under which its pointer stands, and the account; strongly consistent.

    Without a pointer the mark is that of the current key, and there is no account.
    """
    for mark in marks_of(index):
        with translated():
            try:
                found = item.get(f"{prefix}{mark}", sort_key, consistent_read=True)
            except item.DoesNotExist:
                continue
        if found.account_id:
            return mark, AccountId(found.account_id)
    return str(index), None


def take(
    item: type[PointerItem],
    prefix: str,
    index: str,
    account_id: AccountId,
    writes: TransactWrite,
    owner: AccountId | None = None,
) -> None:
    """Let a number lead to an account; the transaction fails where it leads to anybody but `owner`, or to somebody."""
    current, *others = marks_of(index)
    held = owner_of(item, prefix, index)[0] if owner is not None and others else current
    free = item.account_id.does_not_exist()
    theirs = free if owner is None else item.account_id == owner
    mine = item(f"{prefix}{current}", META, account_id=account_id)
    writes.save(mine, condition=theirs if held == current else free)
    for other in others:
        if other == held:
            writes.update(item(f"{prefix}{other}", META), [item.account_id.remove()], condition=theirs)
        else:
            writes.condition_check(item, f"{prefix}{other}", META, condition=free)


def let_go(item: type[PointerItem], prefix: str, index: str, account_id: AccountId, writes: TransactWrite) -> None:
    """Let a number lead to nobody; the transaction fails where it does not lead to this account."""
    current, *others = marks_of(index)
    held = owner_of(item, prefix, index)[0] if others else current
    writes.update(item(f"{prefix}{held}", META), [item.account_id.remove()], condition=item.account_id == account_id)
