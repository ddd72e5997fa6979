"""Fail each call of a deed in each way, let it come again, and compare with a deed at which nothing failed."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tests.integration.api import Answer
from tests.integration.faults.allowed import account, is_harmless, never_known
from tests.integration.faults.faults import CONFLICTS, Fault, chosen
from tests.integration.faults.scene import Deed, Scene
from tests.integration.faults.states import Kept, Snapshot, shared_serials
from tests.integration.faults.told import forget, times_told, told
from tests.integration.faults.transport import MARK, Call, Line

WHOLE = bool(os.environ.get("FULL"))
"""Fail every call in every way that fits it; else in one of each kind, by turns."""
_PROVIDERS = {"sns", "sesv2"}
"""Who takes messages: what becomes of one that it does not take is held elsewhere (test_told_of_the_way_in.py)."""


class Finding(NamedTuple):
    """What was not as it should be after one fault."""

    fault: str
    call: str
    place: str
    wrong: tuple[str, ...]


def differences(end: Kept, *allowed: Kept) -> Iterator[str]:
    """Say what is there more or less than after a deed at which nothing failed, which may have been done again."""
    yield from shared_serials()
    if any(not (one - end) and all(map(is_harmless, end - one)) for one in allowed):
        return
    yield from (f"more: {item}" for item in end - allowed[0])
    yield from (f"less: {item}" for item in allowed[0] - end)


def places(calls: tuple[Call, ...]) -> Iterator[tuple[int, Call]]:
    """Choose the calls to fail: all, or of a run of one operation the first, the last and every eighth."""
    for place, call in enumerate(calls):
        around = [one.name for one in calls[max(0, place - 1) : place + 2]]
        if WHOLE or len(calls) < 24 or place % 8 == 0 or len(set(around)) > 1 or len(around) < 3:
            yield place, call


class Sweep:
    """One deed, done once as it should be and once more, and then with every fault."""

    def __init__(self, deed: Deed, scene: Scene, wire: Line) -> None:
        self._deed, self._scene, self._wire = deed, scene, wire
        self._before, self._at, self._start = Snapshot(), scene.clock.at, account()
        deed.do()  # for what a process reads once: a call less later would have every fault hit the one beside
        self._begin_anew()
        wire.clear()
        self.first = deed.do()
        self._told = told()
        self.calls = tuple(wire.calls)
        once = self._settled()
        self.second = deed.do()
        self._ends = (once, self._settled())

    def findings(self) -> Iterator[Finding]:
        """Fail and compare."""
        for place, call in places(self.calls):
            for fault in chosen(place, call, whole=WHOLE):
                wrong = tuple(self._failed(place, fault))
                if wrong:
                    yield Finding(fault.name, call.name, f"{place + 1} of {len(self.calls)}", wrong)

    def _begin_anew(self) -> None:
        self._before.restore()
        forget()
        self._scene.clock.at = self._at

    def _settled(self) -> Kept:
        self._deed.afterwards()
        return account()

    def _failed(self, place: int, fault: Fault) -> Iterator[str]:
        self._begin_anew()
        self._wire.cut(place, fault.act)
        answer = self._deed.do()
        untouched = not self._wire.written
        if names(self._wire.calls, place) != names(self.calls, place):
            yield f"another call was hit: {names(self._wire.calls, place)}"
        self._wire.clear()
        yield from unclear(answer, fault)
        if untouched and answer.status >= 300:
            return
        again = self._deed.do()
        # A code by SMS that was spent on a try that came to nothing is asked for anew; then nothing at all was done.
        spent = again.status == 401 and again.problem == "wrong-code"
        if again.status not in {self.first.status, self.second.status} and not spent:
            yield f"sent again: {again.status} {again.text[:120]}"
        undone = (self._start,) if again.status >= 400 else ()
        end = self._settled()
        yield from differences(end, *self._ends, *undone)
        if any(differences(end, self._start)) and self.calls[place].service not in _PROVIDERS:
            yield from (f"nobody heard: {text}" for text in self._told - told())


def names(calls: Sequence[Call], place: int) -> list[str]:
    """Name the calls up to one."""
    return [call.name for call in calls[: place + 1]]


def unclear(answer: Answer, fault: Fault) -> Iterator[str]:
    """Say what is wrong with an answer to who met a fault."""
    if MARK in answer.text:
        yield "tells the driver's words"
    if answer.status == 503:
        if answer.problem != "unavailable" or int(answer.headers.get("Retry-After", 0)) <= 0:
            yield f"503 without {answer.text[:120]}"
    elif answer.status >= 300 and not (fault in CONFLICTS and answer.status in {401, 409, 412}):
        yield f"{answer.status} {answer.problem}"


type Attempt = Callable[[], str]


class Redelivery:
    """One delivery that nobody waits for, made once, once more, and then with every fault."""

    def __init__(self, attempt: Attempt, scene: Scene, wire: Line, tells_once: int = 0) -> None:
        """Deliver twice; `tells_once` is how many notices are tried once, and may be missing after a fault."""
        self._attempt, self._scene, self._wire, self._tells_once = attempt, scene, wire, tells_once
        self._before, self._at = Snapshot(), scene.clock.at
        wire.clear()
        forget()
        self.first = attempt()
        self.calls, once, self.told = tuple(wire.calls), account(), times_told()
        self.second = attempt()
        self.ends = (once, account())
        self.told_again, self.unknown = times_told(), never_known()

    def findings(self) -> Iterator[Finding]:
        """Fail, deliver again, and compare."""
        for place, call in places(self.calls):
            for fault in chosen(place, call, whole=WHOLE):
                wrong = tuple(self._failed(place, fault))
                if wrong:
                    yield Finding(fault.name, call.name, f"{place + 1} of {len(self.calls)}", wrong)

    def _failed(self, place: int, fault: Fault) -> Iterator[str]:
        self._before.restore()
        forget()
        self._scene.clock.at = self._at
        self._wire.cut(place, fault.act)
        said, untouched = self._attempt(), not self._wire.written
        self._wire.clear()
        if said == "done":
            yield from (f"said to be done: {one}" for one in differences(account(), *self.ends))
        elif untouched:
            return
        again = self._attempt()
        if again != "done":
            yield f"delivered again: {again}"
        yield from differences(account(), *self.ends)
        if not self.told - max(self._tells_once, never_known()) <= times_told() <= self.told:
            yield f"told {times_told()} times, of {never_known()} texts nothing is known"
