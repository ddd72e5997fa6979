"""Choices, and what people answer to a message."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.names import without_diacritics
from handbook.domain.preferences import SUBJECTS, Preferences, reply_of, started, stopped
from handbook.storage.preference_form import preferences_form, preferences_from

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
choices = st.builds(
    Preferences,
    enabled=st.booleans(),
    language=st.sampled_from(["vi", "en"]),
    channels=st.sampled_from([("app",), ("sms",), ("app", "sms")]),
    hours=st.sampled_from([(time(8), time(20)), (time(9, 30), time(11))]),
    unwanted=st.frozensets(st.sampled_from(SUBJECTS)),
    stopped_at=st.sampled_from([None, AT]),
    stopped_through=st.sampled_from([None, "app", "sms"]),
)


@given(choices)
def test_choices_are_read_as_they_were_written(chosen: Preferences) -> None:
    assert preferences_from(preferences_form(chosen)) == chosen


@given(choices, st.sampled_from(SUBJECTS))
def test_who_stopped_wants_nothing_and_who_starts_again_wants_what_was_wanted_before(
    chosen: Preferences, subject: str
) -> None:
    ended = stopped(chosen, AT, "sms")
    assert not ended.wants(subject)
    assert started(ended).wants(subject) is (subject not in chosen.unwanted)


@pytest.mark.parametrize(
    "text",
    ["DUNG", "dung", " Dừng! ", "đừng gửi nữa", "STOP", "Stop.", "HUY", "Hủy", "huỷ", "dung lai", "DUNG nhan tin"],
)
def test_a_wish_to_stop_is_understood_with_and_without_accents(text: str) -> None:
    assert reply_of(text) == "stop"


@pytest.mark.parametrize(
    "text", ["Đúng rồi", "đúng", "dung roi, cam on", "Vâng", "", "???", "123", "cảm ơn", "please do not stop", "đụng"]
)
def test_what_is_no_such_wish_changes_nothing(text: str) -> None:
    assert reply_of(text) is None


@pytest.mark.parametrize("text", ["START", "nhan", "Nhận", "unstop"])
def test_a_wish_to_go_on_is_understood(text: str) -> None:
    assert reply_of(text) == "start"


@given(st.text(max_size=200))
def test_no_answer_breaks_the_reading(text: str) -> None:
    assert reply_of(text) in {None, "stop", "start"}
    assert reply_of(without_diacritics(text)) in {None, "stop", "start"}
