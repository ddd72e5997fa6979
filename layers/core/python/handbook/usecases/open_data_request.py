"""Ask about personal data: of a handbook as its guardian, or of an account as its owner."""

from dataclasses import dataclass

from handbook.domain.access import Action, Ground, by_role
from handbook.domain.consent_texts import purpose_of
from handbook.domain.data_requests import (
    MOST_OPEN,
    About,
    DataRequest,
    RequestId,
    RequestKind,
    RequestStep,
    Wish,
    received,
)
from handbook.domain.dispute_states import DisputeStep
from handbook.domain.disputes import MOST_OPEN as MOST_DISPUTES
from handbook.domain.disputes import Complaint, Dispute, DisputeId, EntryRef, Step, submitted
from handbook.domain.errors import ForbiddenError, InvalidFieldError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import LONGEST_ID, AccountId, HandbookId
from handbook.domain.privacy_errors import TooManyRequestsOpenError
from handbook.domain.receipts import Receipt
from handbook.domain.request_states import RequestDeed
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.desk_for import desk_for
from handbook.usecases.open_dispute import entry_of_ref
from handbook.usecases.ports import Directory, Disputes, NewId, Records
from handbook.usecases.privacy_ports import DataRequests, Erasings
from handbook.usecases.record_life import residence_of


@dataclass(frozen=True, slots=True)
class RequestSaid:
    """What is asked for, in words; `purpose` of a withdrawal, and for a correction the entry or the dispute of it."""

    kind: RequestKind
    text: str
    purpose: str | None = None
    dispute_id: str | None = None
    entry: EntryRef | None = None


@dataclass(frozen=True, slots=True)
class RequestTools:
    """What requests need of the world."""

    records: Records
    requests: DataRequests
    disputes: Disputes
    directory: Directory
    new_id: NewId
    erasings: Erasings


def open_data_request(
    handbook_id: HandbookId, said: RequestSaid, context: Context, receipt: Receipt, tools: RequestTools
) -> DataRequest:
    """Take a request about a handbook, on the list of who answers for its commune, with the terms of the law.

    A correction opens a dispute with the same words, in the same transaction, unless it names one that is there.
    Raises: NotFoundError, ForbiddenError, InvalidFieldError, TooManyRequestsOpenError, ConflictError.
    """
    action = Action.OPEN_DATA_REQUEST
    handbook, ground = admit(context, action, handbook_id, tools.records)
    _check_fields(said)
    if said.purpose is not None:
        purpose_of(said.purpose, "handbook")
    if tools.requests.count_open(handbook.partitions) >= MOST_OPEN:
        raise TooManyRequestsOpenError
    dispute = _dispute(said, handbook, context, tools) if said.kind == "correct" else None
    wish = Wish(said.kind, said.purpose, dispute.dispute_id if dispute else said.dispute_id)
    home = residence_of(handbook)
    about = About(handbook.handbook_id, home.commune_code, home.province_code)
    request = received(RequestId(tools.new_id()), about, wish, _first(said, context))
    audit = context.audit(action, ground, handbook.handbook_id)
    tools.requests.add(request, audit, receipt, request, handbook, dispute)
    return request


def open_own_request(said: RequestSaid, context: Context, receipt: Receipt, tools: RequestTools) -> DataRequest:
    """Take a request about an account, on the list of the ministry.

    Raises: ForbiddenError for staff, InvalidFieldError, TooManyRequestsOpenError, ConflictError.
    """
    check_owner(context)
    _check_fields(said)
    if said.dispute_id is not None or said.entry is not None:
        raise InvalidFieldError("dispute_id" if said.dispute_id is not None else "entry")
    if said.purpose is not None:
        purpose_of(said.purpose, "account")
    account_id = AccountId(context.actor.id)
    if tools.requests.count_open((), account_id) >= MOST_OPEN:
        raise TooManyRequestsOpenError
    about = About(account_id=account_id)
    wish = Wish(said.kind, said.purpose)
    request = received(RequestId(tools.new_id()), about, wish, _first(said, context))
    audit = context.audit(Action.OPEN_DATA_REQUEST, Ground.ROLE, log_of_account(account_id))
    tools.requests.add(request, audit, receipt, request)
    return request


def check_owner(context: Context) -> None:
    """Refuse who has no account of its own. Raises: ForbiddenError."""
    if by_role(context.actor, Action.OPEN_DATA_REQUEST) is None:
        raise ForbiddenError


def log_of_account(account_id: AccountId) -> HandbookId:
    """Give the place of an account's requests in the access log, which is kept by handbook."""
    return HandbookId(f"account-{account_id}")


def _check_fields(said: RequestSaid) -> None:
    if said.purpose is not None and said.kind != "withdraw":
        raise InvalidFieldError("purpose")
    for name in ("dispute_id", "entry"):
        if getattr(said, name) is not None and said.kind != "correct":
            raise InvalidFieldError(name)
    if said.dispute_id is not None and said.entry is not None:
        raise InvalidFieldError("entry")


def _first(said: RequestSaid, context: Context) -> RequestStep:
    return RequestStep(RequestDeed.SUBMIT, context.now, context.actor.id, "family", text=said.text)


def _dispute(said: RequestSaid, handbook: Handbook, context: Context, tools: RequestTools) -> Dispute | None:
    if said.dispute_id is not None:
        known = len(said.dispute_id) <= LONGEST_ID
        if not known or tools.disputes.get(handbook.partitions, DisputeId(said.dispute_id)) is None:
            raise InvalidFieldError("dispute_id")
        return None
    if len(tools.disputes.open_in(handbook.partitions)) >= MOST_DISPUTES:
        raise TooManyRequestsOpenError
    about = said.entry
    kept = entry_of_ref(about, handbook.handbook_id, tools.records, "entry") if about else None
    step = Step(DisputeStep.SUBMIT, context.now, context.actor.id, "family", text=said.text, about=about)
    desk = desk_for(kept.entry if kept else None, handbook, context.today, tools.directory)
    complaint = Complaint("wrong" if about else "other", about)
    place = (kept.kept_in if kept else None) or handbook.handbook_id
    return submitted(DisputeId(tools.new_id()), place, complaint, desk, step)
