"""Make the file of an export. It takes seconds, so a worker that was cut off begins it again; nothing half is seen."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from handbook.domain.access import Action, Actor, Role, on_handbook
from handbook.domain.calendar import local_date
from handbook.domain.consents import ConsentAct
from handbook.domain.data_requests import DataRequest
from handbook.domain.disputes import Dispute
from handbook.domain.errors import SignedOutError
from handbook.domain.export_document import document_of
from handbook.domain.exports import PURPOSES, Export, ExportState
from handbook.domain.handbook import Handbook
from handbook.domain.identifiers import Identifier
from handbook.domain.ids import AccountId, HandbookId, StaffId
from handbook.domain.mothers_part import shown_to, with_pregnancy_of
from handbook.domain.paging import Page, Position
from handbook.domain.whole import Whole, without_codes
from handbook.usecases.gather_book import Schedules, gather_book
from handbook.usecases.identify import identify_staff
from handbook.usecases.name_people import name_people
from handbook.usecases.ports import Directory
from handbook.usecases.rules_applied import rules_applied

_A_PAGE = 100


class Exports(Protocol):
    """See storage.exports.Exports."""

    def get(self, export_id: str) -> Export | None: ...
    def save(self, export: Export) -> Export: ...


class WholeRecords(Protocol):
    """See storage.whole.WholeRecords."""

    def whole(self, handbook_id: HandbookId) -> Whole | None: ...


class Disputes(Protocol):
    """See storage.disputes.Disputes."""

    def of_handbook(
        self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None
    ) -> Page[Dispute]: ...


class Consents(Protocol):
    """See storage.consents.Consents."""

    def of_handbook(
        self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None
    ) -> Page[ConsentAct]: ...


class DataRequests(Protocol):
    """See storage.data_requests.DataRequests."""

    def of_handbook(
        self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None
    ) -> Page[DataRequest]: ...


class Identifiers(Protocol):
    """See storage.identifiers.Identifiers."""

    def of_handbook(self, handbook: Handbook) -> tuple[Identifier, ...]: ...


class Files(Protocol):
    """See gateways.files.Files."""

    def write(self, key: str, content_type: str, data: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Workshop:
    """What every export is made with."""

    exports: Exports
    records: WholeRecords
    disputes: Disputes
    consents: Consents
    requests: DataRequests
    identifiers: Identifiers
    files: Files
    directory: Directory
    schedules: Callable[[], Schedules]
    now: Callable[[], datetime]


def make_export(export_id: str, workshop: Workshop) -> Export | None:
    """Gather, write and store, each step noted; None when nobody asked for it.

    What is done is not done again. Who lost the right meanwhile gets no file: the export fails. Raises:
    UnavailableError, and ConflictError when another worker has the same in hand; the next delivery begins afresh.
    """
    export = workshop.exports.get(export_id)
    if export is None or export.is_done(workshop.now()):
        return export
    export = workshop.exports.save(export.moved(ExportState.GATHERING, workshop.now()))
    whole = workshop.records.whole(export.order.handbook_id)
    if whole is None or not _may(Action.EXPORT_HANDBOOK, export, whole, workshop):
        return workshop.exports.save(export.moved(ExportState.FAILED, workshop.now()))
    if not _may(Action.READ_CODES, export, whole, workshop):
        whole = without_codes(whole)
    whole = shown_to(export.order.role, _with_others(_with_pregnancy(whole, export, workshop), workshop))
    export = workshop.exports.save(export.moved(ExportState.WRITING, workshop.now()))
    data = _written(export, whole, workshop)
    workshop.files.write(export.key, export.content_type, data)
    return workshop.exports.save(export.finished(workshop.now(), data, whole.handbook.version or 0))


def give_up(export_id: str, workshop: Workshop) -> None:
    """Say that an export failed for good, so that who asks again gets a new one."""
    export = workshop.exports.get(export_id)
    if export is not None and not export.is_done(workshop.now()):
        workshop.exports.save(export.moved(ExportState.FAILED, workshop.now()))


def _with_pregnancy(whole: Whole, export: Export, workshop: Workshop) -> Whole:
    """Add what is the mother's; staff get none of it where the family had the handbook restricted that it stands in."""
    within = whole.handbook.pregnancy_in
    first = workshop.records.whole(within) if within else None
    if first is None or (export.order.role is not Role.GUARDIAN and first.handbook.restriction is not None):
        return whole
    return with_pregnancy_of(whole, first)


def _with_others(whole: Whole, workshop: Workshop) -> Whole:
    """Add what is no entry: numbers of offices, disputes, consents and requests about personal data.

    They are those of the handbook and of those merged into it.
    """
    places = whole.handbook.partitions
    others: dict[str, Sequence[object]] = {
        "identifiers": workshop.identifiers.of_handbook(whole.handbook),
        "disputes": list(_all(workshop.disputes.of_handbook, places)),
        "consents": list(_all(workshop.consents.of_handbook, places)),
        "data_requests": list(_all(workshop.requests.of_handbook, places)),
    }
    return replace(whole, others=others)


def _all[T](listed: Callable[..., Page[T]], handbooks: Sequence[HandbookId]) -> Iterator[T]:
    page = listed(handbooks, _A_PAGE)
    yield from page.items
    while page.next is not None:
        page = listed(handbooks, _A_PAGE, page.next)
        yield from page.items


def _may(action: Action, export: Export, whole: Whole, workshop: Workshop) -> bool:
    order = export.order
    try:
        actor = (
            Actor(AccountId(order.actor_id), Role.GUARDIAN)
            if order.role is Role.GUARDIAN
            else identify_staff(StaffId(order.actor_id), local_date(workshop.now()), directory=workshop.directory)
        )
    except SignedOutError:
        return False
    return on_handbook(actor, action, whole.handbook, workshop.now()) is not None


def _written(export: Export, whole: Whole, workshop: Workshop) -> bytes:
    people = name_people(whole, export.order, workshop.directory)
    if export.order.format == "pdf":
        return _printed(export, whole, people, workshop)
    made_at = workshop.now()
    rules = rules_applied(whole, workshop.schedules(), local_date(made_at))
    document = document_of(whole, export.order, made_at, people, rules)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _printed(export: Export, whole: Whole, people: Mapping[str, str], workshop: Workshop) -> bytes:
    from handbook.pictures.book import Imprint, pdf_of, written  # noqa: PLC0415 - only prints need it

    order, made_at = export.order, workshop.now()
    by_family = order.role is Role.GUARDIAN
    imprint = Imprint(
        made_at=made_at,
        made_on=local_date(made_at),
        by_family=by_family,
        by="" if by_family else people.get(order.actor_id, ""),
        purpose=PURPOSES[order.purpose].in_(order.language),
        as_of_version=whole.handbook.version or 0,
        language=order.language,
    )
    return pdf_of(written(gather_book(whole, imprint, people, workshop.schedules())), made_at)
