"""Each access pattern of docs/table-design.md, asked of the tables as template.yaml makes them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import boto3
import pytest

from handbook import bootstrap
from handbook.bootstrap import attachments
from handbook.domain.access import Action, Ground, Role
from handbook.domain.acknowledgements import Acknowledgement
from handbook.domain.attachments import About, Upload
from handbook.domain.audit import AuditEntry
from handbook.domain.batch_reports import Report, ReportKind
from handbook.domain.batch_states import BatchState
from handbook.domain.bonds import Bond
from handbook.domain.carriers import CodeUse
from handbook.domain.codes import CodeState, Segment
from handbook.domain.directory import Account, Post, Staff, Unit, UnitKind
from handbook.domain.doses import Dose
from handbook.domain.encounters.confidential import Confidential
from handbook.domain.encounters.encounter import Antenatal, Encounter
from handbook.domain.encounters.results import LabResult
from handbook.domain.entries import Entry
from handbook.domain.feeding import Feeding
from handbook.domain.handbook import Handbook, Profile, Sex
from handbook.domain.ids import (
    AccountId,
    AttachmentId,
    BatchId,
    CommuneCode,
    DoseId,
    EntryId,
    HandbookId,
    MeasurementId,
    PhoneE164,
    PhoneIndex,
    ProvinceCode,
    StaffId,
    UnitId,
)
from handbook.domain.measurements import Measurement
from handbook.domain.orders import Batch
from handbook.domain.receipts import Receipt
from handbook.domain.reminders.due_index import shard_of
from handbook.domain.staff_contacts import ContactTakenError, SealedContacts
from handbook.storage.bound_counts import BoundItem
from handbook.storage.tables import connection
from tests.template import ROOT

pytestmark = pytest.mark.usefixtures("cloud")
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
MOTHER = AccountId("mother")


@contextmanager
def calls() -> Iterator[list[str]]:
    """Collect the DynamoDB operations that are called inside."""
    seen: list[str] = []

    def note(model: Any, **_: Any) -> None:
        seen.append(model.name)

    events = connection().client.meta.events
    events.register("before-call.dynamodb.*", note)
    try:
        yield seen
    finally:
        events.unregister("before-call.dynamodb.*", note)


def a_handbook(name: str, born: date = date(2026, 9, 1)) -> Handbook:
    profile = Profile("Nguyễn Thị Ánh", Sex.FEMALE, born, CommuneCode("00004"), ProvinceCode("01"))
    return Handbook(HandbookId(name), profile, MappingProxyType({MOTHER: Bond(Role.GUARDIAN)}), NOW, "CODE")


def an_entry(name: str, at: datetime = NOW, action: Action = Action.OPEN_HANDBOOK) -> AuditEntry:
    return AuditEntry(HandbookId(name), at, "mother", "guardian", None, action, Ground.GUARDIAN, at.isoformat())


def a_receipt(key: str) -> Receipt:
    return Receipt("mother", key, "POST /x", b"{}", NOW, lambda _: {"answer": "ånh"})


def opened(name: str, born: date = date(2026, 9, 1)) -> Handbook:
    handbook = a_handbook(name, born)
    bootstrap.records().add(handbook, an_entry(name), a_receipt(name))
    return replace(handbook, version=1)


def written(entry: Entry, handbook: Handbook) -> None:
    """Write an entry beside a handbook as it was read."""
    version = handbook.version or 0
    at = NOW + timedelta(minutes=version)
    bootstrap.records().add_entry(
        entry, an_entry(handbook.handbook_id, at), a_receipt(f"{handbook.handbook_id}-{version}"), entry, handbook
    )


def next_of(handbook: Handbook) -> Handbook:
    """Give a handbook as it is after one more write."""
    return replace(handbook, version=(handbook.version or 0) + 1)


def test_ap_01_and_ap_02_staff_and_unit_are_one_get_each() -> None:
    directory = bootstrap.directory()
    unit = Unit(UnitId("station"), UnitKind.STATION, "Trạm y tế", communes=(CommuneCode("00004"),))
    staff = Staff(StaffId("nurse"), "Lê Thị Hoa", (Post(unit.unit_id, Role.HEALTH_WORKER),))
    directory.save_unit(unit)
    directory.save_staff(staff)

    with calls() as seen:
        assert directory.unit(unit.unit_id) == unit
        assert directory.staff(staff.staff_id) == staff

    assert seen == ["GetItem", "GetItem"]
    assert directory.unit(UnitId("other")) is None
    assert directory.staff(StaffId("other")) is None


def test_ap_03_and_ap_04_an_account_is_found_by_its_number_which_lies_sealed() -> None:
    directory, index = bootstrap.directory(), PhoneIndex("index")
    account = Account(MOTHER, PhoneE164("+84912345678"), NOW)
    directory.add_account(account, index)

    with calls() as seen:
        assert directory.account_of_phone(index) == MOTHER
        assert directory.account(MOTHER) == account

    assert seen == ["GetItem", "GetItem"]
    stored = boto3.client("dynamodb").scan(TableName="DirectoryTable")["Items"]
    assert "912345678" not in str(stored)


def test_ap_05_codes_sent_to_a_number_are_one_get() -> None:
    sign_ins, index = bootstrap.sign_ins(), PhoneIndex("index")
    sign_ins.begin(index, "challenge", "proof", sign_ins.sent_to(index), NOW, is_known=True)

    with calls() as seen:
        assert sign_ins.sent_to(index).instants == (NOW,)

    assert seen == ["GetItem"]


def test_ap_06_a_handbook_is_one_get_with_all_that_decisions_need() -> None:
    handbook = opened("one")

    with calls() as seen:
        assert bootstrap.records().get(HandbookId("one")) == handbook

    assert seen == ["GetItem"]


def test_ap_07_entries_come_by_kind_in_the_order_of_days_page_by_page() -> None:
    handbook, records = opened("one"), bootstrap.records()
    days = [date(2026, 11, day) for day in (3, 1, 2)]
    for day in days:
        dose = Dose(DoseId(f"d{day.day}"), "bcg", day, NOW, "nurse", "administered")
        measured = Measurement(MeasurementId(f"m{day.day}"), day, NOW, "nurse", "staff", weight_kg=5.1)
        for one in (dose, measured):
            written(one, handbook)
            handbook = next_of(handbook)

    with calls() as seen:
        first = records.entries(Dose, HandbookId("one"), 2)
        rest = records.entries(Dose, HandbookId("one"), 2, first.next)

    assert [kept.entry.administered_on for kept in (*first.items, *rest.items)] == sorted(days)
    assert rest.next is None
    assert seen == ["Query", "Query"]
    assert [kept.entry.measured_on for kept in records.entries(Measurement, HandbookId("one"), 10).items] == sorted(
        days
    )


def test_ap_08_the_whole_history_of_a_handbook_is_one_query_of_all_kinds() -> None:
    handbook, records = opened("one"), bootstrap.records()
    dose = Dose(DoseId("d"), "bcg", date(2026, 11, 1), NOW, "nurse", "administered")
    measured = Measurement(MeasurementId("m"), date(2026, 11, 1), NOW, "nurse", "staff", weight_kg=5.1)
    seen_to = Acknowledgement("a", "wasted", "", "m", date(2026, 11, 2), NOW, "nurse", "Hẹn cân lại")
    fed = Feeding(EntryId("f"), date(2026, 11, 1), NOW, "mother", "family", milk="mixed")
    for one in (dose, measured, seen_to, fed):
        written(one, handbook)
        handbook = next_of(handbook)

    with calls() as seen:
        assert records.history(HandbookId("one")) == (seen_to, dose, fed, measured)

    assert seen == ["Query"]


def test_ap_09_a_familys_handbooks_are_a_query_and_one_batch() -> None:
    for name in ("one", "two", "three"):
        opened(name)

    with calls() as seen:
        page = bootstrap.records().of_account(MOTHER, 2)

    assert len(page.items) == 2
    assert page.next is not None
    assert seen == ["Query", "BatchGetItem"]
    assert bootstrap.records().of_account(AccountId("other"), 2).items == ()


def test_ap_10_a_communes_handbooks_come_youngest_first() -> None:
    for name, year in (("old", 2021), ("young", 2026), ("middle", 2023)):
        opened(name, date(year, 5, 1))

    with calls() as seen:
        page = bootstrap.records().of_commune(CommuneCode("00004"), 10)

    assert [handbook.handbook_id for handbook in page.items] == ["young", "middle", "old"]
    assert seen == ["Query", "BatchGetItem"]


def test_ap_11_a_retry_finds_the_first_answer_with_one_get() -> None:
    opened("one")

    with calls() as seen:
        assert bootstrap.first_answer(a_receipt("one")) == {"answer": "ånh"}
        assert bootstrap.first_answer(a_receipt("other")) is None

    assert seen == ["GetItem", "GetItem"]


def test_ap_12_the_access_log_comes_newest_first() -> None:
    log = bootstrap.audit_log()
    for minute in range(3):
        log.record(an_entry("one", NOW + timedelta(minutes=minute)))

    with calls() as seen:
        page = log.page([HandbookId("one")], 2)

    assert [entry.at for entry in page.items] == [NOW + timedelta(minutes=2), NOW + timedelta(minutes=1)]
    assert seen == ["Query"]


def test_ap_13_and_ap_14_a_code_leads_to_its_handbook_or_to_its_segment_of_stock_in_two_reads() -> None:
    codes = bootstrap.codes()
    codes.register(7, HandbookId("one"))
    bootstrap.batches().add(a_batch("b", first=100, quantity=50), a_receipt("b"))

    with calls() as seen:
        assert codes.used(7) == CodeUse(CodeState.BOUND, HandbookId("one"), 1)
        assert codes.used(100) is None
        assert [codes.segment(serial) is None for serial in (99, 100, 149, 150)] == [True, False, False, True]
    with calls() as for_its_state:
        assert codes.state_of(149) is CodeState.GENERATED

    assert seen == ["GetItem", "GetItem", "Query", "Query", "Query", "Query"]
    assert for_its_state == ["GetItem", "Query"]
    assert codes.segments(0, 1000) == [Segment(BatchId("b"), 100, 149, version=1)]


def test_ap_31_the_used_codes_of_a_run_are_a_query_for_each_ten_thousand() -> None:
    codes = bootstrap.codes()
    for serial in (9_999, 10_000, 19_999, 20_000, 20_001):
        codes.register(serial, HandbookId("one"))

    with calls() as seen:
        assert codes.used_between(9_999, 20_000) == [9_999, 10_000, 19_999, 20_000]

    assert seen == ["Query"] * 3


def a_batch(name: str, first: int, quantity: int, minute: int = 0) -> Batch:
    at = NOW + timedelta(minutes=minute)
    return Batch(BatchId(name), UnitId("vendor"), UnitId("station"), "manager", UnitId("province"), at, quantity, first)


def test_ap_15_and_ap_16_orders_are_read_by_id_and_listed_for_both_parties() -> None:
    batches = bootstrap.batches()
    for number, name in enumerate(("a", "b", "c")):
        batches.add(a_batch(name, first=1000 * number, quantity=10, minute=number), a_receipt(name))

    with calls() as seen:
        assert batches.get(BatchId("a")) == replace(a_batch("a", 0, 10), version=1)
        for_vendor = batches.of_party(UnitId("vendor"), 2)

    assert [batch.batch_id for batch in for_vendor.items] == ["c", "b"]
    assert [batch.batch_id for batch in batches.of_party(UnitId("province"), 9).items] == ["c", "b", "a"]
    assert seen == ["GetItem", "Query", "BatchGetItem"]


def test_ap_17_the_morning_reads_what_is_due_in_a_shard_and_nothing_else() -> None:
    reminders = bootstrap.reminders()
    names = [HandbookId(f"handbook-{number}") for number in range(40)]
    for name in names:
        reminders.schedule(name, TODAY if name.endswith("7") else date(2027, 1, 1), 1)
    expected = {name for name in names if name.endswith("7")}

    found = {name for shard in range(16) for name in reminders.due(TODAY, shard)}

    assert found == expected
    assert all(name in set(reminders.due(TODAY, shard_of(name))) for name in expected)


def test_ap_120_noon_counts_who_is_left_in_a_shard_of_a_day() -> None:
    reminders = bootstrap.reminders()
    for number in range(40):
        name = HandbookId(f"handbook-{number}")
        reminders.schedule(name, TODAY if number % 4 == 0 else date(2027, 1, 1), 1)

    assert sum(reminders.count_due(TODAY, shard) for shard in range(16)) == 10
    assert sum(reminders.count_due(date(2026, 1, 1), shard) for shard in range(16)) == 0


def test_ap_40_open_orders_are_found_without_a_scan_until_they_end() -> None:
    batches = bootstrap.batches()
    for number, name in enumerate(("one", "two", "three")):
        batches.add(a_batch(name, 100 * number, 10, number), a_receipt(name))
    stored = batches.get(BatchId("two"))
    assert stored is not None
    batches.save(replace(stored, state=BatchState.CANCELLED, files_removed_at=NOW))

    with calls() as seen:
        found = [batch.batch_id for batch in batches.open_ones()]

    assert found == ["one", "three"]
    assert seen == ["Query", "BatchGetItem"]


def test_ap_41_bound_codes_of_many_orders_are_one_read() -> None:
    BoundItem("BATCH#one", "BOUND", bound=3).save()

    with calls() as seen:
        assert bootstrap.batches().bound([BatchId("one"), BatchId("two")]) == {"one": 3, "two": 0}

    assert seen == ["BatchGetItem"]


def test_ap_42_and_ap_43_reports_of_an_order_are_listed_in_their_order_and_read_one_by_one() -> None:
    batches = bootstrap.batches()
    batches.add(a_batch("batch", 0, 10), a_receipt("order"))
    batch = batches.get(BatchId("batch"))
    assert batch is not None
    reports = [
        Report(f"r{hour}", ReportKind.PRINTED, hour + 1, NOW + timedelta(hours=hour), "vendor") for hour in range(3)
    ]
    for report in reports:
        batches.save_report(batch, report, None, batch, a_receipt(report.report_id))
        batch = batch.stored()

    with calls() as seen:
        first = batches.reports(batch.batch_id, 2)
        rest = batches.reports(batch.batch_id, 2, first.next)

    assert [*first.items, *rest.items] == reports
    assert seen == ["Query", "Query"]
    assert batches.report(batch.batch_id, "r1") == reports[1]
    assert batches.report(batch.batch_id, "other") is None
    assert batches.get(batch.batch_id) == batch


def test_ap_44_and_ap_45_units_of_a_kind_and_the_staff_of_a_unit_are_listed() -> None:
    directory = bootstrap.directory()
    units = [Unit(UnitId(f"printer-{n}"), UnitKind.PRINT_VENDOR, f"Nhà in {n}") for n in range(3)]
    for unit in (*units, Unit(UnitId("station"), UnitKind.STATION, "Trạm y tế")):
        directory.save_unit(unit)
    people = [
        Staff(StaffId(name), "Lê Thị Hoa", (Post(units[0].unit_id, Role.PRINT_VENDOR),)) for name in ("an", "binh")
    ]
    for person in (*people, Staff(StaffId("chi"), "Lê Thị Hoa", (Post(units[1].unit_id, Role.PRINT_VENDOR),))):
        directory.save_staff(person)

    with calls() as seen:
        first = directory.units_of_kind(UnitKind.PRINT_VENDOR, 2)
        rest = directory.units_of_kind(UnitKind.PRINT_VENDOR, 2, first.next)
        staff = directory.staff_of(units[0].unit_id)

    assert [*first.items, *rest.items] == units
    assert staff == tuple(people)
    assert seen == ["Query", "BatchGetItem"] * 3
    assert directory.staff_of(units[2].unit_id) == ()
    moved = people[0].with_post(Post(units[2].unit_id, Role.PRINT_VENDOR))
    directory.change_staff(moved, people[0], NOW, "manager")
    assert directory.staff_of(units[2].unit_id) == (moved,)
    assert directory.staff_of(units[0].unit_id) == (moved, people[1])


def test_ap_210_and_ap_211_an_address_and_a_number_lead_to_one_account() -> None:
    directory = bootstrap.directory()
    sealed = SealedContacts("sealed", "mark", "sealed", PhoneIndex("index"))
    post = Post(UnitId("station"), Role.HEALTH_WORKER)
    directory.claim_name(StaffId("lan"), sealed, NOW, "manager")
    directory.add_staff(Staff(StaffId("lan"), "Lê Thị Lan", (post,)), sealed, NOW, "manager")

    with calls() as seen:
        directory.check_contacts_free(sealed, StaffId("lan"))
        assert directory.contacts(StaffId("lan")) == sealed
        with pytest.raises(ContactTakenError):
            directory.check_contacts_free(sealed, StaffId("hoa"))
    assert seen == ["GetItem"] * 4
    assert directory.contacts(StaffId("hoa")) == SealedContacts()


def test_ap_80_and_ap_81_what_stands_below_a_unit_and_how_it_was_before_are_listed() -> None:
    directory = bootstrap.directory()
    top = Unit(UnitId("byt"), UnitKind.MINISTRY, "Bộ Y tế")
    below = [Unit(UnitId(f"syt-{n}"), UnitKind.PROVINCE, f"Sở {n}", top.unit_id) for n in range(3)]
    for unit in (top, *below, Unit(UnitId("s"), UnitKind.STATION, "Trạm", below[0].unit_id)):
        directory.add_unit(unit)
    changed = [replace(top, name=f"Bộ {n}", version=n) for n in (2, 3)]
    for unit, before in zip(changed, (top, changed[0]), strict=True):
        directory.change_unit(unit, before, NOW, "operator")

    with calls() as seen:
        first = directory.units_below(top.unit_id, 2)
        rest = directory.units_below(top.unit_id, 2, first.next)
        newest = directory.unit_history(top.unit_id, 1)
        oldest = directory.unit_history(top.unit_id, 1, newest.next)

    assert [*first.items, *rest.items] == below
    assert [version.unit for version in (*newest.items, *oldest.items)] == [changed[0], top]
    assert seen == ["Query", "BatchGetItem", "Query", "BatchGetItem", "Query", "Query"]


def test_every_access_pattern_of_the_design_is_named_here() -> None:
    designed = set(re.findall(r"AP-\d+", (ROOT / "docs/table-design.md").read_text(encoding="utf-8")))
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_access_patterns*.py"))
    named = {name.upper().replace("_", "-") for name in re.findall(r"(?<=[_ ])ap_\d+", tests)}

    assert designed == named


def test_ap_84_what_is_confidential_of_an_encounter_is_one_get_and_in_no_other_reading() -> None:
    records, handbook = bootstrap.records(), opened("h")
    encounter = Encounter(EntryId("e"), TODAY, NOW, "nurse", "staff", Antenatal(weight_kg=55.0))
    apart = Confidential(EntryId("e"), NOW, "nurse", (LabResult("hiv", finding="negative"),), {"diagnoses": ("Z21",)})
    at = NOW + timedelta(minutes=1)
    records.add_entry(encounter, an_entry("h", at), a_receipt("e"), encounter, handbook, confidential=apart)
    records.get(handbook.handbook_id)  # as whoever asks has done

    with calls() as seen:
        assert records.confidential(handbook.handbook_id, "e") == apart

    assert seen == ["GetItem"]
    assert records.confidential(handbook.handbook_id, "other") is None
    assert records.history(handbook.handbook_id) == (encounter,)


def test_ap_95_what_was_announced_is_one_get() -> None:
    about = About("encounter", "e")
    upload = Upload(AttachmentId("a"), HandbookId("h"), about, "image/jpeg", 9, "mother", NOW)
    attachments.uploads().add(upload, an_entry("h"), a_receipt("a"))

    with calls() as seen:
        assert attachments.uploads().get("a") == upload

    assert seen == ["GetItem"]
    assert attachments.uploads().get("b") is None
