"""Notices to accounts: one segment each, and nothing in them that somebody typed."""

import pytest

from handbook.domain.notices import letter_text, notice_keys, push_text, sms_notice
from handbook.domain.reminders.gsm7 import measured
from handbook.reference.notices import load_document

LONGEST = {"link": "https://so.example/v1/i/" + "a" * 40, "day": "31/12", "code": "000000"}
LETTERS = load_document("letters")["letters"]
HEALTH = ("tiem", "vac", "benh", "thai", "can nang", "dose", "vaccin", "pregnan", "disease", "weight")


def facts_of(notice: str) -> dict[str, str]:
    words = load_document("notices")["notices"][notice]["vi"]
    return {name: fact for name, fact in LONGEST.items() if f"{{{name}}}" in words}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("notice", sorted(notice_keys()))
def test_a_notice_is_one_segment_with_the_longest_facts_and_says_nothing_of_health(notice: str, language: str) -> None:
    words = sms_notice(notice, language, facts_of(notice))
    assert measured(words)[0::2] == ("GSM-7", 1), words
    assert not [word for word in HEALTH if word in words.casefold()]


def test_the_app_shows_diacritics_and_an_sms_does_not() -> None:
    assert push_text("closed", "vi", {}).startswith("Sổ Mẹ và Bé: tài khoản")
    assert sms_notice("closed", "vi", {}).startswith("So Me va Be: tai khoan")


@pytest.mark.parametrize(
    ("notice", "facts"),
    [
        ("invitation", {}),
        ("invitation", {"link": "https://so.example/x", "day": "01/01"}),
        ("invitation", {"link": "https://" + "a" * 57}),
        ("invitation", {"link": "https://so.example/Trần Thị"}),
        ("closing_asked", {"day": "tomorrow"}),
    ],
)
def test_facts_that_a_notice_does_not_take_are_refused(notice: str, facts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"facts|link|day"):
        push_text(notice, "vi", facts)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("letter", sorted(load_document("letters")["letters"]))
def test_a_letter_holds_nothing_but_its_code_or_day(letter: str, language: str) -> None:
    facts = {name: LONGEST[name] for name in ("code", "day") if f"{{{name}}}" in str(LETTERS[letter])}
    subject, words = letter_text(letter, language, facts)
    assert subject
    assert all(fact in words for fact in facts.values())
    assert "{" not in words


def test_there_is_no_notice_without_words() -> None:
    with pytest.raises(KeyError):
        push_text("hello", "vi", {})
