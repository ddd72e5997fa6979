"""Units, staff and families' accounts."""

from collections.abc import Callable

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.access import Role
from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.directory import Account, Staff, Unit, UnitKind
from handbook.domain.errors import StaleVersionError
from handbook.domain.ids import AccountId, CommuneCode, PhoneE164, PhoneIndex, ProvinceCode, StaffId, UnitId
from handbook.domain.paging import Page, Position
from handbook.domain.preferences import Preferences
from handbook.storage.pages import fetched, page_of, start_key
from handbook.storage.preference_form import preferences_form, preferences_from
from handbook.storage.tables import Item, table_name, transaction, translated

_META = "META"

type Seal = Callable[[PhoneE164, str], str]
"""Encrypts a number for one place; the second argument names the place and must be the same when it is opened."""
type Open = Callable[[str, str], PhoneE164]


class DirectoryItem(Item):
    """Base of what the directory table holds."""

    class Meta:
        table_name = table_name("DIRECTORY_TABLE")


class PlaceIndex(GlobalSecondaryIndex["UnitItem"]):
    """Units of a kind, and the staff of a unit, by their ids."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class StaffIndex(GlobalSecondaryIndex["StaffItem"]):
    """The same index, read as members of staff."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class UnitItem(DirectoryItem):
    """A unit."""

    gsi1pk = UnicodeAttribute()
    gsi1sk = UnicodeAttribute()
    of_kind = PlaceIndex()
    kind = UnicodeAttribute()
    name = UnicodeAttribute()
    parent_id = UnicodeAttribute(null=True)
    province_code = UnicodeAttribute(null=True)
    communes = JSONAttribute(null=True)


class StaffItem(DirectoryItem):
    """A member of staff at a post."""

    gsi1pk = UnicodeAttribute()
    gsi1sk = UnicodeAttribute()
    of_unit = StaffIndex()
    full_name = UnicodeAttribute()
    role = UnicodeAttribute()
    unit_id = UnicodeAttribute()


class AccountItem(DirectoryItem):
    """A family member. The number is sealed; it is found through its blind index."""

    phone = UnicodeAttribute()
    preferences = JSONAttribute()
    preferences_version = NumberAttribute()
    created_at = UnicodeAttribute()


class PhoneItem(DirectoryItem):
    """Blind index: which account a number signs in to."""

    account_id = UnicodeAttribute()


def _unit_key(unit_id: str) -> str:
    return f"UNIT#{unit_id}"


def _staff_key(staff_id: str) -> str:
    return f"STAFF#{staff_id}"


def _account_key(account_id: str) -> str:
    return f"ACCOUNT#{account_id}"


def _unit_from(item: UnitItem) -> Unit:
    return Unit(
        unit_id=UnitId(item.pk.removeprefix("UNIT#")),
        kind=UnitKind(item.kind),
        name=item.name,
        parent_id=UnitId(item.parent_id) if item.parent_id else None,
        province_code=ProvinceCode(item.province_code) if item.province_code else None,
        communes=tuple(CommuneCode(code) for code in item.communes or ()),
    )


def _staff_from(item: StaffItem) -> Staff:
    return Staff(StaffId(item.pk.removeprefix("STAFF#")), item.full_name, Role(item.role), UnitId(item.unit_id))


