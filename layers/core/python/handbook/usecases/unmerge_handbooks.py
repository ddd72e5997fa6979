"""Take a merge away: each handbook is read by itself again, with what was recorded in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handbook.domain.access import Action, Ground
from handbook.domain.carriers import Ending
from handbook.domain.codes import CodeState, Reason, mint
from handbook.domain.errors import ForbiddenError, MergeRefusedError, NotMergedError, StaleVersionError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.life import Happening
from handbook.domain.merges import Merge, MergeNote
from handbook.domain.merging import parted
from handbook.domain.mothers import adopted_at
from handbook.domain.restrictions import Restriction
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.merge_handbooks import entries_of, other_of, renewed
from handbook.usecases.ports import Codes, Keys, Records
from handbook.usecases.retry import on_conflict

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule
    from handbook.usecases.privacy_ports import Restricting


@dataclass(frozen=True, slots=True)
class UnmergeHandbooks:
    """Which handbook is to be read by itself again, why, and as of which version of this one."""

    other_id: HandbookId
    reason: str
    based_on: int


def unmerge_handbooks(
    handbook_id: HandbookId,
    command: UnmergeHandbooks,
    context: Context,
    *,
    records: Records,
    codes: Codes,
    keys: Keys,
    schedule: Schedule,
    restricting: Restricting,
) -> tuple[Handbook, Handbook]:
    """Give this handbook and the other as they are without the link.

    Entries are where they were recorded, with every correction since: what came after the merge stays with this one.
    Guardians and codes that came with the other go with it. Each is restricted as the requests about itself say, which
    `restricting` reads; those of after the merge are about this one. Raises: NotFoundError, ForbiddenError,
    StaleVersionError, NotMergedError, DatingNeededError when only the other's datings are left that the pregnancy is
    counted by.
    """
    return on_conflict(lambda: _unmerge(handbook_id, command, context, records, codes, keys, schedule, restricting))


def _unmerge(
    handbook_id: HandbookId,
    command: UnmergeHandbooks,
    context: Context,
    records: Records,
    codes: Codes,
    keys: Keys,
    schedule: Schedule,
    restricting: Restricting,
) -> tuple[Handbook, Handbook]:
    kept, ground = admit(context, Action.UNMERGE_HANDBOOKS, handbook_id, records)
    if ground is not Ground.AREA:
        raise ForbiddenError
    merge = next((one for one in kept.merged_from if one.handbook_id == command.other_id), None)
    if merge is None:
        raise NotMergedError("other_id")
    if kept.profile_version != command.based_on:
        raise StaleVersionError("If-Match")
    other = other_of(kept, command.other_id, records)
    if any(one.happening is Happening.ADOPTION and one.recorded_at >= merge.at for one in kept.life):
        # The old family would get the other handbook back. Taken back first, it is recorded anew where it belongs.
        raise MergeRefusedError("other_id")
    one, two = (_by_own_requests(book, restricting) for book in parted(kept, other, merge))
    two = _with_living_code(two, kept, merge, context, codes, keys)
    seq = max(kept.version or 0, other.version or 0) + 1
    one = renewed(one, entries_of(one, records), context, schedule)
    two = renewed(two, entries_of(two, records), context, schedule)
    by = context.actor.id
    note = MergeNote(kept.handbook_id, other.handbook_id, context.now, by, command.reason, seq, undone=True)
    audited = [context.audit(Action.UNMERGE_HANDBOOKS, Ground.AREA, book.handbook_id) for book in (one, two)]
    records.save_merge(one, two, note, audited)
    return replace(one, version=seq), replace(two, version=seq)


def _by_own_requests(book: Handbook, restricting: Restricting) -> Handbook:
    """Restrict a handbook as the requests about itself say: while two were one, one restriction stood for all."""
    since = adopted_at(book)
    own = [one for one in restricting(book.partitions) if since is None or one.steps[0].at >= since]
    if book.restriction is not None and any(one.request_id == book.restriction.request_id for one in own):
        return book
    return replace(book, restriction=Restriction(own[0].steps[-1].at, own[0].request_id) if own else None)


def _with_living_code(
    other: Handbook, kept: Handbook, merge: Merge, context: Context, codes: Codes, keys: Keys
) -> Handbook:
    """Give the other handbook a new code of its own where that was ended meanwhile: no handbook is without one."""
    own = next((one for one in kept.carriers if one.code == other.own_code), None)
    if own is None or own.state is CodeState.BOUND:
        return other
    serial = codes.reserve(1)
    code = mint(serial, keys.current())
    codes.register(serial, merge.handbook_id)
    reason, ended_at = own.reason or Reason.MISTAKE, own.ended_at or context.now
    return other.with_own_code(code, Ending(own.state, reason, ended_at, own.replaced_by))
