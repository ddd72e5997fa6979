"""Domain objects for tests: a family, a station, a manager and a vendor, and one child."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import count
from types import MappingProxyType
from typing import Any

from handbook.domain.access import Actor, Role
from handbook.domain.bonds import Bond
from handbook.domain.codes import CodeKey, mint
from handbook.domain.directory import Account, Unit, UnitKind
from handbook.domain.handbook import Handbook, Profile, Sex
from handbook.domain.ids import AccountId, CommuneCode, HandbookId, PhoneE164, ProvinceCode, StaffId, UnitId
from handbook.domain.immunization import Schedule, parse_schedule
from handbook.domain.receipts import Receipt
from handbook.reference.immunization import load_document
from handbook.usecases.context import Context

CHILD_SCHEDULE = "VN-EPI-2026-02-15"
"""The children's schedule in force on the days that tests live in."""

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
"""Ten in the morning in Vietnam."""
TODAY = date(2026, 11, 20)
BORN = date(2026, 9, 1)

HERE, ELSEWHERE = CommuneCode("26734"), CommuneCode("00004")
PROVINCE = ProvinceCode("79")
MOTHER, FATHER, STRANGER = AccountId("mother"), AccountId("father"), AccountId("stranger")
STATION, FAR_STATION = UnitId("station-here"), UnitId("station-far")
DEPARTMENT, PRINTER, OTHER_PRINTER = UnitId("department"), UnitId("printer"), UnitId("printer-other")

KEY = CodeKey(version=1, permutation_key=b"p" * 32, tag_key=b"t" * 32)
FORGER = CodeKey(version=1, permutation_key=b"p" * 32, tag_key=b"f" * 32)
PHONE = PhoneE164("+84912345678")

UNITS = (
    Unit(STATION, UnitKind.STATION, "Trạm y tế", communes=(HERE,)),
    Unit(FAR_STATION, UnitKind.STATION, "Trạm y tế khác", communes=(ELSEWHERE,)),
    Unit(DEPARTMENT, UnitKind.PROVINCE, "Sở Y tế"),
    Unit(PRINTER, UnitKind.PRINT_VENDOR, "Nhà in"),
)
TETANUS_SCHEDULE, SERVICE_SCHEDULE = "VN-TT-2026-02-15", "VN-SERVICE-2026-01-01"


def family(account_id: AccountId = MOTHER) -> Actor:
    return Actor(account_id, Role.GUARDIAN)


def nurse(unit_id: UnitId = STATION, *communes: CommuneCode) -> Actor:
    area = {STATION: HERE, FAR_STATION: ELSEWHERE}
    return Actor(StaffId("nurse"), Role.HEALTH_WORKER, unit_id, frozenset(communes or {area[unit_id]}))


def manager(unit_id: UnitId = DEPARTMENT) -> Actor:
    return Actor(StaffId("manager"), Role.PRINT_MANAGER, unit_id)


def vendor(unit_id: UnitId = PRINTER) -> Actor:
    return Actor(StaffId("vendor"), Role.PRINT_VENDOR, unit_id)


def context(actor: Actor, now: datetime = NOW) -> Context:
    return Context(actor, now, "request-1")


def profile(**facts: Any) -> Profile:
    child = Profile("Nguyễn Thị Ánh", Sex.FEMALE, BORN, HERE, PROVINCE)
    return replace(child, **facts)


def handbook(handbook_id: str = "book", *guardians: AccountId, **facts: Any) -> Handbook:
    """One child's handbook, stored once; `facts` replace the handbook's own fields."""
    book = Handbook(
        handbook_id=HandbookId(handbook_id),
        child=profile(),
        guardians=MappingProxyType(dict.fromkeys(guardians or (MOTHER,), Bond(Role.GUARDIAN))),
        created_at=NOW,
        own_code=mint(7, KEY),
        version=1,
    )
    if "profile" in facts:
        facts["child"] = facts.pop("profile")
    return replace(book, **facts)


def account(account_id: AccountId = MOTHER, **facts: Any) -> Account:
    """One family member; `facts` replace the account's own fields or its choices."""
    made = Account(account_id, PHONE, created_at=NOW)
    chosen = {name: facts.pop(name) for name in list(facts) if hasattr(made.preferences, name)}
    return replace(made, preferences=replace(made.preferences, **chosen), **facts)


def receipt(key: str = "key-1", actor_id: str = "mother", body: bytes = b"{}", route: str = "POST /v1/x") -> Receipt:
    return Receipt(actor_id, key, route, body, NOW, lambda result: {"result": type(result).__name__})


def ids(prefix: str = "id") -> Callable[[], str]:
    """Make identifiers that tell their order."""
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers)}"


@cache
def schedule(schedule_id: str) -> Schedule:
    """Give a shipped schedule, parsed once for all tests."""
    return parse_schedule(load_document(schedule_id))


def child_schedule() -> Schedule:
    """Give the children's schedule in force."""
    return schedule(CHILD_SCHEDULE)


def service_schedule() -> Schedule:
    """Give the schedule of private vaccines."""
    return schedule(SERVICE_SCHEDULE)
