"""Who is asked for the last guardian of a handbook, however many handbooks somebody guards."""

import pytest

from handbook.usecases.close_account import is_last_guardian
from tests.builders import FATHER, MOTHER, TODAY, handbook
from tests.fakes import FakeRecords


@pytest.mark.parametrize("others", [0, 99, 100, 101, 250])
def test_a_last_guardian_is_found_at_the_end_of_however_many_handbooks(others: int) -> None:
    shared = [handbook(f"book-{number:03d}", MOTHER, FATHER) for number in range(others)]
    assert not is_last_guardian(MOTHER, TODAY, FakeRecords(*shared))
    assert is_last_guardian(MOTHER, TODAY, FakeRecords(*shared, handbook("the last", MOTHER)))
