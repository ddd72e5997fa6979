"""Two handbooks of one child that are read in one, and apart again."""

from typing import Any

import pytest

from tests.integration.api import Answer, Caller
from tests.integration.test_identifiers import number
from tests.integration.world import (
    CHILD,
    FAR,
    FAR_NURSE,
    MOTHER,
    MOTHERS_PHONE,
    NURSE,
    OTHER_MOTHER,
    OTHER_MOTHERS_PHONE,
    Clock,
    everything,
    items,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")
BCG = {"product": "bcg", "administered_on": "2026-01-06"}
REASON = "Mẹ xác nhận là một bé"


def path_of(book: dict[str, Any]) -> str:
    return f"/v1/handbooks/{book['handbook_id']}"


def two_books() -> tuple[dict[str, Any], dict[str, Any]]:
    """A child's handbook of its mother's, and another of the same child that a relative opened."""
    return open_handbook(mother_name="Trần Thị Lan"), open_handbook(OTHER_MOTHER, mother_name="Trần Thị Lan")


def merge(kept: dict[str, Any], other: dict[str, Any], caller: Caller = NURSE, **more: Any) -> Answer:
    body = {"other_id": other["handbook_id"], "other_etag": other["etag"], "reason": REASON, **more}
    return caller.call("POST", f"{path_of(kept)}/merge", body, headers={"If-Match": kept["etag"]})


def unmerge(kept: dict[str, Any], other: dict[str, Any], tag: str, caller: Caller = NURSE) -> Answer:
    body = {"other_id": other["handbook_id"], "reason": "Hai bé khác nhau"}
    return caller.call("POST", f"{path_of(kept)}/unmerge", body, headers={"If-Match": tag})


def merged(kept: dict[str, Any], other: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = merge(kept, other, **more)
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


def doses(book: dict[str, Any], caller: Caller = NURSE, **query: str) -> list[dict[str, Any]]:
    found = caller.get(f"{path_of(book)}/immunizations", query)
    assert found.status == 200, found.body
    listed: list[dict[str, Any]] = found.body["items"]
    return listed


def dose(book: dict[str, Any], **more: Any) -> str:
    answer = NURSE.post(f"{path_of(book)}/immunizations", {**BCG, **more})
    assert answer.status == 201, answer.body
    return str(next(value for key, value in _flat(answer.body) if key == "dose_id"))


def _flat(body: Any) -> Any:
    for key, value in body.items():
        if isinstance(value, dict):
            yield from _flat(value)
        else:
            yield key, value


def test_a_preview_says_what_would_come_together_and_changes_nothing() -> None:
    kept = open_handbook(mother_name="Trần Thị Lan")
    other = open_handbook(OTHER_MOTHER, mother_name="Tran Thi Lan", birth_weight_g=3100, birth_date="2026-01-06")
    first, second = dose(kept), dose(other)
    before = {table: rows for table, rows in everything().items() if table != "AuditTable"}

    answer = NURSE.call("POST", f"{path_of(kept)}/merge/preview", {"other_id": other["handbook_id"]})

    assert answer.status == 200, answer.body
    body = answer.body
    assert (body["handbook"]["handbook_id"], body["other"]["handbook_id"]) == (
        kept["handbook_id"],
        other["handbook_id"],
    )
    assert body["conflicts"] == [
        {"field": "birth_date", "kept": "2026-01-05", "other": "2026-01-06"},
        {"field": "birth_weight_g", "kept": None, "other": "3100"},
        {"field": "mother_name", "kept": "Trần Thị Lan", "other": "Tran Thi Lan"},
    ]
    assert body["same_doses"] == [{"dose_id": second, "same_as": first}]
    assert body["warnings"] == ["birth_date_differs"]
    assert (body["entries"], body["guardians"], body["codes"]) == (1, 1, [other["code"]])
    assert body["score"] >= 50
    assert {table: rows for table, rows in everything().items() if table != "AuditTable"} == before
    for mother, book in ((MOTHER, kept), (OTHER_MOTHER, other)):
        log = mother.get(f"{path_of(book)}/access-log").body["items"]
        assert "preview_merge" in {entry["action"] for entry in log}


def test_after_a_merge_both_names_lead_to_all_that_was_recorded_in_either() -> None:
    kept, other = two_books()
    dose(kept)
    dose(other, product="hepb-birth", administered_on="2026-01-05")
    MOTHER.post(f"{path_of(kept)}/measurements", {"measured_on": "2026-03-01", "weight_kg": 5.1})
    OTHER_MOTHER.post(f"{path_of(other)}/measurements", {"measured_on": "2026-02-01", "weight_kg": 4.4})
    NURSE.post(f"{path_of(other)}/identifiers", number())

    answer = merged(kept, other)

    assert answer["handbook_id"] == kept["handbook_id"]
    assert other["code"] in answer["carriers"]
    for caller in (MOTHER, OTHER_MOTHER, NURSE):
        for book in (kept, other):
            assert caller.get(path_of(book)).body["handbook_id"] == kept["handbook_id"]
            assert {one["product"] for one in doses(book, caller)} == {"bcg", "hepb-birth"}
            weights = caller.get(f"{path_of(book)}/measurements").body["items"]
            assert [one["weight_kg"] for one in weights] == [4.4, 5.1]
            numbers = caller.get(f"{path_of(book)}/identifiers").body["items"]
            assert [one["value"] for one in numbers] == ["••••••••2345"]
    for caller in (MOTHER, OTHER_MOTHER):
        assert [one["handbook_id"] for one in caller.get("/v1/handbooks").body["items"]] == [kept["handbook_id"]]
    assert NURSE.get(f"/v1/qr/codes/{other['code']}").body["handbook_id"] == kept["handbook_id"]


def test_pages_of_a_merged_handbook_neither_repeat_nor_leave_out() -> None:
    kept, other = two_books()
    for day in range(1, 8):
        book = kept if day % 3 else other
        assert (
            NURSE.post(
                f"{path_of(book)}/measurements", {"measured_on": f"2026-02-0{day}", "weight_kg": 4 + day / 10}
            ).status
            == 201
        )
    merged(kept, other)

    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = NURSE.get(f"{path_of(other)}/measurements", {"limit": "2", **cursor}).body
        seen += [one["measured_on"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == [f"2026-02-0{day}" for day in range(1, 8)]


def test_one_real_dose_counts_once_and_both_entries_stay() -> None:
    kept, other = two_books()
    alone = open_handbook(mother_name="Khác")
    first, second, third = (dose(book) for book in (kept, other, alone))
    wanted = MOTHER.get(f"{path_of(alone)}/forecast").body

    merged(kept, other)

    listed = {one["dose_id"]: one for one in doses(kept)}
    assert {dose_id: one["same_as"] for dose_id, one in listed.items()} == {first: None, second: first}
    assert listed[first]["evaluation"] == listed[second]["evaluation"] == doses(alone)[0]["evaluation"]
    assert MOTHER.get(f"{path_of(kept)}/forecast").body == wanted
    assert third not in listed


def test_the_dose_that_was_set_aside_counts_when_the_other_was_a_mistake() -> None:
    kept, other = two_books()
    first, second = dose(kept), dose(other)
    merged(kept, other)

    marked = NURSE.call(
        "POST",
        f"{path_of(kept)}/entries/dose/{first}/entered-in-error",
        {"reason": {"code": "duplicate", "text": "Ghi hai lần"}},
        headers={"If-Match": '"1"', "Idempotency-Key": "e"},
    )

    assert marked.status == 200, marked.body
    counting = [one for one in doses(other) if one["evaluation"] is not None]
    assert [(one["dose_id"], one["same_as"]) for one in counting] == [(second, None)]


def test_an_entry_is_corrected_where_it_was_recorded_and_goes_back_corrected() -> None:
    kept, other = two_books()
    moved = dose(other, product="hepb-birth", administered_on="2026-01-05")
    tag = merged(kept, other)["etag"]

    amended = NURSE.call(
        "PATCH",
        f"{path_of(kept)}/entries/dose/{moved}",
        {"changes": {"administered_on": "2026-01-06"}, "reason": {"code": "wrong_day", "text": "Nhầm ngày"}},
        headers={"If-Match": '"1"'},
    )
    assert amended.status == 200, amended.body
    assert unmerge(kept, other, tag).status == 200

    assert [(one["dose_id"], one["administered_on"]) for one in doses(other)] == [(moved, "2026-01-06")]
    assert doses(kept) == []


def test_what_is_recorded_under_the_old_name_lands_in_the_handbook_that_stays() -> None:
    kept, other = two_books()
    merged(kept, other)

    dose(other)
    weight = OTHER_MOTHER.post(f"{path_of(other)}/measurements", {"measured_on": "2026-03-01", "weight_kg": 5.1})

    assert weight.status == 201
    entries = [
        item["pk"]["S"] for item in items("RecordsTable") if item["sk"]["S"].startswith(("DOSE#", "MEASUREMENT#"))
    ]
    assert entries == [f"HANDBOOK#{kept['handbook_id']}"] * 2


def test_a_merge_undone_gives_each_handbook_what_was_recorded_in_it() -> None:
    kept, other = two_books()
    dose(kept)
    dose(other, product="hepb-birth", administered_on="2026-01-05")
    before = {
        (name, part): caller.get(f"{path_of(book)}{part}").body
        for name, caller, book in (("kept", MOTHER, kept), ("other", OTHER_MOTHER, other))
        for part in ("", "/immunizations", "/forecast", "/measurements", "/identifiers")
    }
    tag = merged(kept, other)["etag"]
    MOTHER.post(f"{path_of(other)}/measurements", {"measured_on": "2026-03-01", "weight_kg": 5.1})

    parted = unmerge(kept, other, tag)

    assert parted.status == 200, parted.body
    for name, caller, book in (("kept", MOTHER, kept), ("other", OTHER_MOTHER, other)):
        for part in ("", "/immunizations", "/forecast", "/measurements", "/identifiers"):
            now, was = caller.get(f"{path_of(book)}{part}").body, before[name, part]
            if (name, part) == ("kept", "/measurements"):
                assert [one["weight_kg"] for one in now["items"]] == [5.1]
                continue
            without = {"etag", "version"} if part == "" else set()
            assert {k: v for k, v in now.items() if k not in without} == {
                k: v for k, v in was.items() if k not in without
            }
    assert MOTHER.get(path_of(other)).status == 404
    assert OTHER_MOTHER.get(path_of(kept)).status == 404
    assert [one["handbook_id"] for one in OTHER_MOTHER.get("/v1/handbooks").body["items"]] == [other["handbook_id"]]
    assert NURSE.get(f"/v1/qr/codes/{other['code']}").body["handbook_id"] == other["handbook_id"]


def test_a_merge_is_asked_again_and_done_once() -> None:
    kept, other = two_books()
    first = merged(kept, other)
    before = everything()
    again = merge(kept, other)
    assert (again.status, again.body) == (200, first)
    assert everything() == before
    assert unmerge(kept, other, first["etag"]).status == 200
    assert unmerge(kept, other, first["etag"]).problem == "not-merged"


def test_a_merge_is_a_step_and_never_a_chain_or_a_circle() -> None:
    first, second = two_books()
    third = open_handbook(mother_name="Trần Thị Lan")
    one = merged(first, second)

    assert merge(second, first).problem == "merge-refused"
    assert merge(third, {**first, "etag": one["etag"]}).problem == "merge-refused"
    assert merge(third, second).problem == "merge-refused"
    assert merge(first, first).body["errors"][0]["field"] == "other_id"
    both = merged(one, third)
    assert NURSE.get(path_of(third)).body["handbook_id"] == first["handbook_id"]
    assert unmerge(first, second, both["etag"]).status == 200
    assert NURSE.get(path_of(third)).body["handbook_id"] == first["handbook_id"]
    assert NURSE.get(path_of(second)).body["handbook_id"] == second["handbook_id"]


@pytest.mark.parametrize(
    ("changes", "warnings"),
    [
        ({"full_name": "Nguyễn Minh Khang", "sex": "M"}, ["twins", "not_alike", "sex_differs"]),
        (
            {"full_name": "Lê Cúc", "mother_name": "Vừ Thị Mỷ", "birth_date": "2025-07-01"},
            ["not_alike", "birth_date_differs"],
        ),
        ({"birth_date": "2026-01-06"}, ["birth_date_differs"]),
    ],
)
def test_what_may_be_two_children_is_merged_only_when_it_is_confirmed(
    changes: dict[str, Any], warnings: list[str]
) -> None:
    kept = open_handbook(mother_name="Trần Thị Lan")
    other = open_handbook(OTHER_MOTHER, **{"mother_name": "Trần Thị Lan", **changes})
    before = everything()

    preview = NURSE.call("POST", f"{path_of(kept)}/merge/preview", {"other_id": other["handbook_id"]})
    assert preview.body["warnings"] == warnings
    refused = merge(kept, other, confirmed=warnings[1:])
    assert refused.problem == "merge-unconfirmed"
    assert {t: r for t, r in everything().items() if t != "AuditTable"} == {
        t: r for t, r in before.items() if t != "AuditTable"
    }
    assert merge(kept, other, confirmed=warnings).status == 200


def test_a_merge_needs_both_versions() -> None:
    kept, other = two_books()
    body = {"other_id": other["handbook_id"], "other_etag": other["etag"], "reason": REASON}
    assert NURSE.call("POST", f"{path_of(kept)}/merge", body).problem == "version-required"
    stale = merge({**kept, "etag": '"2"'}, other)
    assert (stale.problem, stale.body["errors"][0]["field"]) == ("stale-version", "If-Match")
    stale = merge(kept, {**other, "etag": '"2"'})
    assert (stale.problem, stale.body["errors"][0]["field"]) == ("stale-version", "other_etag")


def test_only_the_staff_of_both_areas_merge() -> None:
    kept, other = two_books()
    far = open_handbook(OTHER_MOTHER, commune_code=FAR, province_code="04")
    for caller, status in ((MOTHER, 403), (OTHER_MOTHER, 404), (FAR_NURSE, 404)):
        assert merge(kept, other, caller).status == status
    assert merge(kept, far).status == 404
    NURSE.get(f"/v1/qr/codes/{far['code']}")
    assert merge(kept, far).status == 403


def test_a_merge_and_its_undoing_are_kept_with_who_and_why() -> None:
    kept, other = two_books()
    tag = merged(kept, other)["etag"]
    unmerge(kept, other, tag)

    notes = [item for item in items("RecordsTable") if item["sk"]["S"].startswith("MERGE#")]
    assert [(note["by"]["S"], note["reason"]["S"], note["undone"]["BOOL"]) for note in notes] == [
        ("nurse", REASON, False),
        ("nurse", "Hai bé khác nhau", True),
    ]
    for mother, book in ((MOTHER, kept), (OTHER_MOTHER, other)):
        actions = {entry["action"] for entry in mother.get(f"{path_of(book)}/access-log").body["items"]}
        assert {"merge_handbooks", "unmerge_handbooks"} <= actions


def test_the_access_log_of_both_is_read_in_one_newest_first(clock: Clock) -> None:
    kept, other = two_books()
    for book in (kept, other, kept, other):
        clock.move(minutes=1)
        NURSE.get(path_of(book))
    merged(kept, other)
    pages: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = MOTHER.get(f"{path_of(other)}/access-log", {"limit": "3", **cursor}).body
        pages += page["items"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    instants = [entry["at"] for entry in pages]
    assert instants == sorted(instants, reverse=True)
    assert [entry["action"] for entry in pages].count("read_handbook") == 4


def test_a_merged_handbook_is_in_no_register_and_still_found_by_its_name_and_number() -> None:
    kept = open_handbook(mother_name="Trần Thị Lan")
    other = open_handbook(OTHER_MOTHER, full_name="Nguyễn Ánh", mother_name="Trần Thị Lan", birth_date="2026-01-06")
    NURSE.post(f"{path_of(other)}/identifiers", number())
    merged(kept, other, confirmed=["birth_date_differs"])

    register = NURSE.get(f"/v1/communes/{CHILD['commune_code']}/register").body["items"]
    assert [one["handbook_id"] for one in register] == [kept["handbook_id"]]
    for sought in (
        {"by_name": {"name": "anh", "birth_date": "2026-01-06"}},
        {"identifier": {"system": "personal_id", "value": "001326012345"}},
        {"phone": OTHER_MOTHERS_PHONE},
        {"phone": MOTHERS_PHONE},
        {"code": other["code"]},
    ):
        found = NURSE.call("POST", "/v1/handbooks/search", sought).body["items"]
        assert [one["handbook_id"] for one in found] == [kept["handbook_id"]], sought


def test_a_telephone_that_knows_either_name_is_told_of_everything_after_a_merge() -> None:
    kept, other = two_books()
    dose(kept)
    dose(other, product="hepb-birth", administered_on="2026-01-05")
    cursors = [
        caller.get(f"{path_of(book)}/changes").body["cursor"]
        for caller, book in ((MOTHER, kept), (OTHER_MOTHER, other))
    ]
    merged(kept, other)

    def told(book: dict[str, Any], cursor: str | None) -> tuple[set[str], str]:
        answer = NURSE.get(f"{path_of(book)}/changes", {"since": cursor} if cursor else {})
        assert answer.status == 200, answer.body
        doses = (one["data"] for one in answer.body["items"] if one["kind"] == "dose")
        return {one["product"] for one in doses}, answer.body["cursor"]

    assert told(kept, None)[0] == {"bcg", "hepb-birth"}
    assert told(other, None)[0] == {"bcg", "hepb-birth"}
    assert told(kept, cursors[0])[0] == {"hepb-birth"}
    products, cursor = told(other, cursors[1])
    assert products == {"bcg", "hepb-birth"}
    assert told(other, cursor)[0] == set()
    dose(kept, product="influenza", administered_on="2026-06-14")
    assert told(other, cursor)[0] == {"influenza"}


def test_a_code_of_the_other_that_is_lost_after_the_merge_is_made_void_and_stays_so() -> None:
    kept, other = two_books()
    tag = merged(kept, other)["etag"]
    lost = NURSE.post(f"/v1/qr/codes/{other['code']}/void", {"reason": "lost"})
    assert lost.status in {200, 201}, lost.body

    parted = unmerge(kept, other, tag)
    assert parted.status == 200, parted.body
    assert parted.body["other"]["code"] != other["code"]
    assert NURSE.get(f"/v1/qr/codes/{parted.body['other']['code']}").body["handbook_id"] == (other["handbook_id"])
