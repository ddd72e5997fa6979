"""One-time codes of demo staff."""

import json
from pathlib import Path

import pytest

from tools.totp import main, seconds_left, totp

RFC_6238_KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # Base32 of "12345678901234567890", RFC 6238 appendix B


@pytest.mark.parametrize(
    ("at_seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(at_seconds: int, code: str) -> None:
    assert totp(RFC_6238_KEY, at_seconds) == code


def test_a_code_holds_for_its_thirty_seconds() -> None:
    assert totp(RFC_6238_KEY, 30) == totp(RFC_6238_KEY, 59.9)
    assert totp(RFC_6238_KEY, 59.9) != totp(RFC_6238_KEY, 60)
    assert (seconds_left(30), seconds_left(59)) == (30, 1)


def test_a_secret_without_padding_and_in_lower_case_is_read() -> None:
    assert totp("mfrgg", 0) == totp("MFRGG===", 0)


def accounts(folder: Path) -> None:
    rows = [
        {"username": "an", "totp_secret": RFC_6238_KEY, "password": "x"},
        {"username": "0900000001", "role": "guardian"},
    ]
    (folder / "accounts.json").write_text(json.dumps(rows), encoding="utf-8")


def test_the_command_prints_the_code_and_how_long_it_is_good_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accounts(tmp_path)
    assert main(["an", "--state", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert printed[:6].isdigit()
    assert "good for" in printed


@pytest.mark.parametrize("name", ["", "root", "0900000001"])
def test_an_unknown_name_gets_the_names_that_there_are(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accounts(tmp_path)
    assert main([name, "--state", str(tmp_path)]) == 1
    assert "USER=an" in capsys.readouterr().err


def test_without_accounts_the_command_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["an", "--state", str(tmp_path)]) == 1
    assert "make run" in capsys.readouterr().err
