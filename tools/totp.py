"""The current code of a demo member of staff, as an authenticator app would show it: `python -m tools.totp NAME`."""

import argparse
import base64
import hashlib
import hmac
import json
import os
import struct
import sys
import time
from collections.abc import Sequence
from pathlib import Path

PERIOD_SECONDS = 30  # RFC 6238 section 4.1, and what authenticator apps and Cognito use
DIGITS = 6
DEFAULT_STATE = Path(__file__).resolve().parent.parent / ".local" / "state" / "default"


def totp(secret: str, at_seconds: float) -> str:
    """The code of a Base32 secret at a Unix time (RFC 6238 with SHA-1, truncated as in RFC 4226 section 5.3)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    counter = struct.pack(">Q", int(at_seconds) // PERIOD_SECONDS)
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(number & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}d}"


def seconds_left(at_seconds: float) -> int:
    """How long the code of this instant still shows: 30 down to 1."""
    return PERIOD_SECONDS - int(at_seconds) % PERIOD_SECONDS


def secrets_in(accounts: Path) -> dict[str, str]:
    """User names and secrets in a list of demo accounts; empty when there is no list."""
    try:
        listed = json.loads(accounts.read_text(encoding="utf-8"))
    except OSError:
        return {}
    return {account["username"]: account["totp_secret"] for account in listed if account.get("totp_secret")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the code of one account and the seconds it is good for; 1 when there is no such account."""
    parser = argparse.ArgumentParser(prog="make totp USER=…", description=__doc__)
    parser.add_argument("username", nargs="?", default="")
    parser.add_argument("--state", type=Path, default=Path(os.environ.get("HANDBOOK_STATE") or DEFAULT_STATE))
    chosen = parser.parse_args(arguments)
    secrets = secrets_in(chosen.state / "accounts.json")
    if not secrets:
        print("error: there are no demo accounts: start the system with make run.", file=sys.stderr)
        return 1
    if chosen.username not in secrets:
        print(f"error: name one of the demo staff: make totp USER={' | '.join(sorted(secrets))}", file=sys.stderr)
        return 1
    now = time.time()
    print(f"{totp(secrets[chosen.username], now)}  (good for {seconds_left(now)} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
