"""The box at the end of `make run`: where everything is, who can sign in, how to go on."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.stack.console import box, table, width, wrapped
from tools.stack.settings import StackSettings

NARROWEST, WIDEST = 80, 120
FRAME = 4  # columns that the box takes itself
GAPS = 4  # between the three columns of accounts


def closing_box(settings: StackSettings, columns: int | None = None) -> str:
    """The box as text, within the columns of the terminal where its addresses and commands allow."""
    accounts = read_accounts(settings.accounts_file)
    inner = min(max(columns or shutil.get_terminal_size((100, 24)).columns, NARROWEST), WIDEST) - FRAME
    people = ["", "Demo accounts", *account_lines(accounts, inner)] if accounts else []
    return box([*table(places(settings)), *people, "", *table(commands(accounts))], "Sổ Mẹ và Bé")


def places(settings: StackSettings) -> list[tuple[str, str]]:
    """What is where."""
    return [
        ("API", f"{settings.root_url}/v1"),
        ("Swagger UI", f"{settings.root_url}/"),
        ("AWS endpoint", settings.endpoint),
        ("Log", shown(settings.ministack_log)),
    ]


def commands(accounts: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """What can be done next."""
    second_factor = any(account.get("totp_secret") for account in accounts)
    return [
        ("make demo", "play the main job against it"),
        ("make sms", "read the SMS inbox: sign-in codes and reminders"),
        *([("make totp USER=…", "the second factor of one of the staff")] if second_factor else []),
        ("make logs", "read what the functions logged"),
        ("Ctrl-C", "stop; make stop if it runs in the background (data is kept)"),
    ]


def read_accounts(file: Path) -> list[dict[str, Any]]:
    """The accounts that the seed made, or none where it has not run."""
    return list(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else []


def account_lines(accounts: Sequence[dict[str, Any]], columns: int) -> list[str]:
    """User name, how to sign in, and who it is, which goes on below where the line is full."""
    keys = [(str(one.get("username", "")), str(one.get("password") or "code by SMS")) for one in accounts]
    room = columns - sum(max(map(width, column)) for column in zip(*keys, strict=True)) - GAPS
    rows: list[tuple[str, str, str]] = []
    for (name, password), account in zip(keys, accounts, strict=True):
        first, *more = wrapped(str(account.get("label") or account.get("role", "")), room)
        rows += [(name, password, first), *(("", "", line) for line in more)]
    return table(rows)


def shown(path: Path) -> str:
    """A path as short as it can be typed from the folder one stands in."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
