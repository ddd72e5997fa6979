"""Signing in: families with a code by SMS, staff with a password and the code of an authenticator."""

import json
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.demo.client import Api, DemoError
from tools.stack.sms import inbox
from tools.totp import totp

_CODE = re.compile(r"\b\d{6}\b")


def fresh_number() -> str:
    """A mobile number that no run used before, as it is typed; seeded families have 0900…, so none of theirs."""
    return f"09{secrets.randbelow(9) + 1}{secrets.randbelow(10**7):07d}"


def international(number: str) -> str:
    """The number as the SMS inbox names it."""
    return "+84" + number.removeprefix("0")


def spaced(number: str) -> str:
    """The number as people write it."""
    return f"{number[:4]} {number[4:7]} {number[7:]}"


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code that lies in the inbox of a number."""

    number: str
    challenge_id: str
    expires_in_seconds: int
    text: str
    code: str

    def body(self, code: str | None = None) -> dict[str, Any]:
        """What the app sends to trade the code for tokens."""
        return {"phone": self.number, "challenge_id": self.challenge_id, "code": code or self.code}

    @property
    def wrong(self) -> str:
        """A code that is not this one."""
        return f"{(int(self.code) + 1) % 10**6:06d}"


def ask_for_code(api: Api, number: str, endpoint: str) -> SentCode:
    """Ask for a code and read it in the SMS inbox. Raises DemoError when none arrives."""
    sent = api.post("/auth/otp", {"phone": spaced(number)}, 202).body
    messages = inbox(endpoint, international(number))
    found = _CODE.search(messages[-1].text) if messages else None
    if found is None:
        raise DemoError(f"No code lies in the SMS inbox of {international(number)}: see make sms.")
    return SentCode(number, sent["challenge_id"], sent["expires_in_seconds"], messages[-1].text, found.group())


@dataclass(frozen=True, slots=True)
class Cast:
    """The demo staff that the seed made, by role."""

    accounts: tuple[dict[str, str], ...]

    def unit_of(self, username: str) -> str:
        """The unit in which somebody works."""
        return self._account(username)["unit_id"]

    def sign_in(self, api: Api, username: str) -> Api:
        """Sign a member of staff in with both factors. Raises DemoError."""
        account = self._account(username)
        body = {
            "username": username,
            "password": account["password"],
            "totp_code": totp(account["totp_secret"], time.time()),
        }
        return api.signed_in(api.post("/auth/staff/token", body, 200).body["id_token"])

    def _account(self, username: str) -> dict[str, str]:
        found = next((account for account in self.accounts if account["username"] == username), None)
        if found is None:
            raise DemoError(f"There is no demo account {username}: stop the system, make clean, and make run again.")
        return found


def read_cast(accounts: Path) -> Cast:
    """The demo accounts of the running stack. Raises DemoError where the seed has not run."""
    try:
        return Cast(tuple(json.loads(accounts.read_text(encoding="utf-8"))))
    except OSError as error:
        raise DemoError("The running system has no demo accounts: stop it and run make run again.") from error
