"""The furnished place on which everything fails, made once for a module and put back for each test."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from handbook.gateways import secrets
from tests.integration import matrix_places
from tests.integration.conftest import PROVIDERS, backend
from tests.integration.faults.played import COGNITO
from tests.integration.faults.scene import Scene
from tests.integration.faults.states import Snapshot
from tests.integration.faults.transport import Line, line
from tests.integration.test_receipts import BRAND
from tests.integration.test_replies import REPLIES
from tests.integration.world import Clock, Inbox

_FURNISHED: dict[str, Any] = {}


@pytest.fixture(scope="module", autouse=True)
def forget_furniture() -> Iterator[None]:
    """Furnish anew for each module, whose account is another."""
    _FURNISHED.clear()
    yield
    _FURNISHED.clear()


@pytest.fixture
def wire(world: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """Lay the line on which calls to AWS fail; Cognito is played on it.

    What is kept of secrets grows no older, or a long table of faults would find a call more at the sixth minute.
    """
    monkeypatch.setattr(secrets, "monotonic", lambda: 0.0)
    with line(monkeypatch) as laid:
        laid.played = COGNITO
        yield laid


@pytest.fixture
def scene(world: None, clock: Clock, inbox: Inbox, wire: Line) -> Scene:
    """Give the place with everything that a handbook may hold."""
    if not _FURNISHED:
        _providers()
        _FURNISHED.update(place=matrix_places.own(), kept=Snapshot())
    _FURNISHED["kept"].restore()
    backend("sesv2").core_backend.sent_messages.clear()
    return Scene(_FURNISHED["place"], clock, inbox)


def _providers() -> None:
    sns = boto3.client("sns", "ap-southeast-1")
    arn = sns.create_platform_application(Name="app", Platform="GCM", Attributes={})["PlatformApplicationArn"]
    app = {"name": "app", "kind": "sns", "channel": "app", "per_second": 1e6, "platforms": {"fcm": arn}}
    brand = {**BRAND, "replies": REPLIES}
    providers = {"providers": [*json.loads(PROVIDERS)["providers"], app, brand]}
    boto3.client("secretsmanager").put_secret_value(SecretId="providers", SecretString=json.dumps(providers))
    secrets.forget()
