"""Typical calls about units, staff, accounts and signing in."""

from dataclasses import replace
from datetime import timedelta

from handbook import bootstrap
from handbook.bootstrap import accounts
from handbook.bootstrap.staff import contact_keeper
from handbook.domain.access import Action, Ground, Role
from handbook.domain.accounts import AccountEvent, EventKind
from handbook.domain.audit import AuditEntry
from handbook.domain.directory import Account, Post, Staff, Unit, UnitKind
from handbook.domain.ids import AccountId, CommuneCode, HandbookId, PhoneE164, PhoneIndex, StaffId, UnitId
from handbook.domain.number_changes import NumberChange
from handbook.domain.receipts import Receipt
from handbook.domain.staff_contacts import Contacts, SealedContacts
from tests.integration.typical.pattern import Scene, Typical
from tests.integration.world import MORNING as NOW
from tests.integration.world import MOTHERS_PHONE

_STAFF, _UNITS, _ACCOUNTS = 10, 100, 50
_BELOW, _CHANGED = UnitId("syt"), UnitId("station")
_PHONE, _NEW_PHONE = PhoneE164(MOTHERS_PHONE), PhoneE164("+84905111222")
_INDEX = PhoneIndex("a" * 43)
_MOTHER, _EMAIL = AccountId("mother"), "lan@example.vn"
_LAN = StaffId("lan")


def prepare(_scene: Scene) -> None:
    """Settle a department with a hundred stations, ten people at one of them, and the accounts of fifty families."""
    directory = bootstrap.directory()
    for number in range(_STAFF):
        post = Post(UnitId("unit-000"), Role.HEALTH_WORKER)
        directory.save_staff(Staff(StaffId(f"staff-{number}"), "Lê Thị Hoa", (post,)))
    before = directory.unit(_CHANGED)
    assert before is not None
    directory.change_unit(replace(before, name="Trạm y tế phường", version=before.version + 1), before, NOW, "manager")
    for number in range(_ACCOUNTS):
        account = Account(AccountId(f"account-{number}"), PhoneE164(f"+849123{number:05d}"), NOW)
        directory.add_account(account, PhoneIndex(f"index-{number}"))
    sign_ins = bootstrap.sign_ins()
    for minute in range(2):
        sent, at = sign_ins.sent_to(_INDEX), NOW + timedelta(minutes=minute)
        sign_ins.begin(_INDEX, "challenge", "p" * 64, sent, at, is_known=True)
    _describe_mother()
    directory.claim_name(_LAN, _lans(), NOW, "manager")
    directory.add_staff(Staff(_LAN, "Lê Thị Lan", (Post(_CHANGED, Role.HEALTH_WORKER),)), _lans(), NOW, "manager")
    for number in range(_UNITS):
        code = CommuneCode(f"{number:05d}")
        station = Unit(UnitId(f"unit-{number:03d}"), UnitKind.STATION, f"Trạm y tế {number}", _BELOW, communes=(code,))
        directory.save_unit(station)


def _lans() -> SealedContacts:
    return contact_keeper().sealed(_LAN, Contacts(_EMAIL, _NEW_PHONE, "sms"))


def _free() -> bool:
    bootstrap.directory().check_contacts_free(_lans(), _LAN)
    return True


def _describe_mother() -> None:
    kept = accounts.accounts()
    before = kept.profile(_MOTHER)
    kept.save_profile(replace(before, display_name="Mẹ Lan", email=_EMAIL, has_password=True), before)
    kept.see(_MOTHER, NOW, NOW)
    kept.set_closing(AccountId("account-0"), NOW.date())
    book, unit, nurse = HandbookId("book"), UnitId("station"), StaffId("nurse")
    change = NumberChange(_MOTHER, _NEW_PHONE, NOW, NOW, book, unit, nurse, "id_card")
    entry = AuditEntry(book, NOW, "nurse", Role.HEALTH_WORKER, "station", Action.CHANGE_NUMBER, Ground.AREA, "r")
    receipt = Receipt("nurse", "", "POST", b"", NOW, lambda _: {})
    event = AccountEvent(_MOTHER, EventKind.NUMBER_CHANGE_ASKED, NOW, "r", way="unit")
    accounts.numbers().ask(change, bootstrap.phone_vault().index(_NEW_PHONE), entry, receipt, change, event)
    for minute in range(20):
        at = NOW + timedelta(minutes=minute)
        event = AccountEvent(_MOTHER, EventKind.SIGNED_IN, at, f"{minute:036d}", "203.0.113.9", "sms")
        accounts.account_events().note(event)


PATTERNS = {
    "AP-146": Typical("one account", lambda _: accounts.accounts().closing_by(NOW.date(), 100)),
    "AP-144": Typical("one that waits", lambda _: accounts.numbers().change_of(_MOTHER)),
    "AP-145": Typical(
        "one that waits", lambda _: accounts.numbers().waiting(bootstrap.phone_vault().index(_NEW_PHONE))
    ),
    "AP-140": Typical("a mother with all that there can be", lambda _: accounts.accounts().profile(_MOTHER)),
    "AP-141": Typical("a mother", lambda _: accounts.accounts().account_of_email(_EMAIL)),
    "AP-142": Typical("a mother", lambda _: accounts.accounts().standing(_MOTHER)),
    "AP-143": Typical("the newest 20", lambda _: accounts.account_events().page(_MOTHER, 20).items),
    "AP-01": Typical("a station", lambda _: bootstrap.directory().unit(_CHANGED)),
    "AP-02": Typical("a nurse", lambda _: bootstrap.directory().staff(StaffId("nurse"))),
    "AP-03": Typical("a mother", lambda _: bootstrap.directory().account(AccountId("mother"))),
    "AP-04": Typical(
        "a mother", lambda _: bootstrap.directory().account_of_phone(bootstrap.phone_vault().index(_PHONE))
    ),
    "AP-05": Typical("two codes", lambda _: bootstrap.sign_ins().sent_to(_INDEX).instants),
    "AP-44": Typical("a page of 100", lambda _: bootstrap.directory().units_of_kind(UnitKind.STATION, 100).items),
    "AP-45": Typical("ten people", lambda _: bootstrap.directory().staff_of(UnitId("unit-000"))),
    "AP-210": Typical("an address and a number", lambda _: _free()),
    "AP-211": Typical("address and number", lambda _: bootstrap.directory().contacts(_LAN)),
    "AP-66": Typical(
        "50 accounts",
        lambda _: bootstrap.directory().accounts_of([AccountId(f"account-{number}") for number in range(_ACCOUNTS)]),
    ),
    "AP-80": Typical("a page of 100", lambda _: bootstrap.directory().units_below(_BELOW, 100).items),
    "AP-81": Typical("one change", lambda _: bootstrap.directory().unit_history(_CHANGED, 100).items),
}
