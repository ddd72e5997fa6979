"""Units, how they were before each change, and the two lists of them: by kind, and below a unit."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.calendar import from_iso_day, from_iso_utc, iso_day, iso_utc
from handbook.domain.directory import Unit, UnitContact, UnitKind, UnitVersion
from handbook.domain.errors import StaleVersionError
from handbook.domain.ids import CommuneCode, ProvinceCode, UnitId
from handbook.domain.paging import Page, Position
from handbook.storage.pages import fetched, page_of, start_key
from handbook.storage.tables import Item, table_name, transaction, translated

META = "META"
_VERSION = "VERSION#"


class DirectoryItem(Item):
    """Base of what the directory table holds."""

    class Meta:
        table_name = table_name("DIRECTORY_TABLE")


class PlaceIndex(GlobalSecondaryIndex["UnitItem"]):
    """Units of a kind, by their ids."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class BelowIndex(GlobalSecondaryIndex["UnitItem"]):
    """What stands below a unit, by ids."""

    class Meta:
        index_name = "gsi2"
        projection = KeysOnlyProjection()

    gsi2pk = UnicodeAttribute(hash_key=True)
    gsi2sk = UnicodeAttribute(range_key=True)


class UnitItem(DirectoryItem):
    """A unit."""

    gsi1pk = UnicodeAttribute()
    gsi1sk = UnicodeAttribute()
    gsi2pk = UnicodeAttribute(null=True)
    gsi2sk = UnicodeAttribute(null=True)
    of_kind = PlaceIndex()
    below = BelowIndex()
    kind = UnicodeAttribute()
    name = UnicodeAttribute()
    parent_id = UnicodeAttribute(null=True)
    province_code = UnicodeAttribute(null=True)
    communes = JSONAttribute(null=True)
    official_code = UnicodeAttribute(null=True)
    valid_from = UnicodeAttribute(null=True)
    valid_until = UnicodeAttribute(null=True)
    successor_id = UnicodeAttribute(null=True)
    contact = JSONAttribute(null=True)
    took_over = JSONAttribute(null=True)
    version = NumberAttribute(default=1)


class UnitVersionItem(DirectoryItem):
    """A unit as it was before a change."""

    unit = JSONAttribute()
    replaced_at = UnicodeAttribute()
    replaced_by = UnicodeAttribute()


def unit_key(unit_id: str) -> str:
    """Give the partition of a unit; the staff of a unit are indexed under the same text."""
    return f"UNIT#{unit_id}"


def _form(unit: Unit) -> dict[str, Any]:
    return {
        "kind": unit.kind.value,
        "name": unit.name,
        "parent_id": unit.parent_id,
        "province_code": unit.province_code,
        "communes": list(unit.communes) or None,
        "official_code": unit.official_code,
        "valid_from": iso_day(unit.valid_from),
        "valid_until": iso_day(unit.valid_until),
        "successor_id": unit.successor_id,
        "contact": {name: text for name, text in asdict(unit.contact).items() if text} or None,
        "took_over": {unit_id: since.isoformat() for unit_id, since in unit.took_over} or None,
        "version": unit.version,
    }


_FIELDS = tuple(_form(Unit(UnitId(""), UnitKind.MINISTRY, "")))


def _unit_from(unit_id: str, form: dict[str, Any]) -> Unit:
    return Unit(
        unit_id=UnitId(unit_id),
        kind=UnitKind(form["kind"]),
        name=form["name"],
        parent_id=UnitId(form["parent_id"]) if form["parent_id"] else None,
        province_code=ProvinceCode(form["province_code"]) if form["province_code"] else None,
        communes=tuple(CommuneCode(code) for code in form["communes"] or ()),
        official_code=form["official_code"],
        valid_from=from_iso_day(form["valid_from"]),
        valid_until=from_iso_day(form["valid_until"]),
        successor_id=UnitId(form["successor_id"]) if form["successor_id"] else None,
        contact=UnitContact(**(form["contact"] or {})),
        version=int(form["version"]),
        took_over=tuple(
            (UnitId(one), date.fromisoformat(since)) for one, since in (form.get("took_over") or {}).items()
        ),
    )


