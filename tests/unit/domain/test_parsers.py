"""Everything that reads what somebody typed gives a value or refuses in words of ours, whatever was typed."""

from collections.abc import Callable
from ipaddress import IPv6Address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handbook.domain.codes.reading import parse
from handbook.domain.codes.refusals import CodeRefusedError
from handbook.domain.encounters.facility import is_gln
from handbook.domain.errors import HandbookError
from handbook.domain.identifiers import System, normalise_identifier
from handbook.domain.immunization.spans import SpanError, parse_span
from handbook.domain.names import can_be_name, clean_name, fold
from handbook.domain.partial_days import parse_partial_day
from handbook.domain.phones import is_line_number, normalise_phone
from handbook.domain.preferences import reply_of
from handbook.domain.pregnancy import para_of
from handbook.domain.sign_in import line_of
from handbook.domain.staffing import check_username

REFUSALS: dict[Callable[[str], object], tuple[type[Exception], ...]] = {
    normalise_phone: (HandbookError,),
    check_username: (HandbookError,),
    para_of: (HandbookError,),
    parse: (CodeRefusedError,),
    parse_partial_day: (HandbookError, ValueError),
    parse_span: (SpanError,),
    is_gln: (),
    is_line_number: (),
    line_of: (),
    clean_name: (),
    can_be_name: (),
    fold: (),
    reply_of: (),
}
"""What reads a text, and how it refuses one."""

# Digits of every script, signs that look like those of a date or a number, and whatever else there is.
TYPED = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(categories=["Nd", "No", "Nl"]), max_size=20),
    st.text("0123456789-+./: ()TZEe\u00a0\u200b\u202a\u0660\uff10\u00b2", max_size=24),
    st.from_regex(r"[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?", fullmatch=True),
    st.from_regex(r"\+?[0-9 ]{8,15}", fullmatch=True),
)


@pytest.mark.parametrize("read", REFUSALS, ids=lambda one: one.__name__)
@given(typed=TYPED)
@example(typed="\u00b2 days")
@example(typed="\u0662\u0660\u0662\u0666-\u0660\u0661")
@example(typed="\x00")
@example(typed="fe80::1%eth0")
@example(typed="::ffff:198.51.100.7")
def test_whatever_is_typed_gives_a_value_or_a_refusal_of_ours(read: Callable[[str], object], typed: str) -> None:
    try:
        read(typed)
    except REFUSALS[read]:
        return


@pytest.mark.parametrize("system", System)
@given(typed=TYPED)
def test_a_number_of_an_office_is_read_the_same_when_it_is_read_again(system: System, typed: str) -> None:
    try:
        read = normalise_identifier(system, typed)
    except HandbookError:
        return

    if read is not None:
        assert normalise_identifier(system, read) == read
        assert read.isascii()


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(0, 12), st.integers(1, 9))
def test_a_number_of_a_place_has_one_check_digit_and_a_slip_in_any_digit_is_seen(
    digits: str, place: int, slip: int
) -> None:
    (right,) = [digits + last for last in "0123456789" if is_gln(digits + last)]
    wrong = right[:place] + str((int(right[place]) + slip) % 10) + right[place + 1 :]

    assert not is_gln(wrong)


@given(st.from_regex(r"[0-9]{4}", fullmatch=True))
def test_what_was_before_a_pregnancy_is_written_as_it_was_read(digits: str) -> None:
    assert para_of(digits).text == digits


@given(st.from_regex(r"[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]", fullmatch=True))
def test_a_user_name_is_taken_as_it_is(name: str) -> None:
    assert check_username(name) == name


@given(st.integers(0, 2**128 - 1), st.integers(0, 2**64 - 1))
def test_machines_of_one_line_are_one_and_another_line_is_another(number: int, machine: int) -> None:
    address = line_of(str(IPv6Address(number)))

    assert line_of(str(IPv6Address(number >> 64 << 64 | machine))) == address
    assert line_of(str(IPv6Address(number ^ 1 << 64))) != address
