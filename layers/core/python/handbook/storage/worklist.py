"""What a unit has to see to: an item in the handbook's partition, listed by the commune while it is open."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from handbook.domain.calendar import iso_utc
from handbook.domain.ids import AccountId, CommuneCode, HandbookId
from handbook.storage.reminders import RemindersTableItem, partition_of
from handbook.storage.tables import translated


class WorkItem(RemindersTableItem):
    """One thing to see to. The index lists those of a commune, the oldest first."""

    kind = UnicodeAttribute()
    since = UnicodeAttribute()
    account_id = UnicodeAttribute(null=True)
    gsi1pk = UnicodeAttribute(null=True)
    gsi1sk = UnicodeAttribute(null=True)


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
                f"WORK#dead_number#{account_id}",
                kind="dead_number",
                since=since,
                account_id=account_id,
                gsi1pk=f"work#{commune_code}",
                gsi1sk=f"{since}#{handbook_id}",
            ).save()
