"""The dead letter queues of a stack, their letters, and the way back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tools.redrive.letters import Fate, Letter, fate_of, letter_of, start_of
from tools.template import resources

_HIDDEN_SECONDS = 120
"""How long a letter that was looked at stays out of sight: a second command meanwhile sees it not."""
_EMPTY_ANSWERS = 3
"""SQS asks a part of its machines at a time: one empty answer does not mean an empty queue."""
_PAGE = 10


@dataclass(frozen=True, slots=True)
class Address:
    """A dead letter queue by its name in the template, and where its letters come from."""

    name: str
    dead_url: str
    source_url: str


def pairs() -> dict[str, str]:
    """Name the queue that each dead letter queue of the template serves; itself, where it serves a stream."""
    found = {
        str(queue["Properties"]["RedrivePolicy"]["deadLetterTargetArn"]["GetAtt"]).partition(".")[0]: name
        for name, queue in resources("AWS::SQS::Queue").items()
        if "RedrivePolicy" in queue["Properties"]
    }
    working = set(found.values())
    return found | {name: name for name in resources("AWS::SQS::Queue") if name not in working and name not in found}


def addresses(stacks: Any, stack_name: str) -> list[Address]:  # noqa: ANN401 - boto3 has a type per service
    """Find the queues of a deployed stack through a client of CloudFormation."""

    def url_of(name: str) -> str:
        found = stacks.describe_stack_resource(StackName=stack_name, LogicalResourceId=name)
        return str(found["StackResourceDetail"]["PhysicalResourceId"])

    return [Address(dead, url_of(dead), url_of(source)) for dead, source in sorted(pairs().items())]


def letters(sqs: Any, address: Address) -> Iterator[Letter]:  # noqa: ANN401 - as above
    """Take each letter of a queue once; those that are not deleted come back after two minutes."""
    empty = 0
    while empty < _EMPTY_ANSWERS:
        answer = sqs.receive_message(
            QueueUrl=address.dead_url,
            MaxNumberOfMessages=_PAGE,
            VisibilityTimeout=_HIDDEN_SECONDS,
            MessageSystemAttributeNames=["SentTimestamp"],
            MessageAttributeNames=["All"],
        )
        found = answer.get("Messages", [])
        empty = 0 if found else empty + 1
        yield from map(letter_of, found)


def show_again(sqs: Any, address: Address, letter: Letter) -> None:  # noqa: ANN401 - as above
    """Let a letter that was only looked at be seen at once."""
    sqs.change_message_visibility(QueueUrl=address.dead_url, ReceiptHandle=letter.receipt, VisibilityTimeout=0)


def redrive(sqs: Any, functions: Any, address: Address, letter: Letter) -> Fate:  # noqa: ANN401 - as above
    """Do what is to become of a letter, and only then delete it: a crash between the two does it twice, not never."""
    fate = fate_of(letter)
    if fate is Fate.KEEP:
        show_again(sqs, address, letter)
        return fate
    if fate is Fate.QUEUE:
        sqs.send_message(QueueUrl=address.source_url, MessageBody=letter.body)
    if start := start_of(letter):
        functions.invoke(FunctionName=start.function, InvocationType="Event", Payload=start.payload.encode())
    sqs.delete_message(QueueUrl=address.dead_url, ReceiptHandle=letter.receipt)
    return fate
