"""How often somebody did something in a window of time."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from pynamodb.attributes import NumberAttribute

from handbook.domain.errors import ConflictError
from handbook.domain.sign_in import Limit
from handbook.storage.tables import Item, table_name, translated


class CounterItem(Item):
    """How often something happened in one window."""

    class Meta:
        table_name = table_name("TRANSIENT_TABLE")

    seen = NumberAttribute()
    expires_at = NumberAttribute()


class Counters:
    """Counts that hold under races: each is one conditional write."""

    def count(self, subjects: Sequence[tuple[str, Limit]], now: datetime) -> Limit | None:
        """Count one request against each subject's window; give the first limit that it goes over."""
        for place, (subject, limit) in enumerate(subjects):
            item = _counter(subject, limit, now)
            forgotten_at = int((now + 2 * limit.window).timestamp())
            room = CounterItem.pk.does_not_exist() | (CounterItem.seen < limit.most)
            try:
                with translated():
                    item.update(
                        actions=[CounterItem.seen.add(1), CounterItem.expires_at.set(forgotten_at)],
                        condition=room,
                    )
            except ConflictError:
                self.uncount(subjects[:place], now)
                return limit
        return None

    def tally(self, subject: str, limit: Limit, now: datetime) -> int:
        """Count one more in a subject's window, also over its limit, and give how many there were."""
        item = _counter(subject, limit, now)
        forgotten_at = int((now + 2 * limit.window).timestamp())
        with translated():
            item.update(actions=[CounterItem.seen.add(1), CounterItem.expires_at.set(forgotten_at)])
        return int(item.seen)

    def uncount(self, subjects: Sequence[tuple[str, Limit]], now: datetime) -> None:
        """Take one request off each subject's window again: it was not served."""
        for subject, limit in subjects:
            with suppress(ConflictError), translated():
                _counter(subject, limit, now).update(actions=[CounterItem.seen.add(-1)], condition=CounterItem.seen > 0)


def _counter(subject: str, limit: Limit, now: datetime) -> CounterItem:
    seconds = int(limit.window.total_seconds())
    return CounterItem(f"COUNT#{subject}#{int(now.timestamp()) // seconds * seconds}", "COUNT")
