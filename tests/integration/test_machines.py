"""The machines of the use cases on tables: whatever is done in any order, storage keeps what the stand-ins keep."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from handbook.domain.handbook import Handbook
from tests.integration.conftest import empty
from tests.integration.shelves import Shelf
from tests.unit.usecases.test_handbook_machine import HandbookMachine
from tests.unit.usecases.test_merge_machine import MergeMachine

pytestmark = pytest.mark.usefixtures("cloud")
FEW = settings(
    max_examples=5,
    stateful_step_count=12,
    deadline=None,
    database=None,
    # To make what failed shorter takes minutes here; the machines on stand-ins do that.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


class StoredHandbook(HandbookMachine):
    """One handbook in the tables."""

    def shelf(self, book: Handbook) -> Any:
        empty()
        return Shelf(book)


class StoredHandbooks(MergeMachine):
    """Handbooks in the tables that are merged and parted."""

    def shelf(self, *books: Handbook) -> Any:
        empty()
        return Shelf(*books)

    def copied(self) -> None:
        """Nobody: there is one set of tables."""


@pytest.mark.parametrize("machine", [StoredHandbook, StoredHandbooks])
def test_any_course_of_things_is_kept_whole_in_the_tables(machine: type[RuleBasedStateMachine]) -> None:
    run_state_machine_as_test(machine, settings=FEW)
