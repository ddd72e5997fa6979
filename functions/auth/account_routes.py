"""The signed-in person's own account."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.auth.schemas import MeAnswer, ReminderPreferences
from handbook import bootstrap
from handbook.domain.directory import Account
from handbook.usecases.prefer import own_account, set_preferences
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.parameters import IfMatch
from handbook.web.requests import based_on_version, etag

router = APIGatewayRouter()


@router.get("/v1/me", summary="Who am I", tags=["accounts"])
def me() -> Response[MeAnswer]:
    """Say who the token speaks for."""
    actor = context_of(router).actor
    return answer(200, MeAnswer(id=actor.id, role=actor.role, unit_id=actor.unit_id, communes=sorted(actor.communes)))


@router.get("/v1/me/reminder-preferences", summary="How I am told", tags=["reminders"])
def read_preferences() -> Response[ReminderPreferences]:
    """Give a family member's choices."""
    return _shown(own_account(context_of(router), directory=bootstrap.directory()))


@router.put("/v1/me/reminder-preferences", summary="Change how I am told", tags=["reminders"])
def write_preferences(
    body: Annotated[ReminderPreferences, Body()], if_match: IfMatch = None
) -> Response[ReminderPreferences]:
    """Take a family member's choices, based on the version in If-Match; they hold from the next run on."""
    changed = set_preferences(
        context_of(router),
        language=body.language,
        reminders=body.enabled,
        based_on=based_on_version(router),
        directory=bootstrap.directory(),
    )
    return _shown(changed)


def _shown(account: Account) -> Response[ReminderPreferences]:
    body = ReminderPreferences(enabled=account.reminders, language="en" if account.language == "en" else "vi")
    return answer(200, body, {"ETag": etag(account.preferences_version)})
