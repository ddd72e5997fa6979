"""Installations of the app that messages are pushed to, and what was read there."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.reminders.schemas.devices import DeviceAnswer, DeviceBody, DevicePage, device_answer
from handbook.bootstrap import messaging
from handbook.domain.reminders.devices import DeviceId
from handbook.usecases.note_read import note_read
from handbook.usecases.own_devices import forget_device, list_devices, register_device
from handbook.web.actor import context_of
from handbook.web.answers import answer, nothing

router = APIGatewayRouter()
_PATH = "/v1/me/devices"
_TAG = ["reminders"]


@router.post(_PATH, summary="Push my messages to this installation", tags=_TAG)
def register(body: Annotated[DeviceBody, Body()]) -> Response[DeviceAnswer]:
    """Register an installation of the app; the same token again is the same installation, so no key is needed.

    A token belongs to the account that came with it last. Messages go to the installation that came forward last.
    """
    context = context_of(router)
    device = register_device(
        context,
        messaging.device_id_of(body.token),
        body.platform,
        body.token,
        devices=messaging.devices(),
        platforms=messaging.platforms(),
    )
    return answer(200, device_answer(device))


@router.get(_PATH, summary="Where my messages are pushed to", tags=_TAG)
def list_all() -> Response[DevicePage]:
    """List a family member's installations of the app, the last seen first."""
    found = list_devices(context_of(router), devices=messaging.devices())
    return answer(200, DevicePage(items=[device_answer(one) for one in found]))


@router.delete(f"{_PATH}/<device_id>", summary="Push nothing to it any more", tags=_TAG, status_code=204)
def forget(device_id: str) -> Response[str]:
    """Take an installation away; without any, messages go by SMS."""
    context = context_of(router)
    forget_device(context, DeviceId(device_id), devices=messaging.devices(), platforms=messaging.platforms())
    return _nothing()


@router.post("/v1/me/messages/<reference>/read", summary="I read this message", tags=_TAG, status_code=204)
def read(reference: str) -> Response[str]:
    """Note that a message was read in the app, so that no SMS follows; `reference` came with the message."""
    note_read(context_of(router), reference, texts=messaging.texts())
    return _nothing()


def _nothing() -> Response[str]:
    return nothing()
