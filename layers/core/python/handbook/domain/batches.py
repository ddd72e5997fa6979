"""How a batch of codes is split into files: arithmetic only, so that a re-run makes the same files."""

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.domain.codes import SERIAL_LIMIT

CODES_PER_FILE_MAX = 10_000  # some six megabytes: print shops handle many such files better than one of all


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One file of a batch: its number from 1, first serial, count of codes and of pages."""

    number: int
    first_serial: int
    codes: int
    pages: int

    @property
    def last_serial(self) -> int:
        """The serial of its last code."""
        return self.first_serial + self.codes - 1


def split_batch(
    first_serial: int, quantity: int, labels_per_sheet: int, codes_per_file_max: int = CODES_PER_FILE_MAX
) -> Iterator[BatchFile]:
    """The files of a batch of `quantity` codes, in order; every sheet but the batch's last is full.

    Raises ValueError for an empty batch, serials beyond 40 bits, or a file that holds no whole sheet.
    """
    if quantity < 1 or first_serial < 0 or first_serial + quantity > SERIAL_LIMIT:
        raise ValueError("a batch needs at least one code and serials of 40 bits")
    if not 1 <= labels_per_sheet <= codes_per_file_max:
        raise ValueError("a file must hold at least one whole sheet")
    codes_per_file = codes_per_file_max - codes_per_file_max % labels_per_sheet
    return _each_file(first_serial, quantity, labels_per_sheet, codes_per_file)


def _each_file(first: int, quantity: int, labels_per_sheet: int, codes_per_file: int) -> Iterator[BatchFile]:
    for number, done in enumerate(range(0, quantity, codes_per_file), start=1):
        codes = min(codes_per_file, quantity - done)
        yield BatchFile(number, first + done, codes, pages=-(-codes // labels_per_sheet))
