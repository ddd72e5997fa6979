"""Codes, label sheets and whole batches, beside segno with reportlab."""

from __future__ import annotations

import json
import os
from functools import cache
from itertools import count

from tools.bench.budget import Figures, at_most, times_as_fast
from tools.bench.measuring import US, cpu_seconds, fresh, in_turns, our_environment
from tools.bench.row import Row

SHEETS = 10
BATCH, NATION = 100_000, 1_000_000

_MAKE_BATCH = """
import json
from tools.bench.measuring import peak_megabytes
from tools.print_batch import make_batch
made = make_batch({codes})
assert made.codes == {codes}
print(json.dumps([made.cpu_seconds, peak_megabytes()]))
"""


def one_code() -> Figures:
    """Minting a code and its matrix of modules."""
    from handbook.domain.codes import mint_range  # noqa: PLC0415
    from handbook.pictures.qr_matrix import matrices  # noqa: PLC0415
    from tools.bench.baselines.segno_labels import random_code, symbol  # noqa: PLC0415
    from tools.print_batch import HOST, KEY  # noqa: PLC0415

    codes = 500

    def ours() -> None:
        for _ in matrices(mint_range(0, codes, KEY), HOST):
            pass

    def theirs() -> None:
        for _ in range(10):
            symbol(random_code())

    figures = in_turns(ours, theirs, scale=US, rounds=5)
    return Figures(figures.ours / codes, (figures.baseline or 0) / 10)


def one_label() -> Figures:
    """A label on a sheet, the code included, the mean over ten sheets."""
    from handbook.domain.codes import mint_range  # noqa: PLC0415
    from handbook.domain.label_layout import Layout  # noqa: PLC0415
    from handbook.pictures.label_sheet import write_label_sheets  # noqa: PLC0415
    from tools.bench.baselines.segno_labels import random_code, sheets  # noqa: PLC0415
    from tools.print_batch import HOST, KEY  # noqa: PLC0415

    layout, serials = Layout(), count(0, 1_000)
    labels = layout.labels_per_sheet * SHEETS

    def ours() -> None:
        first = next(serials)
        codes = mint_range(first, labels, KEY)
        write_label_sheets(codes, layout, HOST, batch_label="20261120", first_serial=first, out=lambda _: None)

    figures = in_turns(ours, lambda: sheets([random_code() for _ in range(35)]), scale=US, rounds=5)
    return Figures(figures.ours / labels, (figures.baseline or 0) / 35)


def batch_seconds() -> Figures:
    """A batch as the worker makes it; the baseline is scaled up from ten sheets, since it takes minutes."""
    from tools.bench.baselines.segno_labels import manifest, random_code, sheets  # noqa: PLC0415

    def theirs() -> None:
        codes = [random_code() for _ in range(350)]
        manifest(codes), sheets(codes)

    theirs()
    return Figures(_made(BATCH)[0], cpu_seconds(theirs, 1) / 350 * BATCH)


def batch_memory() -> Figures:
    """The most memory that the process of a batch ever held."""
    return Figures(_made(BATCH)[1])


def nation_memory() -> Figures:
    """The same of a million codes."""
    return Figures(_made(NATION)[1])


@cache
def _made(codes: int) -> tuple[float, float]:
    seconds, megabytes = json.loads(fresh(_MAKE_BATCH.format(codes=codes), our_environment()).splitlines()[-1])
    return float(seconds), float(megabytes)


_LONG_ROWS = (Row("a million codes, memory", "MB", nation_memory, "", (at_most(128),)),)

ROWS = (
    Row("a code and its matrix", "µs", one_code, "segno", (times_as_fast(60),)),
    Row("a label on a sheet", "µs", one_label, "segno + reportlab", (times_as_fast(60),)),
    Row("100,000 codes: ids, PDFs, manifest, parts", "s", batch_seconds, "segno + reportlab",
        (at_most(10), times_as_fast(60))),
    Row("100,000 codes, memory", "MB", batch_memory, "", (at_most(128),)),
    *(_LONG_ROWS if os.environ.get("FULL") else ()),
)  # fmt: skip
