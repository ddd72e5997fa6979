"""Batches of what was recorded without signal: any order, any number of times, and no bad row costs a good one."""

import random
from typing import Any

import pytest

from handbook.web.recorders import RECORDABLE
from tests.integration.api import Answer, Caller, Context
from tests.integration.own_ids import ROWS, own_id
from tests.integration.refusals import refused
from tests.integration.test_changes import changes
from tests.integration.test_own_ids import records
from tests.integration.test_screenings import questions
from tests.integration.wire import failing
from tests.integration.world import (
    CHILD,
    FAR_NURSE,
    MOTHER,
    MOTHERS_PHONE,
    NOBODY,
    NURSE,
    OTHER_MOTHER,
    VENDOR,
    everything,
)

pytestmark = pytest.mark.usefixtures("world")
BOOK = own_id(1000)
OPENS = {"kind": "handbook", "id": BOOK, "data": {**CHILD, "guardian_phone": MOTHERS_PHONE}}


def row(number: int, kind: str, data: dict[str, Any], book: str = BOOK) -> dict[str, Any]:
    return {"kind": kind, "id": own_id(number), "handbook_id": book, "data": data}


def send(rows: list[Any], caller: Caller = NURSE) -> Answer:
    return caller.call("POST", "/v1/sync", {"rows": rows})


def rows_for(book: str) -> list[dict[str, Any]]:
    """One row of each kind."""
    return [
        {
            "kind": row.kind,
            "id": own_id(number),
            "handbook_id": book,
            "data": {name: value for name, value in row.said.items() if name != "status"},
        }
        for number, row in enumerate(ROWS)
    ]


def statuses(answer: Answer) -> list[int]:
    assert answer.status == 200, answer.body
    return [one["status"] for one in answer.body["items"]]


def test_a_handbook_and_one_entry_of_every_kind_are_recorded_in_one_batch_in_any_order() -> None:
    rows = [*rows_for(BOOK), OPENS]

    answer = send(rows)

    assert statuses(answer) == [201] * len(rows), answer.body
    assert (answer.body["created"], answer.body["unchanged"], answer.body["failed"]) == (len(rows), 0, 0)
    assert [one["id"] for one in answer.body["items"]] == [row["id"] for row in rows]
    kinds = {one["kind"] for one in changes(f"/v1/handbooks/{BOOK}")["items"]}
    assert kinds | {"screening", "mothers_dose"} == RECORDABLE


def test_a_screening_is_recorded_in_a_batch() -> None:
    send([OPENS])
    said = {"screened_on": "2026-06-15", "temperature_c": 36.8}
    said["answers"] = dict.fromkeys(questions(f"/v1/handbooks/{BOOK}"), "no")
    assert statuses(send([{"kind": "screening", "id": own_id(1), "handbook_id": BOOK, "data": said}])) == [201]


def test_what_came_by_its_own_route_is_there_already_and_the_other_way_round() -> None:
    send([OPENS])
    path = f"/v1/handbooks/{BOOK}"
    for number, row in enumerate(ROWS[:4]):
        row.sent(path, own_id(number))
    before = records()
    assert statuses(send(rows_for(BOOK)[:4])) == [200] * 4
    assert records() == before

    send(rows_for(BOOK)[4:])
    before = records()
    assert [row.sent(path, own_id(number)).status for number, row in enumerate(ROWS)][4:] == [201] * len(ROWS[4:])
    assert records() == before


@pytest.mark.parametrize(("seed", "size"), [(1, 1), (2, 3), (3, 5), (4, 12)])
def test_any_order_in_batches_of_any_size_any_number_of_times_ends_with_the_same(seed: int, size: int) -> None:
    book, order = BOOK, random.Random(seed)
    rows = rows_for(book)
    opens = {**OPENS, "id": book}
    for _ in range(1 + seed % 2):
        mixed = [opens, *rows]
        order.shuffle(mixed)
        # Until its handbook is there a row is refused, and the client sends it again.
        for start in range(0, len(mixed), size):
            send(mixed[start : start + size])
    send([opens, *rows])
    before = records()

    again = send([opens, *rows])

    assert statuses(again) == [200] * (len(rows) + 1)
    assert records() == before
    found = {one["id"] for one in changes(f"/v1/handbooks/{book}")["items"]}
    assert found >= {row["id"] for row in rows}


