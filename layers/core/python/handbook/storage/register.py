"""The register of a commune: its children by birth date and its pregnant women by due date."""

from datetime import date

from handbook.domain.handbook import Handbook
from handbook.domain.ids import CommuneCode
from handbook.domain.paging import Page, Position
from handbook.storage.life_form import merged_key, pregnant_key, residents_key
from handbook.storage.pages import fetched, page_of, start_key
from handbook.storage.record_items import SUMMARY, SummaryItem, handbooks_of
from handbook.storage.tables import translated

_KEYS = frozenset({"pk", "sk", "gsi2pk", "gsi2sk"})
_BEHIND_ALL_IDS = "#~"
_FIRST, _LAST = date(1900, 1, 1), date(9999, 12, 31)


class Register:
    """Handbooks by where people live. Every reading is a range of one index partition, then one batch of summaries."""

    def children(
        self,
        commune_code: CommuneCode,
        born_from: date | None,
        born_to: date | None,
        limit: int,
        position: Position | None = None,
    ) -> Page[Handbook]:
        """List children born in a span, youngest first (AP-92)."""
        partition = residents_key(commune_code)
        return self._page(partition, born_from, born_to, limit, position, youngest_first=True)

    def pregnancies(
        self,
        commune_code: CommuneCode,
        due_from: date | None,
        due_to: date | None,
        limit: int,
        position: Position | None = None,
    ) -> Page[Handbook]:
        """List pregnant women who are due in a span, the first due first (AP-93)."""
        partition = pregnant_key(commune_code)
        return self._page(partition, due_from, due_to, limit, position, youngest_first=False)

    def born(self, commune_code: CommuneCode, born_from: date, born_to: date, limit: int) -> tuple[Handbook, ...]:
        """Give up to `limit` handbooks of children born in a span, those merged into another among them (AP-94)."""
        return tuple(
            handbook
            for partition in (residents_key(commune_code), merged_key(commune_code))
            for handbook in self._page(partition, born_from, born_to, limit, None, youngest_first=True).items
        )

    @staticmethod
    def _page(
        partition: str,
        first: date | None,
        last: date | None,
        limit: int,
        position: Position | None,
        *,
        youngest_first: bool,
    ) -> Page[Handbook]:
        start = start_key(position, _KEYS, partition, "gsi2pk")
        span = SummaryItem.gsi2sk.between(
            (first or _FIRST).isoformat(), f"{(last or _LAST).isoformat()}{_BEHIND_ALL_IDS}"
        )
        with translated():
            found = SummaryItem.area.query(
                partition, span, limit=limit, scan_index_forward=not youngest_first, last_evaluated_key=start
            )
            page = page_of(found, lambda item: item.pk)
            items = fetched(SummaryItem, page.items, SUMMARY)
        return Page(tuple(handbooks_of(items)), page.next)
