"""What changed in a handbook, by the index of its sequence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handbook.domain.changes import Change, Changes, Touched
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.storage.entry_items import kept_of, word_of
from handbook.storage.entry_kinds import WORDS
from handbook.storage.record_items import ASIDE, EntryItem, handbook_id_of, partition_of
from handbook.storage.tables import translated


@dataclass(frozen=True, slots=True)
class _Key:
    handbook_id: HandbookId
    sort_key: str
    seq: int


class ChangeRecords:
    """Reads in proportion to what changed: keys of the index, then the items behind them.

    From the beginning nearly everything did, and the handbook is read as one.
    """

    def changes(self, handbook: Handbook, since: int, limit: int) -> Changes:
        """Give up to `limit` changes after version `since` of a handbook as it was just read (AP-49).

        A transaction with more changes than `limit` comes whole all the same. What is written meanwhile comes with
        the next asking, and nothing is passed over: where the newest transaction is not seen whole, `upto` stays
        before it. What is given may be newer than `upto`; then it comes once more.
        """
        version = handbook.version or 0
        if since >= version:
            return Changes((), version, more=False)
        found, more = _keys(handbook, since, version, limit)
        upto = found[-1].seq if more else version
        seen = sum(one.seq == version for one in found)
        if not more and seen < handbook.written:
            upto = version - 1
        return Changes(_read(found, anew=since == 0), upto, more)


def _keys(handbook: Handbook, since: int, upto: int, limit: int) -> tuple[list[_Key], bool]:
    found = _between(handbook, since, upto, limit + 1)
    if len(found) <= limit:
        return found, False
    last = found[limit].seq
    whole = [one for one in found[: limit + 1] if one.seq < last]
    if whole:
        return whole, True
    # One transaction that is larger than the page.
    return [one for one in _between(handbook, last - 1, last, None) if one.seq == last], last < upto


def _between(handbook: Handbook, since: int, last: int, limit: int | None) -> list[_Key]:
    found = _of_place(handbook.handbook_id, since + 1, last, limit)
    for merge in handbook.merged_from:
        # All that was recorded there before came here with the merge, and is of its transaction.
        first = 1 if since < merge.seq <= last else since + 1
        some = _of_place(merge.handbook_id, first, last, None if first == 1 else limit)
        found += [_Key(one.handbook_id, one.sort_key, max(one.seq, merge.seq)) for one in some]
    return sorted(found, key=lambda one: one.seq) if handbook.merged_from else found


def _of_place(handbook_id: HandbookId, first: int, last: int, limit: int | None) -> list[_Key]:
    with translated():
        found = EntryItem.changes.query(
            partition_of(handbook_id), EntryItem.seq.between(first, last), consistent_read=True, limit=limit
        )
        return [_Key(handbook_id, item.sk, int(item.seq)) for item in found]


def _read(keys: Sequence[_Key], *, anew: bool) -> tuple[Change, ...]:
    wanted = [(partition_of(one.handbook_id), one.sort_key) for one in keys if word_of(one.sort_key) in WORDS]
    with translated():
        behind = _of_handbooks(wanted) if anew else EntryItem.batch_get(wanted, consistent_read=True)
        items = {(handbook_id_of(item), item.sk): item for item in behind}
    # An entry that moved to another day in this moment is not under its old key any more: its change comes later.
    found = ((one, items.get((one.handbook_id, one.sort_key))) for one in keys)
    return tuple(
        kept_of(item) if item is not None else _touched(key)
        for key, item in found
        if item is not None or word_of(key.sort_key) not in WORDS
    )


def _of_handbooks(wanted: Sequence[tuple[str, str]]) -> Iterable[EntryItem]:
    """Read whole handbooks for what is wanted of them: a tenth of what as many single readings cost."""
    names = set(wanted)
    for partition in dict.fromkeys(place for place, _ in wanted):
        found = EntryItem.query(partition, EntryItem.sk < ASIDE, consistent_read=True)
        yield from (item for item in found if (item.pk, item.sk) in names)


def _touched(key: _Key) -> Touched:
    return Touched(word_of(key.sort_key).lower(), key.sort_key.rpartition("#")[2], key.seq)
