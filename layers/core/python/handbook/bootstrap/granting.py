"""What the rights on handbooks are kept with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handbook.storage.grants import Grants


@cache
def grants() -> Grants:
    """Give the rights that were given on handbooks."""
    from handbook.storage.grants import Grants

    return Grants()
