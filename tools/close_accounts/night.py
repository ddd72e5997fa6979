"""What the night does with accounts that are to be closed."""

from functions.auth.desk import the_door
from handbook import bootstrap
from handbook.bootstrap import accounts, messaging, sharing
from handbook.domain.calendar import local_date
from handbook.domain.directory import Account
from handbook.domain.ids import AccountId
from handbook.usecases.close_account import Hands, close_account
from handbook.usecases.one_time_codes import Client
from handbook.web import telling


def due(most: int) -> list[AccountId]:
    """List accounts whose days are over."""
    return accounts.accounts().closing_by(local_date(bootstrap.now()), most)


def close_all(most: int) -> int:
    """Close every account whose days are over, page by page, and count them; each is told at its number of before."""
    closed = 0
    while found := due(most):
        before = closed
        closed += sum(_close(account_id) for account_id in found)
        if closed == before:
            break
    return closed


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
    done = close_account(account_id, client, bootstrap.now(), door=the_door(), hands=hands)
    if done and account is not None and _is_nobody_elses(account):
        telling.tell_number_of(account.phone, "closed", account.language)
    return done


def _is_nobody_elses(account: Account) -> bool:
    # A closing that broke off has freed the number before: its holder is told as long as nobody else has it.
    if not account.number_gone:
        return True
    return bootstrap.directory().account_of_phone(bootstrap.phone_vault().index(account.phone)) is None
