"""Make the label sheets of an order. It can stop anywhere and go on: finished files are never made again."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

from handbook.domain.batches import BatchFile, split_batch
from handbook.domain.calendar import local_date
from handbook.domain.codes import CodeKey, mint_range
from handbook.domain.ids import BatchId
from handbook.domain.orders import Batch, BatchState, FinishedFile
from handbook.pictures.label_layout import Layout
from handbook.pictures.label_manifest import MANIFEST_HEADER, manifest_csv
from handbook.pictures.label_sheet import write_label_sheets
from handbook.usecases.ports import Batches

_PDF, _CSV = "application/pdf", "text/csv; charset=utf-8"


class Upload(Protocol):
    """See gateways.files.Upload."""

    size_bytes: int

    @property
    def sha256(self) -> str: ...
    def write(self, data: bytes) -> None: ...


class Files[U: Upload](Protocol):
    """See gateways.files.Files."""

    def upload(self, key: str, content_type: str) -> AbstractContextManager[U]: ...


def generate_batch[U: Upload](
    batch_id: BatchId,
    *,
    batches: Batches,
    files: Files[U],
    key: CodeKey,
    host: str,
    layout: Layout,
    progress: Callable[[Batch], None],
) -> Batch | None:
    """Write what is missing of an order: the sheets file by file, then the manifest.

    The same order gives the same bytes. None when there is no such order. Raises: UnavailableError and ConflictError,
    after which the next try goes on behind the last file that was noted.
    """
    batch = batches.get(batch_id)
    if batch is None:
        return None
    parts = list(split_batch(batch.first_serial, batch.quantity, layout.labels_per_sheet))
    for part in parts:
        if part.number > len(batch.files):
            batch = _note(batch, _write_sheets(batch, part, files, key, host, layout), batches)
            progress(batch)
    if batch.state is not BatchState.READY:
        manifest = _write_manifest(batch, parts, files, key, layout)
        batch = _note(replace(batch, state=BatchState.READY), manifest, batches)
        progress(batch)
    return batch


def _note(batch: Batch, file: FinishedFile, batches: Batches) -> Batch:
    state = batch.state if batch.state is BatchState.READY else BatchState.GENERATING
    noted = replace(batch, state=state, files=(*batch.files, file))
    batches.save(noted)
    return replace(noted, version=(batch.version or 0) + 1)


def _write_sheets[U: Upload](
    batch: Batch, part: BatchFile, files: Files[U], key: CodeKey, host: str, layout: Layout
) -> FinishedFile:
    name = f"{_label(batch)}-{part.number:04d}.pdf"
    place = f"batches/{batch.batch_id}/{name}"
    with files.upload(place, _PDF) as upload:
        write_label_sheets(
            mint_range(part.first_serial, part.codes, key),
            layout,
            host,
            batch_label=_label(batch),
            first_serial=part.first_serial,
            out=upload.write,
        )
    return FinishedFile(place, name, _PDF, upload.size_bytes, upload.sha256, part.codes)


def _write_manifest[U: Upload](
    batch: Batch, parts: list[BatchFile], files: Files[U], key: CodeKey, layout: Layout
) -> FinishedFile:
    name = f"{_label(batch)}-manifest.csv"
    place = f"batches/{batch.batch_id}/{name}"
    with files.upload(place, _CSV) as upload:
        upload.write(MANIFEST_HEADER.encode())
        for line in _manifest_lines(batch, parts, key, layout):
            upload.write(line.encode())
    return FinishedFile(place, name, _CSV, upload.size_bytes, upload.sha256, 0)


def _manifest_lines(batch: Batch, parts: list[BatchFile], key: CodeKey, layout: Layout) -> Iterator[str]:
    for file, part in zip(batch.files, parts, strict=True):
        codes = mint_range(part.first_serial, part.codes, key)
        yield from manifest_csv(codes, part.first_serial, file.name, layout.labels_per_sheet)


def _label(batch: Batch) -> str:
    return f"{local_date(batch.ordered_at):%Y%m%d}-{batch.batch_id[:8]}"
