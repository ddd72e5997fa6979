"""End a right before its time: a share is withdrawn, an appointment called off, a referral taken back."""

from dataclasses import replace

from handbook.domain.access import Action, may_end_grant
from handbook.domain.errors import GrantEndedError, NotFoundError, StaleVersionError
from handbook.domain.grant_records import GrantState
from handbook.domain.grants import without_grant
from handbook.domain.ids import LONGEST_ID, GrantId, HandbookId
from handbook.domain.mothers import adopted_at
from handbook.usecases.admit import admit, refusal
from handbook.usecases.context import Context
from handbook.usecases.give_grant import GrantOn
from handbook.usecases.grant_ports import Grants
from handbook.usecases.ports import Records


def end_grant(
    handbook_id: HandbookId, grant_id: GrantId, based_on: int, context: Context, *, records: Records, grants: Grants
) -> GrantOn:
    """Take a right off the handbook at once; its record says who ended it, and stays.

    Raises: NotFoundError, ForbiddenError, StaleVersionError, GrantEndedError, ConflictError.
    """
    handbook, ground = admit(context, Action.END_GRANT, handbook_id, records)
    record = grants.get(handbook.partitions, grant_id) if len(grant_id) <= LONGEST_ID else None
    if record is None:
        raise NotFoundError
    if not may_end_grant(context.actor, record.grant, record.given_by_unit):
        raise refusal(context, Action.END_GRANT, handbook)
    if record.version != based_on:
        raise StaleVersionError("If-Match")
    if record.state(handbook, context.now) not in {GrantState.COMING, GrantState.HELD}:
        raise GrantEndedError
    ended = record.ended(context.now, context.actor.id, "family" if context.actor.is_family else "unit")
    changed = replace(handbook, grants=without_grant(handbook.grants, grant_id, context.now))
    entry = replace(context.audit(Action.END_GRANT, ground, handbook.handbook_id), purpose=record.grant.kind.value)
    grants.save(ended, changed, entry)
    since = adopted_at(handbook) if context.actor.is_family else None
    return GrantOn(ended.without_words() if since is not None and record.given_at < since else ended, changed)
