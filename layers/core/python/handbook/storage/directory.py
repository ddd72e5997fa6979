"""Staff and families' accounts; the units are in storage/units.py."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.access import Role, Scope
from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.directory import Account, Post, Staff
from handbook.domain.errors import ConflictError, StaleVersionError
from handbook.domain.ids import AccountId, PhoneE164, PhoneIndex, StaffId, UnitId
from handbook.domain.preferences import Preferences
from handbook.domain.receipts import Receipt
from handbook.domain.staff_sessions import with_ended
from handbook.storage import receipts
from handbook.storage.pages import fetched
from handbook.storage.pointers import PHONES, PointerItem, owner_of, take
from handbook.storage.preference_form import preferences_form, preferences_from
from handbook.storage.privacy_form import consents_from
from handbook.storage.tables import transaction, translated
from handbook.storage.units import META, DirectoryItem, Units, unit_key

type Seal = Callable[[PhoneE164, str], str]
"""Encrypts a number for one place; the second argument names the place and must be the same when it is opened."""
type Open = Callable[[str, str], PhoneE164]


class StaffIndex(GlobalSecondaryIndex["PostItem"]):
    """The staff of a unit, by their ids."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class StaffItem(DirectoryItem):
    """A member of staff with all posts, in one read."""

    full_name = UnicodeAttribute()
    posts = JSONAttribute()
    version = NumberAttribute(default=1)
    not_before = UnicodeAttribute(null=True)
    ended = JSONAttribute(null=True)


class StaffVersionItem(DirectoryItem):
    """What was said of a member of staff, when and by whom: one item for each version."""

    full_name = UnicodeAttribute()
    posts = JSONAttribute()
    made_at = UnicodeAttribute()
    made_by = UnicodeAttribute()


class PostItem(DirectoryItem):
    """That somebody has or had a post at a unit; the index lists them by unit."""

    gsi1pk = UnicodeAttribute()
    gsi1sk = UnicodeAttribute()
    of_unit = StaffIndex()


class AccountItem(DirectoryItem):
    """A family member. The number is sealed, and gone once the account is closed; it is found by its blind index."""

    phone = UnicodeAttribute(null=True)
    preferences = JSONAttribute()
    preferences_version = NumberAttribute()
    consents = JSONAttribute(null=True)
    consents_version = NumberAttribute(null=True)
    created_at = UnicodeAttribute()
    number_gone = BooleanAttribute(null=True)


class PhoneItem(PointerItem):
    """Blind index: which account a number signs in to; none once it was given up."""


def _staff_key(staff_id: str) -> str:
    return f"STAFF#{staff_id}"


def _account_key(account_id: str) -> str:
    return f"ACCOUNT#{account_id}"


def _post_form(post: Post) -> dict[str, str]:
    days = {"since": post.since, "until": post.until}
    scopes = {"scopes": " ".join(post.scopes)} if post.scopes else {}
    said = {name: day.isoformat() for name, day in days.items() if day}
    return {"unit_id": post.unit_id, "role": post.role} | said | scopes


def _post_from(form: dict[str, str]) -> Post:
    days = {name: date.fromisoformat(form[name]) if name in form else None for name in ("since", "until")}
    scopes = tuple(map(Scope, form.get("scopes", "").split()))
    return Post(UnitId(form["unit_id"]), Role(form["role"]), **days, scopes=scopes)


def _staff_from(item: StaffItem) -> Staff:
    posts = tuple(_post_from(form) for form in item.posts)
    ended = {mark: from_iso_utc(text) for mark, text in (item.ended or {}).items()}
    not_before = from_iso_utc(item.not_before) if item.not_before else None
    staff_id = StaffId(item.pk.removeprefix("STAFF#"))
    return Staff(staff_id, item.full_name, posts, int(item.version), not_before, ended)


def _staff_item(staff: Staff) -> StaffItem:
    return StaffItem(
        _staff_key(staff.staff_id),
        META,
        full_name=staff.full_name,
        posts=[_post_form(post) for post in staff.posts],
        version=staff.version,
    )


def _post_item(staff: Staff, post: Post) -> PostItem:
    key = _staff_key(staff.staff_id)
    return PostItem(key, f"POST#{post.unit_id}", gsi1pk=unit_key(post.unit_id), gsi1sk=staff.staff_id)


def _made_by(staff: Staff, at: datetime, by: str) -> StaffVersionItem:
    return StaffVersionItem(
        _staff_key(staff.staff_id),
        f"VERSION#{staff.version:06d}",
        full_name=staff.full_name,
        posts=[_post_form(post) for post in staff.posts],
        made_at=iso_utc(at),
        made_by=by,
    )


