"""How a family chooses to be told, over HTTP."""

import pytest

from tests.integration.world import MOTHER, NURSE, OTHER_MOTHER

pytestmark = pytest.mark.usefixtures("world")
PATH = "/v1/me/reminder-preferences"
FIRST = {
    "enabled": True,
    "language": "vi",
    "channels": ["app", "sms"],
    "hours": {"earliest": "08:00", "latest": "20:00"},
    "kinds": ["dose", "school_dose", "antenatal", "check_up", "vitamin_a", "deworming"],
    "stopped_at": None,
    "stopped_through": None,
}


def test_everything_is_told_until_somebody_chooses() -> None:
    shown = MOTHER.get(PATH)
    assert (shown.status, shown.body, shown.headers["ETag"]) == (200, FIRST, '"1"')


def test_choices_are_changed_by_who_saw_the_last_ones() -> None:
    choice = {"enabled": True, "language": "en", "channels": ["sms"], "hours": {"earliest": "17:00", "latest": "20:00"}}

    missing = MOTHER.call("PUT", PATH, choice)
    first = MOTHER.call("PUT", PATH, choice, headers={"If-Match": MOTHER.get(PATH).headers["ETag"]})
    stale = MOTHER.call("PUT", PATH, {**choice, "enabled": False}, headers={"If-Match": '"1"'})

    assert (missing.status, missing.problem) == (428, "version-required")
    assert (first.status, first.headers["ETag"]) == (200, '"2"')
    assert (stale.status, stale.problem) == (412, "stale-version")
    assert MOTHER.get(PATH).body == first.body == {**FIRST, **choice}
    assert OTHER_MOTHER.get(PATH).body == FIRST


def test_one_choice_is_changed_and_the_others_stay() -> None:
    MOTHER.call("PUT", PATH, {"enabled": True, "language": "en"}, headers={"If-Match": '"1"'})

    changed = MOTHER.call("PATCH", PATH, {"kinds": ["dose"]}, headers={"If-Match": '"2"'})

    assert changed.body == {**FIRST, "language": "en", "kinds": ["dose"]}
    assert MOTHER.call("PATCH", PATH, {}, headers={"If-Match": '"3"'}).body == changed.body
    assert MOTHER.call("PATCH", PATH, {"enabled": False}).problem == "version-required"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("channels", {"channels": []}),
        ("channels.0", {"channels": ["pigeon"]}),
        ("hours", {"hours": {"earliest": "07:00", "latest": "20:00"}}),
        ("hours", {"hours": {"earliest": "12:00", "latest": "12:30"}}),
        ("hours", {"hours": {"earliest": "20:00", "latest": "08:00"}}),
        ("hours.earliest", {"hours": {"earliest": "24:00", "latest": "08:00"}}),
        ("kinds.0", {"kinds": ["weather"]}),
    ],
)
def test_a_choice_that_cannot_be_kept_is_refused_by_name(field: str, wrong: dict[str, object]) -> None:
    for method, body in (("PUT", {"enabled": True, **wrong}), ("PATCH", wrong)):
        refused = MOTHER.call(method, PATH, body, headers={"If-Match": '"1"'})
        assert (refused.status, refused.body["errors"][0]["field"]) == (422, field)
    assert MOTHER.get(PATH).body == FIRST


def test_staff_are_not_reminded_and_have_no_choices() -> None:
    assert NURSE.get(PATH).problem == "forbidden"
    assert NURSE.call("PATCH", PATH, {"enabled": False}, headers={"If-Match": '"1"'}).problem == "forbidden"
