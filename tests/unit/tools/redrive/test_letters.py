"""Each message that may fail for good has a way back, and what nobody knows stays where it is."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import NoRegionError

from tools.redrive import __main__ as command
from tools.redrive.__main__ import counted, line_of
from tools.redrive.letters import Fate, Letter, fate_of, letter_of
from tools.redrive.queues import Address, letters, pairs, redrive
from tools.template import resources

NOW = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)
PLAN = "arn:aws:lambda:ap-southeast-1:1:function:plan"
ADDRESS = Address("ReminderDeadLetters", "dead", "live")


def letter(body: object, **attributes: str) -> Letter:
    text = body if isinstance(body, str) else json.dumps(body)
    return Letter("m", "receipt", text, NOW - timedelta(hours=5), attributes)


@pytest.mark.parametrize(
    ("body", "fate"),
    [
        ({"batch_id": "b"}, Fate.QUEUE),
        ({"export_id": "e"}, Fate.QUEUE),
        ({"days": ["2026-06-15"], "shards": [0], "run_at": "2026-06-15T00:30:00Z"}, Fate.QUEUE),
        ({"job_id": "j", "shard": 0}, Fate.QUEUE),
        ({"DDBStreamBatchInfo": {"shardId": "s"}}, Fate.DROP),
        ({"run_at": "2026-06-15T00:30:00Z"}, Fate.KEEP),
        ({}, Fate.KEEP),
        ([], Fate.KEEP),
        ("no JSON", Fate.KEEP),
        ({"other": 1}, Fate.KEEP),
    ],
    ids=str,
)
def test_the_body_says_what_becomes_of_a_letter(body: object, fate: Fate) -> None:
    assert fate_of(letter(body)) is fate


def failed_run(asked: object) -> dict[str, Any]:
    """What Lambda writes of a run that failed three times."""
    context = {"functionArn": f"{PLAN}:$LATEST", "condition": "RetriesExhausted", "approximateInvokeCount": 3}
    return {"version": "1.0", "requestContext": context, "requestPayload": asked, "responsePayload": {}}


def test_a_start_that_was_not_taken_goes_to_the_function_that_the_scheduler_names() -> None:
    assert fate_of(letter({"run_at": "2026-06-15T00:30:00Z"}, TARGET_ARN=PLAN)) is Fate.FUNCTION


def test_a_run_that_failed_goes_to_its_function_with_what_it_was_started_with() -> None:
    sqs, functions = Sqs(), Functions()

    fate = redrive(sqs, functions, ADDRESS, letter(failed_run({"run_at": "r"})))

    payload = b'{"run_at": "r"}'
    assert fate is Fate.FUNCTION
    assert functions.asked == [{"FunctionName": f"{PLAN}:$LATEST", "InvocationType": "Event", "Payload": payload}]
    assert [doing for doing, _ in sqs.done] == ["delete dead"]


@pytest.mark.parametrize("asked", [{"other": 1}, "text", None, {"run_at": "r", "days": []}], ids=str)
def test_a_run_of_something_else_that_failed_is_kept(asked: object) -> None:
    assert fate_of(letter(failed_run(asked))) is Fate.KEEP


def test_a_line_of_a_run_that_failed_names_the_function_and_its_start() -> None:
    line = line_of("ReminderDeadLetters", letter(failed_run({"run_at": "r"})), NOW)

    assert line.endswith('plan {"run_at": "r"}')


class Sqs:
    """A dead letter queue that answers empty once in between, as SQS may."""

    def __init__(self, *answers: list[dict[str, Any]]) -> None:
        self.answers = list(answers)
        self.done: list[tuple[str, str]] = []

    def receive_message(self, **_asked: object) -> dict[str, Any]:
        found = self.answers.pop(0) if self.answers else []
        return {"Messages": found} if found else {}

    def send_message(self, QueueUrl: str, MessageBody: str) -> None:  # noqa: N803 - boto3's
        self.done.append((f"send {QueueUrl}", MessageBody))

    def delete_message(self, QueueUrl: str, ReceiptHandle: str) -> None:  # noqa: N803
        self.done.append((f"delete {QueueUrl}", ReceiptHandle))

    def change_message_visibility(self, QueueUrl: str, ReceiptHandle: str, VisibilityTimeout: int) -> None:  # noqa: N803
        self.done.append((f"show {QueueUrl}", ReceiptHandle))


class Functions:
    """A Lambda that notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []

    def invoke(self, **asked: object) -> None:
        self.asked.append(asked)


