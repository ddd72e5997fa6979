"""The adapters of the access log's seals."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from handbook.config import config

if TYPE_CHECKING:
    from handbook.gateways.files import Files
    from handbook.storage.seals import Seals


@cache
def seals() -> Seals:
    """Give the chains of seals."""
    from handbook.storage.seals import Seals

    return Seals()


@cache
def anchors() -> Files:
    """Give the bucket of daily anchors."""
    from handbook.gateways.files import Files

    return Files(config().anchors_bucket)
