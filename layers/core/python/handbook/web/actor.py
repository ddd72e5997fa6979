"""From the claims of a verified token to the actor that the access policy knows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handbook import bootstrap
from handbook.config import config
from handbook.domain.access import Actor, Role
from handbook.domain.accounts import claimed_account
from handbook.domain.errors import SignedOutError
from handbook.domain.ids import AccountId, StaffId, UnitId
from handbook.domain.staff_sessions import Session, session_of
from handbook.usecases.context import Context
from handbook.usecases.identify import signed_in_staff
from handbook.web.requests import App, client_address, header, request_id


def context_of(app: App) -> Context:
    """Say who asks. The gateway verified the signature; what the token is for is checked here too.

    Raises: SignedOutError when the token is not an ID token of ours or speaks for nobody.
    """
    claims = _claims(app)
    if claims.get("token_use") != "id" or not claims.get("cognito:username"):
        raise SignedOutError
    now = bootstrap.now()
    actor = _actor(app, claims, now)
    return Context(actor, now, request_id(app), client_address(app) or None)


def session_in(app: App) -> Session:
    """Give the session that the token of a request is of."""
    return session_of(_claims(app))


def _claims(app: App) -> Mapping[str, Any]:
    authorizer = (app.current_event.get("requestContext") or {}).get("authorizer") or {}
    claims: Mapping[str, Any] = authorizer.get("claims") or {}
    return claims


def _actor(app: App, claims: Mapping[str, Any], now: datetime) -> Actor:
    pool, client = str(claims.get("iss", "")).rsplit("/", 1)[-1], str(claims.get("aud") or "nobody's")
    username = str(claims["cognito:username"])
    # The gateway looks at pools only: a token that another client of the same pool was given is not for us.
    if (pool, client) == (config().family_pool, config().family_client):
        role = Role.GUARDIAN if claimed_account(AccountId(username)) is None else Role.UNPROVED
        return Actor(AccountId(username), role)
    if (pool, client) == (config().staff_pool, config().staff_client):
        at = UnitId(header(app, "X-Unit-Id")) or None
        return signed_in_staff(StaffId(username), session_of(claims), now, directory=bootstrap.directory(), at=at)
    raise SignedOutError
