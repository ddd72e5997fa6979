"""An order of five thousand labels as the worker makes it, and two ways to look at its pages."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2 as pdfium
from PIL import Image

from handbook.domain.label_layout import Layout
from handbook.domain.orders import Batch
from tests.unit.usecases.batch_fakes import FakeBatches, FakeFiles, generated, order

A4 = Layout()
CODES = 5_000
PAGES_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Printed:
    """An order and its files by the end of their names."""

    batch: Batch
    files: dict[str, bytes]

    @property
    def sheets(self) -> bytes:
        return self.files["0001.pdf"]


@cache
def printed(layout: Layout = A4, codes: int = CODES) -> Printed:
    """Make an order once for all tests."""
    files = FakeFiles()
    batch = generated(FakeBatches(order(codes, layout=layout)), files)
    return Printed(batch, {key.rpartition("-")[2]: data for key, data in files.objects.items()})


def by_pdfium(pdf: bytes, dpi: int) -> Iterator[Image.Image]:
    """Rasterise page by page with the engine of Chromium."""
    document = pdfium.PdfDocument(pdf)
    for page in document:
        yield page.render(scale=dpi / 72, grayscale=True).to_pil()
        page.close()
    document.close()


def by_poppler(pdf: bytes, dpi: int) -> Iterator[Image.Image]:
    """Rasterise with the engine of most Linux viewers, some pages at a time."""
    pages = len(pdfium.PdfDocument(pdf))
    with on_disk(pdf) as place:
        for first in range(1, pages + 1, PAGES_AT_ONCE):
            last = min(first + PAGES_AT_ONCE - 1, pages)
            numbers = ["-f", str(first), "-l", str(last)]
            run("pdftoppm", "-gray", "-r", str(dpi), *numbers, str(place), str(place.with_name("page")))
            for picture in sorted(place.parent.glob("page-*.pgm")):
                with Image.open(picture) as image:
                    yield image.copy()
                picture.unlink()


@contextmanager
def on_disk(pdf: bytes) -> Iterator[Path]:
    """Put a file where a program can read it."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "sheets.pdf"
        place.write_bytes(pdf)
        yield place


def run(*command: str) -> str:
    """Run a program that must succeed, and give what it says."""
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)  # noqa: S603
    assert done.returncode == 0, f"{command[0]}: {done.stdout[-2000:]} {done.stderr[-2000:]}"
    return done.stdout + done.stderr
