"""The adapters of staff's accounts. Each is imported and made when it is first asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from handbook.config import config

if TYPE_CHECKING:
    from handbook.gateways.staff_contacts import ContactKeeper


@cache
def contact_keeper() -> ContactKeeper:
    """Give the keeper of addresses and numbers of staff."""
    from handbook import bootstrap
    from handbook.gateways.staff_contacts import ContactKeeper
    from handbook.gateways.vault import Vault

    return ContactKeeper(Vault(config().phone_secret, "staff-email"), bootstrap.phone_vault())
