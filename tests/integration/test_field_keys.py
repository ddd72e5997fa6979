"""New keys for numbers, addresses and tokens while people sign in, search and move; the old ones go at the end."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest

from handbook import bootstrap
from handbook.bootstrap import accounts, messaging
from handbook.domain.account_errors import EmailTakenError
from handbook.domain.accounts import AccountEvent, EventKind
from handbook.domain.directory import Account
from handbook.domain.errors import ConflictError
from handbook.domain.identifiers import System
from handbook.domain.ids import AccountId, PhoneE164
from handbook.domain.reminders.devices import Device
from handbook.gateways import secrets
from tests.integration.conftest import lying_in
from tests.integration.test_identifiers import number, path_of, recorded, search
from tests.integration.test_invitations import invited
from tests.integration.world import (
    MOTHERS_PHONE,
    OTHER_MOTHER,
    OTHER_MOTHERS_PHONE,
    Clock,
    Inbox,
    open_handbook,
)
from tools.rotate_keys import secret, vaults, walking
from tools.rotate_keys.__main__ import main

pytestmark = pytest.mark.usefixtures("world", "first_key_again")
MOTHER_ID, OTHER_ID = AccountId("mother"), AccountId("other-mother")
EMAIL, TOKEN = "lan@example.vn", "an-installation's-token"
ID_NUMBER = "001326012345"


@pytest.fixture
def first_key_again() -> Iterator[None]:
    yield
    hold("1", "1")


def hold(current: str, *versions: str) -> None:
    """Let every process hold these versions from now on."""
    document = {"current": current, **{version: version * 64 if version != "1" else "k" * 64 for version in versions}}
    boto3.client("secretsmanager").put_secret_value(SecretId="phone", SecretString=json.dumps(document))
    secrets.forget()


@pytest.fixture
def lived(inbox: Inbox, clock: Clock) -> dict[str, Any]:
    """Something of each kind that a key made, under the first key."""
    book = open_handbook()
    recorded(path_of(book), number(ID_NUMBER))
    token = invited(book, inbox)
    kept = accounts.accounts()
    before = kept.profile(MOTHER_ID)
    kept.save_profile(replace(before, email=EMAIL), before)
    register(TOKEN)
    index = bootstrap.phone_vault().index
    messaging.recipients().bury(OTHER_ID, index(PhoneE164(OTHER_MOTHERS_PHONE)), clock.at, "blocked")
    messaging.recipients().bury(MOTHER_ID, index(PhoneE164("+84900000001")), clock.at, "blocked")
    return {"book": book, "token": token}


def register(token: str) -> str:
    at = bootstrap.now()
    device = Device(messaging.device_id_of(token), "fcm", "endpoint", at, at)
    messaging.devices().save(MOTHER_ID, device, token)
    return device.device_id


def everything_is_found(lived: dict[str, Any]) -> None:
    """What families and staff do gives what it gave."""
    index = bootstrap.phone_vault().index
    directory = bootstrap.directory()
    assert directory.account_of_phone(index(PhoneE164(MOTHERS_PHONE))) == MOTHER_ID
    account = directory.account(MOTHER_ID)
    assert account is not None
    assert account.phone == MOTHERS_PHONE
    assert accounts.accounts().account_of_email(EMAIL) == MOTHER_ID
    assert accounts.accounts().profile(MOTHER_ID).email == EMAIL
    assert search(ID_NUMBER) == [lived["book"]["handbook_id"]]
    book = bootstrap.records().get(lived["book"]["handbook_id"])
    assert book is not None
    (held,) = bootstrap.identifiers().marks_of(book)
    mark = bootstrap.identifiers().mark_of(System.PERSONAL_ID, ID_NUMBER)
    assert held.mark == mark
    assert bootstrap.identifiers().held_by(mark, "child") == (book.handbook_id,)
    known = [one.device_id for one in messaging.devices().of_account(MOTHER_ID)]
    assert known == [messaging.device_id_of(TOKEN)]


def previewed(lived: dict[str, Any]) -> int:
    return OTHER_MOTHER.call("POST", "/v1/invitations/preview", {"token": lived["token"]}).status


def counted() -> dict[str, int]:
    """How many places each version made."""
    total: dict[str, int] = {}
    for part in range(walking.PARTS):
        for (_, version), found in walking.count_part(part).items():
            total[version] = total.get(version, 0) + found
    return total


def renewed(current: str = "2") -> int:
    return sum(walking.renew_part(part, current, bootstrap.now()).total() for part in range(walking.PARTS))


@pytest.fixture(autouse=True)
def few_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "PARTS", 2)


def test_a_whole_rotation_while_everybody_works_and_the_first_key_is_gone(
    lived: dict[str, Any], clock: Clock, inbox: Inbox
) -> None:
    hold("1", "1", "2")
    everything_is_found(lived)
    hold("2", "1", "2")
    everything_is_found(lived)
    assert previewed(lived) == 200
    assert renewed() > 0
    everything_is_found(lived)
    assert previewed(lived) == 200
    assert register(TOKEN) == messaging.device_id_of(TOKEN)
    assert counted()["1"] == 1  # the secret of the open invitation, which is kept nowhere

    clock.move(days=8)
    assert renewed() == 1
    assert set(counted()) == {"2"}
    hold("2", "2")

    everything_is_found(lived)
    dead = {one: messaging.recipients().get(one, clock.at.date()).dead_number for one in (MOTHER_ID, OTHER_ID)}
    index = bootstrap.phone_vault().index
    assert dead == {OTHER_ID: index(PhoneE164(OTHER_MOTHERS_PHONE)), MOTHER_ID: None}


def test_what_is_renewed_once_is_not_renewed_again(lived: dict[str, Any]) -> None:
    hold("2", "1", "2")
    renewed()
    before = [lying_in(table) for table in ("DirectoryTable", "RecordsTable", "RemindersTable")]
    renewed()
    after = [lying_in(table) for table in ("DirectoryTable", "RecordsTable", "RemindersTable")]
    # The open invitation alone is looked at again: its secret's mark ends with it.
    changed = [item["sk"]["S"] for one, two in zip(before, after, strict=True) for item in two if item not in one]
    assert all(sort_key.startswith("INVITATION#") for sort_key in changed)


class EndedError(Exception):
    """The machine went away."""


@pytest.mark.parametrize("ends_after", range(0, 10, 3))
def test_a_rotation_that_ended_after_any_write_leaves_everything_found_and_goes_on(
    lived: dict[str, Any], ends_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold("2", "1", "2")
    real, left = vaults.commit, iter(range(ends_after))

    def ending(writes: list[Any]) -> bool:
        if next(left, None) is None:
            raise EndedError
        return real(writes)

    monkeypatch.setattr(walking, "commit", ending)
    with pytest.raises(EndedError):
        renewed()
    everything_is_found(lived)
    monkeypatch.setattr(walking, "commit", real)

    renewed()
    assert counted()["1"] == 1
    everything_is_found(lived)


def test_who_writes_in_the_instant_of_the_renewal_wins_and_the_next_walk_finds_the_rest(
    lived: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    hold("2", "1", "2")
    real, moved_on = vaults.commit, PhoneE164("+84911111111")
    once = iter([True])

    def after_a_move(writes: list[Any]) -> bool:
        if "ACCOUNT#mother" in repr(writes) and next(once, False):
            index = bootstrap.phone_vault().index
            account = bootstrap.directory().account(MOTHER_ID)
            assert account is not None
            accounts.numbers().move(account, moved_on, index(account.phone), index(moved_on), None, bootstrap.now())
            accounts.numbers().move(
                replace(account, phone=moved_on),
                account.phone,
                index(moved_on),
                index(account.phone),
                None,
                bootstrap.now(),
            )
        return real(writes)

    monkeypatch.setattr(walking, "commit", after_a_move)
    renewed()
    renewed()

    assert counted()["1"] == 1
    everything_is_found(lived)
    assert bootstrap.directory().account_of_phone(bootstrap.phone_vault().index(moved_on)) is None


NEW = PhoneE164("+84933333333")


@pytest.mark.parametrize("first", ["1", "2"])
def test_a_number_has_one_account_also_where_one_process_is_behind(first: str) -> None:
    second = "2" if first == "1" else "1"
    hold(first, "1", "2")
    one = Account(AccountId("one"), NEW, bootstrap.now())
    bootstrap.directory().add_account(one, bootstrap.phone_vault().index(NEW))
    hold(second, "1", "2")

    assert bootstrap.directory().account_of_phone(bootstrap.phone_vault().index(NEW)) == "one"
    with pytest.raises(ConflictError):
        bootstrap.directory().add_account(replace(one, account_id=AccountId("two")), bootstrap.phone_vault().index(NEW))


@pytest.mark.parametrize("first", ["1", "2"])
def test_a_number_moves_to_another_account_and_away_whatever_key_it_stands_under(first: str) -> None:
    hold(first, "1", "2")
    index = bootstrap.phone_vault().index
    directory, numbers = bootstrap.directory(), accounts.numbers()
    directory.add_account(Account(AccountId("one"), NEW, bootstrap.now()), index(NEW))
    hold("2" if first == "1" else "1", "1", "2")

    given_up = AccountEvent(AccountId("one"), EventKind.NUMBER_GIVEN_UP, bootstrap.now(), "r")
    numbers.begin_anew(Account(AccountId("two"), NEW, bootstrap.now()), index(NEW), AccountId("one"), given_up)
    assert directory.account_of_phone(index(NEW)) == "two"
    leads = [item for item in lying_in("DirectoryTable", "META") if item.get("account_id") == {"S": "two"}]
    assert len(leads) == 1

    numbers.give_up(AccountId("two"), index(NEW))
    assert directory.account_of_phone(index(NEW)) is None


def test_an_address_is_one_accounts_also_where_one_process_is_behind(lived: dict[str, Any]) -> None:
    hold("2", "1", "2")
    kept = accounts.accounts()
    theirs = kept.profile(OTHER_ID)
    with pytest.raises(EmailTakenError):
        kept.save_profile(replace(theirs, email=EMAIL), theirs)
    mine = kept.profile(MOTHER_ID)
    mine = kept.save_profile(replace(mine, email="khac@example.vn"), mine)
    assert kept.account_of_email(EMAIL) is None
    kept.save_profile(replace(theirs, email=EMAIL), theirs)
    assert kept.account_of_email(EMAIL) == OTHER_ID


def run(*arguments: str) -> int:
    secrets.forget()
    code = main([*arguments, "--account"])
    secrets.forget()
    return code


def invitation_ends(at: str) -> None:
    (item,) = [one for one in lying_in("RecordsTable") if one["sk"]["S"].startswith("INVITATION#")]
    boto3.client("dynamodb").update_item(
        TableName="RecordsTable",
        Key={"pk": item["pk"], "sk": item["sk"]},
        UpdateExpression="SET gsi1sk = :at",
        ExpressionAttributeValues={":at": {"S": at}},
    )


def test_the_command_goes_step_by_step_and_refuses_the_one_that_comes_too_early(
    lived: dict[str, Any], clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("status") == 0
    assert run("use") == 1
    assert run("add") == 0
    assert run("add") == 1
    assert run("use") == 1
    assert "not every process knows" in capsys.readouterr().err
    assert run("drop", "--at-once") == 1
    assert run("use", "--at-once") == 0
    assert run("drop", "--at-once") == 1
    assert "left under another key" in capsys.readouterr().err
    invitation_ends("2099-01-01T00:00:00.000Z")
    assert run("renew", "--shards", "00-01") == 1  # its secret is kept nowhere
    everything_is_found(lived)
    invitation_ends("2020-01-01T00:00:00.000Z")
    assert run("renew", "--shards", "00-01") == 0
    assert run("drop") == 1
    assert run("drop", "--at-once") == 0
    assert secret.versions(secret.read()) == ("2", [])
    everything_is_found(lived)
    said = capsys.readouterr().out
    assert "dropped: version 1" in said
    assert "a second" in said
    assert not any(word in said for word in (MOTHERS_PHONE[3:], ID_NUMBER, EMAIL, TOKEN))
