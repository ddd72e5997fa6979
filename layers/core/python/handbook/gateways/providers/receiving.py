"""Whether a receipt is a provider's own, and what it says."""

import hmac
from collections.abc import Mapping

from handbook.domain.errors import InvalidFieldError, NotFoundError, SignedOutError
from handbook.domain.reminders.delivery import Said
from handbook.gateways.providers.reading import document_of, identities, said_of
from handbook.gateways.providers.settings import ProviderSettings, ReceiptSettings

LARGEST_RECEIPT_BYTES = 16 * 1024


def read_receipt(
    settings: tuple[ProviderSettings, ...], name: str, body: bytes, headers: Mapping[str, str]
) -> tuple[str, str, Said]:
    """Give the reference, the provider's id and what is said, of a receipt that is authentic.

    Raises: NotFoundError where no such provider sends receipts, SignedOutError where it is forged, InvalidFieldError
    where it cannot be read or names no text.
    """
    provider = next((one for one in settings if one.name == name), None)
    if provider is None or provider.receipts is None:
        raise NotFoundError
    if not is_authentic(provider.receipts, body, headers):
        raise SignedOutError
    document = document_of(body) if len(body) <= LARGEST_RECEIPT_BYTES else None
    if document is None:
        raise InvalidFieldError("body")
    reading = provider.receipts.reading
    reference, provider_id = identities(document, reading)
    if not reference and not provider_id:
        raise InvalidFieldError("body")
    return reference, provider_id, said_of(body, reading)


def is_authentic(settings: ReceiptSettings, body: bytes, headers: Mapping[str, str]) -> bool:
    """Say whether a body bears its provider's signature or token."""
    shown = headers.get(settings.header.lower(), "").removeprefix("sha256=").removeprefix("Bearer ").strip()
    wanted = settings.secret
    if settings.is_hmac:
        wanted, shown = hmac.new(wanted.encode(), body, settings.algorithm).hexdigest(), shown.lower()
    # In constant time: how long a wrong guess takes says nothing about how much of it is right.
    return hmac.compare_digest(wanted.encode(), shown.encode())
