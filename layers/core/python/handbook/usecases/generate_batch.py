"""Make the files of an order. It can stop anywhere and go on: finished files are never made again."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from handbook.domain.batch_files import BatchFile, FileKind, PlannedFile, batch_label, planned_files
from handbook.domain.batch_states import BatchEvent
from handbook.domain.codes import CodeKey, mint_range
from handbook.domain.orders import Batch, FinishedFile
from handbook.pictures.label_archive import write_label_archive
from handbook.pictures.label_manifest import MANIFEST_HEADER, manifest_csv, manifest_json
from handbook.pictures.label_sheet import write_label_sheets

WORKER = "system"
"""By whom a step was that no person took."""


class Upload(Protocol):
    """See gateways.files.Upload."""

    size_bytes: int

    @property
    def sha256(self) -> str: ...
    def write(self, data: bytes) -> None: ...


class Files[U: Upload](Protocol):
    """See gateways.files.Files."""

    def upload(self, key: str, content_type: str) -> AbstractContextManager[U]: ...


class Progress(Protocol):
    """See storage.batches.Batches."""

    def save(self, batch: Batch) -> None: ...


@dataclass(frozen=True, slots=True)
class Press:
    """What every file of an order is made with: the key of its codes and the host that they name."""

    key: CodeKey
    host: str


def generate_batch[U: Upload](
    batch: Batch,
    press: Press,
    *,
    batches: Progress,
    files: Files[U],
    now: Callable[[], datetime],
    may_go_on: Callable[[], bool],
    progress: Callable[[Batch], None],
) -> Batch:
    """Write what is missing of an order, file by file, each noted before the next is begun.

    The same order gives the same bytes. Stops between two files when `may_go_on` says no; the order is then still
    unfinished. Raises: UnavailableError, and ConflictError when somebody else changed the order (another worker, or
    a manager who cancelled); the next try goes on behind the last file that was noted.
    """
    plan = planned_files(batch)
    for planned in plan[len(batch.files) :]:
        if not may_go_on():
            break
        made = _make(batch, planned, press, files)
        event = BatchEvent.ALL_MADE if planned is plan[-1] else BatchEvent.FILE_MADE
        noted = replace(batch, files=(*batch.files, made)).moved(event, now(), WORKER)
        batches.save(noted)
        batch = noted.stored()
        progress(batch)
    return batch


def _make[U: Upload](batch: Batch, planned: PlannedFile, press: Press, files: Files[U]) -> FinishedFile:
    with files.upload(planned.key, planned.kind.value) as upload:
        _write(batch, planned, press, upload.write)
    return FinishedFile(planned.key, planned.name, planned.kind.value, upload.size_bytes, upload.sha256, planned.codes)


def _write(batch: Batch, planned: PlannedFile, press: Press, out: Callable[[bytes], object]) -> None:
    match planned.kind:
        case FileKind.CODES:
            out(MANIFEST_HEADER.encode())
            for line in _manifest_lines(batch, press.key):
                out(line.encode())
        case FileKind.MANIFEST:
            out(manifest_json(batch, planned_files(batch)))
        case FileKind.PICTURES:
            part = _part(planned)
            write_label_archive(mint_range(part.first_serial, part.codes, press.key), press.host, out=out)
        case FileKind.SHEETS:
            part = _part(planned)
            write_label_sheets(
                mint_range(part.first_serial, part.codes, press.key),
                batch.layout,
                press.host,
                batch_label=batch_label(batch),
                first_serial=part.first_serial,
                out=out,
            )


def _part(planned: PlannedFile) -> BatchFile:
    if planned.part is None:
        raise ValueError("sheets and pictures hold a part of the order")
    return planned.part


def _manifest_lines(batch: Batch, key: CodeKey) -> Iterator[str]:
    for planned in planned_files(batch):
        if planned.part is not None and planned.kind is FileKind.SHEETS:
            codes = mint_range(planned.part.first_serial, planned.part.codes, key)
            yield from manifest_csv(codes, planned.part.first_serial, planned.name, batch.layout.labels_per_sheet)
