"""Correct who a child is."""

from handbook.domain.access import Action
from handbook.domain.errors import StaleVersionError
from handbook.domain.handbook import Handbook, Profile, check_birth_date
from handbook.domain.ids import HandbookId
from handbook.domain.immunization import Schedule
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import Records
from handbook.usecases.schedule_contact import with_next_contact


def edit_profile(
    handbook_id: HandbookId,
    profile: Profile,
    based_on: int,
    context: Context,
    *,
    records: Records,
    schedule: Schedule,
) -> Handbook:
    """Replace the profile that the caller saw at version `based_on`; what was recorded stays attached.

    Raises: NotFoundError, StaleVersionError, DateInFutureError.
    """
    handbook, ground = admit(context, Action.EDIT_HANDBOOK, handbook_id, records)
    if handbook.profile_version != based_on:
        raise StaleVersionError
    check_birth_date(profile.birth_date, context.today)
    changed = with_next_contact(handbook.with_profile(profile), schedule, context.today)
    records.save_profile(changed, context.audit(Action.EDIT_HANDBOOK, ground, handbook_id))
    return changed
