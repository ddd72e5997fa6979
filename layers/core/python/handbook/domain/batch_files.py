"""Which files an order becomes: arithmetic only, so that a re-run makes the same files under the same names."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from handbook.domain.calendar import local_date
from handbook.domain.codes import SERIAL_LIMIT
from handbook.domain.orders import Batch

CODES_PER_FILE_MAX = 10_000  # some six megabytes: print shops handle many such files better than one of all


class FileKind(StrEnum):
    """What a file holds, and the content type it is given out with."""

    SHEETS = "application/pdf"
    PICTURES = "application/zip"
    CODES = "text/csv; charset=utf-8"
    MANIFEST = "application/json"


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One file of sheets: its number from 1, first serial, count of codes and of pages."""

    number: int
    first_serial: int
    codes: int
    pages: int

    @property
    def last_serial(self) -> int:
        """The serial of its last code."""
        return self.first_serial + self.codes - 1


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file that an order will have. `part` is what it holds of the order; manifests tell of all of it."""

    kind: FileKind
    key: str
    name: str
    part: BatchFile | None = None

    @property
    def codes(self) -> int:
        """How many codes are done once it is made: those of sheets count, other files hold the same codes again."""
        return self.part.codes if self.part and self.kind is FileKind.SHEETS else 0


def batch_label(batch: Batch) -> str:
    """What stands in margins and file names: the day of the order and the start of its id."""
    return f"{local_date(batch.ordered_at):%Y%m%d}-{batch.batch_id[:8]}"


def planned_files(batch: Batch) -> tuple[PlannedFile, ...]:
    """Every file of an order in the order of their making: sheets, each with its pictures, then the manifests."""
    label = batch_label(batch)

    def planned(kind: FileKind, suffix: str, part: BatchFile | None = None) -> PlannedFile:
        return PlannedFile(kind, f"batches/{batch.batch_id}/{label}-{suffix}", f"{label}-{suffix}", part)

    files = []
    for part in split_batch(batch.first_serial, batch.quantity, batch.layout.labels_per_sheet):
        files.append(planned(FileKind.SHEETS, f"{part.number:04d}.pdf", part))
        if batch.with_svg:
            files.append(planned(FileKind.PICTURES, f"{part.number:04d}-svg.zip", part))
    files.append(planned(FileKind.CODES, "manifest.csv"))
    files.append(planned(FileKind.MANIFEST, "manifest.json"))
    return tuple(files)


def split_batch(
    first_serial: int, quantity: int, labels_per_sheet: int, codes_per_file_max: int = CODES_PER_FILE_MAX
) -> Iterator[BatchFile]:
    """The files of sheets of `quantity` codes, in order, as few and as even as can be; only the last sheet is not full.

    Raises ValueError for an empty batch, serials beyond 40 bits, or a file that holds no whole sheet.
    """
    if quantity < 1 or first_serial < 0 or first_serial + quantity > SERIAL_LIMIT:
        raise ValueError("a batch needs at least one code and serials of 40 bits")
    if not 1 <= labels_per_sheet <= codes_per_file_max:
        raise ValueError("a file must hold at least one whole sheet")
    sheets = -(-quantity // labels_per_sheet)
    files = -(-sheets // (codes_per_file_max // labels_per_sheet))
    return _each_file(first_serial, quantity, labels_per_sheet, *divmod(sheets, files), files)


def _each_file(
    first: int, quantity: int, labels_per_sheet: int, pages: int, longer: int, files: int
) -> Iterator[BatchFile]:
    # The first `longer` files have one page more than the others.
    done = 0
    for number in range(1, files + 1):
        codes = min(labels_per_sheet * (pages + (number <= longer)), quantity - done)
        yield BatchFile(number, first + done, codes, pages=-(-codes // labels_per_sheet))
        done += codes
