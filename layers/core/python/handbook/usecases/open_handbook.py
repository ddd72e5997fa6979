"""Open a handbook for a child, or in a pregnancy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from handbook.domain.access import Action, Ground, Role, by_role, on_handbook
from handbook.domain.bonds import Bond
from handbook.domain.codes import mint
from handbook.domain.dating import check_dating
from handbook.domain.errors import ForbiddenError, IdTakenError, InvalidFieldError
from handbook.domain.handbook import Handbook, Profile, check_place
from handbook.domain.ids import AccountId, CommuneCode, HandbookId, PhoneE164
from handbook.domain.plausible_days import check_birth_date
from handbook.domain.receipts import Receipt
from handbook.usecases.context import Context
from handbook.usecases.ports import Codes, Directory, IndexOf, Keys, NewId, Records
from handbook.usecases.schedule_contact import with_next_contact

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule
    from handbook.domain.pregnancy import Pregnancy


@dataclass(frozen=True, slots=True)
class OpenHandbook:
    """The child or the pregnancy, and the guardian's number when a nurse opens the handbook for a family."""

    profile: Profile | None
    guardian_phone: PhoneE164 | None = None
    pregnancy: Pregnancy | None = None

    @property
    def commune_code(self) -> CommuneCode:
        """Where the child lives, or the mother before the birth."""
        residence = self.profile or self.pregnancy
        if residence is None:
            raise InvalidFieldError("pregnancy")
        return residence.commune_code


def open_handbook(
    command: OpenHandbook,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    codes: Codes,
    directory: Directory,
    keys: Keys,
    schedule: Schedule,
    index_of: IndexOf,
    new_id: NewId,
) -> Handbook:
    """Make a handbook with its own QR code and its first guardian.

    A family opens it for itself; staff open it in the area they answer for, for the account of a number, or for nobody
    yet: then they invite the guardian, who sees the name of the child before accepting.
    With an id of the client's own it is opened once, and then answered as it is.
    Raises: ForbiddenError, DateInFutureError, DateBeforeBirthError, InvalidFieldError,
    GestationTooLongError, IdTakenError.
    """
    ground = by_role(context.actor, Action.OPEN_HANDBOOK)
    if ground is None:
        raise ForbiddenError
    earlier = _opened_before(context, receipt, records)
    if earlier is not None:
        return earlier
    _check(command, context)
    guardian = _guardian(command, context, directory, index_of)
    serial = codes.reserve(1)
    draft = Handbook(
        handbook_id=HandbookId(receipt.id_or(new_id)),
        child=command.profile,
        guardians=MappingProxyType({guardian: Bond(Role.GUARDIAN, since=context.today)} if guardian else {}),
        created_at=context.now,
        own_code=mint(serial, keys.current()),
        pregnancy=command.pregnancy,
    )
    handbook = with_next_contact(draft, schedule, context.today)
    # The code's own item comes first: a crash in between leaves a code that leads nowhere, never a handbook
    # whose code somebody else could bind.
    codes.register(serial, handbook.handbook_id)
    entry = context.audit(Action.OPEN_HANDBOOK, ground, handbook.handbook_id)
    records.add(handbook, entry, receipt)
    return replace(handbook, version=1)


def _opened_before(context: Context, receipt: Receipt, records: Records) -> Handbook | None:
    if receipt.named is None:
        return None
    handbook = records.get(HandbookId(receipt.named.id))
    if handbook is None:
        return None
    ground = on_handbook(context.actor, Action.READ_HANDBOOK, handbook, context.now)
    if ground is None:
        # Another family's: that the id is used is all that is said.
        raise IdTakenError
    if ground is not Ground.GUARDIAN:
        records.note(context.audit(Action.READ_HANDBOOK, ground, handbook.handbook_id))
    mark = records.mark(handbook.handbook_id, receipt.named.id)
    if mark is None or mark.said != receipt.named.said:
        raise IdTakenError(handbook)
    return handbook


def _check(command: OpenHandbook, context: Context) -> None:
    if command.profile is not None:
        check_place(command.profile)
        check_birth_date(command.profile.birth_date, context.today)
    if command.pregnancy is not None:
        from handbook.domain.pregnancy import check_pregnancy  # noqa: PLC0415 - only where there is one

        for dating in command.pregnancy.datings:
            check_dating(dating, context.today)
        check_pregnancy(command.pregnancy)


def _guardian(command: OpenHandbook, context: Context, directory: Directory, index_of: IndexOf) -> AccountId | None:
    if context.actor.is_family:
        if command.guardian_phone is not None:
            raise InvalidFieldError("guardian_phone")
        return AccountId(context.actor.id)
    if command.commune_code not in context.actor.communes:
        raise InvalidFieldError("commune_code")
    if command.guardian_phone is None:
        # Nobody yet: the station invites who is to be guardian, and that one sees the child's name before accepting.
        return None
    account = directory.account_of_phone(index_of(command.guardian_phone))
    if account is None:
        raise InvalidFieldError("guardian_phone")
    return account
