"""When a family is told, and in which words."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.calendar import VIETNAM
from handbook.domain.ids import HandbookId
from handbook.domain.names import without_diacritics
from handbook.domain.reminders import (
    DAYS_BACK,
    OFFSETS_DAYS,
    SHARDS,
    Kind,
    Touch,
    due_key,
    may_send_at,
    next_touch,
    seconds_until_morning,
    shard_of,
    sms_text,
    touch_of,
    touches,
)

DAY = timedelta(days=1)
DUE = date(2026, 11, 20)
GSM7 = set("@ !\"#%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyÁÀẢÃẠẮẶẤẬĐÉẾỆÍỊÓỐỘỚỢÚỨỰÝỴ'"
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 1, 1))


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime.combine(DUE, time(hour, minute, second), VIETNAM).astimezone(UTC)


def test_a_recommended_date_is_spoken_of_a_week_before_on_the_day_a_week_and_a_month_after() -> None:
    assert [(touch.on, touch.kind) for touch in touches([DUE, DUE])] == [
        (date(2026, 11, 13), Kind.UPCOMING),
        (date(2026, 11, 20), Kind.DUE),
        (date(2026, 11, 27), Kind.OVERDUE),
        (date(2026, 12, 20), Kind.LONG_OVERDUE),
    ]


@given(st.lists(days, max_size=6))
def test_touches_come_in_the_order_of_days_and_each_has_a_name_of_its_own(recommended: list[date]) -> None:
    found = touches(recommended)
    assert [touch.on for touch in found] == sorted(touch.on for touch in found)
    assert len({touch.occurrence for touch in found}) == len(found) == len(OFFSETS_DAYS) * len(set(recommended))


@given(st.lists(days, max_size=6), days)
def test_the_next_touch_is_the_first_that_is_not_past(recommended: list[date], since: date) -> None:
    later = [touch.on for touch in touches(recommended) if touch.on >= since]
    found = next_touch(recommended, since)
    assert (found.on if found else None) == min(later, default=None)


def test_a_touch_of_today_is_still_next_and_after_the_last_there_is_none() -> None:
    last = DUE + 30 * DAY
    assert next_touch([DUE], last) == Touch(last, Kind.LONG_OVERDUE, DUE)
    assert next_touch([DUE], last + DAY) is None
    assert next_touch([], DUE) is None


@pytest.mark.parametrize("late_days", range(DAYS_BACK + 1))
def test_a_missed_touch_is_made_up_for_within_three_days(late_days: int) -> None:
    found = touch_of([DUE], DUE + late_days * DAY)
    assert found == Touch(DUE, Kind.DUE, DUE)


def test_a_touch_that_was_missed_for_longer_is_not_made_up_for_and_none_comes_early() -> None:
    assert touch_of([DUE], DUE + (DAYS_BACK + 1) * DAY) is None
    assert touch_of([DUE], DUE - 8 * DAY) is None
    assert touch_of([DUE], DUE - 7 * DAY) == Touch(DUE - 7 * DAY, Kind.UPCOMING, DUE)


def test_of_several_missed_touches_the_latest_wins() -> None:
    found = touch_of([DUE - 2 * DAY, DUE - DAY, DUE + 3 * DAY], DUE)
    assert found == Touch(DUE - DAY, Kind.DUE, DUE - DAY)


@pytest.mark.parametrize(
    ("now", "decent"),
    [
        (at(7, 59, 59), False),
        (at(8), True),
        (at(19, 59, 59), True),
        (at(20), False),
        (at(0), False),
    ],
)
def test_messages_go_out_from_eight_to_eight_in_vietnam(now: datetime, decent: bool) -> None:
    assert may_send_at(now) is decent


@pytest.mark.parametrize(
    ("now", "seconds"),
    [(at(7, 30), 1800), (at(7, 59, 59), 1), (at(8), 0), (at(19, 59, 59), 0), (at(20), 12 * 3600), (at(0), 8 * 3600)],
)
def test_the_wait_ends_at_eight(now: datetime, seconds: int) -> None:
    assert seconds_until_morning(now) == seconds


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_whoever_waits_as_told_may_send_within_the_next_second(now: datetime) -> None:
    now = now.replace(microsecond=0)
    assert may_send_at(now + timedelta(seconds=seconds_until_morning(now)))


def test_the_shard_of_a_handbook_never_changes() -> None:
    # The published check value of CRC-32 (ISO/IEC 13239): CRC("123456789") is CBF43926; its last digit is the shard.
    known = {"123456789": 0xCBF43926 % 16, "a": 3, "handbook-1": 6, "6f1c1f5e-0a52-4a0c-9d55-2b1d3a7f9e10": 1}
    assert {name: shard_of(HandbookId(name)) for name in known} == known


@given(st.uuids())
def test_every_handbook_has_one_of_the_shards(name: object) -> None:
    assert 0 <= shard_of(HandbookId(str(name))) < SHARDS == 16


def test_a_partition_of_the_due_index_is_named_by_day_and_shard() -> None:
    assert due_key(DUE, 3) == "due#2026-11-20#03"


texts = st.text(alphabet=VIETNAMESE, min_size=1, max_size=100)


@given(st.sampled_from(list(Kind)), st.sampled_from(["vi", "en"]), texts, days)
def test_every_text_fits_one_gsm7_segment_for_the_longest_name(kind: Kind, language: str, name: str, day: date) -> None:
    text = sms_text(Touch(day, kind, day), [name], language)
    assert len(text) <= 160
    assert set(text) <= GSM7
    assert without_diacritics(name)[:20] in text


@pytest.mark.parametrize(("kind", "language"), list(product(Kind, ["vi", "en"])))
def test_siblings_are_one_message_without_their_names(kind: Kind, language: str) -> None:
    text = sms_text(Touch(DUE, kind, DUE), ["Ánh", "Bình"], language)
    assert ("cac be" if language == "vi" else "your children") in text
    assert "Anh" not in text.replace("Ánh", "")
    assert len(text) <= 160


@pytest.mark.parametrize("name", ["山田", "Имя", "[x]", "a{b", "€", ""])
def test_a_name_that_the_gsm_alphabet_cannot_write_is_left_out(name: str) -> None:
    text = sms_text(Touch(DUE, Kind.DUE, DUE), [name], "vi")
    assert text == "So Me va Be: be co lich tiem chung ngay 20/11. Moi dua be den tram y te."


def test_a_message_tells_the_given_name_and_the_day() -> None:
    touch = Touch(DUE - 7 * DAY, Kind.UPCOMING, DUE)
    assert "be Anh" in sms_text(touch, ["Ánh"], "vi")
    assert "20/11" in sms_text(touch, ["Ánh"], "vi")
    assert "20 Nov" in sms_text(touch, ["Ánh"], "en")
