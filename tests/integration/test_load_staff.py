"""A list of staff, row by row: dry, applied and again, with rows that are wrong and calls that break off."""

from typing import Any

import pytest

from functions.units.load_staff import lambda_handler
from handbook import bootstrap
from handbook.domain.access import Role, Scope
from handbook.domain.ids import StaffId
from handbook.usecases.load_staff import MOST_ROWS
from tests.integration.api import Caller, Context
from tests.integration.test_staff import ACCOUNTS, invite
from tests.integration.wire import answering, failing
from tests.integration.world import Clock, everything, items

pytestmark = pytest.mark.usefixtures("world")
Row = dict[str, str]
LAN: Row = {
    "username": "lan.ba-dinh",
    "full_name": "Nguyễn Thị Lan",
    "email": "lan@example.vn",
    "unit_id": "station",
    "role": "health_worker",
}
PARTNER: Row = {
    "username": "phan-mem",
    "full_name": "Phần mềm bệnh viện",
    "email": "phan-mem@example.vn",
    "unit_id": "station",
    "role": "partner",
    "scopes": "record.read doses.write",
    "until": "2027-01-01",
}
OPERATOR: Row = {
    "username": "van-hanh",
    "full_name": "Tạ Hữu Phúc",
    "email": "van-hanh@example.vn",
    "unit_id": "ministry",
    "role": "operator",
}
SECOND = {**LAN, "email": "", "unit_id": "far-station"}


def run(*rows: Row, applies: bool = True) -> list[str]:
    with answering("cognito-idp", ACCOUNTS):
        return said(*rows, applies=applies)


def said(*rows: Row, applies: bool = True) -> list[str]:
    found = lambda_handler({"rows": list(rows), "apply": applies}, Context())  # type: ignore[arg-type]
    return [f"{one['outcome']} {one['field']}".strip() for one in found["results"]]


def test_a_list_is_taken_whole_and_again_changes_nothing() -> None:
    rows = (LAN, PARTNER, OPERATOR, SECOND)
    assert run(*rows) == ["created", "created", "created", "changed"]
    before = everything()
    assert run(*rows) == ["unchanged"] * 4
    assert everything() == before
    partner = bootstrap.directory().staff(StaffId("phan-mem"))
    assert partner is not None
    assert (partner.posts[0].role, partner.posts[0].scopes) == (Role.PARTNER, (Scope.RECORD_READ, Scope.DOSES_WRITE))
    assert Caller("van-hanh", "staff").get("/v1/me").body["role"] == "operator"
    assert {item["made_by"]["S"] for item in items("DirectoryTable") if "made_by" in item} == {"operator"}


def test_a_dry_run_says_the_same_writes_nothing_and_invites_nobody() -> None:
    before = everything()
    with answering("cognito-idp", ACCOUNTS) as calls:
        assert said(LAN, PARTNER, SECOND, applies=False) == ["created", "created", "changed"]
    assert (calls, everything()) == ([], before)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "LAN"}, "username"),
        ({"full_name": " "}, "full_name"),
        ({"full_name": "12"}, "full_name"),
        ({"email": ""}, "email"),
        ({"email": "lan"}, "email"),
        ({"phone": "0241234567"}, "phone"),
        ({"second_factor": "sms"}, "phone"),
        ({"second_factor": "letter"}, "second_factor"),
        ({"unit_id": "nowhere"}, "unit_id"),
        ({"unit_id": ""}, "unit_id"),
        ({"unit_id": "u" * 2000}, "unit_id"),
        ({"role": "guardian"}, "role"),
        ({"role": "unproved"}, "role"),
        ({"role": "operator"}, "role"),
        ({"role": ""}, "role"),
        ({"since": "01/07/2026"}, "since"),
        ({"since": "2026-07-01", "until": "2026-07-01"}, "until"),
        ({"scopes": "doses.write"}, "scopes"),
        ({"role": "partner"}, "scopes"),
        ({"role": "partner", "scopes": "everything"}, "scopes"),
        ({"unknown": "x"}, "column"),
    ],
)
def test_a_row_that_is_wrong_is_named_by_its_field_and_keeps_no_other_back(changes: Row, field: str) -> None:
    assert run({**LAN, **changes}, OPERATOR) == [f"refused {field}", "created"]
    assert bootstrap.directory().staff(StaffId("lan.ba-dinh")) is None


