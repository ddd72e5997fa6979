"""The environment of the seed."""

import json
import socket
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from handbook.config import Config
from handbook.domain.access import Role
from handbook.domain.bonds import BOND_ROLES
from handbook.domain.ids import CommuneCode
from handbook.domain.phones import normalise_phone
from handbook.domain.staffing import check_post
from handbook.domain.unit_tree import check_place_in_tree
from tests.environment import TABLES
from tools.seed.environment import ROOT, VARIABLES, NoStackError, enter_chosen, read_outputs, variables
from tools.seed.places import MEMBERS, NURSES, PROVINCE, STATIONS, UNITS
from tools.seed.recording import clock, family_phone

OUTPUTS = {name: f"the-{name}" for name in {*VARIABLES.values(), "Endpoint"}}


def test_every_table_pool_and_secret_of_our_code_is_set() -> None:
    found = variables(OUTPUTS)
    named_elsewhere = {"code_host", "sms_sender_id", "reminder_workers"}  # writing a record needs none
    named_elsewhere |= {"allowed_origins", "exports_bucket", "export_queue", "attachments_bucket", "email_sender"}
    assert set(TABLES) <= set(found)
    assert {field.name.upper() for field in fields(Config) if field.name not in named_elsewhere} <= set(found)


def test_every_output_that_is_read_is_one_of_the_template() -> None:
    outputs = (ROOT / "template.yaml").read_text(encoding="utf-8").split("\nOutputs:")[1]
    assert all(f"  {name}:" in outputs for name in VARIABLES.values())


def test_calls_go_to_the_local_stack_with_its_key_only() -> None:
    found = variables(OUTPUTS)
    assert found["AWS_ENDPOINT_URL"] == "the-Endpoint"
    assert (found["AWS_ACCESS_KEY_ID"], found["AWS_SECRET_ACCESS_KEY"]) == ("test", "test")


def test_without_a_stack_the_message_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(NoStackError, match="make run"):
        read_outputs(tmp_path)


def test_a_stack_that_does_not_answer_is_said_to_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = {**OUTPUTS, "Endpoint": "http://127.0.0.1:4566"}
    (tmp_path / "outputs.json").write_text(json.dumps(stopped), encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(NoStackError, match="not running"):
        enter_chosen(tmp_path, account=False)


def test_an_older_stack_names_the_output_that_it_lacks(tmp_path: Path) -> None:
    older = {name: value for name, value in OUTPUTS.items() if name != "CodeSecret"}
    (tmp_path / "outputs.json").write_text(json.dumps(older), encoding="utf-8")
    with pytest.raises(NoStackError, match="CodeSecret"):
        read_outputs(tmp_path)


def test_units_hang_together() -> None:
    known = {unit.unit_id for unit in UNITS}
    assert all(unit.parent_id in known for unit in STATIONS)
    assert all(member.staff.posts[0].unit_id in known for member in MEMBERS)
    assert [nurse.posts[0].unit_id for nurse in NURSES] == [station.unit_id for station in STATIONS]


def test_every_role_that_staff_can_have_is_there_and_every_post_makes_sense() -> None:
    units = {unit.unit_id: unit for unit in UNITS}
    posts = [post for member in MEMBERS for post in member.staff.posts]
    for post in posts:
        check_post(post, units[post.unit_id], date(2026, 6, 15))
    assert {post.role for post in posts} == set(Role) - {*BOND_ROLES, Role.UNPROVED}


def test_units_stand_where_a_list_of_units_could_put_them() -> None:
    units = {unit.unit_id: unit for unit in UNITS}
    for unit in UNITS:
        check_place_in_tree(unit, units.get)


def test_codes_are_those_of_decision_19_2025() -> None:
    assert PROVINCE == "01"
    assert [station.communes for station in STATIONS] == [(CommuneCode("00008"),), (CommuneCode("00376"),)]


def test_families_have_mobile_numbers_as_people_type_them() -> None:
    assert family_phone(7) == "+84900000007"
    assert normalise_phone("0900 000 007") == family_phone(7)


def test_the_station_opens_at_eight_in_vietnam() -> None:
    assert clock(date(2026, 11, 22), 10).isoformat() == "2026-11-22T01:10:00+00:00"
