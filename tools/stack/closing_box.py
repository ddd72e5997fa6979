"""The box at the end of `make run`: where everything is, who can sign in, how to go on."""

import json
from pathlib import Path

from tools.stack.console import box, table
from tools.stack.settings import StackSettings


def closing_box(settings: StackSettings) -> str:
    """The box as text."""
    places = [
        ("API", f"{settings.root_url}/v1"),
        ("Swagger UI", f"{settings.root_url}/"),
        ("AWS endpoint", settings.endpoint),
        ("Log", shown(settings.ministack_log)),
    ]
    commands = [
        ("make demo", "play the main job against it"),
        ("make sms", "read the SMS inbox: sign-in codes and reminders"),
        ("make logs", "what the functions logged"),
        ("Ctrl-C", "stop; make stop where it runs in the background (data is kept)"),
    ]
    accounts = account_rows(settings.accounts_file)
    people = ["", "Demo accounts", *table(accounts)] if accounts else []
    return box([*table(places), *people, "", *table(commands)], "Sổ Mẹ và Bé")


def account_rows(file: Path) -> list[tuple[str, str, str, str]]:
    """Role, label, user name and how to sign in, one row for each account that the seed made."""
    if not file.exists():
        return []
    accounts = json.loads(file.read_text(encoding="utf-8"))
    return [
        (
            str(account.get("role", "")),
            str(account.get("label", "")),
            str(account.get("username", "")),
            str(account.get("password") or "code by SMS"),
        )
        for account in accounts
    ]


def shown(path: Path) -> str:
    """A path as short as it can be typed from the folder one stands in."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
