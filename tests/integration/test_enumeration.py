"""Guessing learns nothing and meets a limit: telephone numbers, numbers of offices, ids of handbooks, QR codes.

One guess a second. Every seventh is right: it is an account's, or of a handbook that is somebody else's. Here a
thousand of each are sent; `make guess` sends ten thousand.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

import pytest

from handbook import bootstrap
from handbook.domain.codes import mint
from handbook.domain.directory import Account
from handbook.domain.ids import AccountId, PhoneE164
from handbook.domain.lookups import PER_SEEKER
from handbook.domain.refusals import PER_ACTOR
from handbook.domain.sign_in import PER_ADDRESS
from tests.builders import FORGER
from tests.integration.api import Answer
from tests.integration.conftest import forget_copies
from tests.integration.test_access_patterns import calls
from tests.integration.world import FAR_NURSE, NOBODY, NURSE, OTHER_MOTHER, Clock, open_handbook

pytestmark = pytest.mark.usefixtures("world", "pool")
GUESSES = int(os.environ.get("GUESSES", "1000"))
RIGHT = 7
"""Every so-manieth guess is right."""
HOUR = 3600
ONES_OWN = {"instance", "challenge_id"}
"""What no two answers share: the request, and the challenge that a code is given back with."""


@dataclass(frozen=True, slots=True)
class Guessing:
    """A way to guess: `ask` sends one; an hour has room for `an_hour`, a minute for `a_minute`."""

    ask: Callable[[Any], Answer]
    right: Callable[[int], Any]
    wrong: Callable[[int], Any]
    an_hour: int
    a_minute: int = 60


def phone(number: int) -> str:
    return f"+8490{number:07d}"


def with_account(number: int) -> str:
    """A number that an account has; it is made where there is none."""
    text = PhoneE164(f"+8491{number:07d}")
    account = Account(AccountId(f"known-{number}"), text, bootstrap.now())
    bootstrap.directory().add_account(account, bootstrap.phone_vault().index(text))
    return text


def by_sms() -> Guessing:
    def ask(guess: str) -> Answer:
        return NOBODY.call("POST", "/v1/auth/otp", {"phone": guess})

    return Guessing(ask, with_account, phone, PER_ADDRESS.most)


def by_password() -> Guessing:
    def ask(guess: str) -> Answer:
        return NOBODY.call("POST", "/v1/auth/password", {"phone": guess, "password": "con mèo nằm ngủ"})

    return Guessing(ask, with_account, phone, PER_ADDRESS.most)


def by_number_of_an_office() -> Guessing:
    book = open_handbook()
    number = {"subject": "child", "system": "personal_id", "value": "001326012345"}
    assert NURSE.post(f"/v1/handbooks/{book['handbook_id']}/identifiers", number).status == 201

    def ask(guess: str) -> Answer:
        sought = {"identifier": {"system": "personal_id", "value": guess}}
        return FAR_NURSE.call("POST", "/v1/handbooks/search", sought)

    minute, hour, _ = PER_SEEKER
    return Guessing(ask, lambda _: number["value"], lambda n: f"001326{n + 100_000:06d}", hour.most, minute.most)


def by_id() -> Guessing:
    book = open_handbook()["handbook_id"]

    def ask(guess: str) -> Answer:
        return OTHER_MOTHER.get(f"/v1/handbooks/{guess}")

    return Guessing(ask, lambda _: book, lambda n: str(UUID(int=n, version=4)), PER_ACTOR.most)


def by_code() -> Guessing:
    code = open_handbook()["code"]

    def ask(guess: str) -> Answer:
        return OTHER_MOTHER.get(f"/v1/qr/codes/{guess}")

    return Guessing(ask, lambda _: code, lambda n: mint(n + 1_000_000, FORGER), PER_ACTOR.most)


WAYS = [by_sms, by_password, by_number_of_an_office, by_id, by_code]


def guesses(way: Guessing) -> Iterator[Any]:
    return (way.right(n) if n % RIGHT == 0 else way.wrong(n) for n in range(GUESSES))


type Told = tuple[int, str, str]


def told(answer: Answer) -> Told:
    """Everything of an answer that could tell one guess from another."""
    body = {name: said for name, said in answer.body.items() if name not in ONES_OWN}
    headers = {name: said for name, said in answer.headers.items() if name != "Retry-After"}
    return answer.status, json.dumps(body, sort_keys=True), json.dumps(headers, sort_keys=True)


@pytest.mark.parametrize("of", WAYS)
def test_no_guess_is_told_from_another_and_an_hour_has_room_for_few(
    of: Callable[[], Guessing], clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    way = of()
    clock.at = clock.at.replace(minute=0, second=0, microsecond=0)
    clock.move(hours=1)
    begin = clock.at
    looked_at, said, said_no = list[int](), set[Told](), set[Told]()
    for guess in guesses(way):
        second, one = int((clock.at - begin).total_seconds()), way.ask(guess)
        if one.status == 429:
            said_no.add(told(one))
            assert int(one.headers["Retry-After"]) in {60 - second % 60, HOUR - second % HOUR}
        else:
            said.add(told(one))
            looked_at.append(second)
        clock.move(seconds=1)
        if second % 60 == 0:
            forget_copies()

    assert len(said) == 1, "right and wrong are answered alike"
    assert len(said_no) == 1
    # The limit alone decides which are looked at: in each window the first ones, whether they are right or wrong.
    assert looked_at == list(_let_through(way))
    with capsys.disabled():
        print(f"\n{of.__name__}: {len(looked_at)} of {GUESSES} guesses in {GUESSES / HOUR:.1f} h looked at")  # noqa: T201 - a figure for who runs the whole


def _let_through(way: Guessing) -> Iterator[int]:
    for _, hour in groupby(range(GUESSES), lambda second: second // HOUR):
        left = way.an_hour
        for _, minute in groupby(hour, lambda second: second // 60):
            for second in list(minute)[: min(left, way.a_minute)]:
                left -= 1
                yield second


@pytest.mark.parametrize("of", [by_sms, by_password, by_id])
def test_a_right_guess_asks_the_tables_as_often_as_a_wrong_one(of: Callable[[], Guessing], clock: Clock) -> None:
    way = of()
    seen = {}
    for name, guess in (("right", way.right(1)), ("wrong", way.wrong(1))):
        with calls() as asked:
            way.ask(guess)
        seen[name] = list(asked)
    assert seen["right"] == seen["wrong"]
