"""How a member of staff is reached, and that one address and one number belong to one account. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from handbook.domain.errors import ConflictError, InvalidFieldError
from handbook.domain.ids import PhoneE164, PhoneIndex

type SecondFactor = Literal["authenticator", "sms"]
"""What is asked beside the password: the code of an authenticator app, or one that comes by SMS."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LONGEST_EMAIL = 254  # RFC 5321 section 4.5.3.1.3, less the brackets
_WITHOUT_POINTS = frozenset({"gmail.com", "googlemail.com"})
"""Points in the local part mean nothing there (Google Account Help, "Dots don't matter in Gmail addresses")."""


CLAIM_LIFE = timedelta(minutes=2)
"""How long one who invites keeps a user name from others; longer than any function that invites may run (60 s), so that
nothing of theirs reaches Cognito when another goes on."""


class ContactTakenError(ConflictError):
    """The address or number belongs to another account of staff: one person has one account, with several posts."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Where the first password goes, and where codes go where they come by SMS.

    Without a `second_factor` codes come by SMS to the number, if there is one: whoever has no smartphone gets through
    the first sign-in, and an authenticator can be added later.
    """

    email: str
    phone: PhoneE164 | None = None
    second_factor: SecondFactor | None = None

    @property
    def by_sms(self) -> bool:
        """Whether codes come by SMS: where nothing else is said, to everybody with a number."""
        return self.second_factor == "sms" or (self.second_factor is None and self.phone is not None)

    @property
    def codes_to(self) -> PhoneE164 | None:
        """The number that codes go to; None where an authenticator shows them."""
        return self.phone if self.by_sms else None


@dataclass(frozen=True, slots=True)
class SealedContacts:
    """Contacts as they are kept: sealed for one account, and found by their blind indexes."""

    email: str | None = None
    email_mark: str | None = None
    phone: str | None = None
    phone_mark: PhoneIndex | None = None
    by_sms: bool = False

    def marks(self) -> Iterator[tuple[str, str]]:
        """Name what belongs to one account only, by its field."""
        if self.email_mark is not None:
            yield "email", self.email_mark
        if self.phone_mark is not None:
            yield "phone", self.phone_mark


def claimant(contacts: SealedContacts, by: str) -> str:
    """Name who invites whom: the same person inviting at the same address and number goes on where it broke off.

    A hash of what are keyed hashes already, so that it says nothing of address and number.
    """
    parts = (by, contacts.email_mark or "", contacts.phone_mark or "", "sms" if contacts.by_sms else "")
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def check_contacts(contacts: Contacts) -> Contacts:
    """Refuse what is no address, and codes by SMS without a number. Raises: InvalidFieldError ("email", "phone")."""
    if not _EMAIL.fullmatch(contacts.email) or len(contacts.email) > _LONGEST_EMAIL:
        raise InvalidFieldError("email")
    if contacts.second_factor == "sms" and contacts.phone is None:
        raise InvalidFieldError("phone")
    return contacts


def email_handle(email: str) -> str:
    """Write an address so that every way to write it, and every alias that reaches the same box, is one text.

    Letters are compared without case and in one form (Unicode NFKC); what follows a plus sign is the owner's own label
    (RFC 5233); points are left out where the provider does. It is for comparing, never for sending.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", email.strip()).casefold())
    local, _, domain = folded.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _WITHOUT_POINTS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"