def test_a_letter_is_sent_before_it_is_deleted() -> None:
    sqs = Sqs()

    redrive(sqs, Functions(), ADDRESS, letter({"days": ["2026-06-15"], "shards": [1], "run_at": "r"}))

    assert [doing for doing, _ in sqs.done] == ["send live", "delete dead"]


def test_a_start_is_invoked_with_its_own_words_and_its_letter_deleted() -> None:
    sqs, functions = Sqs(), Functions()

    redrive(sqs, functions, ADDRESS, letter({"run_at": "r"}, TARGET_ARN=PLAN))

    assert functions.asked == [{"FunctionName": PLAN, "InvocationType": "Event", "Payload": b'{"run_at": "r"}'}]
    assert [doing for doing, _ in sqs.done] == ["delete dead"]


def test_an_unknown_letter_is_shown_again_and_never_deleted() -> None:
    sqs, functions = Sqs(), Functions()

    assert redrive(sqs, functions, ADDRESS, letter("?")) is Fate.KEEP
    assert [doing for doing, _ in sqs.done] == ["show dead"]
    assert functions.asked == []


def test_a_letter_of_a_stream_is_deleted_and_nothing_is_sent() -> None:
    sqs, functions = Sqs(), Functions()

    redrive(sqs, functions, ADDRESS, letter({"DDBStreamBatchInfo": {}}))

    assert [doing for doing, _ in sqs.done] == ["delete dead"]
    assert functions.asked == []


def message(name: str) -> dict[str, Any]:
    return {
        "MessageId": name,
        "ReceiptHandle": f"receipt of {name}",
        "Body": "{}",
        "Attributes": {"SentTimestamp": str(int(NOW.timestamp() * 1000))},
        "MessageAttributes": {"TARGET_ARN": {"DataType": "String", "StringValue": PLAN}},
    }


def test_one_empty_answer_does_not_end_the_reading_and_three_do() -> None:
    sqs = Sqs([message("a")], [], [], [message("b")], [], [], [], [message("too late")])

    assert [one.message_id for one in letters(sqs, ADDRESS)] == ["a", "b"]


def test_a_message_is_read_with_its_time_and_the_target_of_its_schedule() -> None:
    found = letter_of(message("a"))

    assert (found.sent_at, found.attributes, found.receipt) == (NOW, {"TARGET_ARN": PLAN}, "receipt of a")


def test_every_dead_letter_queue_of_the_template_has_a_way_back() -> None:
    queues = set(resources("AWS::SQS::Queue"))

    assert set(pairs()) | set(pairs().values()) == queues
    assert pairs()["ReminderDeadLetters"] == "ReminderQueue"


def test_what_was_only_shown_says_that_nothing_changed() -> None:
    shown = [*counted([Fate.QUEUE, Fate.QUEUE, Fate.KEEP], applies=False)]

    assert shown[0].startswith("3 letters: nothing was changed")
    assert shown[1:] == ["  2 back to the queue", "  1 kept: nobody knows whose it is"]
    assert [*counted([], applies=False)] == ["0 letters"]


def test_a_line_says_where_since_when_and_what() -> None:
    line = line_of("ReminderDeadLetters", letter({"batch_id": "b"}), NOW)

    assert line == 'ReminderDeadLetters     5 h  back to the queue  {"batch_id": "b"}'


def test_a_queue_that_is_not_there_is_answered_with_those_that_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "_clients", lambda *_asked: (None, "stack"))

    assert command.main(["--queue", "Reminders"]) == 2
    assert "BatchDeadLetters, ClosingDeadLetters" in capsys.readouterr().err


def test_an_account_that_does_not_answer_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(_service: str) -> None:
        raise NoRegionError

    monkeypatch.setattr(command, "_clients", lambda *_asked: (nobody, "stack"))

    assert command.main(["--stack", "handbook-prod"]) == 2
    assert capsys.readouterr().err == "error: You must specify a region.\n"
