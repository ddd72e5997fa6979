"""Orders of printed codes."""

from handbook.domain.ids import BatchId
from handbook.domain.orders import Batch, FinishedFile
from handbook.domain.stock_access import BatchRights
from tests.builders import DEPARTMENT, NOW, PRINTER, STATION


def batch(*files: FinishedFile) -> Batch:
    return Batch(BatchId("b"), PRINTER, STATION, "manager", DEPARTMENT, NOW, quantity=70, first_serial=101, files=files)


def sheet(codes: int) -> FinishedFile:
    return FinishedFile("key", "name", "application/pdf", 1, "digest", codes)


def test_an_order_of_seventy_codes_from_101_ends_at_170() -> None:
    assert batch().last_serial == 170


def test_progress_counts_the_codes_of_finished_sheets_and_a_manifest_adds_none() -> None:
    assert batch().codes_done == 0
    assert batch(sheet(35), sheet(30), sheet(0)).codes_done == 65


def test_rights_are_the_vendors_and_the_ordering_units() -> None:
    assert batch().rights == BatchRights(vendor_id=PRINTER, ordered_by_unit=DEPARTMENT, unit_id=STATION)
