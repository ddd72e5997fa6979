"""Units: one real province, two real communes with their official codes, and the people who work there.

Codes: Decision 19/2025/QĐ-TTg of 30 June 2025, list of administrative units (01 Thành phố Hà Nội, 00008 Phường
Ngọc Hà, 00376 Xã Sóc Sơn). Stations, the school, the units of ministry and department and the print shop are made up.
"""

from dataclasses import dataclass

from handbook.domain.access import Role, Scope
from handbook.domain.directory import Post, Staff, Unit, UnitKind
from handbook.domain.ids import CommuneCode, ProvinceCode, StaffId, UnitId

PROVINCE = ProvinceCode("01")

MINISTRY = Unit(UnitId("demo-bo-y-te"), UnitKind.MINISTRY, "Bộ Y tế (dữ liệu mẫu)")
DEPARTMENT = Unit(
    UnitId("demo-so-y-te-ha-noi"), UnitKind.PROVINCE, "Sở Y tế Hà Nội (dữ liệu mẫu)", MINISTRY.unit_id, PROVINCE
)
STATIONS = (
    Unit(
        UnitId("demo-tram-y-te-ngoc-ha"),
        UnitKind.STATION,
        "Trạm Y tế phường Ngọc Hà (dữ liệu mẫu)",
        DEPARTMENT.unit_id,
        PROVINCE,
        (CommuneCode("00008"),),
    ),
    Unit(
        UnitId("demo-tram-y-te-soc-son"),
        UnitKind.STATION,
        "Trạm Y tế xã Sóc Sơn (dữ liệu mẫu)",
        DEPARTMENT.unit_id,
        PROVINCE,
        (CommuneCode("00376"),),
    ),
)
VENDOR = Unit(UnitId("demo-nha-in-sao-mai"), UnitKind.PRINT_VENDOR, "Nhà in Sao Mai (dữ liệu mẫu)")
SCHOOL = Unit(
    UnitId("demo-mam-non-hoa-sen"),
    UnitKind.SCHOOL,
    "Trường Mầm non Hoa Sen (dữ liệu mẫu)",
    DEPARTMENT.unit_id,
    PROVINCE,
)
UNITS = (MINISTRY, DEPARTMENT, *STATIONS, SCHOOL, VENDOR)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff and the words that the list of accounts shows."""

    staff: Staff
    label: str


NURSES = (
    Staff(StaffId("dieuduong.ngocha"), "Trần Thị Hồng Nhung", (Post(STATIONS[0].unit_id, Role.HEALTH_WORKER),)),
    Staff(StaffId("dieuduong.socson"), "Đỗ Thị Mỹ Lệ", (Post(STATIONS[1].unit_id, Role.HEALTH_WORKER),)),
)
MEMBERS = (
    Member(
        Staff(StaffId("quanly.ngocha"), "Đặng Quang Vinh", (Post(STATIONS[0].unit_id, Role.UNIT_MANAGER),)),
        "manager of the station Ngọc Hà",
    ),
    Member(NURSES[0], "nurse at the station Ngọc Hà"),
    Member(NURSES[1], "nurse at the station Sóc Sơn"),
    Member(
        Staff(StaffId("quanlyin.hanoi"), "Lý Minh Triết", (Post(DEPARTMENT.unit_id, Role.PRINT_MANAGER),)),
        "print manager of the department",
    ),
    Member(
        Staff(StaffId("nhain.saomai"), "Vũ Thị Kim Oanh", (Post(VENDOR.unit_id, Role.PRINT_VENDOR),)),
        "print shop Sao Mai",
    ),
    Member(
        Staff(StaffId("quanlyct.hanoi"), "Hoàng Thị Thu Trang", (Post(DEPARTMENT.unit_id, Role.PROGRAMME_MANAGER),)),
        "programme manager of the department: sees numbers, no person",
    ),
    Member(
        Staff(StaffId("truong.hoasen"), "Bùi Thị Ngọc Lan", (Post(SCHOOL.unit_id, Role.SCHOOL),)),
        "school health worker: sees what families share with the school",
    ),
    Member(
        Staff(
            StaffId("phanmem.ngocha"),
            "Phần mềm quản lý trạm Ngọc Hà",
            (Post(STATIONS[0].unit_id, Role.PARTNER, scopes=(Scope.RECORD_READ, Scope.DOSES_WRITE)),),
        ),
        "partner system of the station: reads records, writes doses",
    ),
    Member(
        Staff(StaffId("vanhanh.byt"), "Tạ Hữu Phúc", (Post(MINISTRY.unit_id, Role.OPERATOR),)),
        "operator of the ministry: sees no person",
    ),
)
