"""Codes are minted, verified and refused as the domain facts say."""

import hmac
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.codes import (
    ALPHABET,
    CODE_LENGTH,
    SERIAL_LIMIT,
    Code,
    CodeKey,
    ForgedTagError,
    UnknownKeyVersionError,
    check_character,
    human_readable,
    mint,
    mint_range,
    parse,
    verify,
)

KEY = CodeKey(
    version=1,
    permutation_key=b"permutation key of the tests 01.",
    tag_key=b"tag key of the tests, one.......",
)
OTHER = CodeKey(
    version=2,
    permutation_key=b"permutation key of the tests 02.",
    tag_key=b"tag key of the tests, two.......",
)
GOLDEN = ["1WHSQ92S35VPPA4TRHC1", "1MXEH33HF5V78234SA2G", "1K6AFS7DHCS8Y5CGE23B"]
KEYS = {key.version: key for key in (KEY, OTHER)}


@given(st.integers(0, SERIAL_LIMIT - 1), st.sampled_from([KEY, OTHER]))
def test_a_minted_code_verifies_to_its_serial_under_its_own_key_version(serial: int, key: CodeKey) -> None:
    assert verify(parse(mint(serial, key)), KEYS) == serial


@pytest.mark.parametrize("serial", [0, SERIAL_LIMIT - 1])
def test_the_first_and_the_last_serial_have_codes(serial: int) -> None:
    code = mint(serial, KEY)
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(ALPHABET)
    assert verify(Code(code), KEYS) == serial


@pytest.mark.parametrize(("first", "count"), [(-1, 1), (SERIAL_LIMIT, 1), (SERIAL_LIMIT - 1, 2), (0, -1)])
def test_a_range_outside_forty_bits_is_refused_at_the_call(first: int, count: int) -> None:
    with pytest.raises(ValueError, match="serials must lie"):
        mint_range(first, count, KEY)


def test_a_range_gives_the_same_codes_as_one_serial_at_a_time_and_none_twice() -> None:
    codes = list(mint_range(1_048_570, 2_000, KEY))  # crosses the border between the two halves
    assert codes == [mint(serial, KEY) for serial in range(1_048_570, 1_050_570)]
    assert len(set(codes)) == 2_000


def test_an_empty_range_gives_no_code() -> None:
    assert list(mint_range(7, 0, KEY)) == []


def test_the_order_of_serials_does_not_show_in_the_codes() -> None:
    codes = list(mint_range(0, 2_000, KEY))
    rising = sum(first < second for first, second in pairwise(codes))
    assert 900 < rising < 1_100  # a random order rises half of the time; s.d. is 13
    assert len({code[1:4] for code in codes}) > 1_800  # 15 random bits, not a shared prefix


def test_the_tag_is_the_stated_hmac_over_version_and_permuted_serial() -> None:
    code = mint(123_456, KEY)
    permuted = sum(ALPHABET.index(character) << 5 * (7 - at) for at, character in enumerate(code[1:9]))
    message = b"so-me-va-be/qr/tag/1\x00" + b"\x01" + permuted.to_bytes(5)
    expected = int.from_bytes(hmac.digest(KEY.tag_key, message, "sha256")) >> (256 - 50)
    assert sum(ALPHABET.index(character) << 5 * (9 - at) for at, character in enumerate(code[9:19])) == expected


def test_codes_stay_as_they_were_printed() -> None:
    """Printed books live for six years: these three may never change for these keys."""
    assert [mint(serial, KEY) for serial in (0, 1, SERIAL_LIMIT - 1)] == GOLDEN


@pytest.mark.parametrize("position", range(1, 19))
def test_a_code_with_any_character_forged_and_its_check_character_mended_is_refused(position: int) -> None:
    code = mint(99, KEY)
    changed = ALPHABET[(ALPHABET.index(code[position]) + 1) % 32]
    body = code[:position] + changed + code[position + 1 : -1]
    with pytest.raises(ForgedTagError):
        verify(parse(body + check_character(body)), KEYS)


def test_a_code_made_with_another_tag_key_of_the_same_version_is_forged() -> None:
    foreign = replace(KEY, tag_key=OTHER.tag_key)
    with pytest.raises(ForgedTagError):
        verify(parse(mint(5, foreign)), KEYS)


def test_a_code_moved_to_another_key_version_is_forged() -> None:
    code = mint(5, KEY)
    body = "2" + code[1:-1]
    with pytest.raises(ForgedTagError):
        verify(parse(body + check_character(body)), KEYS)


def test_a_code_of_a_key_version_that_is_not_held_says_which() -> None:
    with pytest.raises(UnknownKeyVersionError) as refusal:
        verify(parse(mint(5, OTHER)), {1: KEY})
    assert refusal.value.version == 2


@pytest.mark.parametrize("version", [0, 31])
def test_the_lowest_and_the_highest_key_version_mint(version: int) -> None:
    key = replace(KEY, version=version)
    code = parse(mint(8, key))
    assert code.key_version == version
    assert verify(code, {version: key}) == 8


@pytest.mark.parametrize("version", [-1, 32])
def test_a_key_version_that_one_character_cannot_spell_is_refused(version: int) -> None:
    with pytest.raises(ValueError, match="version must be"):
        replace(KEY, version=version)


@pytest.mark.parametrize("key_bytes", [0, 31, 33])
def test_a_key_of_another_length_than_32_bytes_is_refused(key_bytes: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        replace(KEY, tag_key=b"k" * key_bytes)


def test_one_secret_for_both_purposes_is_refused() -> None:
    with pytest.raises(ValueError, match="must differ"):
        replace(KEY, tag_key=KEY.permutation_key)


def test_a_key_does_not_show_its_secrets() -> None:
    assert repr(KEY) == "CodeKey(version=1)"


def test_a_code_is_read_aloud_in_groups_of_four() -> None:
    assert human_readable("0123456789ABCDEFGHJK") == "0123 4567 89AB CDEF GHJK"
