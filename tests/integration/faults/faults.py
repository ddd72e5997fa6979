"""The ways in which one call to AWS fails."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from botocore.awsrequest import AWSResponse

from tests.integration.faults.transport import Act, Call, Deliver, answer, error, silent, unreachable

_THROTTLED: Mapping[str, tuple[str, int]] = {
    "dynamodb": ("ThrottlingException", 400),
    "cognito-identity-provider": ("TooManyRequestsException", 400),
    "sns": ("ThrottledException", 429),
    "s3": ("SlowDown", 503),
    "sqs": ("RequestThrottled", 403),
    "secrets-manager": ("ThrottlingException", 400),
    "sesv2": ("TooManyRequestsException", 429),
}
"""What each service says when it is asked too often: its reference of the API, common and own errors."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A way to fail, and the calls that can."""

    name: str
    act: Act
    fits: Callable[[Call], bool] = lambda _call: True


def _throttled(call: Call, _deliver: Deliver) -> AWSResponse:
    return error(call, *_THROTTLED[call.service])


def _said(code: str, status: int = 400) -> Act:
    return lambda call, _deliver: error(call, code, status)


def _once(first: Act) -> Act:
    return lambda call, deliver: first(call, deliver) if call.attempts == 1 else deliver()


def _lost(call: Call, deliver: Deliver) -> AWSResponse:
    if call.attempts == 1:
        deliver()
        return silent()
    return unreachable()


def _lost_once(call: Call, deliver: Deliver) -> AWSResponse:
    answered = deliver()
    return silent() if call.attempts == 1 else answered


def _broken_once(call: Call, deliver: Deliver) -> AWSResponse:
    answered = deliver()
    return error(call, "InternalServerError", 500) if call.attempts == 1 else answered


def _in_progress(call: Call, deliver: Deliver) -> AWSResponse:
    if call.attempts == 1:
        deliver()
        return silent()
    return error(call, "TransactionInProgressException")


def _cancelled(*codes: str) -> Act:
    """Cancel a transaction: reasons by turns, `None` for a write that would have passed."""

    def act(call: Call, _deliver: Deliver) -> AWSResponse:
        reasons = [{"Code": codes[at % len(codes)]} for at, _ in enumerate(call.body["TransactItems"])]
        return error(call, "TransactionCanceledException", CancellationReasons=reasons)

    return act


def _half(call: Call, deliver: Deliver) -> AWSResponse:
    """Process the first key alone, as a table does that runs out of throughput: it always processes one."""
    ((table, asked),) = call.body["RequestItems"].items()
    if len(asked["Keys"]) < 2:
        return deliver()
    left = {table: {**asked, "Keys": asked["Keys"][1:]}}
    answered = json.loads(deliver().content)
    first = [item for item in answered["Responses"][table] if asked["Keys"][0].items() <= item.items()]
    return answer(200, {"Responses": {table: first}, "UnprocessedKeys": left})


def _of(*operations: str) -> Callable[[Call], bool]:
    return lambda call: call.operation in operations


def _of_dynamodb(call: Call) -> bool:
    return call.service == "dynamodb"


def _writes(call: Call) -> bool:
    return call.is_write


PASSING = (
    Fault("throttled", _throttled),
    Fault("unreachable", lambda _call, _deliver: unreachable()),
    Fault("no answer to a read", lambda _call, _deliver: silent(), lambda call: not call.is_write),
    Fault("broken", _said("InternalServerError", 500)),
    Fault("over the table's limit", _said("ProvisionedThroughputExceededException"), _of_dynamodb),
    Fault("over the account's limit", _said("RequestLimitExceeded"), _of_dynamodb),
)
"""Nothing was done, and nothing will be by this call, however often the SDK tries."""
LOST = (
    Fault("answer lost", _lost, _writes),
    Fault("still in progress", _in_progress, _of("TransactWriteItems")),
)
"""It was done, and whoever asked does not know."""
AGAIN = (
    Fault("answer lost, then sent again", _lost_once, _writes),
    Fault("broken after the fact, then sent again", _broken_once, _writes),
)
"""The SDK's second try meets what its first has done."""
HEALED = (*AGAIN, Fault("throttled once", _once(_throttled), _writes))
"""The SDK tries again, where it was done already or was not."""
CONFLICTS = (
    Fault("overtaken", _cancelled("TransactionConflict", "None"), _of("TransactWriteItems")),
    Fault("overtaken and throttled", _cancelled("TransactionConflict", "ThrottlingError"), _of("TransactWriteItems")),
    Fault("condition failed", _cancelled("ConditionalCheckFailed", "None"), _of("TransactWriteItems")),
)
CANCELLED = (Fault("cancelled by throttling", _cancelled("ThrottlingError", "None"), _of("TransactWriteItems")),)
PARTIAL = (Fault("half processed", _half, _of("BatchGetItem")),)
GROUPS = (PASSING, LOST, HEALED, CONFLICTS, CANCELLED, PARTIAL)
"""Of each group a call meets one by turns; all with FULL=1."""


def chosen(place: int, call: Call, *, whole: bool) -> Iterator[Fault]:
    """Give the faults that a call meets: all that fit it, or of each group one by the call's place."""
    for group in GROUPS:
        fitting = [fault for fault in group if fault.fits(call)]
        yield from fitting if whole else fitting[place % len(fitting) :][:1] if fitting else ()
