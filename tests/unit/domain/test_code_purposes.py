"""What each code is for stands in its text, in one plain segment, and who may hear it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.code_purposes import Purpose, sms_text
from handbook.domain.sign_in import code_from_number
from handbook.reference.accounts import load_document

BY_SMS = [one for one in Purpose if one is not Purpose.LETTER]
# GSM 03.38 basic character set (3GPP TS 23.038 section 6.2.1), without the letters that no text of ours needs.
GSM7 = set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§") | set(
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


@given(st.integers(min_value=0, max_value=999_999), st.sampled_from(["vi", "en"]), st.sampled_from(BY_SMS))
def test_every_code_fits_one_plain_sms_and_stands_first(number: int, language: str, purpose: Purpose) -> None:
    code = code_from_number(number)
    text = sms_text(purpose, code, language)
    assert len(text) <= 160
    assert set(text) <= GSM7
    assert text.isascii()
    assert text.startswith(f"{code} ")
    assert " 5 " in text


def test_every_purpose_has_its_own_text_and_a_letters_none() -> None:
    assert set(load_document("codes")["texts"]) == set(BY_SMS)
    for language in ("vi", "en"):
        assert len({sms_text(one, "123456", language) for one in BY_SMS}) == len(BY_SMS)
    with pytest.raises(KeyError):
        sms_text(Purpose.LETTER, "123456", "vi")


def test_the_two_languages_differ_and_an_unknown_one_gets_vietnamese() -> None:
    for purpose in BY_SMS:
        texts = [sms_text(purpose, "123456", language) for language in ("en", "vi", "fr")]
        assert texts[0] != texts[1] == texts[2]


def test_only_the_code_of_a_counter_may_be_read_to_somebody_and_only_to_who_is_there() -> None:
    for purpose in BY_SMS:
        vietnamese, english = (sms_text(purpose, "123456", language) for language in ("vi", "en"))
        if purpose is Purpose.NUMBER_AT_UNIT:
            assert "Chi doc cho can bo y te truoc mat ban." in vietnamese
            assert "Read it only to the health worker before you." in english
        else:
            assert "Khong doc ma nay cho ai" in vietnamese
            assert "Do not read it to anybody" in english
    assert sms_text(Purpose.SIGN_IN, "123456", "vi").endswith(", ke ca can bo y te.")
