"""A handbook that no rule keeps any more: first nobody finds it, a week later nothing of it is there."""

from datetime import timedelta

import pytest

from handbook.bootstrap import auditing
from handbook.domain.codes import CodeState
from handbook.storage.erasing import ErasingItem
from handbook.usecases.erase_handbook import begin_erasing
from handbook.usecases.verify_log import verify_chain
from tests.integration.agreed import request, step
from tests.integration.erasing import TEN_YEARS_ON, book, day, died, erase, gone, later, speaking_of, tools
from tests.integration.mornings import due_items, follow
from tests.integration.refusals import refused
from tests.integration.test_audit_chain import entries, inserted, sealed
from tests.integration.world import MOTHER, NURSE, Clock, everything, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def child() -> str:
    """A girl who died on 1 March 2026; the last word of her was written on 15 June."""
    handbook_id = str(open_handbook()["handbook_id"])
    died(handbook_id)
    return handbook_id


def test_a_first_look_lists_what_may_leave_from_ten_years_on_and_writes_nothing(
    child: str, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    day(clock, TEN_YEARS_ON - timedelta(days=1))
    assert erase(capsys) == ["0 to be deleted, 0 wait for their day", "1 handbooks, 0 to leave"]
    later(clock, 0)
    before = everything()

    found = erase(capsys)

    assert found == ["0 to be deleted, 0 wait for their day", f"{child}  to leave", "1 handbooks, 1 to leave"]
    assert everything() == before


def test_who_left_is_found_by_nobody_and_goes_a_week_later(
    child: str, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    path, code = f"/v1/handbooks/{child}", book(child).own_code
    later(clock, 0)
    asked = [path, f"{path}/growth", f"{path}/access-log", f"{path}/consents", f"/v1/qr/codes/{code}"]

    assert erase(capsys, "--apply")[1] == f"{child}  left"

    for where in asked:
        for caller in (MOTHER, NURSE):
            refused(caller.get(where), 404, "not-found")
    assert MOTHER.get("/v1/handbooks").body["items"] == []
    assert NURSE.get("/v1/handbooks", {"commune": "00004"}).body["items"] == []
    refused(NURSE.post(f"{path}/measurements", {"measured_on": "2026-02-01", "weight_kg": 4.1}), 404, "not-found")

    later(clock, 6)
    assert erase(capsys, "--apply")[0] == "0 to be deleted, 1 wait for their day"
    assert speaking_of(child)
    later(clock, 7)
    assert erase(capsys)[0] == f"{child}  to be deleted"
    assert speaking_of(child)
    assert erase(capsys, "--apply")[0] == f"{child}  erased"

    assert speaking_of(child) == [f"RecordsTable ERASED {child}"]
    refused(MOTHER.get(path), 404, "not-found")
    assert erase(capsys, "--apply") == ["0 to be deleted, 0 wait for their day", "0 handbooks, 0 left"]


def test_a_tombstone_holds_the_id_the_day_and_the_rule(
    child: str, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    later(clock, 0)
    gone(capsys, clock)

    (tombstone,) = items("RecordsTable")
    assert tombstone == {
        "pk": {"S": "ERASED"},
        "sk": {"S": child},
        "erased_on": {"S": "2036-06-22"},
        "rule_id": {"S": "VN-TT33-2025-health-book"},
    }


def test_a_wish_to_delete_is_fulfilled_once_no_rule_keeps_the_handbook(
    child: str, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    path = f"/v1/handbooks/{child}"
    day(clock, TEN_YEARS_ON - timedelta(days=1))
    early = request(path, "delete").headers["Location"]
    refused(step(early, "fulfil"), 409, "retention-holds")
    later(clock, 0)

    done = step(early, "fulfil")

    assert (done.status, done.body["state"]) == (200, "fulfilled")
    refused(MOTHER.get(path), 404, "not-found")
    refused(MOTHER.get(early), 404, "not-found")
    assert NURSE.get("/v1/units/station/data-requests").body["items"] == []
    assert [one["action"]["S"] for one in entries(f"HANDBOOK#{child}")][-1] == "answer_data_request"
    later(clock, 7)
    assert erase(capsys, "--apply")[0] == f"{child}  erased"


@pytest.mark.parametrize("waits", ["request", "dispute"])
def test_nothing_is_erased_while_somebody_waits_for_an_answer(
    child: str, waits: str, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    path = f"/v1/handbooks/{child}"
    later(clock, 0)
    wish = request(path, "delete").headers["Location"]
    if waits == "request":
        other = request(path, "access").headers["Location"]
    else:
        assert MOTHER.post(f"{path}/disputes", {"kind": "other", "text": "Xin xem lại"}).status == 201

    refused(step(wish, "fulfil"), 409, "not-done-yet")
    assert erase(capsys)[-1] == "1 handbooks, 0 to leave"
    if waits == "request":
        step(other, "take_back", MOTHER)
        assert erase(capsys)[-1] == "1 handbooks, 0 to leave", "the wish itself waits"
        assert step(wish, "fulfil").status == 200


def test_a_code_of_an_erased_handbook_is_void_and_names_nobody(
    child: str, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    later(clock, 0)
    gone(capsys, clock)

    (code,) = (one for one in items("CodesTable") if one["pk"]["S"].startswith("CODES#"))
    assert (code["state"]["S"], code["handbook_id"]["S"]) == (CodeState.VOID, "")


def test_the_access_log_stays_for_its_own_term_and_can_be_verified(
    child: str, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    chain = f"HANDBOOK#{child}"
    sealed(inserted(*entries(chain)))
    later(clock, 0)
    gone(capsys, clock)
    sealed(inserted(*entries(chain)))

    assert entries(chain)[-1]["action"]["S"] == "erase_handbook"
    assert verify_chain(chain, clock(), chains=auditing.seals()) == []


def test_who_left_stands_on_no_day_of_reminders(clock: Clock) -> None:
    handbook_id = str(open_handbook()["handbook_id"])
    follow(handbook_id)
    assert due_items()[handbook_id]
    assert begin_erasing(book(handbook_id), clock(), tools())
    follow(handbook_id)

    assert due_items()[handbook_id] is None


def test_a_run_is_bounded_and_the_next_goes_on(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("Một", "Hai", "Ba"):
        died(str(open_handbook(full_name=f"Lê Văn {name}")["handbook_id"]))
    later(clock, 0)

    assert [erase(capsys, "--apply", "--most", "2")[-1] for _ in range(2)] == [
        "3 handbooks, 2 left",
        "1 handbooks, 1 left",
    ]
    later(clock, 7)
    assert erase(capsys, "--apply", "--most", "2")[2] == "3 to be deleted, 0 wait for their day"
    assert len([one for one in items("RecordsTable") if one["pk"]["S"] == "ERASED"]) == 2


def test_none_is_passed_over_where_more_are_being_erased_than_one_page_holds(clock: Clock) -> None:
    for number in range(205):
        at = f"2026-06-05T01:00:00.{number:03}Z"
        place = f"{at}#h{number:03}"
        ErasingItem(
            f"HANDBOOK#h{number:03}", "SUMMARY", since=at, rule_id="r", codes=[], gsi1pk="ERASING", gsi1sk=place
        ).save()

    assert len({one.handbook_id for one in tools().erasings.begun()}) == 205
