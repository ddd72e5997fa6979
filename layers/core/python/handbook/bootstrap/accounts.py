"""The adapters of families' accounts beside their number.

Each is imported and made when it is first asked for.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from handbook.config import config

if TYPE_CHECKING:
    from handbook.gateways.mail import SesMail
    from handbook.gateways.vault import Vault
    from handbook.storage.account_events import AccountEvents
    from handbook.storage.accounts import Accounts
    from handbook.storage.numbers import Numbers


@cache
def _email_vault() -> Vault:
    from handbook.gateways.vault import Vault

    return Vault(config().phone_secret, "email")


def email_mark(address: str) -> str:
    """Give the blind index of an e-mail address."""
    return _email_vault().mark(address)


@cache
def accounts() -> Accounts:
    """Give accounts beside their number."""
    from handbook.storage.accounts import Accounts

    vault = _email_vault()
    return Accounts(vault.seal, vault.unseal, vault.mark)


@cache
def account_events() -> AccountEvents:
    """Give the logs of accounts."""
    from handbook.storage.account_events import AccountEvents

    return AccountEvents()


@cache
def numbers() -> Numbers:
    """Give the numbers of accounts."""
    from handbook import bootstrap
    from handbook.storage.numbers import Numbers

    vault = bootstrap.phone_vault()
    return Numbers(bootstrap.directory(), vault.seal, vault.open)


@cache
def mail() -> SesMail:
    """Give the sender of letters."""
    from handbook.gateways.mail import SesMail

    return SesMail(config().email_sender)
