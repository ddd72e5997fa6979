"""Limits are checked before an SMS is paid for; every refusal says when to come back."""

from datetime import datetime, timedelta

import pytest

from handbook import bootstrap
from handbook.domain.ids import PhoneE164
from handbook.domain.sign_in import EVERYBODY, PER_ADDRESS, PER_DEVICE, known_device
from handbook.storage.counters import CounterItem
from handbook.storage.sign_in import ChallengeItem
from tests.integration.api import Answer, Caller
from tests.integration.world import NOBODY, Clock, Inbox, items

pytestmark = pytest.mark.usefixtures("cloud")
PHONE = "+84905111222"


def ask(number: int = 0, caller: Caller = NOBODY, device: str = "", shown: str = "") -> Answer:
    headers = {"X-Device-Id": device} if device else {}
    body = {"phone": f"+849051{number:05d}", "known_device": shown}
    return caller.call("POST", "/v1/auth/otp", body, headers=headers)


def shown_by_family(clock: Clock, phone: str = "+84905100000") -> str:
    """Give what a device shows that a code came to at this number before."""
    return known_device(bootstrap.pepper(), phone, clock())


def sent_before(phone: str, *instants: datetime, is_known: bool = False) -> None:
    """Note codes that a number was sent, as the storage does."""
    index = bootstrap.phone_vault().index(PhoneE164(phone))
    for instant in sorted(instants):
        before = bootstrap.sign_ins().sent_to(index)
        bootstrap.sign_ins().begin(index, "old", "proof", before, instant, is_known=is_known)


def refused(answer: Answer, inbox: Inbox, paid: int) -> int:
    """Check a refusal and give its Retry-After."""
    assert (answer.status, answer.problem) == (429, "too-many-requests")
    assert answer.body["errors"] == []
    assert len(inbox.messages) == paid
    return int(answer.headers["Retry-After"])


@pytest.mark.parametrize(("seconds", "status"), [(0, 429), (59, 429), (60, 202), (61, 202)])
def test_a_number_waits_a_minute_for_its_next_code(seconds: int, status: int, inbox: Inbox, clock: Clock) -> None:
    ask()
    clock.move(seconds=seconds)

    again = ask()

    assert again.status == status
    if status == 429:
        wait = refused(again, inbox, paid=1)
        assert 60 - seconds <= wait <= 61 - seconds
        clock.move(seconds=wait)
        assert ask().status == 202


@pytest.mark.parametrize(("before", "known", "status"), [(3, 0, 202), (4, 0, 429), (4, 1, 202), (5, 1, 429)])
def test_a_number_gets_five_codes_an_hour_and_from_strangers_four(
    before: int, known: bool, status: int, inbox: Inbox, clock: Clock
) -> None:
    sent_before("+84905100000", *(clock() - timedelta(minutes=10 * number + 5) for number in range(before)))

    answer = ask(shown=shown_by_family(clock) if known else "")

    assert answer.status == status
    if status == 429:
        wait = refused(answer, inbox, paid=0)
        assert wait - 1 <= (65 - 10 * before) * 60 <= wait
        clock.move(seconds=wait)
        assert ask(shown=shown_by_family(clock) if known else "").status == 202


@pytest.mark.parametrize(("before", "known", "status"), [(6, 0, 202), (7, 0, 429), (9, 1, 202), (10, 1, 429)])
def test_a_number_gets_ten_codes_a_day_and_from_strangers_seven(
    before: int, known: bool, status: int, inbox: Inbox, clock: Clock
) -> None:
    sent_before("+84905100000", *(clock() - timedelta(hours=2 * number + 2) for number in range(before)))

    answer = ask(shown=shown_by_family(clock) if known else "")

    assert answer.status == status
    if status == 429:
        wait = refused(answer, inbox, paid=0)
        assert wait - 1 <= (24 - 2 * before) * 3600 <= wait
        clock.move(seconds=wait)
        assert ask(shown=shown_by_family(clock) if known else "").status == 202


