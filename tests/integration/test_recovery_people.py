"""Staff who had codes by SMS have them again in a restored stage."""

from pathlib import Path
from typing import Any

import boto3
import pytest

from handbook.domain.ids import PhoneE164
from tests.integration.conftest import backend
from tests.integration.test_load_staff import LAN, run
from tools.recovery.people import invite_people, take_people
from tools.recovery.shelves import Folder

pytestmark = pytest.mark.usefixtures("world")
NUMBER = PhoneE164("+84912345678")
QUYEN = {
    **LAN,
    "username": "quyen.ba-dinh",
    "email": "quyen@example.vn",
    "phone": "+84912345679",
    "second_factor": "authenticator",
}


def test_codes_go_where_they_went_and_the_folder_holds_no_number(tmp_path: Path) -> None:
    client: Any = boto3.client("cognito-idp")
    (pool,) = [one for one in backend("cognito-idp").user_pools.values() if one.name == "staff"]
    assert run({**LAN, "phone": NUMBER, "second_factor": "sms"}, QUYEN) == ["created"] * 2
    for row in (LAN, QUYEN):
        address = [{"Name": "email", "Value": row["email"]}]
        client.admin_create_user(UserPoolId=pool.id, Username=row["username"], UserAttributes=address)
    folder = Folder(tmp_path / "saved")
    assert take_people(folder) == 2
    for row in (LAN, QUYEN):
        client.admin_delete_user(UserPoolId=pool.id, Username=row["username"])

    assert invite_people(folder) == 2

    found = {
        row["username"]: client.admin_get_user(UserPoolId=pool.id, Username=row["username"]) for row in (LAN, QUYEN)
    }
    numbers = {
        name: [one["Value"] for one in user["UserAttributes"] if one["Name"] == "phone_number"]
        for name, user in found.items()
    }
    assert numbers == {LAN["username"]: [NUMBER], QUYEN["username"]: []}
    assert found[LAN["username"]]["PreferredMfaSetting"] == "SMS_MFA"
    assert invite_people(folder) == 0
    for row in (LAN, QUYEN):
        client.admin_delete_user(UserPoolId=pool.id, Username=row["username"])
