"""One more step of a request about personal data, by who asked or by who is to answer."""

from dataclasses import dataclass, replace

from handbook.domain.access import Action, Ground, on_handbook
from handbook.domain.audit import AuditEntry
from handbook.domain.data_requests import DataRequest, RequestId, RequestStep, taken
from handbook.domain.directory import UnitKind
from handbook.domain.disputes import DisputeId
from handbook.domain.encounters.confidential import check_text
from handbook.domain.errors import ForbiddenError, InvalidFieldError, NotFoundError, StaleVersionError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import LONGEST_ID, AccountId, HandbookId
from handbook.domain.mothers import adopted_at
from handbook.domain.privacy_errors import NotDoneYetError, RetentionHoldsError, WrongRequestStateError
from handbook.domain.request_access import on_request
from handbook.domain.request_states import SIDES, RequestDeed
from handbook.domain.restrictions import Restriction
from handbook.domain.retention import rule_on
from handbook.usecases.admit import admit, refusal
from handbook.usecases.context import Context
from handbook.usecases.follow import current
from handbook.usecases.keeping import is_asked_about, retention_of, together
from handbook.usecases.open_data_request import RequestTools, check_owner, log_of_account
from handbook.usecases.retry import on_conflict


@dataclass(frozen=True, slots=True)
class DeedSaid:
    """What is done, based on the version that the caller saw; `code` is a reason of the list for the step."""

    deed: RequestDeed
    based_on: int
    text: str | None = None
    code: str | None = None


def step_data_request(
    handbook_id: HandbookId, request_id: RequestId, said: DeedSaid, context: Context, tools: RequestTools
) -> DataRequest:
    """Take one step of a request about a handbook, and do to the handbook what follows from it.

    A restriction that is granted holds with the step, and one that is lifted ends with it. Nothing is said to be done
    that is not: a dispute that still waits, a consent that still stands, a record that the law keeps. With a deletion
    nobody finds the handbook any more; its items go later (usecases/erase_handbook.py).
    Raises: NotFoundError, ForbiddenError, StaleVersionError with the current version, WrongRequestStateError,
    RetentionHoldsError, NotDoneYetError, InvalidFieldError, TooManyStepsError, ConflictError.
    """
    return on_conflict(lambda: _step(handbook_id, request_id, said, context, tools))


def _step(
    handbook_id: HandbookId, request_id: RequestId, said: DeedSaid, context: Context, tools: RequestTools
) -> DataRequest:
    action = _action(said)
    handbook, request, ground = admitted(context, action, handbook_id, request_id, tools)
    _check_said(said, request)
    after = taken(request, _done(said, context))
    if said.deed is RequestDeed.FULFIL and request.wish.kind == "delete":
        _erase(handbook, after, context.audit(action, ground, handbook.handbook_id), context, tools)
        return after
    changed = _follow(handbook, request, said, context, tools)
    tools.requests.save(after, context.audit(action, ground, handbook.handbook_id), changed)
    return after


def step_own_request(request_id: RequestId, said: DeedSaid, context: Context, tools: RequestTools) -> DataRequest:
    """Take a request about the actor's own account back. Raises: as `step_data_request` does."""
    check_owner(context)
    return on_conflict(lambda: _step_of_account(AccountId(context.actor.id), request_id, said, context, tools))


def step_request_of_account(
    account_id: AccountId, request_id: RequestId, said: DeedSaid, context: Context, tools: RequestTools
) -> DataRequest:
    """Take one step of a request about an account, as the ministry's manager. Raises: as `step_data_request` does."""
    return on_conflict(lambda: _step_of_account(account_id, request_id, said, context, tools))


def _step_of_account(
    account_id: AccountId, request_id: RequestId, said: DeedSaid, context: Context, tools: RequestTools
) -> DataRequest:
    action = _action(said)
    request, ground = admitted_to_account(context, action, account_id, request_id, tools)
    _check_said(said, request)
    after = taken(request, _done(said, context))
    if said.deed is RequestDeed.FULFIL and request.wish.purpose is not None:
        account = tools.directory.account(account_id)
        fact = account.consents.get(request.wish.purpose) if account else None
        if fact is not None and fact.stands:
            raise NotDoneYetError
    tools.requests.save(after, context.audit(action, ground, log_of_account(account_id)))
    return after


def admitted(
    context: Context, action: Action, handbook_id: HandbookId, request_id: RequestId, tools: RequestTools
) -> tuple[Handbook, DataRequest, Ground]:
    """Read a request about a handbook that the actor may read, answer, or go on with as the family.

    Raises: NotFoundError, ForbiddenError.
    """
    if context.actor.is_family:
        handbook, standing = admit(context, action, handbook_id, tools.records)
        own = _found(handbook, request_id, tools)
        since = adopted_at(handbook)
        if since is not None and own.steps[0].at < since:
            raise NotFoundError
        return handbook, own, standing
    found = current(handbook_id, tools.records) if len(handbook_id) <= LONGEST_ID else None
    if found is None:
        raise refusal(context, action, None)
    known = on_handbook(context.actor, Action.READ_DATA_REQUESTS, found, context.now)
    request = tools.requests.get(found.partitions, request_id) if len(request_id) <= LONGEST_ID else None
    if request is None and known is not None:
        raise NotFoundError
    ground = on_request(context.actor, action, request.about) if request else None
    if ground is None and action is Action.READ_DATA_REQUESTS:
        ground = known
    if request is None or ground is None:
        raise refusal(context, action, found)
    return found, request, ground


