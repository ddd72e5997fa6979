"""What people type and cameras read: forgiven where it is safe, refused with a reason where not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.codes import (
    ALPHABET,
    CODE_LENGTH,
    Code,
    CodeKey,
    CodeRefusedError,
    WrongCharacterError,
    WrongCheckCharacterError,
    WrongLengthError,
    check_character,
    human_readable,
    mint,
    parse,
)

KEY = CodeKey(version=1, permutation_key=b"p" * 32, tag_key=b"t" * 32)
CODE = mint(20_261_121, KEY)
BODY = "1000000000000000001"  # has what people mistype: ones and zeros
LOOKALIKE = BODY + check_character(BODY)


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.lower(),
        human_readable(CODE),
        f"  {CODE[:7]}-{CODE[7:12]} – {CODE[12:]}\n",
        f"\ufeff{CODE[:4]}\u00a0{CODE[4:]}\u200b",
        f"HTTPS://SOMEVABE.VN/Q/{CODE}",
        f"https://somevabe.vn/q/{CODE.lower()}",
        f"http://127.0.0.1:4566/local/Q/{human_readable(CODE).replace(' ', '-')}/",
        f"somevabe.vn/q/{CODE}?utm_source=scan#top",
        f" HTTPS://SOMEVABE.VN/Q/{CODE} ",
    ],
)
def test_a_code_is_understood_however_it_is_written(text: str) -> None:
    assert parse(text) == Code(CODE)


@pytest.mark.parametrize("zero", "0Oo")
@pytest.mark.parametrize("one", "1IiLl")
def test_letters_that_look_like_digits_are_read_as_digits(zero: str, one: str) -> None:
    typed = LOOKALIKE.replace("0", zero).replace("1", one)
    assert parse(typed) == Code(LOOKALIKE)


@pytest.mark.parametrize(("text", "found"), [("", 0), (" - ", 0), (CODE[:-1], 19), (CODE + "0", 21)])
def test_a_code_of_another_length_says_how_many_characters_were_found(text: str, found: int) -> None:
    with pytest.raises(WrongLengthError) as refusal:
        parse(text)
    assert refusal.value.found == found


def test_a_text_far_too_long_is_refused_unread() -> None:
    with pytest.raises(WrongLengthError):
        parse(f"https://somevabe.vn/q/{CODE}?" + "a" * 300)


@pytest.mark.parametrize("wrong", ["U", "u", "*", "đ", "0️", "ß", "٣", "１"])
def test_a_character_outside_the_alphabet_is_pointed_at(wrong: str) -> None:
    with pytest.raises(WrongCharacterError) as refusal:
        parse(f"{CODE[:4]} {CODE[4:6]}{wrong[-1]}{CODE[7:]}")
    assert refusal.value.position == 7


@pytest.mark.parametrize("url", ["https://somevabe.vn/", f"https://somevabe.vn/x/{CODE}", "HTTPS://SOMEVABE.VN/Q/"])
def test_a_url_without_a_code_is_refused(url: str) -> None:
    with pytest.raises(CodeRefusedError):
        parse(url)


@pytest.mark.parametrize("position", range(CODE_LENGTH))
def test_every_single_wrong_character_is_caught_at_every_position(position: int) -> None:
    for wrong in set(ALPHABET) - {CODE[position]}:
        with pytest.raises(WrongCheckCharacterError):
            parse(CODE[:position] + wrong + CODE[position + 1 :])


@given(st.text(ALPHABET, min_size=CODE_LENGTH - 1, max_size=CODE_LENGTH - 1))
def test_every_two_exchanged_characters_are_caught_wherever_they_stand(body: str) -> None:
    code = body + check_character(body)
    assert parse(code).text == code
    for first in range(CODE_LENGTH):
        for second in range(first + 1, CODE_LENGTH):
            if code[first] != code[second]:
                swapped = list(code)
                swapped[first], swapped[second] = code[second], code[first]
                with pytest.raises(WrongCheckCharacterError):
                    parse("".join(swapped))


@given(st.text(max_size=400))
def test_any_text_is_a_code_or_refused_with_a_reason(text: str) -> None:
    try:
        code = parse(text)
    except CodeRefusedError:
        return
    assert len(code.text) == CODE_LENGTH


@pytest.mark.parametrize("typed", [CODE[:-2] + "**", CODE + "22", CODE[1:] + CODE[0]])
def test_a_refusal_does_not_repeat_what_was_typed(typed: str) -> None:
    with pytest.raises(CodeRefusedError) as refusal:
        parse(typed)
    assert typed not in f"{refusal.value!r} {refusal.value} {refusal.value.args}"
