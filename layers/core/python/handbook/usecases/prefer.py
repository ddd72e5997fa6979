"""Choose how to be told."""

from dataclasses import replace

from handbook.domain.directory import Account
from handbook.domain.errors import ForbiddenError, NotFoundError
from handbook.domain.ids import AccountId
from handbook.usecases.context import Context
from handbook.usecases.ports import Directory


def own_account(context: Context, *, directory: Directory) -> Account:
    """Read the family member's own account. Raises: ForbiddenError for staff, NotFoundError."""
    if not context.actor.is_family:
        raise ForbiddenError
    account = directory.account(AccountId(context.actor.id))
    if account is None:
        raise NotFoundError
    return account


def set_preferences(
    context: Context, *, language: str, reminders: bool, based_on: int, directory: Directory
) -> Account:
    """Change the family member's choices that were seen at version `based_on`; the next run follows them.

    Raises: ForbiddenError, NotFoundError, StaleVersionError.
    """
    account = own_account(context, directory=directory)
    directory.set_preferences(account.account_id, language=language, reminders=reminders, based_on=based_on)
    return replace(account, language=language, reminders=reminders, preferences_version=based_on + 1)
