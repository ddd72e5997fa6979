"""The command that fuzzes: each role once, with a token of its own, and every operation of the document."""

import json

import pytest

from tools.demo.client import Answer, Api
from tools.demo.people import Cast
from tools.fuzz import roles
from tools.fuzz.__main__ import CHECKS, command, operations
from tools.template import ROOT


def test_every_operation_of_the_document_is_counted() -> None:
    paths = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))["paths"]

    assert operations() == sum(len(methods) for methods in paths.values()) > 100


def test_a_role_sends_its_token_and_nobody_sends_none() -> None:
    with_token, without = (command(token, "http://127.0.0.1:1", 3, None) for token in ("secret", ""))

    assert "--header=Authorization: Bearer secret" in with_token
    assert not [one for one in without if one.startswith("--header")]
    assert f"--checks={','.join(CHECKS)}" in without


def test_an_earlier_run_is_sent_again_by_its_seed() -> None:
    assert "--seed=7" in command("", "http://127.0.0.1:1", 3, 7)
    assert not [one for one in command("", "http://127.0.0.1:1", 3, None) if one.startswith("--seed")]


class Told(Api):
    """An app that answers from memory."""

    def get(self, path: str, status: int = 200) -> Answer:
        book = {"handbook_id": f"book of {self.token}", "full_name": f"child of {self.token}"}
        changes = [{"id": f"e{number}", "kind": "dose"} for number in range(9)]
        return Answer(status, {"items": changes if "changes" in path else [book]}, {}, b"")


def test_everybody_knows_both_families_and_only_the_nurse_of_the_area_may_see_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(roles, "_family", lambda _api, number, _endpoint: Told("http://127.0.0.1:1", number))
    cast = Cast(tuple({"username": name, "unit_id": f"unit of {name}"} for name in (roles.NURSE, roles.OTHER_NURSE)))

    world = roles.gather(Told("http://127.0.0.1:1"), cast, "")

    assert world.places["handbook_id"] == [f"book of {roles.MOTHER}", f"book of {roles.OTHER_MOTHER}"]
    assert world.places["entry_id"] == ["e0", "e1", "e2"]
    assert [one.role for one in world.people] == ["nobody", "family", *roles.STAFF]
    assert [one.role for one in world.people if not one.hidden] == ["nurse"]
    assert world.people[0].hidden == (f"child of {roles.OTHER_MOTHER}", "900000008")
