import json
from pathlib import Path

from tools.stack.closing_box import account_rows, closing_box
from tools.stack.console import width
from tools.stack.settings import StackSettings

ACCOUNTS = [
    {"role": "nurse", "label": "Chị Lò Thị Sương, Trạm Y tế xã Tả Lủng", "username": "suong", "password": "Mat-khau-1"},
    {"role": "guardian", "label": "Mẹ của bé Bo", "username": "+84912345678"},
]


def test_the_box_says_where_everything_is_and_how_to_go_on(tmp_path: Path) -> None:
    settings = StackSettings("t", 4599, 8099, tmp_path)
    settings.accounts_file.write_text(json.dumps(ACCOUNTS), encoding="utf-8")
    drawn = closing_box(settings)
    for text in ("http://127.0.0.1:8099/v1", "Swagger UI", "make sms", "Ctrl-C", "make stop", "suong", "Mat-khau-1"):
        assert text in drawn
    assert len({width(line) for line in drawn.splitlines()}) == 1


def test_an_account_without_a_password_signs_in_by_sms(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    file.write_text(json.dumps(ACCOUNTS), encoding="utf-8")
    assert account_rows(file)[1] == ("guardian", "Mẹ của bé Bo", "+84912345678", "code by SMS")


def test_a_system_that_was_not_filled_in_shows_no_accounts(tmp_path: Path) -> None:
    assert account_rows(tmp_path / "accounts.json") == []
    assert "Demo accounts" not in closing_box(StackSettings("t", 4599, 8099, tmp_path))
