"""When a family is told, and in which words."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.calendar import VIETNAM
from handbook.domain.ids import HandbookId
from handbook.domain.names import without_diacritics
from handbook.domain.reminders.due_index import SHARDS, due_key, shard_of
from handbook.domain.reminders.hours import may_send_at, next_moment
from handbook.domain.reminders.kinds import DOSE, Contact, Kind
from handbook.domain.reminders.rules import rules_on
from handbook.domain.reminders.texts import sms_text
from handbook.domain.reminders.touches import Touch, current_touches, next_touch, touches

DAY = timedelta(days=1)
DUE = date(2026, 11, 20)
RULES = rules_on(DUE)
HOURS = RULES.hours
DAYS_BACK = RULES.catch_up_days
GSM7 = set("@ !\"#%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyÁÀẢÃẠẮẶẤẬĐÉẾỆÍỊÓỐỘỚỢÚỨỰÝỴ'"
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 1, 1))


def doses(*recommended: date) -> list[Contact]:
    return [Contact(DOSE, f"dose-{number}", day) for number, day in enumerate(recommended)]


def touch(on: date, kind: Kind, day: date, *whats: str) -> Touch:
    return Touch(on, kind, day, whats=whats or ("dose-0",))


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime.combine(DUE, time(hour, minute, second), VIETNAM).astimezone(UTC)


def test_a_recommended_date_is_spoken_of_a_week_before_on_the_day_a_week_and_a_month_after() -> None:
    assert [(one.on, one.kind) for one in touches(doses(DUE, DUE), RULES)] == [
        (date(2026, 11, 13), Kind.UPCOMING),
        (date(2026, 11, 20), Kind.DUE),
        (date(2026, 11, 27), Kind.OVERDUE),
        (date(2026, 12, 20), Kind.LONG_OVERDUE),
    ]


@given(st.lists(days, max_size=6))
def test_touches_come_in_the_order_of_days_and_each_has_a_name_of_its_own(recommended: list[date]) -> None:
    found = touches(doses(*recommended), RULES)
    assert [one.on for one in found] == sorted(one.on for one in found)
    assert len({one.occurrence for one in found}) == len(found) == len(RULES.offsets[DOSE]) * len(set(recommended))


@given(st.lists(days, max_size=6), days)
def test_the_next_touch_is_the_first_that_is_not_past(recommended: list[date], since: date) -> None:
    later = [one.on for one in touches(doses(*recommended), RULES) if one.on >= since]
    found = next_touch(doses(*recommended), since, RULES)
    assert (found.on if found else None) == min(later, default=None)


def test_a_touch_of_today_is_still_next_and_after_the_last_there_is_none() -> None:
    last = DUE + 30 * DAY
    assert next_touch(doses(DUE), last, RULES) == touch(last, Kind.LONG_OVERDUE, DUE)
    assert next_touch(doses(DUE), last + DAY, RULES) is None
    assert next_touch([], DUE, RULES) is None


@pytest.mark.parametrize("late_days", range(DAYS_BACK + 1))
def test_a_missed_touch_is_made_up_for_within_three_days(late_days: int) -> None:
    found = current_touches(doses(DUE), DUE + late_days * DAY, RULES)
    assert found == [touch(DUE, Kind.DUE, DUE)]


def test_a_touch_that_was_missed_for_longer_is_not_made_up_for_and_none_comes_early() -> None:
    assert current_touches(doses(DUE), DUE + (DAYS_BACK + 1) * DAY, RULES) == []
    assert current_touches(doses(DUE), DUE - 8 * DAY, RULES) == []
    assert current_touches(doses(DUE), DUE - 7 * DAY, RULES) == [touch(DUE - 7 * DAY, Kind.UPCOMING, DUE)]


def test_every_recommended_day_that_has_a_touch_now_is_spoken_of() -> None:
    found = current_touches(doses(DUE - 2 * DAY, DUE - DAY, DUE + 3 * DAY), DUE, RULES)
    assert found == [
        touch(DUE - 2 * DAY, Kind.DUE, DUE - 2 * DAY, "dose-0"),
        touch(DUE - DAY, Kind.DUE, DUE - DAY, "dose-1"),
    ]


def test_doses_of_one_day_are_one_touch_that_names_them_all() -> None:
    found = current_touches(doses(DUE, DUE), DUE, RULES)
    assert found == [touch(DUE, Kind.DUE, DUE, "dose-0", "dose-1")]


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
    assert may_send_at(now, HOURS) is decent


@pytest.mark.parametrize(
    ("now", "seconds"),
    [(at(7, 30), 1800), (at(7, 59, 59), 1), (at(8), 0), (at(19, 59, 59), 0), (at(20), 12 * 3600), (at(0), 8 * 3600)],
)
def test_the_wait_ends_at_eight(now: datetime, seconds: int) -> None:
    assert (next_moment(now, HOURS) - now).total_seconds() == seconds


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_whoever_waits_as_told_may_send(now: datetime) -> None:
    assert may_send_at(next_moment(now, HOURS), HOURS)


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
    text = sms_text([Touch(day, kind, day)], [name], language, RULES)
    assert len(text) <= 160
    assert set(text) <= GSM7
    assert without_diacritics(name)[:20] in text


@pytest.mark.parametrize(("kind", "language"), list(product(Kind, ["vi", "en"])))
def test_siblings_are_one_message_without_their_names(kind: Kind, language: str) -> None:
    text = sms_text([Touch(DUE, kind, DUE)], ["Ánh", "Bình"], language, RULES)
    assert ("cac be" if language == "vi" else "your children") in text
    assert "Anh" not in text.replace("Ánh", "")
    assert len(text) <= 160


@pytest.mark.parametrize("name", ["山田", "Имя", "[x]", "a{b", "€", ""])
def test_a_name_that_the_gsm_alphabet_cannot_write_is_left_out(name: str) -> None:
    text = sms_text([Touch(DUE, Kind.DUE, DUE)], [name], "vi", RULES)
    assert text == "So Me va Be: be co lich tiem chung ngay 20/11. Moi dua be den tram y te."


def test_a_message_tells_the_given_name_and_the_day() -> None:
    week_before = [Touch(DUE - 7 * DAY, Kind.UPCOMING, DUE)]
    assert "be Anh" in sms_text(week_before, ["Ánh"], "vi", RULES)
    assert "20/11" in sms_text(week_before, ["Ánh"], "vi", RULES)
    assert "20 Nov" in sms_text(week_before, ["Ánh"], "en", RULES)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("names", [["W" * 30], ["a", "b"], []])
def test_dates_of_several_kinds_are_one_text_that_names_the_first(language: str, names: list[str]) -> None:
    several = [Touch(DUE, Kind.DUE, DUE), Touch(DUE, Kind.OVERDUE, DUE - 7 * DAY)]
    text = sms_text(several, names, language, RULES)
    assert ("13/11" if language == "vi" else "13 Nov") in text
    assert len(text) <= 160
    assert set(text) <= GSM7
