"""Seals of the access log: one chain for each partition of it, only ever added to."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from handbook.domain.audit_chain import Seal, entry_digest
from handbook.domain.audit_verify import Logged, Sealed
from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.errors import ConflictError
from handbook.domain.ids import AccountId
from handbook.storage.audit import AuditItem
from handbook.storage.tables import Item, table_name, transaction, translated

SHARDS = 16
"""Parts that the seals of a day are spread over, so that no single partition of the index takes all writes."""
_LAST = "SEAL#~"


class DayIndex(GlobalSecondaryIndex["SealItem"]):
    """Seals of one UTC day, by part."""

    class Meta:
        index_name = "gsi1"
        projection = IncludeProjection(["digest"])

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class SealItem(Item):
    """One link of a chain."""

    class Meta:
        table_name = table_name("AUDIT_TABLE")

    gsi1pk = UnicodeAttribute()
    gsi1sk = UnicodeAttribute()
    n = NumberAttribute()
    key = UnicodeAttribute()
    entry = UnicodeAttribute()
    before = UnicodeAttribute()
    digest = UnicodeAttribute()
    sealed_at = UnicodeAttribute()
    by_day = DayIndex()


class MarkItem(Item):
    """That an entry is sealed, or that somebody was told of one: what is written once stays so."""

    class Meta:
        table_name = table_name("AUDIT_TABLE")

    at = UnicodeAttribute()


class Seals:
    """Chains of seals. Everything is put where nothing was: no seal is ever replaced."""

    def head(self, chain: str) -> Seal | None:
        """Read the last seal of a chain."""
        with translated():
            newest = SealItem.query(
                place_of(chain),
                SealItem.sk.between("SEAL#", _LAST),
                consistent_read=True,
                scan_index_forward=False,
                limit=1,
            )
            return next((_sealed(item).seal for item in newest), None)

    def sealed_among(self, chain: str, keys: Sequence[str]) -> set[str]:
        """Say which entries of a chain are sealed already."""
        places = [(place_of(chain), f"OF#{key}") for key in keys]
        with translated():
            return {item.sk.removeprefix("OF#") for item in MarkItem.batch_get(places, consistent_read=True)}

    def add(self, chain: str, seals: Sequence[Seal], at: datetime) -> None:
        """Put seals at the end of a chain. Raises: ConflictError when another worker was there first."""
        with transaction() as writes:
            for seal in seals:
                writes.save(_item(chain, seal, at), condition=SealItem.pk.does_not_exist())
                mark = MarkItem(place_of(chain), f"OF#{seal.key}", at=iso_utc(at))
                writes.save(mark, condition=MarkItem.pk.does_not_exist())

    def was_told(self, chain: str, key: str, account_id: AccountId) -> bool:
        """Say whether an account was told of an entry."""
        with translated():
            found = MarkItem.batch_get([(place_of(chain), _told(key, account_id))], consistent_read=True)
            return any(True for _ in found)

    def note_told(self, chain: str, key: str, account_id: AccountId, at: datetime) -> None:
        """Keep that an account was told of an entry."""
        with suppress(ConflictError), translated():
            mark = MarkItem(place_of(chain), _told(key, account_id), at=iso_utc(at))
            mark.save(condition=MarkItem.pk.does_not_exist())

    def chain(self, chain: str) -> list[Sealed]:
        """Read a whole chain, in its order."""
        with translated():
            found = SealItem.query(place_of(chain), SealItem.sk.between("SEAL#", _LAST), consistent_read=True)
            return [_sealed(item) for item in found]

    def logged(self, chain: str) -> list[Logged]:
        """Read every entry of a partition of the access log, as a seal looks at it."""
        with translated():
            return [_logged(image) for image in _images(chain)]

    def of_day(self, day: date) -> Iterator[tuple[str, str]]:
        """Read the seals of a UTC day: chain with place, and digest."""
        with translated():
            for shard in range(SHARDS):
                for item in SealItem.by_day.query(f"SEALED#{day.isoformat()}#{shard:x}"):
                    yield item.gsi1sk, item.digest


def place_of(chain: str) -> str:
    """Give the partition that holds the seals of another."""
    return f"SEALS#{chain}"


def _item(chain: str, seal: Seal, at: datetime) -> SealItem:
    shard = int(seal.digest[:8], 16) % SHARDS
    return SealItem(
        place_of(chain),
        f"SEAL#{seal.n:010}",
        gsi1pk=f"SEALED#{iso_utc(at)[:10]}#{shard:x}",
        gsi1sk=f"{chain}#{seal.n:010}",
        n=seal.n,
        key=seal.key,
        entry=seal.entry,
        before=seal.before,
        digest=seal.digest,
        sealed_at=iso_utc(at),
    )


def _sealed(item: SealItem) -> Sealed:
    seal = Seal(int(item.n), item.key, item.entry, item.before)
    return Sealed(seal, item.digest, from_iso_utc(item.sealed_at))


def _told(key: str, account_id: AccountId) -> str:
    return f"TOLD#{key}#{account_id}"


def _images(chain: str) -> Iterator[Mapping[str, Any]]:
    # As they are kept, with attributes that no model knows: a change by another hand must show.
    start: Any = None
    while True:
        page = AuditItem._get_connection().query(chain, consistent_read=True, exclusive_start_key=start)
        yield from page["Items"]
        start = page.get("LastEvaluatedKey")
        if not start:
            return


def _logged(image: Mapping[str, Any]) -> Logged:
    def text(name: str) -> str | None:
        found: str | None = image.get(name, {}).get("S")
        return found

    key = image["sk"]["S"]
    dropped = image.get("dropped_to", {}).get("N")
    return Logged(
        key=key,
        at=from_iso_utc(key.partition("#")[0]),
        digest=entry_digest(image),
        address=text("address"),
        address_salt=text("address_salt"),
        address_digest=text("address_digest"),
        dropped_to=int(dropped) if dropped else None,
        dropped_digest=text("dropped_digest"),
    )
