"""Make one order of labels as the worker makes it, against a bucket that counts the parts and forgets them.

    python -m tools.print_batch 100000

prints one JSON object: codes, files, bytes, parts, seconds of one core, and the most memory the process ever held.
Everything is the product's own but the calls to S3, which are not made, and the orders, which stay in memory.
"""

import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "layers/core/python"))

from handbook.domain.codes import CodeKey
from handbook.domain.ids import BatchId, UnitId
from handbook.domain.label_layout import Layout
from handbook.domain.orders import Batch
from handbook.gateways.files import Files
from handbook.usecases.generate_batch import Press, generate_batch
from tools.bench.measuring import peak_megabytes

HOST = "SOMEVABE.VN"
KEY = CodeKey(version=1, permutation_key=b"measured" * 4, tag_key=b"in-vain." * 4)


@dataclass(frozen=True, slots=True)
class Made:
    """What came of an order: CPU seconds of this process for it, and the process's peak of memory."""

    codes: int
    files: int
    bytes: int
    parts: int
    cpu_seconds: float
    peak_mb: float


class OneOrder:
    """The store of a single order."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch

    def save(self, batch: Batch) -> None:
        self.batch = batch.stored()


class CountedS3:
    """Answers an upload as S3 does and keeps nothing of it."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()

    def __call__(self, operation: str, **_arguments: object) -> dict[str, object]:
        self.calls[operation] += 1
        return {"UploadId": "measured", "ETag": "measured"}


def make_batch(quantity: int, layout: Layout | None = None, first_serial: int = 0) -> Made:
    """Make the sheets and manifests of `quantity` codes once, in this process, and say what it took."""
    unit, now = UnitId("measured"), datetime(2026, 1, 1, tzinfo=UTC)
    order = Batch(
        BatchId("measured"), unit, unit, "measured", unit, now, quantity, first_serial, layout=layout or Layout()
    )
    orders, s3 = OneOrder(order), CountedS3()
    began = time.process_time()
    generate_batch(
        order,
        Press(KEY, HOST),
        batches=orders,
        files=Files("measured", s3),
        now=lambda: now,
        may_go_on=lambda: True,
        progress=lambda _batch: None,
    )
    seconds = time.process_time() - began
    files = orders.batch.files
    size, peak = sum(file.size_bytes for file in files), round(peak_megabytes(), 1)
    parts = s3.calls["upload_part"]
    return Made(orders.batch.codes_done, len(files), size, parts, round(seconds, 2), peak)


if __name__ == "__main__":
    print(json.dumps(asdict(make_batch(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))))
