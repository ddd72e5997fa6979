"""The fast tables say what segno says, module by module."""

import random

import pytest
import segno

from handbook.domain.codes import ALPHABET, CODE_LENGTH, CodeKey, mint_range
from handbook.pictures.qr_matrix import (
    HOST_LENGTH_MAX,
    MASK,
    HostNotPrintableError,
    code_url,
    matrices,
    matrix,
    matrix_rows,
)

HOST = "SOMEVABE.VN"
KEY = CodeKey(version=1, permutation_key=b"p" * 32, tag_key=b"t" * 32)


def segno_rows(text: str) -> list[str]:
    symbol = segno.make(text, version=3, error="q", mask=MASK, boost_error=False, micro=False)
    assert symbol.mode == "alphanumeric"
    return ["".join("1" if module else "0" for module in row) for row in symbol.matrix]


def random_codes(count: int, seed: int) -> list[str]:
    source = random.Random(seed)
    return ["".join(source.choices(ALPHABET, k=CODE_LENGTH)) for _ in range(count)]


def test_ten_thousand_random_codes_equal_segno_bit_for_bit() -> None:
    codes = random_codes(10_000, seed=18004)
    for code, symbol in zip(codes, matrices(codes, HOST), strict=True):
        assert matrix_rows(symbol) == segno_rows(f"HTTPS://{HOST}/Q/{code}")


@pytest.mark.parametrize("host", ["a", "qr.vn", "Q-1.VN", "SOMEVABE.GOV.VN", "0123456789.ABCDE", "127.0.0.1"])
def test_hosts_of_even_and_odd_length_equal_segno(host: str) -> None:
    codes = [*random_codes(50, seed=len(host)), *mint_range(0, 50, KEY), "0" * 20, "Z" * 20]
    for code in codes:
        assert matrix_rows(matrix(code, host)) == segno_rows(code_url(code, host))


def test_the_url_is_upper_case_and_ends_in_the_code() -> None:
    assert code_url("0123456789ABCDEFGHJK", "somevabe.vn") == "HTTPS://SOMEVABE.VN/Q/0123456789ABCDEFGHJK"


@pytest.mark.parametrize("length", [1, HOST_LENGTH_MAX])
def test_the_shortest_and_the_longest_host_fit_the_symbol(length: int) -> None:
    assert len(matrix_rows(matrix("0" * 20, "H" * length))) == 29


@pytest.mark.parametrize("host", ["", "H" * (HOST_LENGTH_MAX + 1), "a_b.vn", "sổ.vn", "a/b", "a b", "a:1"])
def test_a_host_that_does_not_fit_the_symbol_is_refused(host: str) -> None:
    with pytest.raises(HostNotPrintableError):
        matrix("0" * 20, host)


@pytest.mark.parametrize("code", ["", "0" * 19, "0" * 21, "0" * 19 + "U", "a" * 20])
def test_what_is_no_code_has_no_symbol(code: str) -> None:
    with pytest.raises(KeyError):
        matrix(code, HOST)
    with pytest.raises(KeyError):
        matrix(code, "Q" + HOST)  # of odd length, where groups fall otherwise


def test_every_different_code_has_a_different_symbol() -> None:
    codes = list(mint_range(0, 3_000, KEY))
    assert len(set(matrices(codes, HOST))) == 3_000
