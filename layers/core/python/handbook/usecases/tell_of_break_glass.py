"""Tell the guardians of a handbook that it was opened by emergency access."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from handbook.domain.bonds import guardians_on
from handbook.domain.calendar import local_date
from handbook.domain.errors import UnavailableError
from handbook.domain.ids import AccountId, HandbookId
from handbook.usecases.follow import current
from handbook.usecases.ports import Records
from handbook.usecases.tell_account import Told

NOTICE = "break_glass"


class Notices(Protocol):
    """See storage.seals.Seals."""

    def was_told(self, chain: str, key: str, account_id: AccountId) -> bool: ...
    def note_told(self, chain: str, key: str, account_id: AccountId, at: datetime) -> None: ...


def tell_of_break_glass(
    chain: str,
    key: str,
    now: datetime,
    *,
    records: Records,
    notices: Notices,
    tell: Callable[[AccountId, str], Told],
) -> int:
    """Tell each guardian once of one entry of a handbook's log, and say how many were told now.

    It is noted after it went out: whoever fails in between tells twice, which is better than not at all. Somebody to
    whom there is no way is noted too: to try again would hold up what comes after, and reach nobody.
    Raises: UnavailableError when somebody could not be told now; the others were.
    """
    handbook = current(HandbookId(chain.removeprefix("HANDBOOK#")), records)
    told, missed = 0, False
    for account_id in guardians_on(handbook.guardians, local_date(now)) if handbook is not None else ():
        if notices.was_told(chain, key, account_id):
            continue
        said = tell(account_id, NOTICE)
        if said is Told.NOBODY:
            missed = True
            continue
        notices.note_told(chain, key, account_id, now)
        told += said is not Told.UNREACHABLE
    if missed:
        raise UnavailableError("no provider took it")
    return told
