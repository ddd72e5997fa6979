"""Who lives in the tests' world, and what they own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from handbook.domain.access import Role, Scope
from handbook.domain.directory import Account, Post, Staff, Unit, UnitKind
from handbook.domain.ids import AccountId, CommuneCode, PhoneE164, PhoneIndex, StaffId, UnitId
from handbook.storage.directory import Directory
from tests.environment import TABLES
from tests.integration.api import Caller

MOTHER = Caller("mother")
OTHER_MOTHER = Caller("other-mother")
NURSE = Caller("nurse", "staff")
FAR_NURSE = Caller("far-nurse", "staff")
MANAGER = Caller("manager", "staff")
PRINT_MANAGER = Caller("print-manager", "staff")
OTHER_PRINT_MANAGER = Caller("other-print-manager", "staff")
VENDOR = Caller("vendor", "staff")
OTHER_VENDOR = Caller("other-vendor", "staff")
NOBODY = Caller()
FAMILY_ROLES = {"guardian": MOTHER, "carer": Caller("carer"), "viewer": Caller("viewer")}
STAFF_ROLES = {
    "health_worker": NURSE,
    "unit_manager": MANAGER,
    "print_manager": PRINT_MANAGER,
    "print_vendor": VENDOR,
    "programme_manager": Caller("programme-manager", "staff"),
    "school": Caller("school", "staff"),
    "partner": Caller("partner", "staff"),
    "operator": Caller("operator", "staff"),
}
"""By the name of the role, who of the near station's side has it."""

MOTHERS_PHONE = "+84912345678"
OTHER_MOTHERS_PHONE = "+84987654321"
NEAR, NEAR_TOO, FAR = "00004", "00008", "00013"
MORNING = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)
CHILD: dict[str, Any] = {
    "full_name": "Nguyễn Thị Ánh",
    "sex": "F",
    "birth_date": "2026-01-05",
    "commune_code": NEAR,
    "province_code": "01",
}


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is moved."""

    at: datetime

    def __call__(self) -> datetime:
        """Read it."""
        return self.at

    def move(self, **span: float) -> None:
        """Move it on by a span, as `timedelta` takes it."""
        self.at += timedelta(**span)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Text messages that the emulated SNS took, oldest first."""

    backend: Any

    @property
    def messages(self) -> list[tuple[str, str]]:
        """Number and text."""
        return [(phone, text) for phone, text in self.backend.sms_messages.values()]

    @property
    def last_code(self) -> str:
        """The six digits of the newest message."""
        return next(word for word in self.messages[-1][1].split() if word.isdigit() and len(word) == 6)


def settle(directory: Directory, index_of: Callable[[PhoneE164], PhoneIndex], now: datetime) -> None:
    """Write the units, the staff and the families' accounts down."""
    for unit in _UNITS:
        directory.save_unit(unit)
    for caller, role, unit_id in _STAFF:
        directory.save_staff(Staff(StaffId(caller.username), "Trần Văn Nam", (Post(UnitId(unit_id), role),)))
    partner = Post(UnitId("station"), Role.PARTNER, scopes=tuple(Scope))
    directory.save_staff(Staff(StaffId("partner"), "Phần mềm bệnh viện", (partner,)))
    for caller, phone in ((MOTHER, MOTHERS_PHONE), (OTHER_MOTHER, OTHER_MOTHERS_PHONE)):
        number = PhoneE164(phone)
        directory.add_account(Account(AccountId(caller.username), number, now), index_of(number))


def open_handbook(caller: Caller = MOTHER, **changes: Any) -> dict[str, Any]:
    """Open a handbook and give its answer."""
    opened = caller.post("/v1/handbooks", {**CHILD, **changes})
    assert opened.status == 201, opened.body
    body: dict[str, Any] = {name: value for name, value in opened.body.items() if name != "possible_duplicates"}
    return body


def items(table: str) -> list[dict[str, Any]]:
    """Read every item of a table, as the driver gives it, in the order of keys."""
    from handbook.storage.tables import connection  # noqa: PLC0415 - needs the emulated account

    client: Any = connection().client
    found: list[dict[str, Any]] = client.scan(TableName=table, ConsistentRead=True)["Items"]
    return sorted(found, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


def everything() -> dict[str, list[dict[str, Any]]]:
    """Read all tables but what refusals leave: two equal readings mean that nothing else was written in between."""
    return {table: [item for item in items(table) if not _of_refusal(item)] for table in TABLES.values()}


def _of_refusal(item: dict[str, Any]) -> bool:
    return item.get("outcome") == {"S": "refused"} or item["pk"]["S"].startswith("COUNT#REFUSED#")


_UNITS = (
    Unit(UnitId("station"), UnitKind.STATION, "Trạm y tế", communes=(CommuneCode(NEAR), CommuneCode(NEAR_TOO))),
    Unit(UnitId("far-station"), UnitKind.STATION, "Trạm y tế xa", communes=(CommuneCode(FAR),)),
    Unit(UnitId("province"), UnitKind.PROVINCE, "Sở Y tế"),
    Unit(UnitId("other-province"), UnitKind.PROVINCE, "Sở Y tế khác"),
    Unit(UnitId("ministry"), UnitKind.MINISTRY, "Bộ Y tế"),
    Unit(UnitId("kindergarten"), UnitKind.SCHOOL, "Trường mầm non"),
    Unit(UnitId("printer"), UnitKind.PRINT_VENDOR, "Nhà in"),
    Unit(UnitId("other-printer"), UnitKind.PRINT_VENDOR, "Nhà in khác"),
)
_STAFF = (
    (NURSE, Role.HEALTH_WORKER, "station"),
    (FAR_NURSE, Role.HEALTH_WORKER, "far-station"),
    (MANAGER, Role.UNIT_MANAGER, "station"),
    (PRINT_MANAGER, Role.PRINT_MANAGER, "province"),
    (OTHER_PRINT_MANAGER, Role.PRINT_MANAGER, "other-province"),
    (VENDOR, Role.PRINT_VENDOR, "printer"),
    (OTHER_VENDOR, Role.PRINT_VENDOR, "other-printer"),
    (STAFF_ROLES["programme_manager"], Role.PROGRAMME_MANAGER, "province"),
    (STAFF_ROLES["school"], Role.SCHOOL, "kindergarten"),
    (STAFF_ROLES["operator"], Role.OPERATOR, "ministry"),
)
