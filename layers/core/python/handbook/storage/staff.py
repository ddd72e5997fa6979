"""Members of staff: their posts, how they are reached, and which of their sessions were ended."""

from collections.abc import Iterable
from datetime import datetime

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from handbook.domain.accounts import AccountEvent
from handbook.domain.calendar import iso_utc
from handbook.domain.directory import Staff
from handbook.domain.errors import ConflictError, StaleVersionError
from handbook.domain.ids import PhoneIndex, StaffId, UnitId
from handbook.domain.marks import marks_of
from handbook.domain.receipts import Receipt
from handbook.domain.staff_contacts import ContactTakenError, SealedContacts
from handbook.domain.staff_sessions import with_ended
from handbook.storage import account_events, receipts
from handbook.storage.pages import fetched
from handbook.storage.staff_items import (
    CONTACTS,
    ClaimItem,
    ContactItem,
    PostItem,
    StaffContactsItem,
    StaffItem,
    StaffVersionItem,
    claim_item,
    contact_key,
    post_item,
    staff_from,
    staff_item,
    staff_key,
    version_item,
)
from handbook.storage.tables import transaction, translated
from handbook.storage.units import META, unit_key


class StaffMembers:
    """Looks up and changes members of staff."""

    def staff_of(self, unit_id: UnitId) -> tuple[Staff, ...]:
        """List who has or had a post at a unit, in the order of ids (AP-45)."""
        with translated():
            keys = [item.pk for item in PostItem.of_unit.query(unit_key(unit_id))]
            items = fetched(StaffItem, keys, META)
        return tuple(map(staff_from, items))

    def staff(self, staff_id: StaffId) -> Staff | None:
        """Read a member of staff (AP-02)."""
        with translated():
            try:
                item = StaffItem.get(staff_key(staff_id), META)
            except StaffItem.DoesNotExist:
                return None
        return staff_from(item)

    def check_contacts_free(self, contacts: SealedContacts, staff_id: StaffId) -> None:
        """Raise ContactTakenError where an address or a number is another account's (AP-210)."""
        for field, mark in contacts.marks():
            if any(_owner(one) not in {None, staff_id} for one in marks_of(mark)):
                raise ContactTakenError(field)

    def contacts(self, staff_id: StaffId) -> SealedContacts:
        """Read how a member of staff is reached, sealed; nothing for an account that was made without (AP-211)."""
        with translated():
            try:
                item = StaffContactsItem.get(staff_key(staff_id), CONTACTS, consistent_read=True)
            except StaffContactsItem.DoesNotExist:
                return SealedContacts()
        mark = PhoneIndex(item.phone_mark) if item.phone_mark else None
        return SealedContacts(item.email, item.email_mark, item.phone, mark)

    def claim_name(self, staff_id: StaffId, contacts: SealedContacts, at: datetime, by: str) -> None:
        """Let one who invites go on under a user name, by one conditional write; the same one may go on again.

        Raises ConflictError while another's claim lasts, or the same one's for another address or number.
        """
        claim = claim_item(staff_id, contacts, at, by)
        free = ClaimItem.pk.does_not_exist() | (ClaimItem.claimant == claim.claimant) | (ClaimItem.until < iso_utc(at))
        with translated():
            claim.save(condition=free)

    def add_staff(
        self, staff: Staff, contacts: SealedContacts, at: datetime, by: str, receipt: Receipt | None = None
    ) -> None:
        """Write a new member of staff, with who made the account and claimed the name.

        Raises ConflictError when the id is taken, the claim is another's by now, or in this instant the address or
        the number is.
        """
        with transaction() as writes:
            writes.save(staff_item(staff), condition=StaffItem.pk.does_not_exist())
            claim = claim_item(staff.staff_id, contacts, at, by)
            writes.save(claim, condition=ClaimItem.claimant == claim.claimant)
            _take(contacts, staff.staff_id, writes)
            writes.save(
                StaffContactsItem(
                    staff_key(staff.staff_id),
                    CONTACTS,
                    email=contacts.email,
                    email_mark=contacts.email_mark,
                    phone=contacts.phone,
                    phone_mark=contacts.phone_mark,
                )
            )
            for post in staff.posts:
                writes.save(post_item(staff, post))
            writes.save(version_item(staff, at, by), condition=StaffVersionItem.pk.does_not_exist())
            if receipt is not None:
                receipts.keep(receipt, staff, writes)

    def change_staff(self, staff: Staff, before: Staff, at: datetime, by: str) -> None:
        """Write the next version of a member of staff, with who made it. A post is never taken away: it ends.

        Raises StaleVersionError when the one before is not the current one.
        """
        with transaction(StaleVersionError) as writes:
            # Single attributes: which sessions were ended is written by others, at any time.
            said = staff_item(staff)
            writes.update(
                StaffItem(said.pk, META),
                [getattr(StaffItem, name).set(getattr(said, name)) for name in ("full_name", "posts", "version")],
                condition=StaffItem.version == before.version,
            )
            for post in staff.posts:
                writes.save(post_item(staff, post))
            writes.save(version_item(staff, at, by), condition=StaffVersionItem.pk.does_not_exist())

    def set_second_factor(
        self, staff_id: StaffId, number: SealedContacts | None, event: AccountEvent | None = None
    ) -> None:
        """Let codes come by SMS to a number, or with None from an authenticator; with what that is in the own log.

        Raises ConflictError when the number became another's in this instant, or there is nobody of that id.
        """
        with transaction() as writes:
            mark = number.phone_mark if number else None
            index: list[Action] = [StaffItem.sms_index.set(mark) if mark else StaffItem.sms_index.remove()]
            writes.update(StaffItem(staff_key(staff_id), META), index, condition=StaffItem.pk.exists())
            if number is not None and number.phone and mark:
                _take(number, staff_id, writes)
                kept: list[Action] = [StaffContactsItem.phone.set(number.phone), StaffContactsItem.phone_mark.set(mark)]
                writes.update(StaffContactsItem(staff_key(staff_id), CONTACTS), kept)
            if event is not None:
                account_events.append(event, writes)

    def end_sessions(self, staff_id: StaffId, at: datetime) -> None:
        """Let no session of a member of staff go on that began before.

        Raises ConflictError when there is nobody of that id.
        """
        with translated():
            StaffItem(staff_key(staff_id), META).update(
                actions=[StaffItem.not_before.set(iso_utc(at)), StaffItem.ended.remove()],
                condition=StaffItem.pk.exists(),
            )

    def end_session(self, staff_id: StaffId, marks: Iterable[str], at: datetime) -> None:
        """Let one session of a member of staff go on no more, known by its marks.

        Raises ConflictError when another session was ended in the same instant, or there is nobody of that id.
        """
        with translated():
            try:
                item = StaffItem.get(staff_key(staff_id), META, consistent_read=True)
            except StaffItem.DoesNotExist as error:
                raise ConflictError from error
            ended = with_ended(staff_from(item).ended, marks, at)
            item.update(
                actions=[StaffItem.ended.set({mark: iso_utc(until) for mark, until in ended.items()})],
                condition=StaffItem.ended == item.ended if item.ended else StaffItem.ended.does_not_exist(),
            )

    def save_staff(self, staff: Staff) -> None:
        """Write a member of staff, replacing what was there."""
        with transaction() as writes:
            writes.save(staff_item(staff))
            for post in staff.posts:
                writes.save(post_item(staff, post))


def _owner(mark: str) -> str | None:
    with translated():
        try:
            return ContactItem.get(contact_key(mark), META, consistent_read=True).staff_id
        except ContactItem.DoesNotExist:
            return None


def _take(contacts: SealedContacts, staff_id: StaffId, writes: TransactWrite) -> None:
    # Under every key that is held: a process that does not yet know which one is current meets it at the same items.
    for key in (contact_key(one) for _, mark in contacts.marks() for one in marks_of(mark)):
        free = ContactItem.pk.does_not_exist() | (ContactItem.staff_id == staff_id)
        writes.save(ContactItem(key, META, staff_id=staff_id), condition=free)
