"""A flood of 10,000 requests for codes from 200 numbers: what is paid for, and who still gets a code."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest

from handbook.domain.code_purposes import Purpose
from handbook.domain.errors import TooManyRequestsError
from handbook.domain.ids import PhoneE164
from handbook.domain.phones import normalise_phone
from handbook.domain.sign_in import EVERYBODY, PER_ADDRESS, PER_DEVICE, STRANGERS_SHARE
from handbook.usecases.one_time_codes import Client, CodeSent
from handbook.usecases.sign_in_family import request_code
from tests.builders import NOW
from tests.fakes import index_of
from tests.unit.usecases.sign_in_fakes import PEPPER, House

REQUESTS, NUMBERS = 10_000, 200
AN_HOUR, A_DAY = STRANGERS_SHARE
WRITTEN = (
    "0{0}", "+84{0}", "84{0}", "0084{0}", "00 84 {0}", "+84 (0) {0}", "84 0{0}", "\u202a+84 {0}\u202c",
    "0\u200b{0}", " 0.{0} ", "0-{0}",
)  # fmt: skip
"""Ways to write nine digits that a phone book, a form or an attacker knows."""
BEGAN = NOW.replace(minute=0, second=0, microsecond=0)


class Flood(House):
    """Sends requests as different people do, and counts who got a code."""

    def ask(self, written: str, at: datetime, address: str, device: str = "") -> CodeSent | None:
        """Ask as the route does, from the text that was typed; None is a refusal."""
        try:
            return request_code(
                normalise_phone(written),
                Purpose.SIGN_IN,
                Client(address, device),
                at,
                sign_ins=self.sign_ins,
                index_of=index_of,
                sms=self.sms,
                pepper=PEPPER,
                new_id=self.new_id,
                random_number=42,
            )
        except TooManyRequestsError:
            return None

    def paid(self) -> Counter[PhoneE164]:
        """Count messages by number."""
        return Counter(phone for phone, _text in self.sms.sent)


def digits(number: int) -> str:
    return f"91{number:07d}"


def requests(chance: random.Random, spread: timedelta) -> Iterator[tuple[str, datetime]]:
    """Each request: a number in some spelling, and when. Spread evenly, so that every number has its chance."""
    for place in range(REQUESTS):
        nine = digits(place % NUMBERS)
        yield chance.choice(WRITTEN).format(nine), BEGAN + spread * place / REQUESTS


@pytest.mark.parametrize(
    ("spread", "most"),
    [(timedelta(seconds=59), 1), (timedelta(minutes=59), AN_HOUR.most), (timedelta(hours=23, minutes=59), A_DAY.most)],
)
def test_ten_thousand_requests_pay_for_no_more_messages_than_two_hundred_numbers_may_have(
    spread: timedelta, most: int
) -> None:
    flood, chance = Flood(), random.Random(9)

    for place, (written, at) in enumerate(requests(chance, spread)):
        # Every request from another address and another device, as those who own a network of machines send.
        flood.ask(written, at, f"198.51.{place // 250}.{place % 250}", f"device {place}")

    assert len(flood.sms.sent) == NUMBERS * most
    assert set(flood.paid().values()) == {most}


def test_from_one_address_they_pay_for_no_more_than_an_address_may_have() -> None:
    flood = Flood()

    for written, at in requests(random.Random(9), timedelta(minutes=59)):
        flood.ask(written, at, "198.51.100.7")

    assert len(flood.sms.sent) == PER_ADDRESS.most


def test_from_one_device_they_pay_for_no_more_than_a_device_may_have() -> None:
    flood = Flood()

    for place, (written, at) in enumerate(requests(random.Random(9), timedelta(minutes=59))):
        flood.ask(written, at, f"198.51.{place // 250}.{place % 250}", "one telephone")

    assert len(flood.sms.sent) == PER_DEVICE.most


def test_whoever_has_a_number_of_their_own_gets_a_code_in_every_minute_of_a_flood() -> None:
    flood, families = Flood(), count(1)
    got = []

    for place, (written, at) in enumerate(requests(random.Random(9), timedelta(minutes=59))):
        flood.ask(written, at, f"198.51.{place // 250}.{place % 250}")
        if place % 100 == 0:
            got.append(flood.ask(f"0{digits(9_000_000 + next(families))}", at, "203.0.113.9"))

    assert len(got) == 100
    assert None not in got


def test_behind_the_attackers_own_address_a_family_gets_its_code_until_that_address_has_had_its_six_hundred() -> None:
    flood, shared = Flood(), "198.51.100.7"
    for number in range(PER_ADDRESS.most - 1):
        assert flood.ask(f"0{digits(number)}", BEGAN, shared)

    assert flood.ask("0931234567", BEGAN, shared)
    assert flood.ask("0931234568", BEGAN, shared) is None
    # From any other address, that of the telephone's own line for one, it goes on.
    assert flood.ask("0931234568", BEGAN, "203.0.113.9")
    assert flood.ask("0931234569", BEGAN + timedelta(hours=1), shared)


def test_requests_that_are_refused_count_against_nobody() -> None:
    flood = Flood()
    flood.ask("0912345678", BEGAN, "198.51.100.7", "d")
    before = dict(flood.sign_ins.seen)

    for second in range(59):
        assert flood.ask("+84912345678", BEGAN + timedelta(seconds=second), "198.51.100.7", "d") is None

    assert flood.sign_ins.seen == before


def test_two_hundred_numbers_never_open_the_breaker_for_everybody() -> None:
    flood = Flood()

    for written, at in requests(random.Random(9), timedelta(seconds=59)):
        flood.ask(written, at, written)

    assert max(seen for name, seen in flood.sign_ins.seen.items() if name.startswith("everybody")) == NUMBERS
    assert EVERYBODY.most / 10 > NUMBERS


def test_the_breaker_opens_for_what_is_over_three_thousand_numbers_a_minute_and_closes_with_the_minute() -> None:
    flood = Flood()
    for number in range(EVERYBODY.most):
        assert flood.ask(f"0{digits(number)}", BEGAN, f"198.51.{number // 250}.{number % 250}")

    assert flood.ask("0931234567", BEGAN + timedelta(seconds=59), "203.0.113.9") is None
    assert flood.ask("0931234567", BEGAN + timedelta(minutes=1), "203.0.113.9")


@pytest.mark.parametrize("again", ["2001:db8:7:1::2", "2001:db8:7:1:ffff::1", "2001:DB8:7:1:0:0:0:3"])
def test_the_addresses_of_one_line_are_one(again: str) -> None:
    flood = Flood()
    for number in range(PER_ADDRESS.most):
        flood.ask(f"0{digits(number)}", BEGAN, f"2001:db8:7:1::{number + 16:x}")

    assert flood.ask("0931234567", BEGAN, again) is None
    assert flood.ask("0931234567", BEGAN, "2001:db8:7:2::1")