def test_one_bad_row_of_each_sort_costs_no_good_one_and_each_is_told_what_its_own_route_would_say() -> None:
    send([OPENS, rows_for(BOOK)[0]])
    good = rows_for(BOOK)[4:]
    weight = {"measured_on": "2026-06-15", "weight_kg": 6.1}
    told_wrong: dict[str, Any] = {"product": "x", "administered_on": "2026"}
    opening: dict[str, Any] = OPENS["data"]  # type: ignore[assignment]
    bad: list[tuple[Any, int, str, str]] = [
        ({"kind": "measurement", "id": own_id(50), "handbook_id": BOOK}, 422, "invalid-field", "data"),
        (row(51, "spell", {}), 422, "invalid-field", "kind"),
        ({"kind": "measurement", "id": own_id(52), "data": weight}, 422, "invalid-field", "handbook_id"),
        ({**row(52, "measurement", weight), "id": "52"}, 422, "invalid-field", "id"),
        ({**good[0], "id": own_id(53), "more": 1}, 422, "unknown-field", "more"),
        (row(54, "measurement", {**weight, "x": 1}), 422, "unknown-field", "x"),
        (row(55, "measurement", {**weight, "id": own_id(56)}), 422, "invalid-field", "data.id"),
        (row(57, "measurement", {**weight, "weight_kg": 600.0}), 422, "implausible-value", "weight_kg"),
        (row(58, "dose", told_wrong), 422, "unknown-product", "product"),
        (row(59, "measurement", weight, own_id(9)), 404, "not-found", ""),
        (row(0, "measurement", weight), 200, "", ""),
        (row(0, "measurement", {**weight, "weight_kg": 6.2}), 409, "id-taken", "id"),
        ({**OPENS, "handbook_id": own_id(2)}, 422, "invalid-field", "handbook_id"),
        (
            {**OPENS, "id": own_id(60), "data": {**opening, "commune_code": "00013"}},
            422,
            "invalid-field",
            "commune_code",
        ),
        (
            {**OPENS, "id": own_id(61), "data": {**opening, "guardian_phone": "12345678901"}},
            422,
            "phone-not-vietnamese",
            "guardian_phone",
        ),
    ]
    rows = [*(one for one, *_ in bad), *good]
    random.Random(1).shuffle(rows)

    answer = send(rows)

    told = dict(zip(map(str, rows), answer.body["items"], strict=True))
    for sent, status, problem, field in bad:
        one = told[str(sent)]
        assert one["status"] == status, (sent, one)
        if problem:
            assert one["problem"]["type"].endswith(f":{problem}"), one
            assert [error["field"] for error in one["problem"]["errors"]] == ([field] if field else []), one
    assert all(told[str(one)]["status"] == 201 for one in good)
    conflict = told[str(bad[11][0])]["problem"]
    assert (conflict["kept"]["data"]["weight_kg"], conflict["sent"]["weight_kg"]) == (6.1, 6.2)


def test_a_row_that_stands_twice_in_a_batch_is_recorded_once() -> None:
    twice = rows_for(BOOK)[0]
    assert statuses(send([twice, OPENS, twice, OPENS])) == [201, 201, 200, 200]


@pytest.mark.parametrize(("caller", "status"), [(OTHER_MOTHER, 404), (FAR_NURSE, 404)])
def test_strangers_are_refused_row_by_row_as_by_the_single_routes(caller: Caller, status: int) -> None:
    send([OPENS])
    before = records()
    assert set(statuses(send(rows_for(BOOK), caller))) == {status}
    assert records() == before


def test_a_family_may_send_what_it_may_record_and_no_more() -> None:
    send([OPENS])
    found = dict(zip([row["kind"] for row in rows_for(BOOK)], statuses(send(rows_for(BOOK), MOTHER)), strict=True))
    assert {kind for kind, status in found.items() if status == 403} >= {"dose", "not_given", "condition"}
    assert found["measurement"] == found["feeding"] == found["supplement"] == 201


def test_somebody_with_no_role_here_records_nothing() -> None:
    before = everything()
    assert statuses(send([OPENS], VENDOR)) == [403]
    refused(send([OPENS], NOBODY), 401, "unauthenticated")
    assert everything() == before


@pytest.mark.parametrize(
    ("rows", "field"),
    [([], "rows"), ([OPENS] * 51, "rows"), ("x", "rows"), ([1], "rows.0")],
    ids=["none", "51", "text", "number"],
)
def test_a_batch_that_is_none_is_refused_whole(rows: Any, field: str) -> None:
    refused(NURSE.call("POST", "/v1/sync", {"rows": rows}), 422, "invalid-field", field)


