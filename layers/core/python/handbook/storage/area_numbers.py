"""Counting in the indexes of communes: keys only, and no item of anybody is read."""

from datetime import date

from handbook.domain.area_numbers import AreaCounts, banded
from handbook.domain.ids import CommuneCode
from handbook.storage.defaulters import DefaulterItem
from handbook.storage.life_form import RESTRICTED, pregnant_key, residents_key
from handbook.storage.record_items import SummaryItem
from handbook.storage.tables import translated

_BEHIND_ALL_IDS = "#~"
_A_DAY = 10
"""Signs of a day in ISO 8601, with which the sort keys of residents begin."""


class AreaNumbers:
    """Counts of one commune."""

    def of_commune(self, commune_code: CommuneCode, oldest: date, today: date) -> AreaCounts:
        """Count children born since `oldest`, pregnant women, and who has defaulted by today (AP-194).

        Children and pregnant women whose handbooks are restricted are left out.
        """
        born = SummaryItem.gsi2sk.between(oldest.isoformat(), f"{today.isoformat()}{_BEHIND_ALL_IDS}")
        late = DefaulterItem.gsi1sk <= f"{today.isoformat()}{_BEHIND_ALL_IDS}"
        with translated():
            births = [
                date.fromisoformat(str(item.gsi2sk)[:_A_DAY])
                for item in SummaryItem.area.query(residents_key(commune_code), born)
                if not str(item.gsi2sk).endswith(RESTRICTED)
            ]
            return AreaCounts(
                banded(births, today),
                sum(
                    not str(item.gsi2sk).endswith(RESTRICTED)
                    for item in SummaryItem.area.query(pregnant_key(commune_code))
                ),
                DefaulterItem.by_commune.count(f"defaulters#{commune_code}", late),
            )
