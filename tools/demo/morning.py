"""Step 6: the reminder run of a morning, the real one, and what reaches the mother."""

import time
from datetime import date

from tools.demo import paper
from tools.demo.client import DemoError
from tools.demo.family import Mother
from tools.demo.people import international
from tools.stack.clients import client
from tools.stack.remind import remind
from tools.stack.settings import StackSettings
from tools.stack.sms import inbox

PATIENCE_SECONDS = 90
QUIET_SECONDS = 1.0
TRIES, STREAM_SECONDS = 3, 3.0
_COUNTS = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed")


def run_reminders(mother: Mother, handbook_id: str, settings: StackSettings, queue: str) -> None:
    """Play the morning on which the child's next message is due, twice, and show what was sent."""
    handbook = mother.api.get(f"/handbooks/{handbook_id}").body
    morning = date.fromisoformat(handbook["next_contact_on"])
    number = international(mother.number)
    before, hers = len(inbox(settings.endpoint)), len(inbox(settings.endpoint, number))
    paper.sentence(f"The next message of this handbook is due on {morning:%d/%m/%Y}: we play that morning, 07:30.")
    for _ in range(TRIES):
        planned = _run(settings, morning, queue)
        told = inbox(settings.endpoint, number)[hers:]
        if told:
            break
        # The day's index follows the record through a stream: on a busy machine some seconds later.
        time.sleep(STREAM_SECONDS)
    if len(told) != 1:
        raise DemoError(f"{len(told)} messages instead of one reached {number}: see make logs.")
    paper.facts(
        [
            ("shards of work queued", str(planned)),
            ("messages of that morning", str(len(inbox(settings.endpoint)) - before)),
        ]
    )
    paper.sentence(f"The SMS as it lies in the inbox of {number}:")
    paper.quote(told[0].text)
    items = mother.api.get(f"/handbooks/{handbook_id}/reminders").body["items"]
    paper.facts([(i["kind"], f"for {paper.day(i['recommended_on'])}", i["channel"], i["state"]) for i in items])
    _run(settings, morning, queue)
    again = len(inbox(settings.endpoint, number)) - hers - len(told)
    paper.sentence(f"The same morning run a second time sends her {again} more messages.")
    if again:
        raise DemoError("The reminder run sent a message twice.")


def _run(settings: StackSettings, morning: date, queue: str) -> int:
    answer = remind(settings, morning)
    _wait_until_empty(settings, queue)
    return int(answer["planned"])


def _wait_until_empty(settings: StackSettings, queue: str) -> None:
    sqs = client(settings, "sqs")
    deadline, quiet_since = time.monotonic() + PATIENCE_SECONDS, None
    while time.monotonic() < deadline:
        found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=list(_COUNTS))["Attributes"]
        if any(int(found.get(name, 0)) for name in _COUNTS):
            quiet_since = None
        elif quiet_since is None:
            quiet_since = time.monotonic()
        elif time.monotonic() - quiet_since > QUIET_SECONDS:
            return
        time.sleep(0.3)
    raise DemoError(f"The reminder queue is not worked off after {PATIENCE_SECONDS} s: see make logs.")