def test_fifty_rows_of_the_longest_everyday_kind_fit_the_body() -> None:
    data = {
        "product": "vn.combe-five",
        "administered_on": "2026-03-05",
        "lot_number": "L" * 20,
        "expires_on": "2027-01-01",
        "site": "left_thigh",
        "route": "intramuscular",
        "volume_ml": 0.5,
        "session": "routine",
        "kind": "administered",
    }
    rows = [
        {"kind": "dose", "id": own_id(number), "handbook_id": BOOK, "data": {**data, "facility_name": "Trạm y tế " * 8}}
        for number in range(50)
    ]
    assert NURSE.call("POST", "/v1/sync", {"rows": rows}).status == 200


def test_an_unanswering_database_costs_the_rows_of_that_moment_and_a_second_sending_completes_them() -> None:
    send([OPENS])
    rows = rows_for(BOOK)[:4]
    with failing("dynamodb", "TransactWriteItems", "InternalServerError", after=2):
        first = statuses(send(rows))
    assert first.count(201) == 2
    assert first.count(503) == 2
    assert sorted(statuses(send(rows))) == [200, 200, 201, 201]


def test_rows_for_which_the_time_does_not_suffice_are_to_be_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    send([OPENS])
    left = iter([9_000, 9_000, 3_000, 2_000])
    monkeypatch.setattr(Context, "get_remaining_time_in_millis", lambda _: next(left))

    answer = send(rows_for(BOOK)[:4])

    assert statuses(answer) == [201, 201, 503, 503]
    monkeypatch.undo()


def test_a_fault_of_ours_in_one_row_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    send([OPENS])
    from handbook.web.recorders import care  # noqa: PLC0415

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("MARKER")

    monkeypatch.setattr(care, "record_measurement", broken)
    answer = send(rows_for(BOOK))
    assert statuses(answer) == [500] + [201] * (len(ROWS) - 1)
    assert "MARKER" not in str(answer.body)


def test_every_row_of_staff_stands_in_the_access_log_with_its_own_action() -> None:
    send([OPENS, *rows_for(BOOK)])
    log = MOTHER.get(f"/v1/handbooks/{BOOK}/access-log").body["items"]
    assert len([one for one in log if one["actor_id"] == "nurse"]) == len(ROWS) + 1


def test_the_work_of_a_station_arrives_whole_through_a_line_that_loses_answers() -> None:
    books = [own_id(10_000 + number) for number in range(6)]
    rows: list[dict[str, Any]] = [{**OPENS, "id": book} for book in books]
    for number in range(36):
        data = {"observed_on": f"2026-06-{1 + number % 15:02}", "milk": "mixed"}
        rows.append(row(20_000 + number, "feeding", data, books[number % 6]))
    random.Random(7).shuffle(rows)
    waiting, rounds, line = rows, 0, random.Random(9)
    while waiting:
        rounds += 1
        assert rounds < 12
        left: list[dict[str, Any]] = []
        for start in range(0, len(waiting), 20):
            batch = waiting[start : start + 20]
            answer = send(batch)
            if line.random() < 0.3:  # the answer is lost on its way
                left += batch
                continue
            left += [one for one, status in zip(batch, statuses(answer), strict=True) if status not in {200, 201}]
        waiting = left
    found = [one["id"] for book in books for one in changes(f"/v1/handbooks/{book}")["items"]]
    assert len(found) == 36
    assert set(found) == {one["id"] for one in rows if one["kind"] == "feeding"}


def test_rows_open_a_pregnancy_with_the_mothers_doses_and_one_that_mixes_it_with_a_child_is_refused() -> None:
    dating = {"method": "lmp", "last_period_on": "2026-03-01"}
    pregnant = {
        "commune_code": CHILD["commune_code"],
        "province_code": CHILD["province_code"],
        "guardian_phone": MOTHERS_PHONE,
        "pregnancy": {"mother": {"full_name": "Lê Thị Hoa"}, "dating": dating},
    }
    mixed = {**pregnant, "full_name": "Lê Bình"}

    answer = send(
        [
            {"kind": "handbook", "id": own_id(1), "data": mixed},
            {"kind": "handbook", "id": own_id(2), "data": {"full_name": "Lê Bình"}},
            {"kind": "handbook", "id": own_id(3), "data": pregnant},
            row(4, "mothers_dose", {"product": "tt", "administered_on": "2026-06-15"}, own_id(3)),
        ]
    )

    assert statuses(answer) == [422, 422, 201, 201], answer.body
    assert MOTHER.get(f"/v1/handbooks/{own_id(3)}").body["state"] == "pregnant"
    assert [error["field"] for error in answer.body["items"][0]["problem"]["errors"]] == ["full_name"]
