"""Say who is bound to a handbook."""

from dataclasses import dataclass

from handbook.domain.access import Action, Ground
from handbook.domain.bonds import BOND_ROLES, Bond
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.phones import masked
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Directory, Records

_SEE_NUMBERS = frozenset({Ground.GUARDIAN, Ground.AREA})


@dataclass(frozen=True, slots=True)
class Bound:
    """One account's bond as it is shown; `phone` is masked, and there for those who may see it."""

    account_id: AccountId
    bond: Bond
    own: bool
    phone: str | None


def read_guardians(
    handbook_id: HandbookId, context: Context, *, records: Records, directory: Directory, audit: AuditLog
) -> tuple[Handbook, tuple[Bound, ...]]:
    """Give the bonds that hold today, guardians first; the reading of all but guardians is in the access log.

    Carers and viewers see roles and days. Raises: NotFoundError, ForbiddenError.
    """
    handbook, ground = admit(context, Action.READ_GUARDIANS, handbook_id, records)
    if ground is not Ground.GUARDIAN:
        audit.record(context.audit(Action.READ_GUARDIANS, ground, handbook.handbook_id))
    held = {one: bond for one, bond in handbook.guardians.items() if bond.held_on(context.today)}
    accounts = directory.accounts_of(sorted(held)) if ground in _SEE_NUMBERS else {}
    shown = (
        Bound(one, bond, one == context.actor.id, masked(accounts[one].phone) if one in accounts else None)
        for one, bond in held.items()
    )
    return handbook, tuple(sorted(shown, key=lambda one: (-BOND_ROLES.index(one.bond.role), one.account_id)))
