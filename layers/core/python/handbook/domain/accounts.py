"""A family member's account beside its number: profile, when it was seen, and what happened to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import AccountId, StaffId
from handbook.reference.accounts import load_document


@dataclass(frozen=True, slots=True)
class Profile:
    """What an account says of itself. `email` is one that was verified; version 1 is an account that said nothing."""

    account_id: AccountId
    display_name: str | None = None
    email: str | None = None
    has_password: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """When somebody last signed in or renewed a session, to the day, and the day on which the account is closed.

    `number_seen`: when a code that went to the number was right, to the day. A password and a session say nothing of
    who has the number by now.
    """

    last_seen: datetime | None = None
    closing_on: date | None = None
    number_seen: datetime | None = None


class EventKind(StrEnum):
    """What can happen to an account, of a family or of staff; the owner reads it (GET /v1/me/activity)."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    PROFILE_CHANGED = "profile_changed"
    PASSWORD_SET = "password_set"  # noqa: S105 - what happened, not a password
    PASSWORD_RECOVERED = "password_recovered"  # noqa: S105 - as above
    EMAIL_SET = "email_set"
    EMAIL_REMOVED = "email_removed"
    NUMBER_CHANGE_ASKED = "number_change_asked"
    NUMBER_CHANGE_REFUSED = "number_change_refused"
    NUMBER_CHANGED = "number_changed"
    NUMBER_CONFIRMED = "number_confirmed"
    NUMBER_GIVEN_UP = "number_given_up"
    CLOSING_ASKED = "closing_asked"
    CLOSING_STOPPED = "closing_stopped"
    CLOSED = "closed"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    ACCESS_RESET = "access_reset"
    OLD_EVENTS_DROPPED = "drop_old_accesses"
    """Written when events past their term are let go (storage.sweeping)."""


def log_of_staff(staff_id: StaffId) -> AccountId:
    """Name the log of a member of staff among those of accounts: no account's own name has the sign in it."""
    return AccountId(f"staff#{staff_id}")


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """One thing that happened to an account: when, from which address, in which request, and by which way."""

    account_id: AccountId
    kind: EventKind
    at: datetime
    request_id: str
    address: str = ""
    way: str = ""


_SHORTEST_PASSWORD, _LONGEST_PASSWORD = 12, 256
"""NIST SP 800-63B-4, 3.1.1.2 asks for 15 signs of a password alone, 8 beside a second factor; here a lock after five
wrong ones an hour stands beside it, and twelve is what staff have."""
_FEWEST_SIGNS = 5
_COMMON = ("matkhau", "password", "123456", "abcdef", "qwerty", "anhyeuem", "emyeuanh", "iloveyou", "somevabe")


def check_password(password: str) -> None:
    """Refuse a password that is short, that repeats few signs, or that is a common word with a tail of five or less.

    No signs are prescribed (NIST SP 800-63B-4, 3.1.1.2); a space at either end is refused, since Cognito takes none
    there. Raises: InvalidFieldError("new_password").
    """
    folded = password.casefold()
    common = any(word in folded and len(folded.replace(word, "")) <= _FEWEST_SIGNS for word in _COMMON)
    fits = _SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD
    if not fits or len(set(folded)) < _FEWEST_SIGNS or common or password != password.strip():
        raise InvalidFieldError("new_password")


def normalise_email(text: str) -> str:
    """Write an address as it is looked for: small letters, no space around it."""
    return text.strip().casefold()


def masked_email(email: str) -> str:
    """Write an address so that its owner recognises it, and nobody else can write to it: "l***@example.vn"."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}***@{domain}"


def dormant_after() -> timedelta:
    """How long a number is unseen before it alone opens nothing any more."""
    return timedelta(days=load_document("terms")["dormant_after_days"])


def needs_proof(seen: datetime, dead_since: datetime | None, now: datetime) -> bool:
    """Say whether a right code by SMS is too little: the number may be somebody else's by now.

    `seen` is when the number was last seen, `dead_since` when it was reported to take no messages.
    """
    return now - seen >= dormant_after() or (dead_since is not None and dead_since > seen)


_UNPROVED = "unproved."


def unproved_name(account_id: AccountId) -> AccountId:
    """Name the user in Cognito as whom a number signs in while a second proof is missing: it owns nothing."""
    return AccountId(_UNPROVED + account_id)


def claimed_account(user_name: str) -> AccountId | None:
    """Give the account that an unproved user may turn out to own; None for every other user name."""
    return AccountId(user_name.removeprefix(_UNPROVED)) if user_name.startswith(_UNPROVED) else None


def closing_waits() -> int:
    """How many days an account that is to be closed can be kept by signing in."""
    days: int = load_document("terms")["closing_waits_days"]
    return days


def consequences_of_closing(language: str, *, is_last_guardian: bool) -> tuple[tuple[str, str], ...]:
    """Say what closing an account does, each by a code and in words."""
    document, tongue = load_document("closing"), "en" if language == "en" else "vi"
    told = [(str(one["code"]), str(one[tongue])) for one in document["consequences"]]
    last = [("last_guardian", str(document["last_guardian"][tongue]))] if is_last_guardian else []
    return (*told, *last)
