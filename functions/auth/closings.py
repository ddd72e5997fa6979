"""Every night: accounts whose 14 days are over are closed."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.auth.door import door_with
from handbook import bootstrap
from handbook.bootstrap import accounts, messaging, sharing
from handbook.domain.calendar import local_date
from handbook.domain.directory import Account
from handbook.domain.errors import HandbookError
from handbook.domain.ids import AccountId
from handbook.observability import Event, count, logger, metrics, place_of
from handbook.usecases.close_account import Hands, close_account
from handbook.usecases.close_due import close_due
from handbook.usecases.one_time_codes import Client
from handbook.web import telling

_PAGE = 100
_ENOUGH_MS = 60_000
"""What closing one account may take with a provider of messages that is slow; with less nobody is begun with."""
_NO_PEPPER = b""
"""Nobody gives a code at night: this function may not read the key of codes."""

bootstrap.prepare(accounts.accounts, bootstrap.directory)


class NotClosedError(Exception):
    """Accounts stayed open whose day has come; the next start goes on with them."""


@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Close whose day has come; with `{"count_only": true}` say how many those are, a hundred at most.

    One that cannot be closed keeps no other from it. Raises: NotClosedError, so that the start is tried again.
    """
    if event.get("count_only") is True:
        due = len(_due(_PAGE))
        count("closings_due", by=due)
        return {"due": due}
    done = close_due(_due, _close, _log, page=_PAGE, has_time=lambda: _has_time(context))
    count("accounts_closed", by=done.closed)
    logger.info(Event.ACCOUNTS_CLOSED, closed=done.closed, failed=done.failed, finished=done.finished)
    if done.failed:
        raise NotClosedError
    if done.finished:
        count("closings_done")
    return {"closed": done.closed, "finished": int(done.finished)}


def _due(most: int) -> list[AccountId]:
    return accounts.accounts().closing_by(local_date(bootstrap.now()), most)


def _has_time(context: LambdaContext) -> bool:
    return context.get_remaining_time_in_millis() > _ENOUGH_MS


def _log(account_id: AccountId, error: HandbookError) -> None:
    logger.error(Event.ACCOUNT_NOT_CLOSED, account_id=account_id, kind=type(error).__name__, place=place_of(error))


def _close(account_id: AccountId) -> bool:
    account = bootstrap.directory().account(account_id)
    hands = Hands(
        bootstrap.records(),
        sharing.save_bonds,
        messaging.devices(),
        messaging.platforms().remove,
        bootstrap.family_pool().remove,
    )
    client = Client("", request_id=bootstrap.new_id())
    done = close_account(account_id, client, bootstrap.now(), door=door_with(_NO_PEPPER), hands=hands)
    if done and account is not None and _is_nobody_elses(account):
        telling.tell_number_of(account.phone, "closed", account.language)
    return done


def _is_nobody_elses(account: Account) -> bool:
    # A closing that broke off has freed the number before: its holder is told as long as nobody else has it.
    if not account.number_gone:
        return True
    if not account.phone:
        return False
    return bootstrap.directory().account_of_phone(bootstrap.phone_vault().index(account.phone)) is None
