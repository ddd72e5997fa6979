"""Erase handbooks for good: first nobody finds them any more, and after a while everything of them goes.

It may break off at any step, and goes on by being begun again. In between lie the days in which streams, receipts,
exports and announced files come to their own ends, so that nothing writes of a handbook while it is deleted.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handbook.domain.access import Action, Ground, Role
from handbook.domain.audit import AuditEntry
from handbook.domain.calendar import local_date
from handbook.domain.errors import CodeMalformedError, ConflictError, NotFoundError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.privacy_errors import RetentionHoldsError
from handbook.domain.retention import Erasing, Tombstone, is_over, owner_died_on, retention_on, rule_on
from handbook.usecases import keeping
from handbook.usecases.ports import Keys
from handbook.usecases.read_code import read_code


class Erasings(Protocol):
    """See storage.erasing.Erasings."""

    def begin(self, books: Sequence[Handbook], rule_id: str, at: datetime, entry: AuditEntry | None) -> None: ...
    def get(self, handbook_id: HandbookId) -> Erasing | None: ...
    def begun(self) -> Iterator[Erasing]: ...


class Erased(Protocol):
    """See storage.erased.Erased."""

    def files_of(self, handbook_id: HandbookId) -> list[str]: ...
    def forget_code(self, serial: int, handbook_id: HandbookId) -> None: ...
    def forget_told(self, handbook_id: HandbookId) -> None: ...
    def forget_entries(self, handbook_id: HandbookId) -> None: ...
    def bury(self, tombstone: Tombstone) -> None: ...
    def lies_there(self, handbook_id: HandbookId) -> bool: ...
    def tombstones(self) -> Iterator[Tombstone]: ...


@dataclass(frozen=True, slots=True)
class Hands:
    """What erasing works with. `remove_files` deletes objects of the bucket of attachments."""

    records: keeping.Records
    requests: keeping.Requests
    disputes: keeping.Disputes
    erasings: Erasings
    erased: Erased
    keys: Keys
    remove_files: Callable[[Sequence[str]], None]


def may_be_erased(handbook: Handbook, now: datetime, hands: Hands) -> bool:
    """Say whether no rule keeps a handbook any more and nobody waits for an answer about it.

    One that was merged into another goes with that one.
    """
    died_on, today = owner_died_on(handbook.life, handbook.state), local_date(now)
    if handbook.merged_into is not None or died_on is None:
        return False
    if retention_on(today, local_date(handbook.created_at), died_on) is not None:
        return False  # whatever was written last: its entries need not be read
    if keeping.retention_of(handbook, today, hands.records) is not None:
        return False
    return not keeping.is_asked_about(handbook, hands.requests, hands.disputes)


def begin_erasing(handbook: Handbook, now: datetime, hands: Hands) -> bool:
    """Let nobody find a handbook any more, nor those read in it, with an entry in its access log.

    False where somebody wrote in it meanwhile: it is looked at again another time.
    """
    books = keeping.together(handbook, hands.records)
    entry = AuditEntry(
        handbook.handbook_id, now, "retention", Role.OPERATOR, None, Action.ERASE_HANDBOOK, Ground.ROLE, "retention"
    )
    try:
        hands.erasings.begin(books, rule_on(local_date(now)), now, entry)
    except ConflictError:
        return False
    return True


def erase(erasing: Erasing, now: datetime, hands: Hands) -> bool:
    """Delete everything of a handbook that has waited its days; false while they last. Again, it goes on.

    Files first, since only entries name them; codes, what was said of it, entries; a tombstone last.
    Raises: UnavailableError; then it is to be begun again.
    """
    if not is_over(erasing, local_date(now)):
        return False
    _clear(erasing, hands)
    hands.erased.bury(Tombstone(erasing.handbook_id, local_date(now), erasing.rule_id))
    return True


def erase_again(tombstone: Tombstone, now: datetime, hands: Hands) -> None:
    """Erase what a recovery brought back of a handbook that was erased before, at once, and leave its tombstone again.

    Raises: RetentionHoldsError where a rule keeps what lies there, so that the tombstone is not its own; ConflictError
    where somebody works in it, UnavailableError.
    """
    handbook_id = tombstone.handbook_id
    back = hands.records.get(handbook_id)
    if back is not None:
        home = hands.records.get(back.merged_into) if back.merged_into else back
        if home is not None and keeping.retention_of(home, local_date(now), hands.records) is not None:
            raise RetentionHoldsError
        hands.erasings.begin([back], tombstone.rule_id, now, None)
    erasing = hands.erasings.get(handbook_id) or Erasing(handbook_id, now, tombstone.rule_id)
    _clear(erasing, hands)
    hands.erased.bury(tombstone)


def _clear(erasing: Erasing, hands: Hands) -> None:
    handbook_id = erasing.handbook_id
    hands.remove_files(hands.erased.files_of(handbook_id))
    for serial in _serials(erasing.codes, hands.keys):
        hands.erased.forget_code(serial, handbook_id)
    hands.erased.forget_told(handbook_id)
    hands.erased.forget_entries(handbook_id)


def _serials(codes: Iterable[str], keys: Keys) -> Iterator[int]:
    held = keys.all()
    for code in codes:
        try:
            yield read_code(code, held)[1]
        except (NotFoundError, CodeMalformedError):
            continue  # of a key that was retired: no code of it leads anywhere
