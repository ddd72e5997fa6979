"""Sealing and marking each kind of item anew: whole or not at all, and only where nobody wrote meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime

from handbook.domain.calendar import iso_utc
from handbook.domain.marks import shortened, stands_for
from handbook.domain.staff_contacts import email_handle
from tools.recovery.stage import Table
from tools.rotate_keys.places import Item, forms_of, text_of
from tools.rotate_keys.vaults import Write, changed, gone, key_of, moved, read, vault

type Tables = Mapping[str, Table]
type Renew = Callable[[Item, Tables, datetime], list[Write]]


def _name(tables: Tables, table: str) -> str:
    return tables[table].physical


def _again(kind: str, sealed: str, place: str, to: str | None = None) -> str:
    keeper = vault(kind)
    return keeper.seal(keeper.unseal(sealed, place), to or place)


def account(item: Item, tables: Tables, _now: datetime) -> list[Write]:
    """Seal the number of an account, or of its waiting change, anew."""
    sealed, place = item["phone"]["S"], item["pk"]["S"]
    return [changed(_name(tables, "directory"), item, {"phone": _again("phone", sealed, place)}, ("phone",))]


def profile(item: Item, tables: Tables, _now: datetime) -> list[Write]:
    """Seal an address anew, and note its mark."""
    sealed, place = item["email"]["S"], item["pk"]["S"]
    mark = vault("email").mark(vault("email").unseal(sealed, place))
    texts: dict[str, str | None] = {"email": _again("email", sealed, place), "email_mark": str(mark)}
    return [changed(_name(tables, "directory"), item, texts, ("email",))]


def pointer(item: Item, tables: Tables, _now: datetime) -> list[Write]:
    """Let a number or an address be found under the current key; a pointer that leads nowhere goes away."""
    table, (prefix, _, mark) = _name(tables, "directory"), item["pk"]["S"].partition("#")
    owner = text_of(item, "account_id")
    if owner is None:
        return [gone(table, item)]
    kind, sort_key, name = {
        ("PHONE", "META"): ("phone", "META", "phone"),
        ("PHONE", "WAITS"): ("phone", "NUMBER_CHANGE", "phone"),
        ("EMAIL", "META"): ("email", "PROFILE", "email"),
    }[prefix, item["sk"]["S"]]
    held = read(table, f"ACCOUNT#{owner}", sort_key) or {}
    sealed = text_of(held, name)
    current = vault(kind).mark(vault(kind).unseal(sealed, f"ACCOUNT#{owner}")) if sealed else None
    if current is not None and stands_for(mark, current):
        return moved(table, item, f"{prefix}#{current}")
    # A change that was asked for and followed by another one: the account waits for that.
    return [gone(table, item)] if sort_key == "NUMBER_CHANGE" else []


def identifier(item: Item, tables: Tables, _now: datetime) -> list[Write]:
    """Seal a number of an office anew, and let it be found under the current key."""
    place, keeper = f"{item['pk']['S']}|{item['sk']['S']}", vault("identifier")
    sealed = item["sealed"]["S"]
    texts: dict[str, str | None] = {"sealed": _again("identifier", sealed, place)}
    if text_of(item, "gsi1pk"):
        from handbook.domain.identifiers import System, same_number  # noqa: PLC0415 - bound late, as the tables are

        system = System(item["sk"]["S"].split("#")[1])
        texts["gsi1pk"] = f"IDENTIFIER#{keeper.mark(same_number(system, keeper.unseal(sealed, place)))}"
    return [changed(_name(tables, "records"), item, texts, ("sealed",))]


def invitation(item: Item, tables: Tables, now: datetime) -> list[Write]:
    """Seal and mark the number that was invited anew. The mark of its secret nobody can make: it goes when it ends."""
    place = f"{item['pk']['S']}#{item['sk']['S'].split('#')[2]}"
    phone = vault("invitation").unseal(item["phone"]["S"], place)
    texts: dict[str, str | None] = {
        "phone": vault("invitation").seal(phone, place),
        "phone_index": str(vault("phone").mark(phone)),
    }
    if (ends := text_of(item, "gsi1sk")) and ends <= iso_utc(now):
        texts |= {"gsi1pk": None, "gsi1sk": None}
    return [changed(_name(tables, "records"), item, texts, ("phone", "version"))]


def of_number(item: Item, tables: Tables, _now: datetime) -> list[Write]:
    """Mark the number of a text, or a dead one, anew where the account has it still; else nobody asks for it again."""
    owner = text_of(item, "account_id") or item["pk"]["S"].removeprefix("ACCOUNT#")
    sealed = text_of(read(_name(tables, "directory"), f"ACCOUNT#{owner}", "META") or {}, "phone")
    current = vault("phone").mark(vault("phone").unseal(sealed, f"ACCOUNT#{owner}")) if sealed else None
    same = current is not None and stands_for(item["number"]["S"], current)
    return [changed(_name(tables, "reminders"), item, {"number": str(current) if same else None}, ("number",))]


def devices(item: Item, tables: Tables, _now: datetime) -> list[Write]:
    """Seal the tokens of an account's installations anew, and name those by the current key."""
    table, keeper, owner = _name(tables, "reminders"), vault("push-token"), item["pk"]["S"].removeprefix("ACCOUNT#")
    forms, writes = [], list[Write]()
    for form in forms_of(item):
        old = form["device_id"]
        token = keeper.unseal(form["token"], f"ACCOUNT#{owner}#{old}")
        new = str(shortened(keeper.mark(token), 32))
        forms.append({**form, "device_id": new, "token": keeper.seal(token, f"ACCOUNT#{owner}#{new}")})
        if new != old:
            writes += moved(table, {**key_of(f"TOKEN#{old}", "OWNER"), "account_id": {"S": owner}}, f"TOKEN#{new}")
    text = json.dumps(forms)
    update = changed(table, item, {"devices": text}, ("devices", "version"))
    update["Update"]["UpdateExpression"] += " ADD #version :one"
    update["Update"]["ExpressionAttributeValues"][":one"] = {"N": "1"}
    return [update, *writes]


