"""Typical calls about codes and the orders that they were printed in."""

from datetime import timedelta

from handbook import bootstrap
from handbook.domain.batch_reports import Report, ReportKind
from handbook.domain.ids import BatchId, HandbookId, UnitId
from handbook.storage.bound_counts import BoundItem
from tests.integration.test_access_patterns import a_batch, a_receipt
from tests.integration.typical.pattern import Scene, Typical
from tests.integration.world import MORNING as NOW

ORDER, VENDOR = BatchId("order-1"), UnitId("vendor")
_ORDERS, _BOUND, _QUANTITY = 20, 200, 10_000
_FIRST = 1_000_000
_LAST = _FIRST + _QUANTITY - 1


def prepare(_scene: Scene) -> None:
    """Order twenty batches, report on one of them three times, and bind two hundred of its codes."""
    batches, codes = bootstrap.batches(), bootstrap.codes()
    for number in range(_ORDERS):
        name = f"order-{number + 1}"
        batches.add(a_batch(name, _FIRST + number * _QUANTITY, _QUANTITY, number), a_receipt(name))
        BoundItem(f"BATCH#{name}", "BOUND", bound=_BOUND).save()
    batch = batches.get(ORDER)
    assert batch is not None
    for hour in range(3):
        report = Report(f"r{hour}", ReportKind.PRINTED, 3_000 * (hour + 1), NOW + timedelta(hours=hour), "vendor")
        batches.save_report(batch, report, None, batch, a_receipt(report.report_id))
        batch = batch.stored()
    for number in range(_BOUND):
        codes.register(_FIRST + 7 * number, HandbookId(f"book-{number}"))


PATTERNS = {
    "AP-13": Typical("one that is bound", lambda _: bootstrap.codes().used(_FIRST)),
    "AP-14": Typical("one that is not", lambda _: bootstrap.codes().segment(_FIRST + 1)),
    "AP-31": Typical("10,000 codes, 200 of them bound", lambda _: bootstrap.codes().used_between(_FIRST, _LAST)),
    "AP-15": Typical("an order with three reports", lambda _: bootstrap.batches().get(ORDER)),
    "AP-16": Typical("20 orders", lambda _: bootstrap.batches().of_party(VENDOR, 100).items),
    "AP-40": Typical("20 orders", lambda _: list(bootstrap.batches().open_ones())),
    "AP-41": Typical(
        "20 orders", lambda _: bootstrap.batches().bound([BatchId(f"order-{number + 1}") for number in range(_ORDERS)])
    ),
    "AP-42": Typical("three reports", lambda _: bootstrap.batches().reports(ORDER, 100).items),
    "AP-43": Typical("one report", lambda _: bootstrap.batches().report(ORDER, "r1")),
}
