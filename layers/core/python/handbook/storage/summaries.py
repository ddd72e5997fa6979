"""One summary, and where the entries of its handbook lie."""

from collections.abc import Sequence

from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.storage.record_items import SUMMARY, SummaryItem, handbook_of, partition_of
from handbook.storage.tables import translated


class Summaries:
    """Reads summaries, and remembers of the newest one where its handbook's entries lie.

    Whoever reads entries has just read the summary, so that a merge costs those who know of none no further request.
    """

    def __init__(self) -> None:
        self._newest: tuple[HandbookId, ...] = ()

    def get(self, handbook_id: HandbookId) -> Handbook | None:
        """Read one handbook with all that decisions need (AP-06); strongly consistent."""
        with translated():
            try:
                item = SummaryItem.get(partition_of(handbook_id), SUMMARY, consistent_read=True)
            except SummaryItem.DoesNotExist:
                return None
        if item.facts is None:
            return None  # it is being erased
        handbook = handbook_of(item)
        if handbook.merged_into is None:
            self._newest = handbook.partitions
        return handbook

    def _places(self, handbook_id: HandbookId) -> Sequence[HandbookId]:
        """Give the handbooks in which entries were recorded that are read in one, that one first."""
        places = self._newest
        if handbook_id not in places:
            handbook = self.get(handbook_id)
            if handbook is not None and handbook.merged_into is not None:
                self.get(handbook.merged_into)
            places = self._newest
        return places if handbook_id in places else (handbook_id,)

    def _places_from(self, handbook_id: HandbookId) -> Sequence[HandbookId]:
        """Give the same, that which was asked for first: one id may be used in two handbooks that were merged since."""
        return sorted(self._places(handbook_id), key=lambda place: place != handbook_id)
