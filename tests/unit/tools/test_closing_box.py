import json
from pathlib import Path

import pytest

from tools.stack.closing_box import account_lines, closing_box
from tools.stack.console import width
from tools.stack.settings import StackSettings

ACCOUNTS = [
    {
        "role": "health_worker",
        "label": "Lò Thị Sương, điều dưỡng Trạm Y tế xã Tả Lủng, huyện Mèo Vạc, tỉnh Hà Giang",
        "username": "suong",
        "password": "Mat-khau-thu-nghiem-1",
        "totp_secret": "ABC",
    },
    {"role": "guardian", "label": "Mẹ của bé Bo", "username": "0912345678"},
]


@pytest.fixture
def settings(tmp_path: Path) -> StackSettings:
    made = StackSettings("t", 4599, 8099, tmp_path)
    made.accounts_file.write_text(json.dumps(ACCOUNTS), encoding="utf-8")
    return made


def test_the_box_says_where_everything_is_and_how_to_go_on(settings: StackSettings) -> None:
    drawn = closing_box(settings)
    for text in ("http://127.0.0.1:8099/v1", "Swagger UI", "make sms", "make totp", "Ctrl-C", "suong", "nghiem-1"):
        assert text in drawn


def test_the_box_fits_a_terminal_of_eighty_columns_and_all_its_lines_are_equally_wide() -> None:
    drawn = closing_box(StackSettings("t", 4599, 8099, Path.cwd()), columns=80)
    assert {width(line) for line in drawn.splitlines()} <= set(range(81))
    assert len({width(line) for line in drawn.splitlines()}) == 1


def test_long_labels_go_on_below_and_short_ones_stay() -> None:
    assert account_lines(ACCOUNTS, 74) == [
        "suong       Mat-khau-thu-nghiem-1  Lò Thị Sương, điều dưỡng Trạm Y tế xã",
        "                                   Tả Lủng, huyện Mèo Vạc, tỉnh Hà Giang",
        "0912345678  code by SMS            Mẹ của bé Bo",
    ]
    assert account_lines(ACCOUNTS, 75)[0].endswith("xã Tả")


def test_without_accounts_the_box_names_none_and_no_second_factor(tmp_path: Path) -> None:
    drawn = closing_box(StackSettings("t", 4599, 8099, tmp_path))
    assert "Demo accounts" not in drawn
    assert "make totp" not in drawn
