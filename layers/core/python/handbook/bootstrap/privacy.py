"""What keeps consents and requests about personal data."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handbook.storage.consents import Consents
    from handbook.storage.data_requests import DataRequests
    from handbook.storage.erasing import Erasings


@cache
def consents() -> Consents:
    """Give the acts of consent."""
    from handbook.storage.consents import Consents

    return Consents()


@cache
def data_requests() -> DataRequests:
    """Give the requests about personal data."""
    from handbook.storage.data_requests import DataRequests

    return DataRequests()


@cache
def erasings() -> Erasings:
    """Give the handbooks that are being erased."""
    from handbook.storage.erasing import Erasings

    return Erasings()
