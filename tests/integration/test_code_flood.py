"""A flood at the door itself, through the handler: no header and no spelling makes somebody else of a sender."""

import pytest

from handbook import bootstrap
from handbook.domain.sign_in import STRANGERS_SHARE, address_subject
from tests.integration.api import Answer, Caller
from tests.integration.world import Clock, Inbox, items

pytestmark = pytest.mark.usefixtures("cloud")
ATTACKER = Caller(address="198.51.100.7")
FORGED = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP", "CF-Connecting-IP", "X-Client-IP")
SPELLINGS = (
    "0905111222",
    "+84905111222",
    "84 905 111 222",
    "0084905111222",
    "+84 (0) 905.111.222",
    "\u202a0905111222\u202c",
)


def ask(typed: str, place: int = 0, caller: Caller = ATTACKER) -> Answer:
    address = f"203.0.113.{place % 250}"
    headers = {name: f"for={address}" if name == "Forwarded" else f"{address}, 10.0.0.1" for name in FORGED}
    return caller.call("POST", "/v1/auth/otp", {"phone": typed}, headers={**headers, "X-Device-Id": f"device {place}"})


def test_what_a_header_says_of_the_sender_counts_for_nothing(inbox: Inbox) -> None:
    answers = [ask(f"0905{place:06d}", place).status for place in range(30)]

    assert set(answers) == {202}
    counted = [item for item in items("TransientTable") if item["pk"]["S"].startswith("COUNT#address#")]
    line = address_subject(bootstrap.pepper(), "198.51.100.7")
    assert [(item["pk"]["S"].split("#")[2], item["seen"]["N"]) for item in counted] == [(line.split("#")[1], "30")]
    assert len(inbox.messages) == 30


def test_spellings_of_one_number_share_its_limit_whatever_device_is_named(inbox: Inbox, clock: Clock) -> None:
    for place in range(120):
        ask(SPELLINGS[place % len(SPELLINGS)], place)
        clock.move(seconds=29)

    (an_hour, _a_day) = STRANGERS_SHARE
    assert len(inbox.messages) == an_hour.most
    assert {phone for phone, _text in inbox.messages} == {"+84905111222"}


@pytest.mark.parametrize(
    "typed",
    [
        "\u0660\u0669\u0660\u0665\u0661\u0661\u0661\u0662\u0662\u0662",
        "\uff10\uff19\uff10\uff15\uff11\uff11\uff11\uff12\uff12\uff12",
        "0905111222,0905111223",
        "0905111222\x00",
        "0905111222;ext=1",
    ],
)
def test_what_is_no_spelling_of_a_number_pays_for_nothing(typed: str, inbox: Inbox) -> None:
    answer = ask(typed)

    assert (answer.status, answer.problem) == (422, "phone-not-vietnamese")
    assert inbox.messages == []
    assert items("TransientTable") == []


def test_a_family_gets_its_code_in_the_middle_of_it(inbox: Inbox, clock: Clock) -> None:
    family = Caller(address="203.0.113.77")
    for place in range(100):
        ask(f"09051112{place % 20:02d}", place)
        clock.move(seconds=1)

    assert ask("0912345678", caller=family).status == 202
    assert inbox.messages[-1][0] == "+84912345678"
    assert ask("0912345679").status == 202  # behind the very address of the flood