def _of_item(item: UnitItem) -> Unit:
    form = {name: getattr(item, name) for name in _FIELDS}
    return _unit_from(item.pk.removeprefix("UNIT#"), form)


def _item_of(unit: Unit) -> UnitItem:
    return UnitItem(
        unit_key(unit.unit_id),
        META,
        gsi1pk=f"KIND#{unit.kind}",
        gsi1sk=unit.unit_id,
        gsi2pk=f"BELOW#{unit.parent_id}" if unit.parent_id else None,
        gsi2sk=unit.unit_id if unit.parent_id else None,
        **_form(unit),
    )


class Units:
    """Looks up and changes units."""

    def unit(self, unit_id: UnitId) -> Unit | None:
        """Read a unit (AP-01)."""
        with translated():
            try:
                return _of_item(UnitItem.get(unit_key(unit_id), META))
            except UnitItem.DoesNotExist:
                return None

    def units_of_kind(self, kind: UnitKind, limit: int, position: Position | None = None) -> Page[Unit]:
        """List the units of a kind in the order of ids (AP-44)."""
        partition = f"KIND#{kind}"
        start = start_key(position, frozenset({"pk", "sk", "gsi1pk", "gsi1sk"}), partition, "gsi1pk")
        with translated():
            found = UnitItem.of_kind.query(partition, limit=limit, last_evaluated_key=start)
            page = page_of(found, lambda item: item.pk)
            items = fetched(UnitItem, page.items, META)
        return Page(tuple(map(_of_item, items)), page.next)

    def units_below(self, parent_id: UnitId, limit: int, position: Position | None = None) -> Page[Unit]:
        """List what stands directly below a unit, in the order of ids (AP-80)."""
        partition = f"BELOW#{parent_id}"
        start = start_key(position, frozenset({"pk", "sk", "gsi2pk", "gsi2sk"}), partition, "gsi2pk")
        with translated():
            found = UnitItem.below.query(partition, limit=limit, last_evaluated_key=start)
            page = page_of(found, lambda item: item.pk)
            items = fetched(UnitItem, page.items, META)
        return Page(tuple(map(_of_item, items)), page.next)

    def add_unit(self, unit: Unit) -> None:
        """Write a new unit. Raises ConflictError when there is one under its id."""
        with transaction() as writes:
            writes.save(_item_of(unit), condition=UnitItem.pk.does_not_exist())

    def change_unit(self, unit: Unit, before: Unit, at: datetime, by: str) -> None:
        """Write the next version of a unit and keep the one before.

        Raises StaleVersionError when it changed since it was read.
        """
        old = UnitVersionItem(
            unit_key(unit.unit_id),
            f"{_VERSION}{before.version:06d}",
            unit=_form(before),
            replaced_at=iso_utc(at),
            replaced_by=by,
        )
        with transaction(StaleVersionError) as writes:
            writes.save(_item_of(unit), condition=UnitItem.version == before.version)
            writes.save(old, condition=UnitVersionItem.pk.does_not_exist())

    def unit_history(self, unit_id: UnitId, limit: int, position: Position | None = None) -> Page[UnitVersion]:
        """List how a unit was before each change, newest first (AP-81)."""
        partition = unit_key(unit_id)
        start = start_key(position, frozenset({"pk", "sk"}), partition, "pk", _VERSION)
        with translated():
            found = UnitVersionItem.query(
                partition,
                UnitVersionItem.sk.startswith(_VERSION),
                limit=limit,
                scan_index_forward=False,
                last_evaluated_key=start,
            )
            return page_of(found, _version_from)

    def save_unit(self, unit: Unit) -> None:
        """Write a unit, replacing what was there."""
        with translated():
            _item_of(unit).save()


def _version_from(item: UnitVersionItem) -> UnitVersion:
    unit = _unit_from(item.pk.removeprefix("UNIT#"), item.unit)
    return UnitVersion(unit, from_iso_utc(item.replaced_at), item.replaced_by)
