"""The command that puts fifty clients on the system: what they send, what they were told, and what is read back."""

import random
import urllib.request
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tools.demo.client import Answer, Api, DemoError
from tools.demo.people import Cast
from tools.load import clients
from tools.load.clients import TRIES, one_by_one, together
from tools.load.figures import Answered, Spread, spread, statuses, table
from tools.load.ledger import Balance, Ledger, balance, entries_of
from tools.load.mix import KINDS, Request, draw
from tools.load.people import Household, renewed

HOUSEHOLD = Household(Api("http://127.0.0.1:1", "family"), Api("http://127.0.0.1:1", "nurse"), "h")
WRITE = next(one for one in KINDS if one.write)
READ = next(one for one in KINDS if not one.write)
TODAY = date(2026, 6, 15)


def test_three_in_four_requests_read() -> None:
    assert sum(one.weight for one in KINDS) == 100
    assert 20 <= sum(one.weight for one in KINDS if one.write) <= 30


def test_the_same_seed_sends_the_same_and_every_write_has_an_id_and_a_key_of_its_own() -> None:
    first, second = ([draw(random.Random(7), HOUSEHOLD, TODAY).path for _ in range(3)] for _ in range(2))
    chance = random.Random(7)
    writes = [one for one in (draw(chance, HOUSEHOLD, TODAY) for _ in range(400)) if one.kind.write]

    assert first == second
    assert len({one.key for one in writes}) == len({one.entry_id for one in writes}) == len(writes) > 50
    assert all(one.body is not None and one.body["id"] == one.entry_id for one in writes)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (["a", "b"], Balance(acknowledged=2, lost=0, doubled=0, unasked=0)),
        (["a"], Balance(acknowledged=2, lost=1, doubled=0, unasked=0)),
        (["a", "b", "b"], Balance(acknowledged=2, lost=0, doubled=1, unasked=0)),
        (["a", "b", "maybe"], Balance(acknowledged=2, lost=0, doubled=0, unasked=0)),
        (["a", "b", "other"], Balance(acknowledged=2, lost=0, doubled=0, unasked=1)),
    ],
)
def test_a_write_that_is_missing_there_twice_or_nobodys_is_counted(found: list[str], said: Balance) -> None:
    ledger = Ledger()
    for entry in ("a", "b"):
        ledger.acknowledge("h", entry)
    ledger.lose_sight("h", "maybe")

    assert balance(ledger, {"h": found}) == said


def test_the_writes_of_a_handbook_that_was_not_read_back_are_lost() -> None:
    ledger = Ledger()
    ledger.acknowledge("h", "a")

    assert balance(ledger, {}).lost == 1


def wire(monkeypatch: pytest.MonkeyPatch, *statuses: int) -> list[str | None]:
    """Answer as told, the last one over and over, 0 by silence; gives the keys that come."""
    keys: list[str | None] = []

    def fetch(request: urllib.request.Request) -> Answer:
        keys.append(request.get_header("Idempotency-key"))
        status = statuses[min(len(keys), len(statuses)) - 1]
        if not status:
            raise DemoError("nothing answers")
        return Answer(status, {}, {}, b"same" if status == 201 else b"problem")

    monkeypatch.setattr(clients, "fetch", fetch)
    return keys


def send(chance: float = 0.99) -> Ledger:
    class Told(random.Random):
        def random(self) -> float:
            return chance

    ledger = Ledger()
    one_by_one(HOUSEHOLD, Request(WRITE, "/x", {"id": "e"}, "k", "e"), ledger, Told())
    return ledger


@pytest.mark.parametrize("first", [0, 500, 503])
def test_a_write_without_an_answer_is_sent_again_with_its_key(monkeypatch: pytest.MonkeyPatch, first: int) -> None:
    keys = wire(monkeypatch, first, 201)

    assert send().kept == {"h": {"e"}}
    assert keys == ["k", "k"]


def test_a_write_that_never_gets_an_answer_may_be_there_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = wire(monkeypatch, 0)
    ledger = send()

    assert (ledger.kept, ledger.unknown, len(keys)) == ({}, {"h": {"e"}}, TRIES)


def test_a_write_that_is_refused_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = wire(monkeypatch, 409)
    ledger = send()

    assert (ledger.kept, ledger.unknown, len(keys)) == ({}, {}, 1)


@pytest.mark.parametrize(("second", "judged", "other"), [(201, 1, 0), (200, 1, 1), (409, 1, 1), (500, 0, 0)])
def test_a_key_that_is_sent_again_must_get_the_first_answer_and_a_fault_is_none(
    monkeypatch: pytest.MonkeyPatch, second: int, judged: int, other: int
) -> None:
    keys = wire(monkeypatch, 201, second)
    ledger = send(chance=0.0)

    assert (len(keys), ledger.replays, ledger.other_answers) == (2, judged, other)


def test_what_every_client_got_is_put_together() -> None:
    assert sorted(together(lambda place: [place, place], 3)) == [0, 0, 1, 1, 2, 2]


def test_a_client_that_breaks_is_not_passed_over() -> None:
    def work(place: int) -> list[int]:
        raise ValueError(place)

    with pytest.raises(ValueError, match="0"):
        together(work, 1)


@pytest.mark.parametrize(
    ("times", "found"),
    [
        ([], Spread(0, 0.0, 0.0)),
        ([5.0], Spread(1, 5.0, 5.0)),
        ([float(number) for number in range(100, 0, -1)], Spread(100, 50.0, 95.0)),
    ],
)
def test_of_a_hundred_times_the_fiftieth_and_the_ninety_fifth_are_told(times: list[float], found: Spread) -> None:
    assert spread(times) == found


def test_figures_are_told_for_all_and_for_each_sort() -> None:
    answers = [
        Answered("handbook", write=False, status=200, milliseconds=10),
        Answered("dose", write=True, status=201, milliseconds=30),
    ]

    lines = table(answers, seconds=2)
    assert [line.split()[0] for line in lines[1:]] == ["all", "reads", "writes", "dose", "handbook"]
    assert lines[1].split()[1:] == ["2", "1.0", "10", "30", "3.00"]
    assert statuses(answers) == "1 x 200, 1 x 201"


class Pages(Api):
    """A feed of two pages."""

    def get(self, path: str, status: int = 200) -> Answer:
        last = path.endswith("&since=on")
        ids = ["a", "b", "b"] if last else ["a"]
        return Answer(status, {"items": [{"id": one} for one in ids], "next": None if last else "on"}, {}, b"")


def test_reading_back_goes_on_to_the_last_page_and_tells_what_is_there_twice_from_what_comes_twice() -> None:
    assert entries_of(Pages("http://127.0.0.1:1"), "h") == ["a", "b", "b"]
    assert READ.write is False


def test_everybody_gets_a_fresh_token_before_fifteen_minutes_are_over(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def post(_api: Api, path: str, body: Mapping[str, Any], _status: int) -> Answer:
        sent.append(f"{path} {body['refresh_token']}")
        return Answer(200, {"id_token": "fresh"}, {}, b"")

    monkeypatch.setattr(Api, "post", post)
    monkeypatch.setattr(Cast, "sign_in", lambda _cast, api, _name: api.signed_in("nurse"))

    (one,) = renewed(Api("http://127.0.0.1:1"), Cast(()), [replace(HOUSEHOLD, refresh_token="r")])

    assert (one.family.token, one.nurse.token, one.handbook_id, one.refresh_token) == ("fresh", "nurse", "h", "r")
    assert sent == ["/auth/refresh r"]