class Directory(Units):
    """Looks up people and units. `seal` and `open_` guard the telephone numbers."""

    def __init__(self, seal: Seal, open_: Open) -> None:
        self._seal = seal
        self._open = open_

    def staff_of(self, unit_id: UnitId) -> tuple[Staff, ...]:
        """List who has or had a post at a unit, in the order of ids (AP-45)."""
        with translated():
            keys = [item.pk for item in PostItem.of_unit.query(unit_key(unit_id))]
            items = fetched(StaffItem, keys, META)
        return tuple(map(_staff_from, items))

    def staff(self, staff_id: StaffId) -> Staff | None:
        """Read a member of staff (AP-02)."""
        with translated():
            try:
                item = StaffItem.get(_staff_key(staff_id), META)
            except StaffItem.DoesNotExist:
                return None
        return _staff_from(item)

    def add_staff(self, staff: Staff, at: datetime, by: str, receipt: Receipt | None = None) -> None:
        """Write a new member of staff, with who made the account. Raises ConflictError when the id is taken."""
        with transaction() as writes:
            writes.save(_staff_item(staff), condition=StaffItem.pk.does_not_exist())
            for post in staff.posts:
                writes.save(_post_item(staff, post))
            writes.save(_made_by(staff, at, by), condition=StaffVersionItem.pk.does_not_exist())
            if receipt is not None:
                receipts.keep(receipt, staff, writes)

    def change_staff(self, staff: Staff, before: Staff, at: datetime, by: str) -> None:
        """Write the next version of a member of staff, with who made it. A post is never taken away: it ends.

        Raises StaleVersionError when the one before is not the current one.
        """
        with transaction(StaleVersionError) as writes:
            # Single attributes: which sessions were ended is written by others, at any time.
            said = _staff_item(staff)
            writes.update(
                StaffItem(said.pk, META),
                [getattr(StaffItem, name).set(getattr(said, name)) for name in ("full_name", "posts", "version")],
                condition=StaffItem.version == before.version,
            )
            for post in staff.posts:
                writes.save(_post_item(staff, post))
            writes.save(_made_by(staff, at, by), condition=StaffVersionItem.pk.does_not_exist())

    def end_sessions(self, staff_id: StaffId, at: datetime) -> None:
        """Let no session of a member of staff go on that began before.

        Raises ConflictError when there is nobody of that id.
        """
        with translated():
            StaffItem(_staff_key(staff_id), META).update(
                actions=[StaffItem.not_before.set(iso_utc(at)), StaffItem.ended.remove()],
                condition=StaffItem.pk.exists(),
            )

    def end_session(self, staff_id: StaffId, marks: Iterable[str], at: datetime) -> None:
        """Let one session of a member of staff go on no more, known by its marks.

        Raises ConflictError when another session was ended in the same instant, or there is nobody of that id.
        """
        with translated():
            try:
                item = StaffItem.get(_staff_key(staff_id), META, consistent_read=True)
            except StaffItem.DoesNotExist as error:
                raise ConflictError from error
            ended = with_ended(_staff_from(item).ended, marks, at)
            item.update(
                actions=[StaffItem.ended.set({mark: iso_utc(until) for mark, until in ended.items()})],
                condition=StaffItem.ended == item.ended if item.ended else StaffItem.ended.does_not_exist(),
            )

    def save_staff(self, staff: Staff) -> None:
        """Write a member of staff, replacing what was there."""
        with transaction() as writes:
            writes.save(_staff_item(staff))
            for post in staff.posts:
                writes.save(_post_item(staff, post))

    def account(self, account_id: AccountId) -> Account | None:
        """Read a family member's account (AP-03)."""
        with translated():
            try:
                item = AccountItem.get(_account_key(account_id), META)
            except AccountItem.DoesNotExist:
                return None
        return self._account(item)

    def _account(self, item: AccountItem) -> Account:
        return Account(
            account_id=AccountId(item.pk.removeprefix("ACCOUNT#")),
            phone=self._open(item.phone, item.pk) if item.phone else PhoneE164(""),
            created_at=from_iso_utc(item.created_at),
            preferences=preferences_from(item.preferences),
            preferences_version=int(item.preferences_version),
            number_gone=bool(item.number_gone),
            consents=consents_from(item.consents or {}),
            consents_version=int(item.consents_version or 0),
        )

    def accounts_of(self, account_ids: Sequence[AccountId]) -> dict[AccountId, Account]:
        """Read several accounts as they are now, a hundred in a request (AP-66).

        Who is gone is left out, and who has no number any more.
        """
        with translated():
            keys = [_account_key(one) for one in account_ids]
            found = fetched(AccountItem, keys, META, consistent=True)
        accounts = map(self._account, found)
        return {account.account_id: account for account in accounts if not account.number_gone}

    def account_of_phone(self, index: PhoneIndex) -> AccountId | None:
        """Find the account that a number signs in to (AP-04)."""
        return owner_of(PhoneItem, PHONES, index)[1]

    def add_account(self, account: Account, index: PhoneIndex) -> None:
        """Make an account for a number. Raises ConflictError when the number has one."""
        with transaction() as writes:
            writes.save(self.account_item(account), condition=AccountItem.pk.does_not_exist())
            take(PhoneItem, PHONES, index, account.account_id, writes)

    def account_item(self, account: Account) -> AccountItem:
        """Write an account as its item."""
        key = _account_key(account.account_id)
        return AccountItem(
            key,
            META,
            phone=self._seal(account.phone, key),
            preferences=preferences_form(account.preferences),
            preferences_version=account.preferences_version,
            created_at=iso_utc(account.created_at),
        )

    def set_preferences(self, account_id: AccountId, preferences: Preferences, based_on: int) -> None:
        """Change how an account wants to be told. Raises StaleVersionError when it changed since `based_on`."""
        with translated(StaleVersionError):
            AccountItem(_account_key(account_id), META).update(
                actions=[
                    AccountItem.preferences.set(preferences_form(preferences)),
                    AccountItem.preferences_version.set(based_on + 1),
                ],
                condition=AccountItem.preferences_version == based_on,
            )
