"""Where something stands that was made by a key, and by which version of it, without opening anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from handbook.domain.marks import version_of

type Item = dict[str, Any]


def text_of(item: Item, name: str) -> str | None:
    """Read a text of an item."""
    found: str | None = item.get(name, {}).get("S")
    return found


def sealed_by(sealed: str) -> str:
    """Say by which version something was sealed."""
    return sealed.partition(".")[0]


def made_by(table: str, item: Item) -> Iterator[tuple[str, str]]:
    """Name every place of an item that a key made, and by which version."""
    pk, sk = item["pk"]["S"], item["sk"]["S"]
    for kind, keyed, marked in _PLACES:
        if kind == (table, kind_of(item)):
            for name in keyed:
                if found := text_of(item, name):
                    yield name, sealed_by(found)
            for name, prefix in marked:
                found = pk if name == "pk" else text_of(item, name)
                if found and found.startswith(prefix):
                    yield name, version_of(found.removeprefix(prefix))
    if table == "reminders" and sk == "DEVICES":
        yield from (("token", sealed_by(form["token"])) for form in forms_of(item))


def forms_of(item: Item) -> list[dict[str, str]]:
    """Read an account's installations."""
    found: list[dict[str, str]] = json.loads(item["devices"]["S"])
    return found


def kind_of(item: Item) -> str:
    """Name a kind of item: the words of its keys before what varies."""
    pk, sk = item["pk"]["S"], item["sk"]["S"]
    return f"{pk.partition('#')[0]} {sk.partition('#')[0]}"


_PLACES: tuple[tuple[tuple[str, str], tuple[str, ...], tuple[tuple[str, str], ...]], ...] = (
    (("directory", "ACCOUNT META"), ("phone",), ()),
    (("directory", "ACCOUNT NUMBER_CHANGE"), ("phone",), ()),
    (("directory", "ACCOUNT PROFILE"), ("email",), (("email_mark", ""),)),
    (("directory", "PHONE META"), (), (("pk", "PHONE#"),)),
    (("directory", "PHONE WAITS"), (), (("pk", "PHONE#"),)),
    (("directory", "EMAIL META"), (), (("pk", "EMAIL#"),)),
    (("directory", "STAFF META"), (), (("sms_index", ""),)),
    (("directory", "STAFF CONTACTS"), ("email", "phone"), (("email_mark", ""), ("phone_mark", ""))),
    (("directory", "STAFF_CONTACT META"), (), (("pk", "STAFF_CONTACT#"),)),
    (("records", "HANDBOOK IDENTIFIER"), ("sealed",), (("gsi1pk", "IDENTIFIER#"),)),
    (("records", "HANDBOOK _IDENTIFIER"), ("sealed",), ()),
    (("records", "HANDBOOK INVITATION"), ("phone",), (("phone_index", ""), ("gsi1pk", "INVITATION#"))),
    (("reminders", "ACCOUNT NUMBER"), (), (("number", ""),)),
    (("reminders", "TEXT TEXT"), (), (("number", ""),)),
    (("reminders", "TOKEN OWNER"), (), (("pk", "TOKEN#"),)),
)
