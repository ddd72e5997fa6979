"""Which edition of the rules has just come into force."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handbook.domain.reminders.rules import begun_among, edition_begun, rules_on

FIRST = rules_on(date(2026, 1, 1))
SECOND = replace(FIRST, rules_id="VN-REMINDERS-NEXT", effective_from=date(2027, 1, 1))
WEEK = timedelta(days=6)


@pytest.mark.parametrize(
    ("night", "begun"),
    [
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), "VN-REMINDERS-NEXT"),
        (date(2027, 1, 7), "VN-REMINDERS-NEXT"),
        (date(2027, 1, 8), None),
    ],
)
def test_an_edition_begins_for_a_week_from_its_first_day_on(night: date, begun: str | None) -> None:
    assert begun_among([FIRST, SECOND], night - WEEK, night) == begun


def test_the_first_edition_takes_over_from_none() -> None:
    day = FIRST.effective_from
    assert begun_among([FIRST], day, day) is None
    assert edition_begun(day, day) is None
