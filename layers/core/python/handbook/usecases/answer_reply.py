"""Stop, or go on, because somebody answered a message."""

from datetime import datetime
from enum import StrEnum

from handbook.domain.errors import ConflictError, PhoneNotVietnameseError, StaleVersionError
from handbook.domain.ids import AccountId
from handbook.domain.phones import normalise_phone
from handbook.domain.preferences import Reply, reply_of, started, stopped
from handbook.usecases.ports import Directory, IndexOf
from handbook.usecases.retry import TRIES


class Answered(StrEnum):
    """What an answer did."""

    STOPPED = "stopped"
    STARTED = "started"
    NO_WISH = "no_wish"
    NOBODY = "nobody"


def answer_reply(number: str, words: str, now: datetime, *, directory: Directory, index_of: IndexOf) -> Answered:
    """Do what an answer asks for to the account of its number; the next run follows it. Twice is as once.

    Words that are no wish, and numbers of nobody, change nothing. Raises: ConflictError when the account changes all
    the time; then the provider sends it again.
    """
    wish = reply_of(words)
    if wish is None:
        return Answered.NO_WISH
    try:
        account_id = directory.account_of_phone(index_of(normalise_phone(number)))
    except PhoneNotVietnameseError:
        return Answered.NOBODY
    return _obey(account_id, wish, now, directory) if account_id else Answered.NOBODY


def _obey(account_id: AccountId, wish: Reply, now: datetime, directory: Directory) -> Answered:
    done = Answered.STOPPED if wish == "stop" else Answered.STARTED
    for _ in range(TRIES):
        account = directory.account(account_id)
        if account is None:
            return Answered.NOBODY
        before = account.preferences
        wanted = stopped(before, now, "sms") if wish == "stop" else started(before)
        if wanted == before:
            return done
        try:
            directory.set_preferences(account_id, wanted, account.preferences_version)
        except StaleVersionError:
            continue
        return done
    raise ConflictError
