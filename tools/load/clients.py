"""Clients that send one request after the other, all at the same time, until the time is over."""

import json
import random
import time
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from tools.demo.client import Answer, Api, DemoError, fetch
from tools.load.figures import Answered
from tools.load.ledger import Ledger
from tools.load.mix import REPLAYED, Request, draw
from tools.load.people import Household

TRIES = 3
"""Of one write whose answer did not come or was a fault of ours, each with the same key."""
REASON = 300
"""Characters of a fault that are told."""


@dataclass(frozen=True, slots=True)
class Run:
    """What all clients of a run share."""

    households: Sequence[Household]
    ledger: Ledger
    seconds: float
    seed: int


def send_all(run: Run, clients: int) -> list[Answered]:
    """Let the clients send until the time is over; gives the answers of all."""
    until = time.monotonic() + run.seconds

    def work(place: int) -> list[Answered]:
        chance, answers = random.Random(run.seed + place), []  # noqa: S311 - repeatable, and no secret
        while time.monotonic() < until:
            # Mostly the client's own handbook; now and then another's, as a nurse and two parents meet at one.
            own = run.households[place % len(run.households)]
            household = own if chance.random() < 0.9 else chance.choice(run.households)
            answers += one_by_one(household, draw(chance, household, _today()), run.ledger, chance)
        return answers

    return together(work, clients)


def together[T](work: Callable[[int], list[T]], clients: int) -> list[T]:
    """Do the same work in many threads at once, and put together what it gives."""
    with ThreadPoolExecutor(clients) as pool:
        return [one for result in pool.map(work, range(clients)) for one in result]


def one_by_one(household: Household, request: Request, ledger: Ledger, chance: random.Random) -> list[Answered]:
    """Send a request, and a write again where its answer is missing, or as if it were."""
    app = getattr(household, request.kind.who)
    if not request.kind.write:
        return [timed(app, request)[0]]
    answers, said = [], None
    for _ in range(TRIES):
        answered, said = timed(app, request)
        answers.append(answered)
        if not answered.is_fault:
            break
    if said is None or answers[-1].is_fault:
        ledger.lose_sight(household.handbook_id, request.entry_id)
    elif said.status == 201:
        ledger.acknowledge(household.handbook_id, request.entry_id)
        if chance.random() < REPLAYED:
            answered, again = timed(app, request)
            answers.append(replace(answered, name="replay"))
            if again is not None and not answered.is_fault:
                ledger.replay(same=again.raw == said.raw)
    return answers


def timed(app: Api, request: Request) -> tuple[Answered, Answer | None]:
    """Send one request and take its time."""
    headers = {"Authorization": f"Bearer {app.token}", "Content-Type": "application/json"}
    if request.key:
        headers["Idempotency-Key"] = request.key
    data = json.dumps(request.body).encode() if request.body is not None else None
    method = "GET" if data is None else "POST"
    said, reason, began = None, "", time.monotonic()
    try:
        said = fetch(urllib.request.Request(app.base_url + request.path, data=data, method=method, headers=headers))
        reason = said.raw[:REASON].decode("utf-8", "replace") if said.status >= 500 else ""
    except DemoError as error:
        reason = repr(error.__cause__)
    milliseconds = (time.monotonic() - began) * 1000
    return Answered(request.kind.name, request.kind.write, said.status if said else 0, milliseconds, reason), said


def _today() -> date:
    return (datetime.now(UTC) + timedelta(hours=7)).date()
