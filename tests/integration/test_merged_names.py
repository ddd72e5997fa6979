"""What is written and read by the name of a handbook that was merged into another is done to the one that stays."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.api import Answer
from tests.integration.corrected import AMENDED, amend, at, id_in, mark
from tests.integration.test_carriers import book as printed_code
from tests.integration.test_carriers import replace
from tests.integration.test_codes import bind
from tests.integration.test_encounters import CHECKUP
from tests.integration.test_identifiers import number
from tests.integration.test_immunization_conditions import end
from tests.integration.test_immunization_conditions import record as recorded_condition
from tests.integration.test_life import ALIVE, at_term, born, changed, happened, pregnant  # noqa: F401 - a fixture
from tests.integration.test_merges import merged, path_of, two_books
from tests.integration.test_screenings import screen
from tests.integration.test_sync import send
from tests.integration.world import NURSE, items

pytestmark = pytest.mark.usefixtures("world")

type Write = Callable[[str], Answer]


def version(path: str) -> int:
    return int(NURSE.get(path).headers["ETag"].strip('"'))


def ended(path: str) -> Answer:
    said = recorded_condition(path, kind="immunity", code="measles", evidence="laboratory")
    answer: Answer = end(path, said.body["condition"])
    return answer


def a_dose_marked(path: str) -> Answer:
    return mark(at(path, "dose", id_in(NURSE.post(f"{path}/immunizations", AMENDED["dose"][1]))))


def a_weight_amended(path: str) -> Answer:
    entry_id = id_in(NURSE.post(f"{path}/measurements", AMENDED["measurement"][1]))
    return amend(at(path, "measurement", entry_id), {"weight_kg": 6.4})


def a_code_replaced(path: str) -> Answer:
    own = NURSE.get(path).body["code"]
    return replace(path.rpartition("/")[2], {"old_code": own, "reason": "lost"}, NURSE)


WRITES: dict[str, Write] = {
    **{
        kind: lambda path, of=(resource, body): NURSE.post(f"{path}/{of[0]}", of[1])  # type: ignore[misc]
        for kind, (resource, body, _) in AMENDED.items()
    },
    "encounter": lambda path: NURSE.post(f"{path}/encounters", CHECKUP),
    "screening": screen,
    "identifier": lambda path: NURSE.post(f"{path}/identifiers", number()),
    "profile": lambda path: changed(NURSE, path, {"full_name": "Nguyễn Thị Ánh Dương"}, version(path)),
    "move": lambda path: happened(
        NURSE, path, version(path), kind="move", on="2026-06-10", commune_code="00008", province_code="01"
    ),
    "condition ended": ended,
    "amended": a_weight_amended,
    "entered in error": a_dose_marked,
    "code bound": lambda path: bind(printed_code(), path.rpartition("/")[2]),
    "code replaced": a_code_replaced,
}


@pytest.mark.parametrize("write", list(WRITES.values()), ids=list(WRITES))
def test_what_is_written_by_the_old_name_stands_in_the_log_of_the_handbook_that_stays(write: Write) -> None:
    kept, other = two_books()
    merged(kept, other)
    before = [item["sk"]["S"] for item in items("AuditTable")]

    answer = write(path_of(other))

    assert answer.status in {200, 201}, answer.body
    places = {item["pk"]["S"] for item in items("AuditTable") if item["sk"]["S"] not in before}
    assert places == {f"HANDBOOK#{kept['handbook_id']}"}


def test_a_code_of_the_merged_handbook_is_replaced_by_either_name() -> None:
    kept, other = two_books()
    card = printed_code()
    assert bind(card, other["handbook_id"]).status == 201
    merged(kept, NURSE.get(path_of(other)).body)

    assert bind(card, kept["handbook_id"]).body["carriers"] == [other["code"], card]
    answer = replace(kept["handbook_id"], {"old_code": card, "new_code": printed_code(), "reason": "lost"})

    assert answer.status == 201, answer.body
    assert NURSE.get(f"/v1/qr/codes/{card}").body["state"] == "replaced"


@pytest.fixture
def twins() -> tuple[dict[str, Any], dict[str, Any]]:
    """The first twin's handbook, in which the pregnancy stands, and the second one's."""
    answer = born(pregnant(), ALIVE, {**ALIVE, "sex": "M"})
    assert answer.status == 201, answer.body
    first, second = answer.body["handbooks"]
    return first, second


@pytest.mark.usefixtures("at_term")
def test_a_twin_finds_the_pregnancy_after_the_first_ones_handbook_was_merged(
    twins: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    first, second = twins
    again = born(pregnant(), {**ALIVE, "full_name": "Con bà Lê Thị Hoa 1"}).body["handbooks"][0]
    given = {"product": "td", "administered_on": "2026-06-10"}
    assert NURSE.post(f"{path_of(first)}/tetanus", given).status == 201
    read = NURSE.get(path_of(second)).body

    merged(again, NURSE.get(path_of(first)).body, confirmed=["twins", "not_alike", "pregnancies"])

    shown = NURSE.get(path_of(second)).body
    assert shown["pregnancy"]["due_on"] == read["pregnancy"]["due_on"]
    assert [one["administered_on"] for one in NURSE.get(f"{path_of(second)}/tetanus").body["items"]] == ["2026-06-10"]
    more = NURSE.post(f"{path_of(second)}/tetanus", {**given, "administered_on": "2026-07-12"})
    assert more.status == 201, more.body
    (place,) = {
        item["pk"]["S"] for item in items("RecordsTable") if item["sk"]["S"].startswith("MOTHERSDOSE#2026-07-12")
    }
    assert place == path_of(again).replace("/v1/handbooks/", "HANDBOOK#")


@pytest.mark.usefixtures("at_term")
def test_a_birth_that_is_sent_again_is_answered_with_the_handbooks_as_they_are_read_now() -> None:
    path, own = pregnant(), "0f8fad5b-d9cb-469f-a165-70867728950e"
    answer = born(path, ALIVE, {**ALIVE, "sex": "M"}, id=own)
    _first, second = answer.body["handbooks"]
    plain = born(pregnant(), {**ALIVE, "sex": "M"}).body["handbooks"][0]
    merged(plain, second, confirmed=["twins", "not_alike"])

    again = born(path, ALIVE, {**ALIVE, "sex": "M"}, id=own)

    assert again.status in {200, 201}, again.body
    assert [one["handbook_id"] for one in again.body["handbooks"]] == [
        answer.body["handbooks"][0]["handbook_id"],
        plain["handbook_id"],
    ]


OWN = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.parametrize("kind", list(AMENDED))
def test_what_is_recorded_is_answered_with_its_version_and_corrected_by_that(kind: str) -> None:
    resource, body, changes = AMENDED[kind]
    kept, other = two_books()
    answer = NURSE.post(f"{path_of(other)}/{resource}", {**body, "id": OWN})
    assert answer.headers["ETag"] == answer.body["revision"]["etag"] == '"1"'
    merged(kept, other)
    assert amend(at(path_of(kept), kind, OWN), changes, tag=answer.headers["ETag"]).status == 200

    again = NURSE.post(f"{path_of(other)}/{resource}", {**body, "id": OWN})

    assert again.status == 201, again.body
    revision = again.body["revision"]
    assert (again.headers["ETag"], revision["status"], revision["recorded_in"]) == (
        '"2"',
        "amended",
        other["handbook_id"],
    )


def test_a_row_that_is_sent_again_by_the_old_name_changes_nothing_and_says_so() -> None:
    kept, other = two_books()
    merged(kept, other)
    data = {"measured_on": "2026-06-15", "weight_kg": 6.1}
    row = {"kind": "measurement", "id": OWN, "handbook_id": other["handbook_id"], "data": data}

    statuses = [send([row]).body["items"][0]["status"] for _ in range(2)]

    assert statuses == [201, 200]
