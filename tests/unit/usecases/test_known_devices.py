"""A code is good for one purpose; whoever signed in with a number before is not locked out by who asks for codes to it.

Strangers have a share of a number's codes; the rest is for devices that a code came to before.
"""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.code_purposes import Purpose
from handbook.domain.errors import TooManyRequestsError, UnavailableError, WrongCodeError
from handbook.domain.ids import PhoneE164
from handbook.domain.sign_in import (
    CODE_LIFE,
    KNOWN_DEVICE_LIFE,
    PER_NUMBER,
    STRANGERS_SHARE,
    is_known_device,
    known_device,
)
from tests.builders import NOW, PHONE
from tests.unit.usecases.sign_in_fakes import PEPPER
from tests.unit.usecases.test_sign_in_family import MINUTE, OTHER_PHONE, RIGHT, SECOND, SignIn

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHOWN = known_device(PEPPER, PHONE, NOW)
BY_SMS = [one for one in Purpose if one is not Purpose.LETTER]


def asked(person: SignIn, at: datetime, shown: str = "") -> bool:
    """Ask, and say whether a message was paid for."""
    try:
        person.ask(at, known_device=shown)
    except TooManyRequestsError:
        return False
    return True


@pytest.mark.parametrize("purpose", [one for one in BY_SMS if one is not Purpose.SIGN_IN])
def test_a_code_for_anything_else_signs_nobody_in_and_costs_a_try(purpose: Purpose) -> None:
    person = SignIn()
    sent = person.ask(purpose=purpose)
    for _ in range(5):
        with pytest.raises(WrongCodeError):
            person.answer(sent, RIGHT)
    assert [one.tries_left for one in person.sign_ins.living.values()] == [0]
    assert person.directory.accounts == {}


def test_the_purposes_of_a_number_share_its_limits() -> None:
    person = SignIn()
    for place, purpose in enumerate(BY_SMS[: STRANGERS_SHARE[0].most]):
        person.ask(NOW + place * MINUTE, purpose=purpose)
    with pytest.raises(TooManyRequestsError):
        person.ask(NOW + 10 * MINUTE, purpose=BY_SMS[-1])


def test_a_code_that_was_right_gives_what_the_device_shows_the_next_time() -> None:
    person = SignIn()
    sent = person.ask()
    given = person.signed_in(sent, RIGHT).known_device
    assert given == SHOWN
    assert PHONE[3:] not in given


@pytest.mark.parametrize(
    ("phone", "shown", "after", "is_known"),
    [
        (PHONE, SHOWN, timedelta(0), True),
        (PHONE, SHOWN, KNOWN_DEVICE_LIFE, True),
        (PHONE, SHOWN, KNOWN_DEVICE_LIFE + DAY, False),
        (OTHER_PHONE, SHOWN, timedelta(0), False),
        (PHONE, "", timedelta(0), False),
        (PHONE, SHOWN[:-1], timedelta(0), False),
        (PHONE, "2999-01-01" + SHOWN[10:], timedelta(0), False),
        (PHONE, known_device(b"another key", PHONE, NOW), timedelta(0), False),
        (PHONE, SHOWN + "é", timedelta(0), False),
    ],
)
def test_only_what_the_number_itself_got_counts_and_for_half_a_year(
    phone: PhoneE164, shown: str, after: timedelta, is_known: bool
) -> None:
    assert is_known_device(PEPPER, phone, shown, NOW + after) is is_known


@given(st.text(max_size=128))
def test_nothing_made_up_is_known_and_nothing_breaks_on_it(text: str) -> None:
    assert not is_known_device(PEPPER, PHONE, text, NOW)


def test_strangers_use_up_their_share_of_a_day_and_the_family_still_gets_its_own() -> None:
    person = SignIn()
    sent = [asked(person, NOW + minute * MINUTE) for minute in range(24 * 60)]
    assert sum(sent) == STRANGERS_SHARE[1].most == 7
    theirs = [asked(person, NOW + DAY - (4 - place) * CODE_LIFE, SHOWN) for place in range(4)]
    assert theirs == [True, True, True, False]


def test_in_an_hour_strangers_leave_one_code_to_the_family() -> None:
    person = SignIn()
    assert [asked(person, NOW + place * MINUTE) for place in range(5)] == [True] * 4 + [False]
    assert asked(person, NOW + 5 * MINUTE, SHOWN)
    assert not asked(person, NOW + 6 * MINUTE, SHOWN)


@pytest.mark.parametrize(("after", "is_sent"), [(CODE_LIFE - SECOND, False), (CODE_LIFE, True)])
def test_a_stranger_kills_no_living_code_of_the_family(after: timedelta, is_sent: bool) -> None:
    person = SignIn()
    sent = person.ask(known_device=SHOWN)
    assert asked(person, NOW + after) is is_sent
    if not is_sent:
        assert person.answer(sent, RIGHT, NOW + after).startswith("tokens of")


def test_a_code_that_was_used_or_not_delivered_keeps_nobody_waiting_for_its_five_minutes() -> None:
    person = SignIn()
    person.answer(person.ask(known_device=SHOWN), RIGHT)
    assert asked(person, NOW + MINUTE)
    person.sms.down = True
    with pytest.raises(UnavailableError):
        person.ask(NOW + 2 * MINUTE, known_device=SHOWN)
    person.sms.down = False
    assert asked(person, NOW + 2 * MINUTE)


def test_the_family_itself_may_ask_again_after_a_minute() -> None:
    person = SignIn()
    assert [asked(person, NOW + place * MINUTE, SHOWN) for place in range(6)] == [True] * 5 + [False]


@given(st.lists(st.tuples(st.integers(min_value=0, max_value=4_000), st.booleans()), max_size=60))
def test_whoever_asks_in_whatever_order_no_more_goes_out_than_the_limits_of_a_number(
    asks: list[tuple[int, bool]],
) -> None:
    person, at = SignIn(), NOW
    paid: list[tuple[datetime, bool]] = []
    for pause, is_known in asks:
        at += timedelta(seconds=pause)
        if asked(person, at, SHOWN if is_known else ""):
            paid.append((at, is_known))
    for limits, counted in (
        (PER_NUMBER, [at for at, _ in paid]),
        (STRANGERS_SHARE, [at for at, is_known in paid if not is_known]),
    ):
        for limit in limits:
            assert all(sum(first <= at < first + limit.window for at in counted) <= limit.most for first in counted)
    assert len(person.sms.sent) == len(paid)
