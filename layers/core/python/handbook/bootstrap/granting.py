"""What the rights on handbooks are kept with, and what counts in areas."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handbook.storage.area_numbers import AreaNumbers
    from handbook.storage.grants import Grants


@cache
def grants() -> Grants:
    """Give the rights that were given on handbooks."""
    from handbook.storage.grants import Grants

    return Grants()


@cache
def area_numbers() -> AreaNumbers:
    """Give what counts in the indexes of communes."""
    from handbook.storage.area_numbers import AreaNumbers

    return AreaNumbers()
