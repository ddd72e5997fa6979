"""What signing in and closing work with, put together from the adapters; requests are not known here."""

from typing import Any

from handbook import bootstrap
from handbook.bootstrap import accounts, messaging
from handbook.usecases.door import Door


def door_with(pepper: bytes) -> Door[Any, Any]:
    """Give it with the key of codes; without one (`b""`) to who checks no code."""
    return Door(
        sign_ins=bootstrap.sign_ins(),
        accounts=accounts.accounts(),
        events=accounts.account_events(),
        numbers=accounts.numbers(),
        directory=bootstrap.directory(),
        recipients=messaging.recipients(),
        pool=bootstrap.family_pool(),
        index_of=bootstrap.phone_vault().index,
        pepper=pepper,
        new_id=bootstrap.new_id,
    )
