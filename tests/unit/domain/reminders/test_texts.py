"""Every text fits one segment and tells nothing about health."""

import re
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.preferences import SUBJECTS
from handbook.domain.reminders.gsm7 import ONE_SEGMENT, measured
from handbook.domain.reminders.kinds import Kind
from handbook.domain.reminders.previews import LONGEST_PLACE, previews
from handbook.domain.reminders.rules import Rules, parse_rules
from handbook.domain.reminders.texts import sms_text
from handbook.domain.reminders.touches import Touch
from handbook.domain.sessions.days import SessionDay
from handbook.reference.reminders import load_documents

DUE = date(2026, 11, 20)
SESSION = SessionDay(date(2026, 12, 5), time(7, 30), time(11), "Trạm y tế xã Đông Á")
EDITIONS = [parse_rules(document) for document in load_documents()]
editions = st.sampled_from(EDITIONS)
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyÁÀẢÃẠẮẶẤẬĐÉẾỆÍỊÓỐỘỚỢÚỨỰÝỴW'-"
names = st.text(alphabet=VIETNAMESE, max_size=100) | st.text(max_size=100)
places = st.text(alphabet=VIETNAMESE + "0123456789 ,./:-", max_size=100) | st.text(max_size=100)


@given(editions, names, places)
def test_every_text_is_one_segment_for_any_name_and_any_place(rules: Rules, name: str, place: str) -> None:
    for preview in previews(rules, name, place):
        assert preview.measured.encoding == "GSM-7", preview
        assert (preview.measured.segments, preview.measured.length <= ONE_SEGMENT) == (1, True), preview


@given(editions, st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=5), st.lists(names, max_size=5), places)
def test_one_text_for_several_children_and_dates_is_one_segment(
    rules: Rules, subjects: list[str], given_names: list[str], place: str
) -> None:
    touches = [Touch(DUE, rules.offsets[subject][0].kind, DUE, subject) for subject in subjects]
    for language in ("vi", "en"):
        text = sms_text(touches, given_names, language, rules, replace(SESSION, place=place))
        assert measured(text).segments == 1
        assert measured(text).encoding == "GSM-7"


@pytest.mark.parametrize("rules", EDITIONS, ids=lambda rules: rules.rules_id)
def test_every_subject_has_a_name_a_switch_and_a_text_for_each_of_its_days_in_both_languages(rules: Rules) -> None:
    assert set(rules.subjects) == set(rules.offsets) == set(SUBJECTS)
    shown = {(one.subject, one.kind, one.language) for one in previews(rules)}
    for subject, offsets in rules.offsets.items():
        for offset in offsets:
            assert {(subject, offset.kind, "vi"), (subject, offset.kind, "en")} <= shown
    assert all({(one, "moved", "vi"), (one, "moved", "en")} <= shown for one in rules.with_session)


HEALTH = re.compile(
    r"bcg|gan|soi|rubella|lao\b|uon van|ho ga|bai liet|polio|measles|hepatitis|tetanus|hpv|thai|pregnan|antenatal|"
    r"vitamin|giun|worm|suy dinh duong|malnutrition|hiv|benh|disease|kham|check"
)


@pytest.mark.parametrize("rules", EDITIONS, ids=lambda rules: rules.rules_id)
def test_no_text_says_more_of_health_than_that_a_vaccination_or_a_visit_is_due(rules: Rules) -> None:
    for one in previews(rules, "Ánh", "Trạm"):
        assert HEALTH.search(one.text.lower()) is None, one.text


@given(editions, places)
def test_no_place_makes_a_link(rules: Rules, place: str) -> None:
    for one in previews(rules, "Ánh", place):
        assert "//" not in one.text
        assert re.search(r"[a-z0-9]\.[a-z0-9]", one.text.lower()) is None, one.text


def test_a_vaccination_names_the_session_and_a_check_up_does_not() -> None:
    (rules,) = EDITIONS
    dose = Touch(DUE, Kind.DUE, DUE)
    assert sms_text([dose], ["Ánh"], "vi", rules, SESSION) == (
        "So Me va Be: be Anh co lich tiem chung ngay 20/11. Buoi tiem 05/12 07:30-11:00, Tram y te xa Dong A."
    )
    assert sms_text([dose], ["Ánh"], "en", rules, SESSION) == (
        "So Me va Be: a vaccination of Anh is due on 20 Nov. Session 05 Dec 07:30-11:00, Tram y te xa Dong A."
    )
    visit = replace(dose, kind=Kind.UPCOMING, subject="check_up")
    assert "Buoi tiem" not in sms_text([visit], ["Ánh"], "vi", rules, SESSION)


def test_a_place_of_other_letters_is_left_out_and_the_session_stays() -> None:
    (rules,) = EDITIONS
    text = sms_text([Touch(DUE, Kind.DUE, DUE)], ["Ánh"], "vi", rules, replace(SESSION, place="山田"))
    assert text.endswith("Buoi tiem 05/12 07:30-11:00.")


def test_a_long_place_loses_whole_words_at_its_end() -> None:
    (rules,) = EDITIONS
    text = sms_text([Touch(DUE, Kind.DUE, DUE)], ["Ánh"], "vi", rules, replace(SESSION, place=LONGEST_PLACE))
    assert text == (
        "So Me va Be: be Anh co lich tiem chung ngay 20/11. Buoi tiem 05/12 07:30-11:00, "
        "Nha van hoa cong dong thon Dong Trung Thuong, xa Nguyen Viet Khai Truong Xuan."
    )


def test_a_visit_of_the_mother_tells_no_name() -> None:
    (rules,) = EDITIONS
    for one in previews(rules, "Ánh"):
        if one.subject == "antenatal":
            assert "Anh" not in one.text


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("", ("GSM-7", 0, 1)),
        ("a" * 160, ("GSM-7", 160, 1)),
        ("a" * 161, ("GSM-7", 161, 2)),
        ("a" * 306, ("GSM-7", 306, 2)),
        ("a" * 307, ("GSM-7", 307, 3)),
        ("a" * 158 + "€", ("GSM-7", 160, 1)),
        ("a" * 159 + "€", ("GSM-7", 161, 2)),
        ("ế" * 70, ("UCS-2", 70, 1)),
        ("ế" * 71, ("UCS-2", 71, 2)),
        ("ế" * 134, ("UCS-2", 134, 2)),
        ("ế" * 135, ("UCS-2", 135, 3)),
        ("😀", ("UCS-2", 2, 1)),
    ],
)
def test_a_message_is_measured_as_networks_do(text: str, measure: tuple[str, int, int]) -> None:
    assert tuple(measured(text)) == measure


@given(st.text(max_size=400))
def test_a_longer_text_never_takes_fewer_segments(text: str) -> None:
    counts = [measured(text[:length]).segments for length in range(0, len(text), 20)]
    assert counts == sorted(counts)