def forgotten(item: Item, tables: Tables, _now: datetime) -> list[Write]:
    """Take away whose an installation was when it is nobody's; the others are named anew with their account's list."""
    return [] if text_of(item, "account_id") else [gone(_name(tables, "reminders"), item)]


def codes_of_staff(item: Item, tables: Tables, _now: datetime) -> list[Write]:
    """Mark the number that codes go to anew: that of the contacts, in one transaction with which it was written."""
    marks = _contact_marks(tables, item["pk"]["S"])
    current = next((mark for mark in marks if stands_for(item["sms_index"]["S"], mark)), None)
    return [changed(_name(tables, "directory"), item, {"sms_index": current}, ("sms_index",))]


def contacts_of_staff(item: Item, tables: Tables, _now: datetime) -> list[Write]:
    """Seal how a member of staff is reached anew, and note the marks."""
    place, texts = item["pk"]["S"], dict[str, str | None]()
    for name, kind in _CONTACTS.items():
        if sealed := text_of(item, name):
            texts |= {name: _again(kind, sealed, place), f"{name}_mark": _contact_mark(name, sealed, place)}
    return [changed(_name(tables, "directory"), item, texts, tuple(name for name in _CONTACTS if text_of(item, name)))]


def contact_of_staff(item: Item, tables: Tables, _now: datetime) -> list[Write]:
    """Let an address or a number be its owner's under the current key; one of before, which is kept nowhere, goes."""
    table, mark, owner = _name(tables, "directory"), item["pk"]["S"].partition("#")[2], item["staff_id"]["S"]
    for current in _contact_marks(tables, f"STAFF#{owner}"):
        if stands_for(mark, current):
            return moved(table, item, f"STAFF_CONTACT#{current}", "staff_id")
    return [gone(table, item, "staff_id")]


def _contact_marks(tables: Tables, place: str) -> list[str]:
    held = read(_name(tables, "directory"), place, "CONTACTS") or {}
    return [_contact_mark(name, sealed, place) for name in _CONTACTS if (sealed := text_of(held, name))]


def _contact_mark(name: str, sealed: str, place: str) -> str:
    keeper = vault(_CONTACTS[name])
    text = keeper.unseal(sealed, place)
    return keeper.mark(email_handle(text) if name == "email" else text)


_CONTACTS = {"email": "staff-email", "phone": "phone"}
"""What each contact of staff is sealed and marked by (handbook/gateways/staff_contacts.py)."""

RENEWALS: Mapping[tuple[str, str], Renew] = {
    ("directory", "ACCOUNT META"): account,
    ("directory", "ACCOUNT NUMBER_CHANGE"): account,
    ("directory", "ACCOUNT PROFILE"): profile,
    ("directory", "PHONE META"): pointer,
    ("directory", "PHONE WAITS"): pointer,
    ("directory", "EMAIL META"): pointer,
    ("directory", "STAFF META"): codes_of_staff,
    ("directory", "STAFF CONTACTS"): contacts_of_staff,
    ("directory", "STAFF_CONTACT META"): contact_of_staff,
    ("records", "HANDBOOK IDENTIFIER"): identifier,
    ("records", "HANDBOOK _IDENTIFIER"): identifier,
    ("records", "HANDBOOK INVITATION"): invitation,
    ("reminders", "ACCOUNT NUMBER"): of_number,
    ("reminders", "TEXT TEXT"): of_number,
    ("reminders", "ACCOUNT DEVICES"): devices,
    ("reminders", "TOKEN OWNER"): forgotten,
}
"""How each kind of item is made anew."""
