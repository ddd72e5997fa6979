"""The family reads in plain words who looked, and who tried to without a right."""

from typing import Any

import pytest

from handbook.domain.access import Action, Ground
from handbook.domain.directory import UnitKind
from handbook.domain.roles import Role
from handbook.reference.audit import load_document
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, OTHER_MOTHER, Clock, open_handbook

pytestmark = pytest.mark.usefixtures("world")
WORDS = load_document("words")


def log(handbook_id: str, language: str = "vi", query: dict[str, str] | None = None) -> Any:
    path = f"/v1/handbooks/{handbook_id}/access-log"
    answer = MOTHER.call("GET", path, query=query, headers={"Accept-Language": language})
    assert answer.status == 200
    return answer.body


@pytest.fixture
def handbook_id(clock: Clock) -> str:
    """A handbook that its nurse read, and that a far nurse and another mother tried to read."""
    opened = str(open_handbook()["handbook_id"])
    for caller in (NURSE, FAR_NURSE, OTHER_MOTHER):
        clock.move(minutes=1)
        caller.get(f"/v1/handbooks/{opened}")
    return opened


def test_sentences_name_unit_person_deed_and_ground(handbook_id: str) -> None:
    assert [one["text"] for one in log(handbook_id)["items"]] == [
        "Một tài khoản ngoài gia đình không có quyền nhưng đã thử xem sổ. Hệ thống đã từ chối.",
        "Trạm y tế xa – Trần Văn Nam không có quyền nhưng đã thử xem sổ. Hệ thống đã từ chối.",
        "Trạm y tế – Trần Văn Nam đã xem sổ, vì gia đình ở địa bàn của đơn vị.",
        "Người giám hộ đã mở sổ.",
    ]
    assert [one["text"] for one in log(handbook_id, "en")["items"]] == [
        "An account outside the family tried without a right: reading the handbook. It was refused.",
        "Trạm y tế xa – Trần Văn Nam tried without a right: reading the handbook. It was refused.",
        "Trạm y tế – Trần Văn Nam: reading the handbook, since the family lives in the unit's area.",
        "A guardian: opening the handbook.",
    ]


def test_nobodys_address_is_shown_and_no_strangers_account(handbook_id: str) -> None:
    stranger, staff, *_ = log(handbook_id)["items"]

    assert (stranger["actor_id"], stranger["outcome"], stranger["place"]) == (None, "refused", None)
    assert (staff["unit_name"], staff["place"], staff["emergency"]) == ("Trạm y tế xa", "trạm y tế", False)
    assert NURSE.address not in str(log(handbook_id))
    assert "other-mother" not in str(log(handbook_id))


def test_pages_follow_one_another(handbook_id: str) -> None:
    first = log(handbook_id, query={"limit": "3"})
    second = log(handbook_id, query={"limit": "3", "cursor": first["next"]})

    assert [*first["items"], *second["items"]] == log(handbook_id)["items"]


def test_every_ground_role_and_kind_of_unit_has_words_in_both_languages() -> None:
    assert set(WORDS["grounds"]) == set(Ground)
    assert set(Role) <= set(WORDS["roles"])
    assert set(WORDS["places"]) == set(UnitKind)
    assert set(WORDS["actions"]) - {"other"} <= set(Action)
    for part in ("sentences", "actions", "grounds", "roles", "places"):
        assert all(set(text) == {"vi", "en"} and all(text.values()) for text in WORDS[part].values())