class Directory:
    """Looks up people and units. `seal` and `open_` guard the telephone numbers."""

    def __init__(self, seal: Seal, open_: Open) -> None:
        self._seal = seal
        self._open = open_

    def unit(self, unit_id: UnitId) -> Unit | None:
        """Read a unit (AP-01)."""
        with translated():
            try:
                item = UnitItem.get(_unit_key(unit_id), _META)
            except UnitItem.DoesNotExist:
                return None
        return _unit_from(item)

    def units_of_kind(self, kind: UnitKind, limit: int, position: Position | None = None) -> Page[Unit]:
        """List the units of a kind in the order of ids (AP-44)."""
        partition = f"KIND#{kind}"
        start = start_key(position, frozenset({"pk", "sk", "gsi1pk", "gsi1sk"}), partition, "gsi1pk")
        with translated():
            found = UnitItem.of_kind.query(partition, limit=limit, last_evaluated_key=start)
            page = page_of(found, lambda item: item.pk)
            items = fetched(UnitItem, page.items, _META)
        return Page(tuple(map(_unit_from, items)), page.next)

    def staff_of(self, unit_id: UnitId) -> tuple[Staff, ...]:
        """List who works at a unit, in the order of ids (AP-45)."""
        with translated():
            keys = [item.pk for item in StaffItem.of_unit.query(_unit_key(unit_id))]
            items = fetched(StaffItem, keys, _META)
        return tuple(map(_staff_from, items))

    def save_unit(self, unit: Unit) -> None:
        """Write a unit, replacing what was there."""
        with translated():
            UnitItem(
                _unit_key(unit.unit_id),
                _META,
                kind=unit.kind,
                gsi1pk=f"KIND#{unit.kind}",
                gsi1sk=unit.unit_id,
                name=unit.name,
                parent_id=unit.parent_id,
                province_code=unit.province_code,
                communes=list(unit.communes) or None,
            ).save()

    def staff(self, staff_id: StaffId) -> Staff | None:
        """Read a member of staff (AP-02)."""
        with translated():
            try:
                item = StaffItem.get(_staff_key(staff_id), _META)
            except StaffItem.DoesNotExist:
                return None
        return _staff_from(item)

    def save_staff(self, staff: Staff) -> None:
        """Write a member of staff, replacing what was there."""
        with translated():
            StaffItem(
                _staff_key(staff.staff_id),
                _META,
                gsi1pk=_unit_key(staff.unit_id),
                gsi1sk=staff.staff_id,
                full_name=staff.full_name,
                role=staff.role,
                unit_id=staff.unit_id,
            ).save()

    def account(self, account_id: AccountId) -> Account | None:
        """Read a family member's account (AP-03)."""
        with translated():
            try:
                item = AccountItem.get(_account_key(account_id), _META)
            except AccountItem.DoesNotExist:
                return None
        return Account(
            account_id=account_id,
            phone=self._open(item.phone, item.pk),
            created_at=from_iso_utc(item.created_at),
            preferences=preferences_from(item.preferences),
            preferences_version=int(item.preferences_version),
        )

    def account_of_phone(self, index: PhoneIndex) -> AccountId | None:
        """Find the account that a number signs in to (AP-04)."""
        with translated():
            try:
                item = PhoneItem.get(f"PHONE#{index}", _META, consistent_read=True)
            except PhoneItem.DoesNotExist:
                return None
        return AccountId(item.account_id)

    def add_account(self, account: Account, index: PhoneIndex) -> None:
        """Make an account for a number. Raises ConflictError when the number has one."""
        key = _account_key(account.account_id)
        item = AccountItem(
            key,
            _META,
            phone=self._seal(account.phone, key),
            preferences=preferences_form(account.preferences),
            preferences_version=account.preferences_version,
            created_at=iso_utc(account.created_at),
        )
        with transaction() as writes:
            writes.save(item, condition=AccountItem.pk.does_not_exist())
            writes.save(
                PhoneItem(f"PHONE#{index}", _META, account_id=account.account_id),
                condition=PhoneItem.pk.does_not_exist(),
            )

    def set_preferences(self, account_id: AccountId, preferences: Preferences, based_on: int) -> None:
        """Change how an account wants to be told. Raises StaleVersionError when it changed since `based_on`."""
        with translated(StaleVersionError):
            AccountItem(_account_key(account_id), _META).update(
                actions=[
                    AccountItem.preferences.set(preferences_form(preferences)),
                    AccountItem.preferences_version.set(based_on + 1),
                ],
                condition=AccountItem.preferences_version == based_on,
            )
