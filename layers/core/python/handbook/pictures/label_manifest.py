"""The manifests of an order: which code stands where, and which files there are."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from handbook.domain.batch_files import PlannedFile, batch_label
from handbook.domain.calendar import local_date
from handbook.domain.orders import Batch, FinishedFile

MANIFEST_HEADER = "serial,code,file,page,position\r\n"  # RFC 4180: comma, CRLF, one header line


def manifest_csv(codes: Iterable[str], first_serial: int, file_name: str, labels_per_sheet: int) -> Iterator[str]:
    """One line for each code of a file, without the header, in the order of the labels.

    Serial numbers count up from `first_serial`; pages and positions count from 1, positions from the
    upper left label row by row. Raises ValueError for a `file_name` that CSV would have to quote.
    """
    if set(file_name) & set(',"\r\n'):
        raise ValueError("file_name must not need quotation in CSV")
    for index, code in enumerate(codes):
        page, position = divmod(index, labels_per_sheet)
        yield f"{first_serial + index},{code},{file_name},{page + 1},{position + 1}\r\n"


def manifest_json(batch: Batch, plan: Sequence[PlannedFile]) -> bytes:
    """What an order is and what its files are: serial ranges, counts, sizes and SHA-256, and no code.

    `plan` names the files; those that are finished lie in `batch` in the same order. The manifest does not list itself.
    """
    made = zip(batch.files, plan, strict=False)
    document = {
        "batch_id": batch.batch_id,
        "label": batch_label(batch),
        "ordered_on": local_date(batch.ordered_at).isoformat(),
        "quantity": batch.quantity,
        "first_serial": batch.first_serial,
        "last_serial": batch.last_serial,
        "key_version": batch.key_version,
        "layout_id": batch.layout_id,
        "layout": asdict(batch.layout),
        "files": [_file_entry(file, planned) for file, planned in made],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _file_entry(file: FinishedFile, planned: PlannedFile) -> dict[str, object]:
    entry: dict[str, object] = {
        "name": file.name,
        "content_type": file.content_type,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
    }
    if planned.part is not None:
        part = planned.part
        serials = {"first_serial": part.first_serial, "last_serial": part.last_serial}
        entry |= {**serials, "codes": part.codes, "pages": part.pages}
    return entry
