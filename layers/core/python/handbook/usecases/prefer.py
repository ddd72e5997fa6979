"""Choose how to be told."""

from collections.abc import Callable
from dataclasses import replace

from handbook.domain.directory import Account
from handbook.domain.errors import ForbiddenError, NotFoundError, StaleVersionError
from handbook.domain.ids import AccountId
from handbook.domain.preferences import Preferences, check_preferences, in_order, started, stopped
from handbook.usecases.context import Context
from handbook.usecases.ports import Directory

type Change = Callable[[Preferences], Preferences]
"""Makes the new choices from those that hold."""


def own_account(context: Context, *, directory: Directory) -> Account:
    """Read the family member's own account. Raises: ForbiddenError for staff, NotFoundError."""
    if not context.actor.is_family:
        raise ForbiddenError
    account = directory.account(AccountId(context.actor.id))
    if account is None:
        raise NotFoundError
    return account


def prefer(context: Context, change: Change, based_on: int, *, directory: Directory) -> Account:
    """Change the family member's choices that were seen at version `based_on`; the next run follows them.

    Raises: ForbiddenError, NotFoundError, StaleVersionError; InvalidFieldError by channels, hours, kinds or language.
    """
    account = own_account(context, directory=directory)
    if account.preferences_version != based_on:
        raise StaleVersionError("If-Match")
    before = account.preferences
    wanted = change(before)
    wanted = replace(wanted, channels=in_order(wanted.channels))
    check_preferences(wanted)
    off = replace(wanted, enabled=before.enabled)
    wanted = started(wanted) if wanted.enabled else stopped(off, context.now, "app")
    directory.set_preferences(account.account_id, wanted, based_on)
    return replace(account, preferences=wanted, preferences_version=based_on + 1)
