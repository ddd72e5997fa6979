"""Staff as their pool knows them: user name, e-mail address and whether the account is open.

Passwords and authenticators cannot leave Cognito: who comes back is invited anew. Families' users need no saving: they
bear no data, and are made again when somebody signs in.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from tools.recovery.lines import pack, unpack
from tools.recovery.shelves import Shelf
from tools.recovery.stage import client

FILE = "staff.jsonl.gz"


def _pool() -> str:
    return os.environ["STAFF_POOL"]


def _users() -> Iterator[dict[str, Any]]:
    for page in client("cognito-idp").get_paginator("list_users").paginate(UserPoolId=_pool()):
        for user in page["Users"]:
            attributes = {one["Name"]: one["Value"] for one in user.get("Attributes", ())}
            yield {"username": user["Username"], "email": attributes.get("email"), "enabled": user["Enabled"]}


def take_people(where: Shelf) -> int:
    """Save who can sign in as staff; gives how many there are."""
    lines = [json.dumps(user, sort_keys=True).encode() for user in _users()]
    where.write(FILE, [pack(lines)])
    return len(lines)


def people_in(where: Shelf) -> list[dict[str, Any]]:
    """Read who was saved. Raises: SpoiltPartError."""
    lines, _ = unpack(b"".join(where.read(FILE)), FILE)
    return [json.loads(line) for line in lines]


def invite_people(where: Shelf) -> int:
    """Make the users that are not there; with an address they get an invitation. Gives how many were made.

    Who had a closed account has a closed one.
    """
    return sum(_invite(user) for user in people_in(where))


def _number_of_codes(username: str) -> str | None:
    """Open the number that codes go to, from the tables that were put back: the folder holds none in clear."""
    from tools.rotate_keys.vaults import read, vault  # noqa: PLC0415 - the environment is chosen before

    place, table = f"STAFF#{username}", os.environ["DIRECTORY_TABLE"]
    if "sms_index" not in (read(table, place, "META") or {}):
        return None
    sealed = (read(table, place, "CONTACTS") or {}).get("phone", {}).get("S")
    return vault("phone").unseal(sealed, place) if sealed else None


def _invite(user: dict[str, Any]) -> bool:
    email = user["email"]
    address = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}] if email else []
    quiet = not email or not user["enabled"]
    delivery = {"MessageAction": "SUPPRESS"} if quiet else {"DesiredDeliveryMediums": ["EMAIL"]}
    named = {"UserPoolId": _pool(), "Username": user["username"]}
    try:
        client("cognito-idp").admin_create_user(**named, UserAttributes=address, **delivery)
    except ClientError as error:
        if error.response["Error"]["Code"] == "UsernameExistsException":
            return False
        raise
    if number := _number_of_codes(user["username"]):
        said = [{"Name": "phone_number", "Value": number}, {"Name": "phone_number_verified", "Value": "true"}]
        client("cognito-idp").admin_update_user_attributes(**named, UserAttributes=said)
        chosen = {"Enabled": True, "PreferredMfa": True}
        client("cognito-idp").admin_set_user_mfa_preference(**named, SMSMfaSettings=chosen)
    if not user["enabled"]:
        client("cognito-idp").admin_disable_user(**named)
    return True
