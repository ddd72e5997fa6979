"""Typical calls about one handbook, and about the lists that it stands in."""

from collections.abc import Callable
from datetime import date

from handbook import bootstrap
from handbook.bootstrap import attachments
from handbook.domain.access import Role
from handbook.domain.attachments import About, Upload
from handbook.domain.disputes import Desk, DisputeId
from handbook.domain.doses import Dose
from handbook.domain.exports import Export, ExportState, Order
from handbook.domain.identifiers import System
from handbook.domain.ids import AccountId, AttachmentId, HandbookId, UnitId
from handbook.domain.life_events import LifeEvent
from handbook.domain.measurements import Measurement
from handbook.storage.records import Records
from tests.integration.own_ids import own_id
from tests.integration.test_access_patterns import a_receipt, an_entry
from tests.integration.typical.child import NAME
from tests.integration.typical.crowd import COMMUNE, OF_PREGNANT, PAGE, PART
from tests.integration.typical.pattern import Scene, Typical
from tests.integration.world import MORNING as NOW

MOTHER = AccountId("mother")
ORDER = Order(NAME, 1, "pdf", "vi", "own_copy", MOTHER, Role.GUARDIAN)
UPLOAD = AttachmentId(own_id(40))


def prepare(scene: Scene) -> None:
    """Ask for an export and announce a photograph, with receipts."""
    book = scene.book.handbook_id
    bootstrap.exports().add(Export(ORDER, NOW, ExportState.QUEUED), an_entry(book), a_receipt("export"))
    upload = Upload(UPLOAD, book, About("encounter", scene.encounter_id), "image/jpeg", 900_000, MOTHER, NOW)
    attachments.uploads().add(upload, an_entry(book, NOW), a_receipt("upload"))


def _records(scene: Scene) -> tuple[Records, HandbookId]:
    return bootstrap.records(), scene.book.handbook_id


def _entries_of(kind: type[Dose] | type[LifeEvent]) -> Callable[[Scene], object]:
    def ask(scene: Scene) -> object:
        records, book = _records(scene)
        return records.entries(kind, book, PAGE).items

    return ask


def _neighbours(count: int) -> list[HandbookId]:
    return [HandbookId(own_id(number)) for number in range(count)]


def _used_ids(scene: Scene) -> object:
    records, book = _records(scene)
    return records.used_ids([(book, own_id(number)) for number in range(1, 51)])


def _changes(scene: Scene) -> object:
    records, _ = _records(scene)
    return records.changes(scene.book, (scene.book.version or 0) - 3, PAGE).items


_DESK = Desk(commune_code=COMMUNE)
_MERGED = Desk(unit_id=UnitId("merged"))
_JUNE = date(2026, 5, 20), date(2026, 5, 29)


PATTERNS = {
    "AP-06": Typical("a child of nine months", lambda s: bootstrap.records().get(s.book.handbook_id)),
    "AP-07": Typical("its twelve doses", _entries_of(Dose)),
    "AP-08": Typical("its 29 entries", lambda s: bootstrap.records().all_entries(s.book.handbook_id)),
    "AP-46": Typical(
        "one that its client named", lambda s: bootstrap.records().entry(Measurement, s.book.handbook_id, s.entry_id)
    ),
    "AP-47": Typical(
        "one that was corrected once",
        lambda s: bootstrap.records().versions(Measurement, s.book.handbook_id, s.entry_id),
    ),
    "AP-48": Typical("a measurement", lambda s: bootstrap.records().mark(s.book.handbook_id, s.entry_id)),
    "AP-59": Typical("50 rows, half of them sent before", _used_ids),
    "AP-49": Typical("after three writings", _changes),
    "AP-50": Typical("the one", lambda s: bootstrap.disputes().get([s.book.handbook_id], DisputeId(s.dispute_id))),
    "AP-51": Typical("the one, listed", lambda s: bootstrap.disputes().of_handbook([s.book.handbook_id], PAGE).items),
    "AP-52": Typical("one of a commune", lambda s: bootstrap.disputes().of_desks([_DESK], PAGE).items),
    "AP-215": Typical(
        "one at one of two desks",
        lambda s: bootstrap.disputes().of_desks([_DESK, _MERGED], PAGE).items,
    ),
    "AP-64": Typical("50 of nine months", lambda s: bootstrap.records().get_many(_neighbours(50))),
    "AP-65": Typical("the one of a guardian", lambda s: bootstrap.records().ids_of_account(MOTHER, 20)),
    "AP-82": Typical("one that is queued", lambda s: bootstrap.exports().get(ORDER.export_id)),
    "AP-83": Typical("its 29 entries", lambda s: bootstrap.records().whole(s.book.handbook_id)),
    "AP-84": Typical("one result", lambda s: bootstrap.records().confidential(s.book.handbook_id, s.encounter_id)),
    "AP-09": Typical("one child", lambda s: bootstrap.records().of_account(MOTHER, PAGE).items),
    "AP-10": Typical("a page of 100", lambda s: bootstrap.records().of_commune(COMMUNE, PAGE).items),
    "AP-110": Typical("one move", _entries_of(LifeEvent)),
    "AP-11": Typical("an export asked for twice", lambda s: bootstrap.first_answer(a_receipt("export"))),
    "AP-12": Typical("the newest 20", lambda s: bootstrap.audit_log().page([s.book.handbook_id], 20).items),
    "AP-22": Typical("a page of 100", lambda s: bootstrap.records().of_shard(PART, PAGE).items),
    "AP-90": Typical("one number", lambda s: bootstrap.identifiers().of_handbook(s.book)),
    "AP-91": Typical(
        "a number of one child", lambda s: bootstrap.identifiers().holders(System.PERSONAL_ID, "001325012345")
    ),
    "AP-92": Typical("a page of 100", lambda s: bootstrap.records().children(COMMUNE, None, None, PAGE).items),
    "AP-93": Typical("a page of 100", lambda s: bootstrap.records().pregnancies(OF_PREGNANT, None, None, PAGE).items),
    "AP-94": Typical("ten days, ten children", lambda s: bootstrap.records().born(COMMUNE, *_JUNE, PAGE)),
    "AP-95": Typical("a photograph", lambda s: attachments.uploads().get(UPLOAD)),
}
