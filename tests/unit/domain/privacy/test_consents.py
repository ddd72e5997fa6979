"""A consent holds only by what somebody did: purpose by purpose, with the words in force, and the child's own word."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.consent_texts import consent_texts, language_read, purpose_of, purposes, text_on
from handbook.domain.consents import (
    Act,
    ConsentAct,
    ConsentFact,
    after,
    check_agreed,
    check_day,
    consent_of_share,
    folded,
    holds,
    is_asked,
    is_told_until_withdrawn,
    sms_refused,
    state_of,
)
from handbook.domain.errors import DateInFutureError, InvalidFieldError
from handbook.domain.preferences import SUBJECTS
from handbook.domain.privacy_errors import (
    ChildNotAskedError,
    ConsentNeededError,
    StaleConsentTextError,
    WrongConsentStateError,
)
from handbook.reference.consents import load_document

DAY = date(2026, 6, 15)
SEVEN = date(2019, 6, 15)
"""Born on this day a child is seven on DAY."""


def act(what: Act, on: date = DAY, purpose: str = "share_school", **facts: Any) -> ConsentAct:
    at = datetime.combine(on, datetime.min.time(), UTC)
    said: dict[str, Any] = {"channel": "app", "version": "1" if what is Act.GIVEN else None}
    return ConsentAct("a", purpose, what, on, at, "mother", **{**said, **facts})


def test_nothing_is_agreed_to_without_an_act() -> None:
    assert not holds(None, DAY, None)
    assert state_of(None, DAY, None) == state_of(ConsentFact(), DAY, None) == "not_given"


def test_a_consent_holds_from_the_day_on_which_it_was_given() -> None:
    fact = after(None, act(Act.GIVEN), None)

    assert [holds(fact, DAY + timedelta(days=days), None) for days in (-1, 0, 1)] == [False, True, True]


def test_a_consent_that_was_withdrawn_holds_no_more_and_can_be_given_again() -> None:
    withdrawn = after(after(None, act(Act.GIVEN), None), act(Act.WITHDRAWN), None)
    again = after(withdrawn, act(Act.GIVEN), None)

    assert (holds(withdrawn, DAY, None), state_of(withdrawn, DAY, None)) == (False, "withdrawn")
    assert holds(again, DAY, None)


def test_a_paper_signed_before_the_withdrawal_brings_nothing_back() -> None:
    withdrawn = after(after(None, act(Act.GIVEN), None), act(Act.WITHDRAWN), None)

    with pytest.raises(InvalidFieldError) as refused:
        after(withdrawn, act(Act.GIVEN, DAY - timedelta(days=1), channel="paper"), None)
    assert refused.value.field == "on"


@pytest.mark.parametrize(
    ("born", "asked"), [(SEVEN + timedelta(days=1), False), (SEVEN, True), (SEVEN - timedelta(days=1), True)]
)
def test_from_seven_years_the_child_is_asked_too(born: date, asked: bool) -> None:
    fact = after(None, act(Act.GIVEN), born)

    assert is_asked(born, DAY) is asked
    assert holds(fact, DAY, born) is not asked
    if not asked:
        with pytest.raises(ChildNotAskedError):
            after(fact, act(Act.CHILD_AGREED), born)
        return
    assert state_of(fact, DAY, born) == "waiting_for_child"
    assert holds(after(fact, act(Act.CHILD_AGREED), born), DAY, born)


def test_a_consent_given_for_a_small_child_waits_for_its_word_on_its_seventh_birthday() -> None:
    fact = after(None, act(Act.GIVEN, DAY - timedelta(days=400)), SEVEN)

    assert holds(fact, DAY - timedelta(days=1), SEVEN)
    assert not holds(fact, DAY, SEVEN)


def test_the_word_of_a_child_alone_is_no_consent() -> None:
    with pytest.raises(WrongConsentStateError):
        after(None, act(Act.CHILD_AGREED), SEVEN)


@pytest.mark.parametrize("what", [Act.GIVEN, Act.CHILD_AGREED])
def test_what_stands_is_not_said_again(what: Act) -> None:
    fact = after(after(None, act(Act.GIVEN), SEVEN), act(Act.CHILD_AGREED), SEVEN)
    with pytest.raises(WrongConsentStateError):
        after(fact, act(what), SEVEN)


def test_new_words_are_agreed_to_anew_by_the_child_too() -> None:
    fact = after(after(None, act(Act.GIVEN), SEVEN), act(Act.CHILD_AGREED), SEVEN)
    renewed = after(fact, act(Act.GIVEN, version="2"), SEVEN)

    assert (renewed.version, state_of(renewed, DAY, SEVEN)) == ("2", "waiting_for_child")


def test_only_what_is_told_until_somebody_says_no_is_withdrawn_without_having_been_given() -> None:
    assert is_told_until_withdrawn("reminders_sms", DAY)
    assert after(None, act(Act.WITHDRAWN, purpose="reminders_sms"), None).withdrawn_on == DAY
    with pytest.raises(WrongConsentStateError):
        after(None, act(Act.WITHDRAWN), None)


def test_a_paper_of_withdrawal_older_than_the_consent_ends_nothing() -> None:
    fact = after(None, act(Act.GIVEN), None)

    with pytest.raises(InvalidFieldError):
        after(fact, act(Act.WITHDRAWN, DAY - timedelta(days=1), channel="paper"), None)
    assert after(fact, act(Act.WITHDRAWN), None).withdrawn_on == DAY


@pytest.mark.parametrize(("days", "version"), [(-1, None), (0, "2"), (1, "2")])
def test_older_words_on_a_paper_take_the_place_of_none_that_were_agreed_to_since(
    days: int, version: str | None
) -> None:
    standing = after(None, act(Act.GIVEN), None)
    paper = act(Act.GIVEN, DAY + timedelta(days=days), version="2", channel="paper")

    if version is None:
        with pytest.raises(InvalidFieldError) as refused:
            after(standing, paper, None)
        assert refused.value.field == "on"
        return
    assert after(standing, paper, None) == ConsentFact("2", DAY + timedelta(days=days))


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(Act), st.sampled_from(["share_school", "share_partner", "reminders_sms"]), st.integers(0, 5)
    ),
    max_size=25,
)


@given(_ACTS, st.sampled_from([None, SEVEN, SEVEN + timedelta(days=1), SEVEN + timedelta(days=3)]))
def test_whatever_is_done_a_consent_holds_by_its_last_acts_and_purposes_do_not_touch_each_other(
    told: list[tuple[Act, str, int]], born: date | None
) -> None:
    done: list[ConsentAct] = []
    facts: dict[str, ConsentFact] = {}
    for what, purpose, days in told:
        one = act(what, DAY + timedelta(days=days), purpose)
        try:
            fact = after(facts.get(purpose), one, born)
        except (WrongConsentStateError, ChildNotAskedError, InvalidFieldError):
            continue
        facts[purpose] = fact
        done.append(one)

    assert folded(done, born) == facts
    today = DAY + timedelta(days=5)
    for purpose, fact in facts.items():
        mine = [one for one in done if one.purpose == purpose]
        if holds(fact, today, born):
            last = [one for one in mine if one.act is not Act.CHILD_AGREED][-1]
            assert last.act is Act.GIVEN
            agreed = any(one.act is Act.CHILD_AGREED for one in mine[mine.index(last) :])
            assert agreed or not is_asked(born, today)
        if mine[-1].act is Act.WITHDRAWN:
            assert not holds(fact, today, born)


@given(st.dates(date(2010, 1, 1), date(2026, 6, 15)), st.dates(date(2026, 1, 1), date(2035, 1, 1)))
def test_a_child_that_is_asked_once_is_asked_ever_after(born: date, on: date) -> None:
    assert is_asked(born, on) <= is_asked(born, on + timedelta(days=1))
    assert is_asked(born, date(born.year + 7, 12, 31)) or born.year + 7 > on.year + 100
    assert not is_asked(born, date(born.year + 6, 12, 31))


def test_nothing_is_agreed_to_tomorrow() -> None:
    check_day(DAY, DAY)
    with pytest.raises(DateInFutureError):
        check_day(DAY + timedelta(days=1), DAY)


@pytest.mark.parametrize(("share", "purpose"), [("school", "share_school"), ("partner", "share_partner")])
def test_a_share_with_a_school_or_a_partner_needs_the_consent_of_its_purpose(share: str, purpose: str) -> None:
    given = {purpose: after(None, act(Act.GIVEN, purpose=purpose), None)}

    assert consent_of_share(share) == purpose
    check_agreed(share, given, DAY, None)
    with pytest.raises(ConsentNeededError):
        check_agreed(share, {}, DAY, None)


def test_a_share_with_who_cares_for_the_child_says_it_all_itself() -> None:
    assert consent_of_share("care") is None
    check_agreed("care", {}, DAY, None)


def test_reminders_that_care_needs_go_by_sms_whatever_was_withdrawn() -> None:
    said_no = {"reminders_sms": after(None, act(Act.WITHDRAWN, purpose="reminders_sms"), None)}

    assert sms_refused({}, DAY) == frozenset()
    assert sms_refused(said_no, DAY) == {"school_dose", "vitamin_a", "deworming"}
    again = {"reminders_sms": after(said_no["reminders_sms"], act(Act.GIVEN, purpose="reminders_sms"), None)}
    assert sms_refused(again, DAY) == frozenset()


def test_every_subject_of_reminders_is_either_necessary_or_optional() -> None:
    for rule in load_document("purposes")["reminders"]:
        assert sorted([*rule["necessary"], *rule["optional"]["subjects"]]) == sorted(SUBJECTS)


def test_every_purpose_has_words_in_both_languages_and_their_digests_are_those_of_the_words() -> None:
    assert {text.purpose for text in consent_texts()} == {purpose.code for purpose in purposes()}
    for text in consent_texts():
        assert text.sha256 == tuple(hashlib.sha256(words.encode()).hexdigest() for words in text.text)
    for purpose in purposes():
        text_now = text_on(purpose.code, DAY)
        assert text_now is not None
        assert ("nhạy cảm" in text_now.text.vi, "sensitive" in text_now.text.en) == (purpose.sensitive,) * 2


def test_no_words_say_more_than_once_that_they_are_in_force_from_a_day() -> None:
    keys = [(text.purpose, text.effective_from) for text in consent_texts()]
    versions = [(text.purpose, text.version) for text in consent_texts()]
    assert len(set(keys)) == len(keys)
    assert len(set(versions)) == len(versions)


def test_the_words_that_were_read_are_known_by_their_digest() -> None:
    text = text_on("research", DAY)
    assert text is not None

    assert language_read("research", text.version, text.sha256.vi, DAY) == "vi"
    assert language_read("research", text.version, text.sha256.en, DAY) == "en"


@pytest.mark.parametrize(
    ("field", "changed"), [("text_version", "version"), ("text_hash", "hash"), ("text_version", "day")]
)
def test_words_that_are_not_in_force_are_not_agreed_to(field: str, changed: str) -> None:
    text = text_on("research", DAY)
    assert text is not None
    version = "1999-1" if changed == "version" else text.version
    digest = "0" * 64 if changed == "hash" else text.sha256.vi
    day = text.effective_from - timedelta(days=1) if changed == "day" else DAY

    with pytest.raises(StaleConsentTextError) as refused:
        language_read("research", version, digest, day)
    assert refused.value.field == field


@pytest.mark.parametrize(("code", "of"), [("research", "account"), ("email_notices", "handbook"), ("all", "handbook")])
def test_a_purpose_is_agreed_to_by_whom_it_concerns(code: str, of: Any) -> None:
    with pytest.raises(InvalidFieldError):
        purpose_of(code, of)


def test_no_purpose_is_agreed_to_before_it_was_asked_for() -> None:
    assert "given" not in json.dumps(load_document("purposes"))
