"""How a family member wants to be told."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.reminders.schemas.preferences import (
    PreferencesAnswer,
    PreferencesBody,
    PreferencesPatch,
    preferences_answer,
)
from handbook import bootstrap
from handbook.domain.directory import Account
from handbook.usecases.prefer import own_account, prefer
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.parameters import IfMatch
from handbook.web.requests import based_on_version, etag

router = APIGatewayRouter()
_PATH = "/v1/me/reminder-preferences"
_TAG = ["reminders"]


@router.get(_PATH, summary="How I am told", tags=_TAG)
def read_preferences() -> Response[PreferencesAnswer]:
    """Give a family member's choices."""
    return _shown(own_account(context_of(router), directory=bootstrap.directory()))


@router.put(_PATH, summary="Choose how I am told", tags=_TAG)
def write_preferences(
    body: Annotated[PreferencesBody, Body()], if_match: IfMatch = None
) -> Response[PreferencesAnswer]:
    """Take all of a family member's choices, based on the version in If-Match; they hold from the next run on."""
    return _changed(body)


@router.patch(_PATH, summary="Change how I am told", tags=_TAG)
def change_preferences(
    body: Annotated[PreferencesPatch, Body()], if_match: IfMatch = None
) -> Response[PreferencesAnswer]:
    """Change some of a family member's choices, based on the version in If-Match; stop and start are `enabled`."""
    return _changed(body)


def _changed(body: PreferencesBody | PreferencesPatch) -> Response[PreferencesAnswer]:
    based_on = based_on_version(router)
    return _shown(prefer(context_of(router), body.change, based_on, directory=bootstrap.directory()))


def _shown(account: Account) -> Response[PreferencesAnswer]:
    return answer(200, preferences_answer(account), {"ETag": etag(account.preferences_version)})
