"""What a unit has to see to: an item in the handbook's partition, listed by the commune while it is open."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.ids import AccountId, CommuneCode, HandbookId
from handbook.domain.paging import Page, Position
from handbook.storage.pages import page_of, start_key
from handbook.storage.reminders import RemindersTableItem, partition_of
from handbook.storage.tables import translated

_DEAD_NUMBER = "WORK#dead_number#"


class WorkIndex(GlobalSecondaryIndex["WorkItem"]):
    """What is open in a commune, the oldest first."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class WorkItem(RemindersTableItem):
    """One thing to see to. The index lists those of a commune, the oldest first."""

    kind = UnicodeAttribute()
    since = UnicodeAttribute()
    account_id = UnicodeAttribute(null=True)
    gsi1pk = UnicodeAttribute(null=True)
    gsi1sk = UnicodeAttribute(null=True)
    by_commune = WorkIndex()


class Worklist:
    """Things that units have to see to."""

    def add_dead_number(
        self, handbook_id: HandbookId, account_id: AccountId, commune_code: CommuneCode, at: datetime
    ) -> None:
        """Tell the unit of a commune that a guardian's number takes no messages; twice is as once."""
        since = iso_utc(at)
        with translated():
            WorkItem(
                partition_of(handbook_id),
                f"{_DEAD_NUMBER}{account_id}",
                kind="dead_number",
                since=since,
                account_id=account_id,
                gsi1pk=f"work#{commune_code}",
                gsi1sk=f"{since}#{handbook_id}",
            ).save()

    def dead_numbers(
        self, commune_code: CommuneCode, limit: int, position: Position | None = None
    ) -> Page[tuple[HandbookId, AccountId, datetime]]:
        """List the dead numbers of a commune, the longest first: handbook, account and since when (AP-75)."""
        partition = f"work#{commune_code}"
        start = start_key(position, frozenset({"pk", "sk", "gsi1pk", "gsi1sk"}), partition, "gsi1pk")
        with translated():
            return page_of(WorkItem.by_commune.query(partition, limit=limit, last_evaluated_key=start), _dead_number)


def _dead_number(item: WorkItem) -> tuple[HandbookId, AccountId, datetime]:
    since = str(item.gsi1sk).partition("#")[0]
    account_id = AccountId(item.sk.removeprefix(_DEAD_NUMBER))
    return HandbookId(item.pk.removeprefix("HANDBOOK#")), account_id, from_iso_utc(since)