def test_one_address_and_one_number_are_one_account_in_a_list_too() -> None:
    by_sms = {"phone": "0912345670", "second_factor": "sms"}
    rows = (
        {**LAN, **by_sms},
        {**LAN, "username": "lan-hai", "email": "LAN+2@example.vn"},
        {**LAN, "username": "lan-ba", "email": "ba@example.vn", "phone": "+84 912 345 670"},
    )
    for applies in (False, True):
        assert run(*rows, applies=applies) == ["created", "refused email", "refused phone"]
    assert run(*rows) == ["unchanged", "refused email", "refused phone"]


def test_whoever_has_an_account_keeps_name_address_and_number() -> None:
    with answering("cognito-idp", ACCOUNTS):
        invite(phone="0912345670")
    assert run({**SECOND, "full_name": "Lê Thị Hoa"}) == ["refused full_name"]
    assert run({**SECOND, "email": "khac@example.vn"}) == ["refused email"]
    assert run({**SECOND, "email": "lan@example.vn", "phone": "0912345671"}) == ["refused phone"]
    assert run({**SECOND, "email": "Lan@Example.vn", "phone": "0912345670"}) == ["changed"]


def test_a_post_that_stands_twice_is_refused_the_second_time() -> None:
    assert run(LAN, {**LAN, "role": "unit_manager"}) == ["created", "refused unit_id"]


def test_a_post_that_ends_closes_the_account_and_a_new_one_opens_it(clock: Clock) -> None:
    run(LAN)
    with answering("cognito-idp", ACCOUNTS) as calls:
        ended = {**LAN, "until": "2026-06-15"}
        assert (said(ended), said(ended), said(LAN)) == (["changed"], ["unchanged"], ["changed"])
    operations = [call.operation for call in calls]
    closing = ["AdminDisableUser", "AdminUserGlobalSignOut"]
    assert operations == [*closing, *closing, "AdminEnableUser"], "a list that is loaded again closes what was left"
    clock.move(seconds=2)
    assert Caller("lan.ba-dinh", "staff").get("/v1/me").status == 200


@pytest.mark.parametrize("operation", ["AdminCreateUser", "AdminSetUserMFAPreference"])
def test_an_account_that_broke_off_opens_nothing_and_is_made_whole_by_the_same_list(operation: str) -> None:
    row = {**LAN, "phone": "0912345670", "second_factor": "sms"}
    others = {name: answer for name, answer in ACCOUNTS.items() if name != operation}
    with answering("cognito-idp", others), failing("cognito-idp", operation, "InternalErrorException"):
        assert said(row, OPERATOR)[0] == "refused unavailable"
    assert bootstrap.directory().staff(StaffId("lan.ba-dinh")) is None
    assert run(row, OPERATOR)[0] == "created"


def test_a_table_that_does_not_answer_costs_one_row_and_the_same_list_makes_it_whole() -> None:
    with failing("dynamodb", "TransactWriteItems", "InternalServerError"):
        assert run(LAN) == ["refused unavailable"]
    assert run(LAN) == ["created"]


@pytest.mark.parametrize("rows", [None, "x", [1], [{"username": 1}], [dict(LAN)] * (MOST_ROWS + 1)])
def test_what_is_no_list_of_rows_is_refused_whole(rows: Any) -> None:
    before = everything()
    assert lambda_handler({"rows": rows, "apply": True}, Context()) == {"refused": "rows"}  # type: ignore[arg-type]
    assert everything() == before


def test_neither_report_nor_log_holds_a_value_of_a_person(caplog: pytest.LogCaptureFixture) -> None:
    bad = {**LAN, "full_name": "1", "email": "marker@example.vn"}
    report = str(run(LAN, bad, {**LAN, "username": "khac"}))
    told = report + str([vars(record) for record in caplog.records])
    assert "staff_loaded" in told
    for value in ("lan.ba-dinh", "Nguyễn", "example.vn"):
        assert value not in told
