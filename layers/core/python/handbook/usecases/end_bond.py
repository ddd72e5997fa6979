"""End a bond to a handbook: one's own, a carer's or viewer's, or with proof that of anybody."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

from handbook.domain.access import Action, Ground
from handbook.domain.bonds import Bond, BondEndReason, BondEvent, Proof, guardians_on, would_be_left
from handbook.domain.errors import (
    ForbiddenError,
    InvalidFieldError,
    LastGuardianError,
    NotFoundError,
    StaleVersionError,
)
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.roles import Role
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import Records
from handbook.usecases.sharing_ports import SaveBonds, TellAccount


@dataclass(frozen=True, slots=True)
class EndBond:
    """Whose bond to end, as of which version of the handbook; staff say why and what document they saw."""

    account_id: AccountId
    based_on: int
    reason: BondEndReason | None = None
    proof: Proof | None = None


def end_bond(
    handbook_id: HandbookId,
    command: EndBond,
    context: Context,
    *,
    records: Records,
    save: SaveBonds,
    tell: TellAccount,
) -> Handbook:
    """End a bond at once, and give the handbook without it; its history stays.

    Everybody may leave, but the last guardian without an end. Guardians end the bonds of carers and viewers; another
    guardian's is ended by the staff of the area alone, with a reason and a document. Guardians hear of a guardian who
    leaves before it is kept.
    Raises: NotFoundError, ForbiddenError, InvalidFieldError, StaleVersionError, LastGuardianError, ConflictError.
    """
    own = command.account_id == context.actor.id
    action = Action.LEAVE_HANDBOOK if own and context.actor.is_family else Action.END_BOND
    handbook, ground = admit(context, action, handbook_id, records)
    bond = handbook.guardians.get(command.account_id)
    if bond is None or not bond.held_on(context.today):
        raise NotFoundError
    if handbook.profile_version != command.based_on:
        raise StaleVersionError("If-Match")
    event = _event(handbook, bond, command, ground, context)
    left = {one: held for one, held in handbook.guardians.items() if one != command.account_id}
    changed = replace(handbook, guardians=MappingProxyType(left), profile_version=handbook.profile_version + 1)
    if bond.role is Role.GUARDIAN:
        _tell(guardians_on(handbook.guardians, context.today), context, tell)
    save(changed, [event], context.audit(action, ground, handbook.handbook_id))
    return changed


def _event(handbook: Handbook, bond: Bond, command: EndBond, ground: Ground, context: Context) -> BondEvent:
    reason = _by_staff(command) if ground is Ground.AREA else _by_family(handbook, bond, command, context)
    return BondEvent(
        command.account_id, bond, "ended", context.now, context.actor.id, reason=reason, proof=command.proof
    )


def _by_staff(command: EndBond) -> BondEndReason:
    if command.reason is None or command.reason in {"left", "guardian_decided", "transferred"}:
        raise InvalidFieldError("reason")
    if command.proof is None:
        raise InvalidFieldError("proof")
    return command.reason


def _by_family(handbook: Handbook, bond: Bond, command: EndBond, context: Context) -> BondEndReason:
    if command.reason is not None or command.proof is not None:
        raise InvalidFieldError("reason" if command.reason is not None else "proof")
    if command.account_id != context.actor.id:
        if bond.role is Role.GUARDIAN:
            raise ForbiddenError
        return "guardian_decided"
    if bond.role is Role.GUARDIAN and not would_be_left(handbook.guardians, command.account_id, context.today):
        raise LastGuardianError
    return "left"


def _tell(accounts: Iterable[AccountId], context: Context, tell: TellAccount) -> None:
    for one in accounts:
        if one != context.actor.id:
            tell(one)
