"""The purposes that can be agreed to, and the words in force on a day: dated data, each with its digest."""

import hmac
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from handbook.domain.errors import InvalidFieldError
from handbook.domain.privacy_errors import StaleConsentTextError
from handbook.domain.texts import Language, Text
from handbook.reference.consents import load_document

type Owner = Literal["handbook", "account"]


@dataclass(frozen=True, slots=True)
class Purpose:
    """Something to agree to: for an account or a handbook, and whether it is about sensitive data."""

    code: str
    of: Owner
    sensitive: bool
    name: Text


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The words of a purpose from a day on; `sha256` are digests of the UTF-8 text in each language."""

    purpose: str
    version: str
    effective_from: date
    text: Text
    sha256: Text


@cache
def purposes() -> tuple[Purpose, ...]:
    """All purposes, in the order of the data."""
    return tuple(
        Purpose(one["code"], one["of"], one["sensitive"], Text(one["vi"], one["en"]))
        for one in load_document("purposes")["purposes"]
    )


@cache
def consent_texts() -> tuple[ConsentText, ...]:
    """All texts that ever were in force, the oldest first."""
    listed = (
        ConsentText(
            one["purpose"],
            one["version"],
            date.fromisoformat(one["effective_from"]),
            Text(one["vi"], one["en"]),
            Text(one["vi_sha256"], one["en_sha256"]),
        )
        for one in load_document("texts")["texts"]
    )
    return tuple(sorted(listed, key=lambda text: text.effective_from))


def purpose_of(code: str, of: Owner) -> Purpose:
    """Give a purpose that an account or a handbook can agree to. Raises: InvalidFieldError ("purpose")."""
    found = next((one for one in purposes() if one.code == code and one.of == of), None)
    if found is None:
        raise InvalidFieldError("purpose")
    return found


def text_on(purpose: str, day: date) -> ConsentText | None:
    """Give the words of a purpose that are in force on a day, None before the first."""
    in_force = [one for one in consent_texts() if one.purpose == purpose and one.effective_from <= day]
    return in_force[-1] if in_force else None


def language_read(purpose: str, version: str, sha256: str, day: date) -> Language:
    """Say in which language the words in force on a day were read, by their digest.

    Raises: StaleConsentTextError ("text_version", "text_hash") for other words: they have to be read first.
    """
    text = text_on(purpose, day)
    if text is None or text.version != version:
        raise StaleConsentTextError("text_version")
    if hmac.compare_digest(text.sha256.vi.encode(), sha256.encode()):
        return "vi"
    if hmac.compare_digest(text.sha256.en.encode(), sha256.encode()):
        return "en"
    raise StaleConsentTextError("text_hash")
