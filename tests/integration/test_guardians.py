"""Who is bound to a handbook, and what each may see of the others."""

import pytest

from handbook import bootstrap
from handbook.domain.bonds import Bond
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.roles import Role
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, OTHER_MOTHER, Clock, open_handbook

pytestmark = pytest.mark.usefixtures("world")
TODAY = "2026-06-15"


def test_a_guardian_sees_herself_with_the_day_since_when() -> None:
    book = open_handbook()
    shown = MOTHER.get(f"/v1/handbooks/{book['handbook_id']}/guardians")
    assert shown.status == 200
    assert shown.headers["ETag"] == book["etag"]
    assert shown.body["items"] == [
        {
            "account_id": "mother",
            "role": "guardian",
            "since": TODAY,
            "until": None,
            "own": True,
            "phone": "091****678",
        }
    ]


def test_the_areas_staff_see_it_with_an_access_log_entry_and_nobody_else_does() -> None:
    book = open_handbook()
    path = f"/v1/handbooks/{book['handbook_id']}"
    assert NURSE.get(f"{path}/guardians").body["items"][0]["phone"] == "091****678"
    log = MOTHER.get(f"{path}/access-log").body["items"]
    assert ("nurse", "read_guardians") in [(one["actor_id"], one["action"]) for one in log]
    absent = MOTHER.get("/v1/handbooks/absent/guardians")
    for other in (OTHER_MOTHER, FAR_NURSE):
        refused = other.get(f"{path}/guardians")
        assert (
            (refused.status, refused.body["type"]) == (absent.status, absent.body["type"]) == (404, absent.body["type"])
        )


def test_a_visit_is_no_ground_to_see_who_the_family_is() -> None:
    book = open_handbook()
    assert FAR_NURSE.get(f"/v1/qr/codes/{book['code']}").status == 200
    path = f"/v1/handbooks/{book['handbook_id']}"
    assert FAR_NURSE.get(path).status == 200
    assert FAR_NURSE.get(f"{path}/guardians").status == 403


@pytest.mark.parametrize("role", [Role.CARER, Role.VIEWER])
def test_carers_and_viewers_see_roles_and_days_but_no_numbers_and_stand_in_the_log(role: Role, clock: Clock) -> None:
    book = open_handbook()
    path = f"/v1/handbooks/{book['handbook_id']}"
    bind(book["handbook_id"], Bond(role))
    shown = OTHER_MOTHER.get(f"{path}/guardians").body["items"]
    assert [(one["role"], one["own"], one["phone"]) for one in shown] == [("guardian", False, None), (role, True, None)]
    assert OTHER_MOTHER.get(path).status == 200
    log = MOTHER.get(f"{path}/access-log").body["items"]
    assert [one["ground"] for one in log if one["actor_id"] == "other-mother"] == [role] * 2


def bind(handbook_id: str, bond: Bond, account_id: str = "other-mother") -> None:
    """Write a bond into a summary, as an invitation does."""
    from dataclasses import replace  # noqa: PLC0415
    from types import MappingProxyType  # noqa: PLC0415

    from handbook.storage.record_items import summary_item  # noqa: PLC0415

    book = bootstrap.records().get(HandbookId(handbook_id))
    assert book is not None
    bonds = MappingProxyType({**book.guardians, AccountId(account_id): bond})
    summary_item(replace(book, guardians=bonds)).save()
