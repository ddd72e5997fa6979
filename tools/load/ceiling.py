"""What the emulated AWS itself can do with as many clients: the measure of everything that runs on it."""

import time
import urllib.request
from collections.abc import Callable
from typing import Any

from tools.demo.client import Api, DemoError, fetch
from tools.load.clients import together
from tools.load.figures import Answered

LIST = "/care-codes"
"""A list that stands in the code: a function that is warm by now, and reads no table for it."""


def of_a_route(app: Api, clients: int, seconds: float) -> list[Answered]:
    """Ask for the list as fast as it is answered."""
    headers = {"Authorization": f"Bearer {app.token}"}

    def ask() -> int:
        try:
            return fetch(urllib.request.Request(app.base_url + LIST, headers=headers)).status
        except DemoError:
            return 0

    return together(lambda _place: _until("list without a table", ask, seconds), clients)


def of_a_table(dynamodb: Any, table: str, clients: int, seconds: float) -> list[Answered]:  # noqa: ANN401 - boto3 has no types
    """Write one small item for each client, over and over, and take them away again."""
    keys = [{"pk": {"S": f"LOAD#{place}"}, "sk": {"S": "CEILING"}} for place in range(clients)]

    def work(place: int) -> list[Answered]:
        item = {**keys[place], "expires_at": {"N": str(int(time.time()) + 3600)}}

        def write() -> int:
            answer = dynamodb.put_item(TableName=table, Item=item)
            return int(answer["ResponseMetadata"]["HTTPStatusCode"])

        return _until("item into a table", write, seconds)

    try:
        return together(work, clients)
    finally:
        for key in keys:
            dynamodb.delete_item(TableName=table, Key=key)


def _until(name: str, work: Callable[[], int], seconds: float) -> list[Answered]:
    until, answers = time.monotonic() + seconds, []
    while time.monotonic() < until:
        began = time.monotonic()
        status = work()
        answers.append(Answered(name, write=False, status=status, milliseconds=(time.monotonic() - began) * 1000))
    return answers
