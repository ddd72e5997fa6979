"""What changed in a handbook, by the index of its sequence."""

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.domain.changes import Change, Changes, Touched
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.storage.entry_items import kept_of, word_of
from handbook.storage.entry_kinds import BY_WORD
from handbook.storage.record_items import EntryItem, partition_of
from handbook.storage.tables import translated


@dataclass(frozen=True, slots=True)
class _Key:
    sort_key: str
    seq: int


class ChangeRecords:
    """Reads in proportion to what changed: keys of the index, then the items behind them."""

    def changes(self, handbook: Handbook, since: int, limit: int) -> Changes:
        """Give up to `limit` changes after version `since` of a handbook as it was just read (AP-49).

        A transaction with more changes than `limit` comes whole all the same. What is written meanwhile comes with
        the next asking, and nothing is passed over: where the newest transaction is not seen whole, `upto` stays
        before it. What is given may be newer than `upto`; then it comes once more.
        """
        version = handbook.version or 0
        if since >= version:
            return Changes((), version, more=False)
        found, more = _keys(handbook.handbook_id, since, version, limit)
        upto = found[-1].seq if more else version
        seen = sum(one.seq == version for one in found)
        if not more and seen < handbook.written:
            upto = version - 1
        return Changes(_read(handbook.handbook_id, found), upto, more)


def _keys(handbook_id: HandbookId, since: int, upto: int, limit: int) -> tuple[list[_Key], bool]:
    found = _between(handbook_id, since + 1, upto, limit + 1)
    if len(found) <= limit:
        return found, False
    last = found[-1].seq
    whole = [one for one in found if one.seq < last]
    if whole:
        return whole, True
    # One transaction that is larger than the page.
    return _between(handbook_id, last, last, None), last < upto


def _between(handbook_id: HandbookId, first: int, last: int, limit: int | None) -> list[_Key]:
    with translated():
        found = EntryItem.changes.query(
            partition_of(handbook_id), EntryItem.seq.between(first, last), consistent_read=True, limit=limit
        )
        return [_Key(item.sk, int(item.seq)) for item in found]


def _read(handbook_id: HandbookId, keys: Sequence[_Key]) -> tuple[Change, ...]:
    partition = partition_of(handbook_id)
    wanted = [(partition, one.sort_key) for one in keys if word_of(one.sort_key) in BY_WORD]
    with translated():
        items = {item.sk: item for item in EntryItem.batch_get(wanted, consistent_read=True)}
    # An entry that moved to another day in this moment is not under its old key any more: its change comes later.
    return tuple(
        kept_of(items[one.sort_key]) if one.sort_key in items else _touched(one)
        for one in keys
        if one.sort_key in items or word_of(one.sort_key) not in BY_WORD
    )


def _touched(key: _Key) -> Touched:
    return Touched(word_of(key.sort_key).lower(), key.sort_key.rpartition("#")[2], key.seq)
