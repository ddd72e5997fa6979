"""Signing in with a code by SMS: limits and the life of a code. Pure; storage/sign_in.py makes it hold under races.

Figures: NIST SP 800-63B-4 section 3.1.3 (six digits, ten minutes at most, used once), tightened; the limits keep an
attacker who tries all day below 2.5 guesses in a hundred thousand an hour, and an SMS flood below the price of ten.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

CODE_DIGITS = 6
_COUNTED = 32
"""Hexadecimal digits of a keyed hash that names a counter: 128 bits, so that no two fall together."""
CODE_LIFE = timedelta(minutes=5)
TRIES = 5
RESEND_AFTER = timedelta(seconds=60)
TICKET_LIFE = timedelta(seconds=60)
"""A ticket carries a redeemed code through Cognito's challenge; it lives for one exchange."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` in any `window`."""

    window: timedelta
    most: int


PER_NUMBER = (Limit(RESEND_AFTER, 1), Limit(timedelta(hours=1), 5), Limit(timedelta(days=1), 10))
STRANGERS_SHARE = (Limit(timedelta(hours=1), 4), Limit(timedelta(days=1), 7))
"""Of these, what may be asked for by who does not show that a code came to this number before: whoever knows a number
uses up no more, and its family still gets one an hour and three a day."""
KNOWN_DEVICE_LIFE = timedelta(days=180)
"""Three times what a family's session lasts, and as long as a number counts as its holder's unseen."""
PER_ADDRESS = Limit(timedelta(hours=1), 600)
"""Wide, since a mobile operator's gateway stands for thousands; a number's and a device's limits are narrow."""
_HOST_BITS = 64
PER_DEVICE = Limit(timedelta(hours=1), 10)
PER_STAFF = Limit(timedelta(hours=1), 10)
"""Failed tries for one user name; right ones are not counted, so that a working day never meets it."""
PER_PASSWORD = Limit(timedelta(hours=1), 5)
"""Wrong passwords for one number; a sixth is not looked at. Codes by SMS are counted apart, so that a stranger who
guesses passwords keeps no family from them. NIST SP 800-63B-4, 3.2.2 allows a hundred."""
EVERYBODY = Limit(timedelta(minutes=1), 3_000)
"""The breaker: 3.6 times a national morning's codes (100,000 sign-ins in ten minutes, one in twelve with a code)."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a client gets; a refresh keeps its refresh token when `refresh_token` is None."""

    id_token: str
    access_token: str
    expires_in_seconds: int
    refresh_token: str | None = None


type StaffChallenge = Literal["new_password", "authenticator_setup", "authenticator_code", "sms_code", "sign_in_again"]
"""What a member of staff is asked next; "sign_in_again" asks nothing: the factor is ready, and the next
sign-in asks for its code."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked next, in which session; `secret` goes into a new authenticator, in Base32."""

    challenge: StaffChallenge
    session: str
    secret: str | None = None


def wait_before_sending(
    sent: Sequence[datetime], now: datetime, limits: Sequence[Limit] = PER_NUMBER
) -> timedelta | None:
    """Say how long a number must wait for its next code, or None when it may have one now.

    `sent` are the instants of the codes that were paid for, oldest first.
    """
    waits = []
    for limit in limits:
        inside = [instant for instant in sent if now - instant < limit.window]
        if len(inside) >= limit.most:
            waits.append(inside[-limit.most] + limit.window - now)
    return max(waits, default=None)


def strangers_wait(
    sent: Sequence[datetime], known: Sequence[datetime], kept_until: datetime | None, now: datetime
) -> timedelta | None:
    """Say how long somebody must wait who does not show that a code came to this number before; None for not at all.

    `known`: those of `sent` that were asked for by who showed it. `kept_until`: when the living code ends, where such
    a one asked for it: nobody else's request kills it.
    """
    strange = [instant for instant in sent if instant not in known]
    waits = [wait_before_sending(sent, now), wait_before_sending(strange, now, STRANGERS_SHARE)]
    if kept_until is not None and kept_until > now:
        waits.append(kept_until - now)
    return max((wait for wait in waits if wait is not None), default=None)


def known_device(pepper: bytes, phone: str, now: datetime) -> str:
    """Write what a device shows from now on: that a code came to it at this number, on this day. It names nobody."""
    day = f"{now:%Y-%m-%d}"  # of UTC
    return f"{day}.{proof(pepper, 'known-device', day, phone)}"


def is_known_device(pepper: bytes, phone: str, shown: str, now: datetime) -> bool:
    """Say whether a code came to this number before, by what a device shows; forged, foreign and old show nothing.

    It opens nothing: it only lets its holder ask for a code when strangers asked for theirs.
    """
    day = shown.partition(".")[0]
    oldest = f"{now - KNOWN_DEVICE_LIFE:%Y-%m-%d}"
    right = f"{day}.{proof(pepper, 'known-device', day, phone)}"
    return shown.isascii() and same(right, shown) and oldest <= day


def seconds_left(limit: Limit, now: datetime) -> int:
    """Count the seconds to the end of a counter's window; windows begin at whole multiples of their length."""
    window = int(limit.window.total_seconds())
    return window - int(now.timestamp()) % window


def line_of(address: str) -> str:
    """Give what one line's addresses have in common: an IPv4 address itself, the first 64 bits of an IPv6 address.

    A line gets 64 bits to number its machines with (RFC 4291, 2.5.1; RFC 6177), so whole addresses would be no limit.
    """
    if ":" not in address:
        return address
    from ipaddress import AddressValueError, IPv6Address  # noqa: PLC0415 - few lines have one

    try:
        return IPv6Address(int(IPv6Address(address.partition("%")[0])) >> _HOST_BITS << _HOST_BITS).compressed
    except AddressValueError:
        return address


def still_counted(sent: Sequence[datetime], now: datetime) -> tuple[datetime, ...]:
    """Keep the instants that a limit can still look at."""
    longest = max(limit.window for limit in PER_NUMBER)
    return tuple(instant for instant in sent if now - instant < longest)


def code_from_number(number: int) -> str:
    """Write a random number below 10^6 as a code, leading zeros kept."""
    return f"{number:0{CODE_DIGITS}d}"


def proof(pepper: bytes, purpose: str, *parts: str) -> str:
    """Keyed hash of a secret with what it is bound to; what is stored instead of a code or a ticket."""
    message = "\x1f".join((purpose, *parts)).encode()
    return hmac.new(pepper, message, hashlib.sha256).hexdigest()


def address_subject(pepper: bytes, address: str) -> str:
    """Name the line of an address among what is counted: by a keyed hash, since an address leads to a person."""
    return f"address#{proof(pepper, 'address', line_of(address))[:_COUNTED]}"


def device_subject(pepper: bytes, device: str) -> str:
    """Name a device among what is counted, by a keyed hash of what its app calls itself."""
    return f"device#{proof(pepper, 'device', device)[:_COUNTED]}"


def same(left: str, right: str) -> bool:
    """Compare two proofs in constant time."""
    return hmac.compare_digest(left, right)
