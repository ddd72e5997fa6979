"""Who asks for a handbook without a right is counted and written down before the answer."""

from typing import Any

import pytest

from handbook.domain.refusals import PER_ACTOR, is_told
from tests.integration.api import Answer, Caller
from tests.integration.refusals import refused
from tests.integration.test_rights import ABSENT, REQUESTS, ask
from tests.integration.wire import failing
from tests.integration.world import (
    FAR_NURSE,
    MANAGER,
    MOTHER,
    NURSE,
    OTHER_MOTHER,
    VENDOR,
    Clock,
    items,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")


def logged(partition: str = "") -> list[dict[str, Any]]:
    return [item for item in items("AuditTable") if item["pk"]["S"].startswith(partition)]


@pytest.mark.parametrize("caller", [OTHER_MOTHER, FAR_NURSE, MANAGER, VENDOR], ids=lambda caller: caller.username)
@pytest.mark.parametrize("request_name", REQUESTS)
def test_each_refused_route_leaves_one_entry_in_the_log_of_the_handbook(caller: Caller, request_name: str) -> None:
    handbook_id = open_handbook()["handbook_id"]
    before = logged()

    refused(ask(caller, handbook_id, request_name), 404, "not-found")

    entries = [item for item in logged() if item not in before]
    assert [(one["pk"]["S"], one["actor_id"]["S"], one["outcome"]["S"]) for one in entries] == [
        (f"HANDBOOK#{handbook_id}", caller.username, "refused")
    ]
    assert entries[0]["address"]["S"] == caller.address
    assert "ground" not in entries[0]


@pytest.mark.parametrize("request_name", REQUESTS)
def test_a_guess_of_a_handbook_that_is_not_there_is_kept_under_who_guessed_without_the_guess(request_name: str) -> None:
    refused(ask(FAR_NURSE, ABSENT, request_name), 404, "not-found")

    [entry] = logged()
    assert (entry["pk"]["S"], entry["role"]["S"], entry["unit_id"]["S"]) == (
        "ACTOR#far-nurse",
        "health_worker",
        "far-station",
    )
    assert ABSENT not in str(entry)


def test_what_a_guardian_may_not_do_is_no_news_to_the_family() -> None:
    handbook_id = open_handbook()["handbook_id"]
    before = logged()

    refused(ask(MOTHER, handbook_id, "dose"), 403, "forbidden")

    assert logged() == before


def test_what_staff_of_the_area_may_not_do_is_written_down_as_refused() -> None:
    handbook_id = open_handbook()["handbook_id"]

    refused(ask(NURSE, handbook_id, "access log"), 403, "forbidden")

    [entry] = [one for one in logged(f"HANDBOOK#{handbook_id}") if one["actor_id"]["S"] == "nurse"]
    assert (entry["action"]["S"], entry["outcome"]["S"]) == ("read_access_log", "refused")


def test_the_hour_after_sixty_refusals_is_429_for_foreign_and_absent_alike_and_own_handbooks_stay_open(
    clock: Clock,
) -> None:
    foreign = open_handbook()["handbook_id"]
    own = open_handbook(OTHER_MOTHER)["handbook_id"]

    answers = [ask(OTHER_MOTHER, (foreign, ABSENT)[n % 2], "read") for n in range(PER_ACTOR.most + 2)]

    assert {one.status for one in answers[: PER_ACTOR.most]} == {404}
    assert [_seen(one) for one in answers[-2:]] == [(429, "too-many-requests", "3600")] * 2
    assert ask(OTHER_MOTHER, own, "read").status == 200
    assert ask(FAR_NURSE, foreign, "read").status == 404
    clock.move(hours=1)
    assert ask(OTHER_MOTHER, foreign, "read").status == 404


def _seen(answer: Answer) -> tuple[int, str, str]:
    return answer.status, answer.problem, answer.headers["Retry-After"]


def test_guessing_does_not_fill_the_log_but_is_counted_there() -> None:
    for _ in range(PER_ACTOR.most + 100):
        ask(OTHER_MOTHER, ABSENT, "read")

    entries = logged("ACTOR#other-mother")
    assert len(entries) == PER_ACTOR.most + 3
    assert sorted(int(one["times"]["N"]) for one in entries if "times" in one) == [
        PER_ACTOR.most + over for over in (1, 10, 100)
    ]


@pytest.mark.parametrize(("over", "told"), [(0, False), (1, True), (2, False), (9, False), (10, True), (11, False)])
def test_only_powers_of_ten_over_the_limit_are_told(over: int, told: bool) -> None:
    assert is_told(over) is told


@pytest.mark.parametrize("operation", ["UpdateItem", "PutItem"])
def test_a_refusal_that_cannot_be_written_down_is_no_answer(operation: str) -> None:
    handbook_id = open_handbook()["handbook_id"]

    with failing("dynamodb", operation, "InternalServerError"):
        foreign, absent = ask(OTHER_MOTHER, handbook_id, "read"), ask(OTHER_MOTHER, ABSENT, "read")

    refused(foreign, 503, "unavailable")
    refused(absent, 503, "unavailable")


def test_rows_of_a_batch_about_a_strangers_handbook_leave_an_entry_each() -> None:
    handbook_id = open_handbook()["handbook_id"]
    rows = [
        {
            "kind": "measurement",
            "id": f"00000000-0000-4000-8000-00000000000{n}",
            "handbook_id": handbook_id,
            "data": {"measured_on": "2026-06-15", "weight_kg": 6.1},
        }
        for n in range(3)
    ]

    answer = OTHER_MOTHER.post("/v1/sync", {"rows": rows})

    assert [row["status"] for row in answer.body["items"]] == [404] * 3
    assert len([one for one in logged(f"HANDBOOK#{handbook_id}") if one["actor_id"]["S"] == "other-mother"]) == 3


def test_a_code_of_another_family_is_a_refusal_in_the_log_of_its_handbook_and_a_forged_one_under_who_sent_it() -> None:
    opened = open_handbook()

    refused(OTHER_MOTHER.get(f"/v1/qr/codes/{opened['code']}"), 404, "not-found")

    [entry] = [one for one in logged("HANDBOOK#") if one["actor_id"]["S"] == "other-mother"]
    assert (entry["action"]["S"], entry["outcome"]["S"]) == ("scan_code", "refused")


GUESSES = 150
"""More than twice the limit; each more is answered as the last of these (1,000 were, once)."""


@pytest.mark.parametrize("caller", [OTHER_MOTHER, FAR_NURSE], ids=lambda caller: caller.username)
@pytest.mark.parametrize("path", ["/v1/handbooks/{}", "/v1/qr/codes/{}"])
def test_guessing_learns_nothing_meets_a_limit_and_does_not_fill_the_log(caller: Caller, path: str) -> None:
    opened = open_handbook()
    held = opened["handbook_id"] if "handbooks" in path else forged(opened["code"])
    answers = []
    for n in range(GUESSES):
        guess = held if n % 10 == 7 else f"{n:08d}{held[8:]}" if "handbooks" in path else forged(opened["code"], n)
        answer = caller.get(path.format(guess))
        answers.append((answer.status, answer.text.replace(answer.body["instance"], "")))

    assert len(set(answers)) == 2
    assert [status for status, _ in answers] == [404] * PER_ACTOR.most + [429] * (GUESSES - PER_ACTOR.most)
    by_caller = [one for one in logged() if one.get("actor_id", {}).get("S") == caller.username]
    assert len(by_caller) <= PER_ACTOR.most + 4


def forged(code: str, n: int = 0) -> str:
    """A code that is well formed and that nobody made: another tag, with the check character that belongs to it."""
    from handbook.domain.codes import CodeKey, mint  # noqa: PLC0415 - only here

    return mint(n + 1, CodeKey(1, b"x" * 32, b"y" * 32))