def admitted_to_account(
    context: Context, action: Action, account_id: AccountId, request_id: RequestId, tools: RequestTools
) -> tuple[DataRequest, Ground]:
    """Read a request about an account, as its owner or as the ministry's manager.

    Raises: NotFoundError; ForbiddenError to an owner that would answer itself.
    """
    own = context.actor.is_family and account_id == context.actor.id
    fits = max(len(account_id), len(request_id)) <= LONGEST_ID
    if not fits or not (own or is_of_ministry(context, tools)):
        raise NotFoundError
    request = tools.requests.get_of_account(account_id, request_id)
    if request is None:
        raise NotFoundError
    if own and action is Action.ANSWER_DATA_REQUEST:
        raise ForbiddenError
    ground = Ground.ROLE if own else on_request(context.actor, action, request.about, of_ministry=True)
    if ground is None:
        raise NotFoundError
    return request, ground


def is_of_ministry(context: Context, tools: RequestTools) -> bool:
    """Say whether a member of staff works at the head of the tree of units."""
    unit = tools.directory.unit(context.actor.unit_id) if context.actor.unit_id else None
    return unit is not None and unit.kind is UnitKind.MINISTRY


def _action(said: DeedSaid) -> Action:
    return Action.OPEN_DATA_REQUEST if SIDES[said.deed] == "family" else Action.ANSWER_DATA_REQUEST


def _found(handbook: Handbook, request_id: RequestId, tools: RequestTools) -> DataRequest:
    found = tools.requests.get(handbook.partitions, request_id) if len(request_id) <= LONGEST_ID else None
    if found is None:
        raise NotFoundError
    return found


def _check_said(said: DeedSaid, request: DataRequest) -> None:
    if request.version != said.based_on:
        raise StaleVersionError("If-Match", request)
    if said.deed is RequestDeed.SUBMIT:
        raise WrongRequestStateError
    if SIDES[said.deed] == "unit":
        # Families read the answer in lists, without a log entry of its own.
        check_text(said.text, "text")


def _done(said: DeedSaid, context: Context) -> RequestStep:
    return RequestStep(said.deed, context.now, context.actor.id, SIDES[said.deed], said.text, said.code)


def _follow(
    handbook: Handbook, request: DataRequest, said: DeedSaid, context: Context, tools: RequestTools
) -> Handbook:
    kind, request_id = request.wish.kind, request.request_id
    if said.deed is RequestDeed.REFUSE:
        kept = said.code == "retention"
        if kept and (kind != "delete" or retention_of(handbook, context.today, tools.records) is None):
            raise InvalidFieldError("code")
    if said.deed is RequestDeed.LIFT:
        standing = handbook.restriction
        if standing is None:
            raise WrongRequestStateError
        if standing.request_id != request_id:
            return handbook  # another one holds
        other = _also_restricting(handbook, request_id, tools)
        return replace(handbook, restriction=Restriction(standing.since, other) if other else None)
    if said.deed is not RequestDeed.FULFIL:
        return handbook
    if kind == "restrict":
        return replace(handbook, restriction=handbook.restriction or Restriction(context.now, request_id))
    _check_done(handbook, request, context, tools)
    return handbook


def _erase(handbook: Handbook, request: DataRequest, entry: AuditEntry, context: Context, tools: RequestTools) -> None:
    if retention_of(handbook, context.today, tools.records) is not None:
        raise RetentionHoldsError
    if is_asked_about(handbook, tools.requests, tools.disputes, answering=1):
        raise NotDoneYetError  # somebody else waits for an answer, which would be lost
    books = together(handbook, tools.records)
    tools.erasings.begin(books, rule_on(context.today), context.now, entry, request)


def _also_restricting(handbook: Handbook, lifted: RequestId, tools: RequestTools) -> RequestId | None:
    since = adopted_at(handbook)
    for one in tools.requests.restricting(handbook.partitions):
        if one.request_id != lifted and (since is None or one.steps[0].at >= since):
            return one.request_id
    return None


def _check_done(handbook: Handbook, request: DataRequest, context: Context, tools: RequestTools) -> None:
    wish = request.wish
    fact = handbook.consents.get(wish.purpose) if wish.purpose else None
    if fact is not None and fact.stands:
        raise NotDoneYetError
    dispute = tools.disputes.get(handbook.partitions, DisputeId(wish.dispute_id)) if wish.dispute_id else None
    if dispute is not None and dispute.is_open:
        raise NotDoneYetError
