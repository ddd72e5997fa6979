"""The adapters of bonds and invitations. Each is imported and made when it is first asked for."""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING

from handbook.config import config

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handbook.domain.audit import AuditEntry
    from handbook.domain.bonds import BondEvent
    from handbook.domain.handbook import Handbook
    from handbook.gateways.vault import Vault
    from handbook.storage.counters import Counters
    from handbook.storage.invitations import Invitations

_TOKEN_BYTES = 16


@cache
def _vault() -> Vault:
    from handbook.gateways.vault import Vault

    return Vault(config().phone_secret, "invitation")


@cache
def invitations() -> Invitations:
    """Give the invitations to handbooks."""
    from handbook.storage.invitations import Invitations

    return Invitations(seal=_vault().seal, unseal=_vault().unseal)


@cache
def counters() -> Counters:
    """Give the counts of invitations and of tries."""
    from handbook.storage.counters import Counters

    return Counters()


def save_bonds(handbook: Handbook, events: Sequence[BondEvent], entry: AuditEntry) -> None:
    """Write bonds that ended. Raises: as storage.bonds.save_bonds does."""
    from handbook.storage.bonds import save_bonds

    save_bonds(handbook, events, entry)


def new_token() -> str:
    """Make the secret of an invitation: 128 bits from the system's generator, in 22 letters fit for a link."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def mark_of(token: str) -> str:
    """Give the keyed hash of a secret, which is all that is kept of it."""
    return _vault().mark(token)
