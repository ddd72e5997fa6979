"""Letting go what is past its term. Only an operator's command does it: no function may delete or change an entry."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from itertools import batched

from handbook.domain.access import Action
from handbook.domain.audit import Outcome
from handbook.domain.audit_verify import Sealed
from handbook.domain.calendar import iso_utc
from handbook.domain.errors import ConflictError
from handbook.storage.audit import AuditItem
from handbook.storage.seals import MarkItem, SealItem, Seals, place_of
from handbook.storage.tables import transaction, translated

_AT_ONCE = 30
"""Seals that one transaction takes away, each with its entry and its mark; DynamoDB takes a hundred items."""
_MOST_MARKS = 100
"""What a transaction of DynamoDB takes."""


class SweptLog(Seals):
    """The access log in the hands of who may let entries go."""

    def forget_address(self, chain: str, key: str) -> None:
        """Take an address out of its entry, with the salt of its digest."""
        with translated():
            AuditItem(chain, key).update(
                actions=[AuditItem.address.remove(), AuditItem.address_salt.remove()],
                condition=AuditItem.pk.exists(),
            )

    def announce(self, chain: str, last: Sealed, at: datetime) -> None:
        """Write into the log that entries up to a seal are past their term."""
        entry = AuditItem(
            chain,
            f"{iso_utc(at)}#retention#{Action.DROP_OLD_ACCESSES}",
            actor_id="retention",
            role="operator",
            action=Action.DROP_OLD_ACCESSES,
            outcome=Outcome.ALLOWED,
            dropped_to=last.seal.n,
            dropped_digest=last.digest,
        )
        with suppress(ConflictError), translated():
            entry.save(condition=AuditItem.pk.does_not_exist())

    @staticmethod
    def _forget_told(chain: str, last: str) -> None:
        # Marks are sorted by their entry, which begins with its instant: with older ones goes what a run left behind.
        with translated():
            found = list(MarkItem.query(place_of(chain), MarkItem.sk.between("TOLD#", f"TOLD#{last}#~")))
        for some in batched(found, _MOST_MARKS, strict=False):
            with transaction() as writes:
                for mark in some:
                    writes.delete(mark)

    def drop(self, chain: str, seals: Sequence[Sealed]) -> None:
        """Delete seals with their entries, the oldest first, and before them who was told of those."""
        self._forget_told(chain, seals[-1].seal.key)
        for some in batched(seals, _AT_ONCE, strict=False):
            with transaction() as writes:
                for one in some:
                    writes.delete(AuditItem(chain, one.seal.key))
                    writes.delete(MarkItem(place_of(chain), f"OF#{one.seal.key}"))
                    writes.delete(SealItem(place_of(chain), f"SEAL#{one.seal.n:010}"))
