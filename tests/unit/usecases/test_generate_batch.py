"""Making the files of an order: a worker may die anywhere, and nothing is lost, made twice or made otherwise."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.batch_files import planned_files
from handbook.domain.batch_states import BatchEvent, BatchState
from handbook.domain.codes import parse, verify
from handbook.domain.errors import UnavailableError
from handbook.domain.ids import BatchId
from handbook.domain.label_layout import Layout
from handbook.domain.orders import Batch
from tests.builders import KEY, NOW
from tests.unit.usecases.batch_fakes import BATCH, FakeBatches, FakeFiles, KilledError, generated, order, tend

BARE = Layout(columns=1, rows=1, with_text=False)
FULL_FILE = 9_975
"""Codes of a full file: as many whole sheets of 35 as ten thousand codes fill."""


def small(quantity: int = 5) -> Batch:
    return order(quantity, with_svg=True)


def large() -> Batch:
    """An order that one file would not hold: it becomes two even ones."""
    return order(FULL_FILE + 5)


@cache
def whole(batch: Batch) -> dict[str, bytes]:
    """Give the objects of an order that was made without a hitch."""
    files = FakeFiles()
    generated(FakeBatches(batch), files)
    return files.objects


def codes_of(objects: dict[str, bytes]) -> list[str]:
    text = next(data for key, data in objects.items() if key.endswith("manifest.csv")).decode()
    return [row["code"] for row in csv.DictReader(io.StringIO(text))]


def test_an_order_becomes_sheets_pictures_and_manifests_with_size_and_digest() -> None:
    batches, files = FakeBatches(small()), FakeFiles()
    batch = generated(batches, files)
    assert batch == batches.stored[BATCH]
    assert (batch.state, batch.codes_done) == (BatchState.READY, 5)
    assert [(file.name, file.codes, file.content_type) for file in batch.files] == [
        ("20261120-batch-00-0001.pdf", 5, "application/pdf"),
        ("20261120-batch-00-0001-svg.zip", 0, "application/zip"),
        ("20261120-batch-00-manifest.csv", 0, "text/csv; charset=utf-8"),
        ("20261120-batch-00-manifest.json", 0, "application/json"),
    ]
    for file in batch.files:
        data = files.objects[file.key]
        assert (file.size_bytes, file.sha256) == (len(data), sha256(data).hexdigest())
        assert files.kinds[file.key] == file.content_type


def test_the_manifest_names_every_other_file_with_its_serials_and_digest_and_no_code() -> None:
    files = FakeFiles()
    batch = generated(FakeBatches(small()), files)
    data = files.objects[batch.files[-1].key]
    manifest = json.loads(data)
    assert [(one["name"], one["sha256"], one["size_bytes"]) for one in manifest["files"]] == [
        (file.name, file.sha256, file.size_bytes) for file in batch.files[:-1]
    ]
    assert [(one["first_serial"], one["last_serial"], one["pages"]) for one in manifest["files"][:2]] == [(1, 5, 1)] * 2
    assert (manifest["first_serial"], manifest["last_serial"], manifest["quantity"]) == (1, 5, 5)
    assert not [code for code in codes_of(files.objects) if code.encode() in data]


def test_every_code_of_every_file_is_listed_once_and_verifies() -> None:
    codes = codes_of(whole(large()))
    assert [verify(parse(code), {1: KEY}) for code in codes] == list(range(1, FULL_FILE + 6))


def test_the_archive_holds_one_picture_for_each_code() -> None:
    objects = whole(small())
    archive = ZipFile(io.BytesIO(next(data for key, data in objects.items() if key.endswith(".zip"))))
    assert archive.namelist() == [f"{code}.svg" for code in codes_of(objects)]
    assert all(archive.read(name).startswith(b"<svg") for name in archive.namelist())
    assert archive.testzip() is None


def test_progress_is_told_after_each_file_that_was_noted() -> None:
    told: list[Batch] = []
    generated(FakeBatches(large()), FakeFiles(), told)
    assert [(batch.state, len(batch.files), batch.codes_done) for batch in told] == [
        (BatchState.GENERATING, 1, 5_005),
        (BatchState.GENERATING, 2, FULL_FILE + 5),
        (BatchState.GENERATING, 3, FULL_FILE + 5),
        (BatchState.READY, 4, FULL_FILE + 5),
    ]


@pytest.mark.parametrize("killed_after", [1, 2, 3, 4])
@pytest.mark.parametrize("where", ["made and not noted", "before it is noted"])
def test_a_worker_killed_at_any_file_goes_on_with_the_same_bytes(killed_after: int, where: str) -> None:
    batches, files = FakeBatches(small()), FakeFiles()
    if where == "made and not noted":
        files.killed_after = killed_after
    else:
        batches.killed_at = killed_after
    with pytest.raises(KilledError):
        generated(batches, files)
    assert len(batches.stored[BATCH].files) == killed_after - 1
    batches.killed_at = None
    done = generated(batches, files)
    assert files.objects == whole(small())
    assert [file.key for file in done.files] == [planned.key for planned in planned_files(small())]
    assert sorted(files.written.count(key) for key in files.objects) == [1, 1, 1, 2]  # the killed one twice


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 90_000), min_size=1, max_size=8))
def test_a_worker_killed_in_the_middle_of_any_page_goes_on_with_the_same_bytes(bytes_written: list[int]) -> None:
    pages = order(140)  # four sheets
    batches, files = FakeBatches(pages), FakeFiles()
    for killed_at_byte in bytes_written:
        files.killed_at_byte = killed_at_byte
        try:
            generated(batches, files)
        except KilledError:
            continue
        break
    files.killed_at_byte = None
    generated(batches, files)
    assert files.objects == whole(pages)


def test_a_message_that_comes_twice_makes_nothing_twice() -> None:
    batches, files = FakeBatches(small()), FakeFiles()
    first = generated(batches, files)
    assert generated(batches, files) == first
    assert {files.written.count(key) for key in files.objects} == {1}
    assert batches.saves == 4


class Interleaved(FakeFiles):
    """Before some file is made, another worker comes from nowhere and does what it does."""

    def __init__(self, before: int, other: Callable[[], object]) -> None:
        super().__init__()
        self.begun, self.before, self.other = 0, before, other

    def upload(self, key: str, content_type: str) -> object:  # type: ignore[override]
        self.begun += 1
        if self.begun == self.before:
            self.other()
        return super().upload(key, content_type)


@pytest.mark.parametrize("before", [1, 2, 3, 4])
@pytest.mark.parametrize("steps", [2, 3, 9])
def test_of_two_workers_at_once_one_is_overtaken_and_the_files_are_the_same(before: int, steps: int) -> None:
    batches = FakeBatches(small())
    allowed = iter([True] * steps)
    files = Interleaved(before, lambda: tend(batches, files, may_go_on=lambda: next(allowed, False)))
    first = tend(batches, files)
    assert first is not None
    assert first.overtaken
    generated(batches, files)
    assert files.objects == whole(small())
    assert [file.key for file in batches.stored[BATCH].files] == [planned.key for planned in planned_files(small())]


def test_a_worker_whose_time_is_over_stops_between_two_files_and_says_what_is_left() -> None:
    batches, files = FakeBatches(small()), FakeFiles()
    runs = 0
    while True:
        answers = iter([True, True])  # to begin, and one file
        tended = tend(batches, files, may_go_on=lambda answers=answers: next(answers, False))  # type: ignore[misc]
        assert tended is not None
        runs += 1
        if not tended.work_left:
            break
    assert runs == 4
    assert files.objects == whole(small())
    assert {files.written.count(key) for key in files.objects} == {1}


def test_an_order_is_made_with_the_key_of_its_day_or_not_at_all() -> None:
    batches = FakeBatches(order(5, key_version=2))
    with pytest.raises(UnavailableError):
        tend(batches, FakeFiles())
    assert batches.stored[BATCH].files == ()


@pytest.mark.parametrize("before", [1, 2, 4])
def test_an_order_that_is_cancelled_while_a_worker_makes_it_leaves_no_file(before: int) -> None:
    batches = FakeBatches(small())

    def cancel() -> None:
        batches.save(batches.stored[BATCH].moved(BatchEvent.CANCELLED, NOW, "manager"))

    files = Interleaved(before, cancel)
    tended = tend(batches, files)
    assert tended is not None
    assert (tended.overtaken, tended.batch.state) == (True, BatchState.CANCELLED)
    assert files.objects == {}
    assert generated(batches, files).files_removed_at == NOW


def test_an_order_cancelled_before_its_message_came_is_never_made() -> None:
    batches, files = FakeBatches(small().moved(BatchEvent.CANCELLED, NOW, "manager")), FakeFiles()
    assert generated(batches, files).state is BatchState.CANCELLED
    assert files.written == []


def test_a_message_without_an_order_is_dropped() -> None:
    files = FakeFiles()
    assert tend(FakeBatches(), files) is None
    assert files.written == []


def test_no_code_is_in_two_orders() -> None:
    first = whole(order(400, layout=BARE))
    second = whole(replace(order(400, layout=BARE), batch_id=BATCH, first_serial=401))
    codes = codes_of(first) + codes_of(second)
    assert len(set(codes)) == 800
    assert BatchId(BATCH) == BATCH
