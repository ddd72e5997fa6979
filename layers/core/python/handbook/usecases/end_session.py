"""Renew a session, and end it: of whose it was, the account's log is told."""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from handbook.domain.accounts import EventKind, claimed_account
from handbook.domain.errors import WrongCredentialsError
from handbook.domain.ids import AccountId
from handbook.domain.sign_in import Tokens
from handbook.usecases.door import Accounts, Door, keep_seen, note
from handbook.usecases.one_time_codes import Client, SentCodes


class Sessions(Protocol):
    """See gateways.cognito.Sessions."""

    def refresh(self, refresh_token: str) -> Tokens: ...
    def revoke(self, refresh_token: str) -> None: ...


def renew_session(tokens: Tokens, now: datetime, *, accounts: Accounts) -> None:
    """Write down, once a day, that the account of new tokens was seen. Raises: UnavailableError."""
    account_id = owner_of(tokens)
    if account_id is not None:
        standing = accounts.standing(account_id)
        keep_seen(account_id, standing, now, accounts, standing.number_seen or standing.last_seen)


def end_session[S: SentCodes, T](
    refresh_token: str, client: Client, now: datetime, *, sessions: Sessions, door: Door[S, T]
) -> None:
    """End a refresh token and what came of it; one that is dead already is no error. Raises: UnavailableError.

    A refresh token does not say whose it is: it is traded once more, and the new one is ended with it.
    """
    try:
        last = sessions.refresh(refresh_token)
    except WrongCredentialsError:
        return
    account_id = owner_of(last)
    if account_id is not None:  # before it ends: a dead token does not say any more whose it was
        note(account_id, EventKind.SIGNED_OUT, client, now, door)
    for token in {refresh_token, last.refresh_token or refresh_token}:
        sessions.revoke(token)


def owner_of(tokens: Tokens) -> AccountId | None:
    """Read whose tokens Cognito just gave; None for somebody who has not proved an account yet."""
    name = _name(tokens)
    return AccountId(name) if name is not None and claimed_account(name) is None else None


def lacks_proof(tokens: Tokens) -> bool:
    """Say whether tokens that Cognito just gave speak for somebody who has not proved an account yet."""
    name = _name(tokens)
    return name is not None and claimed_account(name) is not None


def claims_of(id_token: str) -> Mapping[str, Any]:
    """Read the claims of a token that Cognito just gave us, without checking anything; none where it has none."""
    payload = id_token.split(".")[1:2]
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload[0] + "=" * (-len(payload[0]) % 4)))
    except (IndexError, binascii.Error, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _name(tokens: Tokens) -> str | None:
    name = claims_of(tokens.id_token).get("cognito:username")
    return str(name) if name is not None else None
