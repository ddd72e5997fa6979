"""A changed schedule on a running stack: compare, break off, resume, apply; every handbook ends on its day."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from handbook.domain.calendar import VIETNAM
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.storage import record_form
from handbook.usecases.schedule_contact import with_next_contact
from tests.builders import CHILD_SCHEDULE, schedule
from tests.template import ROOT
from tools.reforecast.calls import Ask, asking_function
from tools.stack.lifecycle import Stack

COUNTED = ("children", "changed", "next_contact", "groups")
LONGEST_SECONDS = 300


@pytest.fixture
def ask(stack: Stack) -> Ask:
    return asking_function(stack.client("lambda"), stack.outputs["ReforecastFunction"])


def command(stack: Stack, *words: str) -> subprocess.CompletedProcess[str]:
    """Type `make reforecast`."""
    line = [sys.executable, "-m", "tools.reforecast", *words, "--function", stack.outputs["ReforecastFunction"]]
    return subprocess.run(  # noqa: S603 - our own command
        line, cwd=ROOT, env=stack.environment(), capture_output=True, text=True, check=False, timeout=LONGEST_SECONDS
    )


def finished(ask: Ask, job_id: str) -> dict[str, Any]:
    ends = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < ends:
        report = ask({"action": "report", "job_id": job_id})
        if report["state"] == "finished":
            return report
        time.sleep(1)
    raise AssertionError(report)


def summaries(stack: Stack) -> dict[str, Handbook]:
    pages = (
        stack.client("dynamodb")
        .get_paginator("scan")
        .paginate(
            TableName=stack.outputs["RecordsTable"],
            FilterExpression="sk = :summary",
            ExpressionAttributeValues={":summary": {"S": "SUMMARY"}},
            ConsistentRead=True,
        )
    )
    books = {item["pk"]["S"]: handbook_of(item) for page in pages for item in page["Items"]}
    # Who is not born yet has no schedule of children.
    return {pk: book for pk, book in books.items() if book.child is not None}


def handbook_of(item: Mapping[str, Any]) -> Handbook:
    handbook_id = HandbookId(item["pk"]["S"].removeprefix("HANDBOOK#"))
    contact = item.get("next_contact_on", {}).get("S")
    return record_form.handbook_from(handbook_id, json.loads(item["facts"]["S"]), contact, int(item["version"]["N"]))


@contextmanager
def forgotten_days(stack: Stack, books: Mapping[str, Handbook]) -> Iterator[None]:
    """Put every handbook on a day of long ago, as if the schedule had changed since."""
    for pk in books:
        stack.client("dynamodb").update_item(
            TableName=stack.outputs["RecordsTable"],
            Key={"pk": {"S": pk}, "sk": {"S": "SUMMARY"}},
            UpdateExpression="SET next_contact_on = :day ADD version :one",
            ExpressionAttributeValues={":day": {"S": "2020-01-01"}, ":one": {"N": "1"}},
        )
    yield


def test_a_job_that_was_broken_off_ends_with_every_child_counted_once_and_on_its_day(stack: Stack, ask: Ask) -> None:
    books = summaries(stack)
    dry = command(stack, "--schedule", CHILD_SCHEDULE, "--json")
    assert dry.returncode == 0, dry.stderr
    compared = json.loads(dry.stdout)
    assert (compared["children"], compared["state"]) == (len(books), "finished")
    assert summaries(stack) == books
    with forgotten_days(stack, books):
        job_id = ask({"action": "start", "schedule": CHILD_SCHEDULE, "apply": True})["job_id"]
        stack.client("sqs").purge_queue(QueueUrl=stack.outputs["ReforecastQueue"])
        ask({"action": "resume", "job_id": job_id})
        ask({"action": "resume", "job_id": job_id})  # every message twice
        applied = finished(ask, job_id)

    today = datetime.now(VIETNAM).date()
    assert [applied[key] for key in COUNTED] == [compared[key] for key in COUNTED]
    assert applied["saved"] == len(books)
    for pk, book in summaries(stack).items():
        assert book.next_contact_on == with_next_contact(book, schedule(CHILD_SCHEDULE), today).next_contact_on, pk


def test_the_command_says_in_words_what_it_found_and_why_it_refuses(stack: Stack) -> None:
    found = command(stack, "--schedule", CHILD_SCHEDULE)
    refused = command(stack, "--schedule", "VN-EPI-1985")

    assert found.stdout.startswith("Dry run, nothing was changed: ")
    assert "parts" in found.stderr
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "there is no such schedule" in refused.stderr