def test_codes_that_were_sent_before_shares_were_kept_count_as_strangers(inbox: Inbox, clock: Clock) -> None:
    sent_before("+84905100000", *(clock() - timedelta(hours=2 * number + 2) for number in range(7)), is_known=True)
    (item,) = (one for one in items("TransientTable") if one["pk"]["S"].startswith("OTP#"))
    key = ChallengeItem(item["pk"]["S"], item["sk"]["S"])
    key.update(actions=[ChallengeItem.known.remove(), ChallengeItem.kept.remove()])

    assert ask().status == 429
    assert ask(shown=shown_by_family(clock)).status == 202


def test_codes_of_the_family_leave_strangers_theirs_within_the_ten(inbox: Inbox, clock: Clock) -> None:
    sent_before("+84905100000", *(clock() - timedelta(hours=2 * number + 2) for number in range(5)), is_known=True)

    for _ in range(5):
        assert ask().status == 202
        clock.move(hours=1)
    assert refused(ask(), inbox, paid=5) > 0


def test_a_code_of_a_day_ago_is_forgotten(clock: Clock) -> None:
    sent_before("+84905100000", *(clock() - timedelta(hours=24, seconds=number) for number in range(10)))

    assert ask().status == 202


def test_one_number_does_not_use_up_another_ones_codes(inbox: Inbox) -> None:
    assert {ask(number).status for number in range(8)} == {202}
    assert len({phone for phone, _ in inbox.messages}) == 8


def test_a_device_gets_ten_codes_an_hour_whatever_the_numbers(inbox: Inbox, clock: Clock) -> None:
    statuses = [ask(number, device="d1").status for number in range(PER_DEVICE.most)]

    over = ask(900, device="d1")

    assert set(statuses) == {202}
    assert refused(over, inbox, paid=10) == 3600
    assert ask(901, device="d2").status == 202
    clock.move(hours=1)
    assert ask(900, device="d1").status == 202


def test_an_address_gets_its_codes_of_an_hour_whatever_the_numbers(inbox: Inbox, clock: Clock) -> None:
    assert ask(1).status == 202
    window = next(item for item in items("TransientTable") if item["pk"]["S"].startswith("COUNT#address#"))
    seen = PER_ADDRESS.most - 1
    CounterItem(window["pk"]["S"], "COUNT", seen=seen, expires_at=int(window["expires_at"]["N"])).save()

    assert ask(2).status == 202
    over = ask(900)

    assert refused(over, inbox, paid=2) == 3600
    assert ask(901, Caller(address="198.51.100.7")).status == 202
    clock.move(hours=1)
    assert ask(900).status == 202


@pytest.mark.parametrize(("counted", "status"), [(EVERYBODY.most - 1, 202), (EVERYBODY.most, 429)])
def test_the_breaker_stops_everybodys_codes_for_a_minute(counted: int, status: int, inbox: Inbox, clock: Clock) -> None:
    assert ask(1).status == 202
    breaker = next(item for item in items("TransientTable") if item["pk"]["S"].startswith("COUNT#everybody#"))
    CounterItem(breaker["pk"]["S"], "COUNT", seen=counted, expires_at=int(breaker["expires_at"]["N"])).save()

    answer = ask(2)

    assert answer.status == status
    if status == 429:
        assert refused(answer, inbox, paid=1) == 60
        clock.move(minutes=1)
        assert ask(2).status == 202


def test_a_limit_is_checked_before_a_code_is_made(inbox: Inbox, clock: Clock) -> None:
    ask()
    challenge = next(item for item in items("TransientTable") if item["pk"]["S"].startswith("OTP#"))

    assert ask().status == 429

    assert challenge in items("TransientTable")


def test_everything_that_signing_in_leaves_behind_expires(clock: Clock) -> None:
    ask(device="d1")

    now = clock().timestamp()
    left = items("TransientTable")
    assert len(left) == 4  # the code, and counters of device, address and everybody
    assert all(now < int(item["expires_at"]["N"]) <= now + 2 * 86_400 for item in left)
