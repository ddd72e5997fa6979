"""The adapters of staff's accounts. Each is imported and made when it is first asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from handbook.config import config

if TYPE_CHECKING:
    from handbook.gateways.client_key import ClientKey
    from handbook.gateways.setup_tickets import SetupTickets
    from handbook.gateways.staff_contacts import ContactKeeper


@cache
def client_key() -> ClientKey:
    """Give the key of the staff's app client."""
    from handbook.gateways.client_key import ClientKey

    return ClientKey(config().staff_client, config().staff_client_secret)


@cache
def contact_keeper() -> ContactKeeper:
    """Give the keeper of addresses and numbers of staff."""
    from handbook import bootstrap
    from handbook.gateways.staff_contacts import ContactKeeper
    from handbook.gateways.vault import Vault

    return ContactKeeper(Vault(config().phone_secret, "staff-email"), bootstrap.phone_vault())


@cache
def setup_tickets() -> SetupTickets:
    """Give what seals the access token of an authenticator's setup."""
    from handbook.gateways.setup_tickets import SetupTickets
    from handbook.gateways.vault import Vault

    return SetupTickets(Vault(config().phone_secret, "staff-setup"))
