"""A fresh stack on its own ports for the whole run: built, deployed, seeded, taken down."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.e2e.client import Client, family, staff
from tools.stack.lifecycle import Stack, local_stack

CHILD: dict[str, Any] = {
    "full_name": "Trần Gia Bảo",
    "sex": "M",
    "birth_date": "2026-09-01",
    "commune_code": "",
    "province_code": "",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test here: they need a deployed stack."""
    for item in items:
        item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Bring the stack up with its demo data, and take it down."""
    with local_stack("e2e", tmp_path_factory.mktemp("stack"), seed=True) as running:
        yield running


@pytest.fixture(scope="session")
def accounts(stack: Stack) -> list[Mapping[str, Any]]:
    """Give the demo accounts that the seed made."""
    made: list[Mapping[str, Any]] = json.loads(stack.settings.accounts_file.read_text(encoding="utf-8"))
    return made


@pytest.fixture(scope="session")
def nurses(stack: Stack, accounts: list[Mapping[str, Any]]) -> list[Client]:
    """Sign in the nurses, each of another commune."""
    return [staff(stack, account) for account in accounts if account["role"] == "health_worker"]


@pytest.fixture(scope="session")
def nurse(nurses: list[Client]) -> Client:
    """Give the nurse of the first commune."""
    return nurses[0]


@pytest.fixture(scope="session")
def mother(stack: Stack) -> Client:
    """Sign a mother in, for the first time."""
    return family(stack)


@pytest.fixture(scope="session")
def child(nurse: Client) -> dict[str, Any]:
    """Describe a child of the first nurse's commune."""
    communes = nurse.get("/me").body["communes"]
    seen = nurse.get("/handbooks?limit=1").body["items"][0]
    return {**CHILD, "commune_code": communes[0], "province_code": seen["province_code"]}


@pytest.fixture(scope="session")
def handbook(mother: Client, child: dict[str, Any]) -> dict[str, Any]:
    """Open a handbook for the child."""
    opened = mother.post("/handbooks", child)
    assert opened.status == 201, opened.body
    body: dict[str, Any] = opened.body
    return body
