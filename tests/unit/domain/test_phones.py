"""Vietnamese mobile numbers in every spelling (numbering plan of 2018)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handbook.domain.errors import PhoneNotVietnameseError
from handbook.domain.phones import normalise_phone

# The Ministry's conversion of 2018, as published: old prefix, new prefix.
CONVERSION = (
    ("0120", "070"), ("0121", "079"), ("0122", "077"), ("0126", "076"), ("0128", "078"),
    ("0123", "083"), ("0124", "084"), ("0125", "085"), ("0127", "081"), ("0129", "082"),
    ("0162", "032"), ("0163", "033"), ("0164", "034"), ("0165", "035"), ("0166", "036"),
    ("0167", "037"), ("0168", "038"), ("0169", "039"), ("0186", "056"), ("0188", "058"), ("0199", "059"),
)  # fmt: skip
TENS = {"3": "23456789", "5": "25689", "7": "06789", "8": "123456789", "9": "0123456789"}
PREFIXES = [first + second for first, seconds in TENS.items() for second in seconds]
SEPARATORS = [" ", ".", "-", "(", ")", "\u00a0", "\u3000", "\u200b", "\u202a", "\u202c", "\u2068", "\u2069", "\t"]


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "091 234 5678",
        "0912.345.678",
        "0912-345-678",
        "(091) 2345678",
        " 0912345678 ",
        "+84912345678",
        "+84 912 345 678",
        "84912345678",
        "0084912345678",
        "00 84 912 345 678",
        "+84 (0) 912 345 678",
        "84 0912345678",
        "\u202a+84 912 345 678\u202c",
        "0912\u200b345678",
        "0912\u00a0345\u00a0678",
    ],
)
def test_every_way_of_writing_a_number_gives_the_same_number(typed: str) -> None:
    assert normalise_phone(typed) == "+84912345678"


@pytest.mark.parametrize(("old", "new"), CONVERSION)
def test_a_number_from_before_2018_becomes_todays(old: str, new: str) -> None:
    expected = f"+84{new[1:]}1234567"
    for typed in (f"{old}1234567", f"+84{old[1:]}1234567", f"84{old[1:]}1234567", f"0084 {old[1:]} 1234567"):
        assert normalise_phone(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "+",
        "0",
        "091234567",
        "09123456789",
        "02438251234",
        "0283 930 9309",
        "+842838251234",
        "0312345678",
        "0512345678",
        "0535345678",
        "0712345678",
        "0751234567",
        "0801234567",
        "01231234",
        "01111234567",
        "01601234567",
        "01871234567",
        "+85512345678",
        "+14155552671",
        "001 415 555 2671",
        "0849123456789",
        "+84+84912345678",
        "84 84912345678",
        "0912345678x",
        "0912345678\n0987654321",
        "O912345678",
        "1900 1234",
        "113",
    ],
)
def test_what_is_not_a_vietnamese_mobile_number_is_refused(typed: str) -> None:
    with pytest.raises(PhoneNotVietnameseError):
        normalise_phone(typed)


@pytest.mark.parametrize("digits", ["０９１２３４５６７８", "٠٩١٢٣٤٥٦٧٨", "०९१२३४५६७८"])
def test_digits_of_other_scripts_never_reach_a_stored_number(digits: str) -> None:
    with pytest.raises(PhoneNotVietnameseError):
        normalise_phone(digits)


def test_the_refusal_names_the_field_and_never_the_value() -> None:
    with pytest.raises(PhoneNotVietnameseError) as caught:
        normalise_phone("02438251234", "guardian_phone")
    assert caught.value.field == "guardian_phone"
    assert "02438251234" not in f"{caught.value!s}{caught.value!r}{caught.value.args}"


valid = st.tuples(st.sampled_from(PREFIXES), st.from_regex(r"\A[0-9]{7}\Z")).map("".join)


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """A valid number as nine digits, and one of the ways to type it."""
    digits = draw(valid)
    before = draw(st.sampled_from(["0", "84", "+84", "0084", "+840", "00840", "840"]))
    gap = st.lists(st.sampled_from(SEPARATORS), max_size=2).map("".join)
    return digits, draw(gap) + "".join(character + draw(gap) for character in before + digits)


@given(spellings())
@example(("841234567", "84841234567"))
@example(("841234567", "0841234567"))
def test_any_spelling_of_a_number_gives_its_only_e164_form(spelling: tuple[str, str]) -> None:
    digits, typed = spelling
    assert normalise_phone(typed) == f"+84{digits}"


@given(valid)
def test_a_normalised_number_stays_as_it_is(digits: str) -> None:
    assert normalise_phone(normalise_phone(f"0{digits}")) == f"+84{digits}"


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_number_of_the_plan_or_a_refusal_without_the_value(typed: str) -> None:
    try:
        number = normalise_phone(typed)
    except PhoneNotVietnameseError as error:
        assert error.args == ("phone",)  # noqa: PT017 - either outcome is right
    else:
        assert number[:3] == "+84"
        assert number[3:5] in PREFIXES
        assert len(number) == 12
        assert number[1:].isascii()
        assert number[1:].isdecimal()
