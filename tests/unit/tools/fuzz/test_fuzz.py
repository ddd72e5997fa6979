"""The command that fuzzes: who sends what, with what token, and what is said of it afterwards."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tools.demo.client import Answer, Api, DemoError
from tools.demo.people import Cast
from tools.fuzz.__main__ import chosen_people
from tools.fuzz.document import ENDS_SESSIONS, Operation, operations, part, statuses
from tools.fuzz.outcome import by_status, findings
from tools.fuzz.places import explore, found_in
from tools.fuzz.plan import DEPTH, MOST, pieces
from tools.fuzz.roles import Person, known_names, staff_by_role
from tools.fuzz.sender import CHECKS, command
from tools.template import ROOT

ROLES = ("nobody", "family", "nurse", "manager")
SOME = tuple(Operation(f"/v1/{number}", "get") for number in range(20))
HERE = "http://127.0.0.1:1"


def test_every_operation_of_the_document_is_sent() -> None:
    paths = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))["paths"]

    assert len(operations()) == sum(len(methods) for methods in paths.values()) > 100
    assert part(operations())["paths"] == paths


def test_what_ends_the_senders_own_session_is_sent_last() -> None:
    assert set(list(part(operations())["paths"])[-len(ENDS_SESSIONS) :]) == set(ENDS_SESSIONS)


def test_a_part_of_the_document_keeps_what_its_operations_refer_to() -> None:
    one = operations()[0]

    assert part([one])["paths"].keys() == {one.path}
    assert "components" in part([one])


def test_each_problem_is_known_with_the_status_that_clients_read() -> None:
    assert statuses()["not-found"] == 404
    assert len(statuses()) == len(re.findall(r"^\| `[a-z-]+` \| \d{3} \|", _problems(), re.MULTILINE)) > 50


def _problems() -> str:
    return (ROOT / "docs/problems.md").read_text(encoding="utf-8")


def test_many_requests_give_every_role_the_whole_document_in_rounds_that_end_before_a_token() -> None:
    planned = list(pieces(ROLES, SOME, requests=1_200, seed=7))

    assert {piece.operations for piece in planned} == {SOME}
    assert max(piece.examples for piece in planned) <= MOST
    assert sum(piece.examples * len(SOME) for piece in planned) >= 1_200
    assert len({(piece.role, piece.seed) for piece in planned}) == len(planned)


def test_few_requests_go_deep_into_every_operation_in_the_name_of_some_roles() -> None:
    planned = list(pieces(ROLES, SOME, requests=2 * DEPTH * len(SOME), seed=7))

    assert {piece.examples for piece in planned} == {DEPTH}
    assert set(Counter(one for piece in planned for one in piece.operations).values()) == {2}
    assert {piece.role for piece in planned} == set(ROLES)


def test_the_seeds_that_follow_meet_every_operation_in_every_role() -> None:
    runs = [pieces(ROLES, SOME, requests=DEPTH * len(SOME), seed=seed) for seed in range(len(ROLES))]
    met = {(piece.role, one) for run in runs for piece in run for one in piece.operations}

    assert len(met) == len(ROLES) * len(SOME)


def test_a_role_sends_its_token_and_nobody_sends_none() -> None:
    with_token, without = (command(Path("part.json"), token, HERE, 3, 7) for token in ("secret", ""))

    assert "--header=Authorization: Bearer secret" in with_token
    assert not [one for one in without if one.startswith("--header")]
    assert {f"--checks={','.join(CHECKS)}", "--seed=7", "part.json"} <= set(without)


def test_each_role_of_the_staff_takes_part_and_the_nurses_of_two_areas() -> None:
    rows = [
        {"role": "health_worker", "username": "dieuduong.ngocha", "totp_secret": "x"},
        {"role": "health_worker", "username": "dieuduong.socson", "totp_secret": "x"},
        {"role": "unit_manager", "username": "m", "totp_secret": "x"},
        {"role": "operator", "username": "o", "totp_secret": "x"},
        {"role": "guardian", "username": "0900000001"},
    ]
    cast = Cast(tuple(rows))

    assert staff_by_role(cast) == {
        "nurse": "dieuduong.ngocha",
        "other_nurse": "dieuduong.socson",
        "manager": "m",
        "operator": "o",
    }
    assert "dieuduong.socson" in known_names(cast)


class Told(Api):
    """An app that has one dispute, and refuses whatever else is asked."""

    def call(self, method: str, path: str, body: object, status: int, *, etag: str = "") -> Answer:
        answers = {"/disputes": {"items": [{"dispute_id": "d1"}, {"dispute_id": "d2"}]}}
        return Answer(status, answers.get(path, {}), {}, b"")


def test_some_roles_are_chosen_by_name_and_one_that_nobody_has_is_said() -> None:
    people = [Person(role, str, ()) for role in ROLES]

    assert list(chosen_people(people, "")) == list(ROLES)
    assert list(chosen_people(people, "nurse, family")) == ["family", "nurse"]
    with pytest.raises(DemoError, match="no role operators: there are nobody, family, nurse, manager"):
        chosen_people(people, "operators,nurse")


def test_ids_are_found_by_reading_what_the_document_lists() -> None:
    places = explore([Told(HERE)], {"handbook_id": ["h"]}, frozenset({"d2"}))

    assert places == {"handbook_id": ["h"], "dispute_id": ["d1"]}


@pytest.mark.parametrize(
    ("body", "path", "found"),
    [
        ({"items": [{"id": "a"}]}, "/handbooks/h/alerts?limit=1", {("alert_id", "a")}),
        ({"items": [{"id": "e", "kind": "dose"}]}, "/handbooks/h/changes", {("entry_id", "e"), ("kind", "dose")}),
        ({"items": [{"request_id": "r"}]}, "/me/data-requests", {("own_request_id", "r")}),
        ({"items": [{"request_id": "r"}]}, "/handbooks/h/data-requests", {("request_id", "r")}),
        (None, "/handbooks", set()),
    ],
)
def test_ids_are_called_as_the_parameters_of_paths(body: object, path: str, found: set[tuple[str, str]]) -> None:
    assert set(found_in(body, path)) == found


REQUEST = {"method": "POST", "path": "/v1/x?a=b", "headers": {"If-Match": '"1"'}, "body": '{"a": "it\'s"}'}
ROWS = [
    {"operation": "POST /v1/x", "status": 201},
    {"operation": "POST /v1/x", "status": 500},
    {"operation": "POST /v1/x", "failed": "Server error", "with": 500, "request": REQUEST},
    {"operation": "POST /v1/x", "failed": "Server error", "with": 500, "request": {**REQUEST, "body": "other"}},
]


def test_requests_are_counted_once_and_a_fault_is_told_once() -> None:
    assert by_status(ROWS) == {201: 1, 500: 1}
    assert [finding.request for finding in findings("nurse", ROWS)] == [REQUEST]


def test_a_finding_comes_with_a_command_that_sends_the_request_again_and_no_token() -> None:
    (finding,) = findings("nurse", ROWS)

    assert finding.said(HERE) == (
        "nurse: POST /v1/x: Server error (status 500)\n"
        "  curl -i -X POST 'http://127.0.0.1:1/v1/x?a=b' -H 'If-Match: \"1\"'"
        ' -d \'{"a": "it\'"\'"\'s"}\' -H "Authorization: Bearer $TOKEN"'
    )
    assert replace(finding, role="nobody").said(HERE).startswith("nobody: ")
