"""Say yes or no to a purpose: as a family in the app, or as staff who type in a paper that a family signed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from handbook.domain.access import Action
from handbook.domain.consent_texts import language_read, purpose_of
from handbook.domain.consents import (
    Act,
    Agreement,
    Channel,
    ConsentAct,
    ConsentFact,
    Facts,
    after,
    check_day,
    consent_of_share,
)
from handbook.domain.errors import InvalidFieldError
from handbook.domain.grants import GrantKind
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.file_rights import check_named_files
from handbook.usecases.ports import Directory, NewId, Records
from handbook.usecases.prefer import own_account
from handbook.usecases.privacy_ports import Consents

_ACTIONS: Mapping[Act, Action] = {
    Act.GIVEN: Action.GIVE_CONSENT,
    Act.CHILD_AGREED: Action.GIVE_CONSENT,
    Act.WITHDRAWN: Action.WITHDRAW_CONSENT,
}


@dataclass(frozen=True, slots=True)
class ConsentSaid:
    """What is said about a purpose. `on` and `signed_by` are of a paper; version and digest name the words read."""

    act: Act
    purpose: str
    channel: Channel
    version: str | None = None
    text_sha256: str | None = None
    on: date | None = None
    signed_by: str | None = None
    how: Agreement | None = None
    attachment_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentRecorded:
    """The act as it is kept, and where its purpose stands with it."""

    act: ConsentAct
    fact: ConsentFact
    born_on: date | None = None


def act_on_consent(
    handbook_id: HandbookId,
    said: ConsentSaid,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    consents: Consents,
    new_id: NewId,
) -> ConsentRecorded:
    """Keep one act about a handbook's consent, with the handbook.

    Raises: NotFoundError, ForbiddenError, InvalidFieldError, DateInFutureError, StaleConsentTextError,
    WrongConsentStateError, ChildNotAskedError, ConflictError.
    """
    action = _ACTIONS[said.act]
    handbook, ground = admit(context, action, handbook_id, records)
    purpose_of(said.purpose, "handbook")
    check_named_files(said.attachment_ids, handbook, context, records)
    act = _act(said, context, new_id())
    recorded = _recorded(handbook.consents, act, handbook.born_on)
    changed = _with(handbook, recorded)
    consents.add(act, changed, context.audit(action, ground, handbook.handbook_id), receipt, recorded)
    return recorded


def act_on_own_consent(
    said: ConsentSaid, context: Context, receipt: Receipt, *, directory: Directory, consents: Consents, new_id: NewId
) -> ConsentRecorded:
    """Keep one act about an account's own consent.

    Raises: ForbiddenError for staff, NotFoundError, and what `act_on_consent` raises of an act.
    """
    account = own_account(context, directory=directory)
    purpose_of(said.purpose, "account")
    act = _act(said, context, new_id())
    recorded = _recorded(account.consents, act, None)
    facts = {**account.consents, act.purpose: recorded.fact}
    consents.add_to_account(act, account.account_id, facts, account.consents_version, receipt, recorded)
    return recorded


def _recorded(facts: Facts, act: ConsentAct, born_on: date | None) -> ConsentRecorded:
    return ConsentRecorded(act, after(facts.get(act.purpose), act, born_on), born_on)


def _with(handbook: Handbook, recorded: ConsentRecorded) -> Handbook:
    # Shares end with the consent that they rest on, and do not come back with the next one.
    purpose = recorded.act.purpose
    kept = tuple(
        one
        for one in handbook.grants
        if recorded.act.act is not Act.WITHDRAWN
        or one.kind is not GrantKind.SHARE
        or consent_of_share(one.purpose) != purpose
    )
    facts = MappingProxyType({**handbook.consents, purpose: recorded.fact})
    return replace(handbook, consents=facts, grants=kept)


def _act(said: ConsentSaid, context: Context, act_id: str) -> ConsentAct:
    _check_channel(said, context)
    on = said.on or context.today
    check_day(on, context.today)
    language = None
    if said.act is Act.GIVEN:
        language = language_read(said.purpose, said.version or "", said.text_sha256 or "", on)
    return ConsentAct(
        act_id=act_id,
        purpose=said.purpose,
        act=said.act,
        on=on,
        recorded_at=context.now,
        recorded_by=context.actor.id,
        channel=said.channel,
        by_family=context.actor.is_family,
        version=said.version,
        text_sha256=said.text_sha256,
        language=language,
        signed_by=said.signed_by,
        how=said.how,
        attachment_ids=said.attachment_ids,
    )


def _check_channel(said: ConsentSaid, context: Context) -> None:
    """Families speak for themselves; staff speak for nobody, and only type in what somebody signed."""
    paper = said.channel == "paper"
    if paper is context.actor.is_family:
        raise InvalidFieldError("channel")
    if paper is not (said.on is not None):
        raise InvalidFieldError("on")
    if paper is not (said.signed_by is not None):
        raise InvalidFieldError("signed_by")
