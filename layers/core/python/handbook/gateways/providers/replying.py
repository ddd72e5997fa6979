"""Whether an answer to a message is what a provider passed on, from which number, and what it says."""

from collections.abc import Mapping

from handbook.domain.errors import InvalidFieldError, NotFoundError, SignedOutError
from handbook.gateways.providers.reading import at, document_of
from handbook.gateways.providers.receiving import LARGEST_RECEIPT_BYTES, is_authentic
from handbook.gateways.providers.settings import ProviderSettings

_LONGEST_NUMBER = 30
_LONGEST_TEXT = 1000


def read_reply(
    settings: tuple[ProviderSettings, ...], name: str, body: bytes, headers: Mapping[str, str]
) -> tuple[str, str]:
    """Give the number and the words of an answer that is authentic.

    Raises: NotFoundError where no such provider passes answers on, SignedOutError where it is forged,
    InvalidFieldError where it cannot be read.
    """
    provider = next((one for one in settings if one.name == name), None)
    if provider is None or provider.replies is None:
        raise NotFoundError
    if not is_authentic(provider.replies.signed, body, headers):
        raise SignedOutError
    document = document_of(body) if len(body) <= LARGEST_RECEIPT_BYTES else None
    number = at(document, provider.replies.from_path, _LONGEST_NUMBER) if document else ""
    if document is None or not number:
        raise InvalidFieldError("body")
    return number, " ".join(at(document, provider.replies.text_path, _LONGEST_TEXT).split())
