"""Use cases as clients call them, in the order in which they are done, around the child of nine months."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from functions.qr.generate import lambda_handler as generate
from functions.reminders.project import lambda_handler as project
from handbook import bootstrap
from handbook.domain.codes import mint
from handbook.domain.handbook import Handbook
from tests.integration.api import Answer, Context
from tests.integration.conftest import lying_in
from tests.integration.mornings import NOTHING_FAILED, run, task
from tests.integration.own_ids import own_id
from tests.integration.recorded import changes, messages
from tests.integration.typical.child import NAME, PATH
from tests.integration.typical.crowd import neighbours
from tests.integration.world import CHILD, MOTHER, MOTHERS_PHONE, NEAR, NOBODY, NURSE, PRINT_MANAGER, Clock, Inbox


@dataclass(slots=True)
class Hands:
    """What those who do something hold: the telephone's inbox, the clock, a handbook and codes that they ordered."""

    inbox: Inbox
    clock: Clock
    opened: str = ""
    ordered: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UseCase:
    """What somebody does, and how often a child's handbook sees it in a month."""

    name: str
    a_month: float
    do: Callable[[Hands], object]
    prepared: Callable[[Handbook], object] | None = None


def _done(answer: Answer) -> Any:
    assert answer.status < 300, answer.body
    return answer.body


def _sign_in(hands: Hands) -> object:
    asked = _done(NOBODY.call("POST", "/v1/auth/otp", {"phone": MOTHERS_PHONE}))
    said = {"phone": MOTHERS_PHONE, "challenge_id": asked["challenge_id"], "code": hands.inbox.last_code}
    return _done(NOBODY.call("POST", "/v1/auth/token", said))


def _batch(_hands: Hands) -> object:
    data = {"measured_on": "2026-06-15", "weight_kg": 8.2}
    rows = [{"kind": "measurement", "id": own_id(500 + n), "handbook_id": NAME, "data": data} for n in range(50)]
    return _done(NURSE.call("POST", "/v1/sync", {"rows": rows}))


def _correct(_hands: Hands) -> object:
    place = f"{PATH}/entries/measurement/{own_id(2)}"
    body = {"changes": {"weight_kg": 3.9}, "reason": {"code": "typing_slip", "text": "Gõ nhầm"}}
    return _done(NURSE.call("PATCH", place, body, headers={"If-Match": '"1"'}))


def _changes(_hands: Hands) -> object:
    return _done(MOTHER.get(f"{PATH}/changes"))["items"]


def _open(hands: Hands) -> object:
    opened = _done(MOTHER.post("/v1/handbooks", {**CHILD, "commune_code": NEAR}))
    hands.opened = opened["handbook_id"]
    return opened


def _follow(hands: Hands) -> object:
    """On the morning when what was due at five months is a month late, as whenever a handbook was written."""
    hands.clock.at = datetime(2026, 7, 5, 1, 0, tzinfo=UTC)
    summaries = lying_in("RecordsTable", "SUMMARY")
    image = next(one for one in summaries if one["pk"]["S"] == f"HANDBOOK#{hands.opened}")
    assert project(changes(image), Context()) == NOTHING_FAILED  # type: ignore[arg-type]
    return hands


def _remind(hands: Hands) -> object:
    assert run(task(hands.opened)) == NOTHING_FAILED
    return hands.inbox.messages


def _order(hands: Hands) -> object:
    order = {"vendor_id": "printer", "unit_id": "station", "quantity": 10_000, "due_on": "2026-07-01"}
    hands.ordered = _done(PRINT_MANAGER.post("/v1/qr/batches", order))
    return hands.ordered


def _generate(hands: Hands) -> object:
    assert generate(messages({"batch_id": hands.ordered["batch_id"]}), Context()) == NOTHING_FAILED  # type: ignore[arg-type]
    return hands


def _hand_out(hands: Hands) -> object:
    run = {name: hands.ordered[name] for name in ("batch_id", "first_serial", "last_serial")}
    return _done(PRINT_MANAGER.post("/v1/qr/allocations", {**run, "unit_id": "station"}))


def _code(hands: Hands) -> str:
    return mint(hands.ordered["first_serial"], bootstrap.code_keys().current())


def _bind(hands: Hands) -> object:
    return _done(NURSE.post(f"/v1/qr/codes/{_code(hands)}/bind", {"handbook_id": NAME}))


_WEIGHT = {"measured_on": "2026-06-15", "weight_kg": 8.2, "length_cm": 69.5}
_DOSE = {"product": "mr", "administered_on": "2026-06-15"}
_VISIT = {"kind": "sick_visit", "visited_on": "2026-06-14", "sick_visit": {"complaint": "Sốt"}}

USE_CASES = (
    UseCase("a family signs in with a code", 0.2, _sign_in),
    UseCase("a family opens its handbook", 8, lambda _: _done(MOTHER.get(PATH))),
    UseCase("a family lists its handbooks", 8, lambda _: _done(MOTHER.get("/v1/handbooks"))),
    UseCase("a family reads what is due", 4, lambda _: _done(MOTHER.get(f"{PATH}/forecast"))),
    UseCase("a telephone reads a handbook anew, as changes", 0.5, _changes),
    UseCase("a family records a measurement", 1, lambda _: _done(MOTHER.post(f"{PATH}/measurements", _WEIGHT))),
    UseCase("a nurse opens a handbook by its name", 0.5, lambda _: _done(NURSE.get(PATH))),
    UseCase("a nurse records a dose", 0.4, lambda _: _done(NURSE.post(f"{PATH}/immunizations", _DOSE))),
    UseCase("a nurse records a visit", 0.5, lambda _: _done(NURSE.post(f"{PATH}/encounters", _VISIT))),
    UseCase("a nurse corrects an entry", 0.02, _correct),
    UseCase("a station sends fifty rows of one child", 0.02, _batch),
    UseCase("a family opens a handbook for its child", 0.014, _open),
    UseCase("a family asks for an export", 0.02, lambda _: _done(MOTHER.post(f"{PATH}/exports", {"format": "json"}))),
    UseCase("a programme orders 10,000 codes", 0.000002, _order),
    UseCase("the worker makes 10,000 codes and their sheets", 0.000002, _generate),
    UseCase("a programme hands 10,000 codes to a station", 0.000002, _hand_out),
    UseCase("a nurse binds a printed code", 0.014, _bind),
    UseCase("a nurse scans a code", 0.4, lambda hands: _done(NURSE.get(f"/v1/qr/codes/{_code(hands)}"))),
    UseCase("the stream puts a changed handbook on its next day", 3, _follow),
    UseCase("the morning tells a family of a date", 0.7, _remind),
    # Last, since the emulator copies all that there is for each transaction.
    UseCase(
        "a nurse reads a page of her commune",
        0.2,
        lambda _: _done(NURSE.get("/v1/handbooks", {"limit": "100"})),
        prepared=neighbours,
    ),
)
