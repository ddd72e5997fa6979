"""A family agrees purpose by purpose to the words in force, and withdraws as easily; every act stays."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.consents import check_agreed, holds
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.privacy_errors import ConsentNeededError
from tests.integration.agreed import agree, child_agrees, state, withdraw, words
from tests.integration.api import Answer, Caller
from tests.integration.refusals import refused
from tests.integration.world import (
    FAR_NURSE,
    MANAGER,
    MOTHER,
    NURSE,
    OTHER_MOTHER,
    PRINT_MANAGER,
    Clock,
    everything,
)
from tests.integration.world import open_handbook as opened

pytestmark = pytest.mark.usefixtures("world")
SIGNED: dict[str, Any] = {"channel": "paper", "on": "2026-06-10", "signed_by": "Nguyễn Thị Mai"}


@pytest.fixture
def path() -> str:
    """A girl of 161 days, on Monday 15 June 2026."""
    return f"/v1/handbooks/{opened()['handbook_id']}"


@pytest.fixture
def older() -> str:
    """A child that is seven on Tuesday 16 June 2026."""
    return f"/v1/handbooks/{opened(birth_date='2019-06-16')['handbook_id']}"


def acts(path: str) -> list[tuple[str, str]]:
    return [(one["act"], one["purpose"]) for one in MOTHER.get(f"{path}/consents").body["items"]]


def test_nothing_is_agreed_to_until_somebody_says_so(path: str) -> None:
    body = MOTHER.get(f"{path}/consents").body

    assert [(one["purpose"], one["state"]) for one in body["purposes"]] == [
        ("share_school", "not_given"),
        ("share_partner", "not_given"),
        ("research", "not_given"),
    ]
    assert (body["items"], body["next"]) == ([], None)


def test_a_yes_leaves_a_receipt_of_who_agreed_to_which_words_when_and_through_what(path: str) -> None:
    sent = words("research")
    answer = agree(path, "research")

    assert answer.status == 201
    assert answer.body == {
        "act_id": answer.body["act_id"],
        "purpose": "research",
        "act": "given",
        "text_version": sent["text_version"],
        "text_hash": sent["text_hash"],
        "language": "vi",
        "channel": "app",
        "on": "2026-06-15",
        "recorded_at": "2026-06-15T03:00:00Z",
        "recorded_by": "mother",
        "by_family": True,
        "signed_by": None,
        "how": None,
        "attachment_ids": [],
        "state": "in_force",
    }
    kept = {name: value for name, value in answer.body.items() if name != "state"}
    assert MOTHER.get(f"{path}/consents").body["items"] == [kept]


def test_who_read_the_english_words_agreed_to_those(path: str) -> None:
    digest = words("research", "en")["text_hash"]
    assert agree(path, "research", text_hash=digest).body["language"] == "en"


@pytest.mark.parametrize(("field", "value"), [("text_version", "2020-1"), ("text_hash", "0" * 64)])
def test_words_that_are_not_in_force_are_refused_and_nothing_is_kept(path: str, field: str, value: str) -> None:
    before = everything()
    changes: dict[str, Any] = {field: value}
    refused(agree(path, "research", **changes), 409, "stale-consent-text", field)
    assert everything() == before


@pytest.mark.parametrize("given", [False, None, "true", 1])
def test_anything_but_a_plain_yes_is_no_consent(path: str, given: object) -> None:
    refused(agree(path, "research", given=given), 422, "invalid-field", "given")
    assert state(path, "research") == "not_given"


def test_a_withdrawal_needs_no_more_than_a_yes_and_every_act_stays(path: str, clock: Clock) -> None:
    agree(path, "research")
    clock.move(minutes=1)
    gone = withdraw(path, "research")
    clock.move(minutes=1)
    agree(path, "research")

    assert (gone.status, gone.body["state"]) == (201, "withdrawn")
    assert acts(path) == [("given", "research"), ("withdrawn", "research"), ("given", "research")]
    assert state(path, "research") == "in_force"


def test_what_stands_is_not_given_twice_and_what_does_not_is_not_withdrawn(path: str) -> None:
    refused(withdraw(path, "research"), 409, "wrong-consent-state")
    agree(path, "research")
    refused(agree(path, "research"), 409, "wrong-consent-state")


def test_the_same_request_sent_twice_is_one_act(path: str) -> None:
    body = words("research")
    first = MOTHER.post(f"{path}/consents", body, key="one")
    assert MOTHER.post(f"{path}/consents", body, key="one").body == first.body
    assert acts(path) == [("given", "research")]


def test_from_the_seventh_birthday_the_consent_waits_for_the_childs_own_word(older: str, clock: Clock) -> None:
    before = agree(older, "research").body["state"]
    too_early = child_agrees(older, "research")
    clock.move(days=1)
    waiting = state(older, "research")
    told = child_agrees(older, "research")

    assert (before, waiting, told.status, told.body["state"]) == ("in_force", "waiting_for_child", 201, "in_force")
    refused(too_early, 409, "child-not-asked")
    kept = MOTHER.get(f"{older}/consents").body["items"][-1]
    assert (kept["act"], kept["how"], kept["recorded_by"]) == ("child_agreed", "spoken", "mother")
    refused(child_agrees(older, "research"), 409, "wrong-consent-state")


def test_staff_type_in_what_a_family_signed_with_the_day_on_the_paper(path: str) -> None:
    typed = agree(path, "share_school", NURSE, **SIGNED)

    assert typed.status == 201
    assert [typed.body[name] for name in ("channel", "on", "signed_by", "by_family", "recorded_by")] == [
        "paper",
        "2026-06-10",
        "Nguyễn Thị Mai",
        False,
        "nurse",
    ]
    log = MOTHER.get(f"{path}/access-log").body["items"]
    assert [(one["action"], one["ground"]) for one in log if one["actor_id"] == "nurse"] == [("give_consent", "area")]
    assert withdraw(path, "share_school", NURSE, **SIGNED).body["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": "app"}, "channel"),
        ({"signed_by": None}, "signed_by"),
        ({"on": None}, "on"),
        ({"attachment_ids": ["nobody's"]}, "attachment_ids.0"),
    ],
)
def test_staff_agree_to_nothing_themselves(path: str, changes: dict[str, object], field: str) -> None:
    answer = agree(path, "share_school", NURSE, **{**SIGNED, **changes})
    assert (answer.status, answer.problem) == (422, "invalid-field")
    assert answer.body["errors"][0]["field"].startswith(field.partition(".")[0])
    assert state(path, "share_school") == "not_given"


def test_a_paper_of_tomorrow_or_of_before_the_words_is_refused(path: str) -> None:
    refused(agree(path, "research", NURSE, **{**SIGNED, "on": "2026-06-16"}), 422, "date-in-future", "on")
    old = agree(path, "research", NURSE, **{**SIGNED, "on": "2025-12-31"})
    refused(old, 409, "stale-consent-text", "text_version")


def test_families_sign_no_papers_here(path: str) -> None:
    refused(agree(path, "research", **SIGNED), 422, "invalid-field", "channel")
    refused(agree(path, "research", on="2026-06-15"), 422, "invalid-field", "on")
    refused(agree(path, "research", signed_by="Mai"), 422, "invalid-field", "signed_by")


@pytest.mark.parametrize("purpose", ["email_notices", "everything"])
def test_a_handbook_agrees_to_its_own_purposes_only(path: str, purpose: str) -> None:
    sent = {**words("research"), "purpose": purpose}
    refused(MOTHER.post(f"{path}/consents", sent), 422, "invalid-field", "purpose")


@pytest.mark.parametrize("caller", [OTHER_MOTHER, FAR_NURSE, MANAGER, PRINT_MANAGER])
def test_who_has_no_right_to_the_handbook_learns_nothing_of_its_consents(path: str, caller: Caller) -> None:
    answers: list[Answer] = [
        caller.get(f"{path}/consents"),
        agree(path, "research", caller),
        withdraw(path, "research", caller),
        child_agrees(path, "research", caller),
    ]
    for answer in answers:
        refused(answer, 404, "not-found")


def test_a_visit_is_no_ground_to_type_in_papers(path: str) -> None:
    FAR_NURSE.get(f"/v1/qr/codes/{MOTHER.get(path).body['code']}")
    refused(agree(path, "research", FAR_NURSE, **SIGNED), 403, "forbidden")


def test_a_share_is_held_against_the_consent_of_its_purpose_without_a_further_read(path: str) -> None:
    book_id = HandbookId(path.rpartition("/")[2])

    def checked() -> None:
        book = bootstrap.records().get(book_id)
        assert book is not None
        check_agreed("school", book.consents, bootstrap.now().date(), book.born_on)

    with pytest.raises(ConsentNeededError):
        checked()
    agree(path, "share_school")
    checked()
    withdraw(path, "share_school")
    with pytest.raises(ConsentNeededError):
        checked()


def test_an_account_agrees_for_itself_and_its_choice_lies_where_the_sender_reads_it() -> None:
    given = MOTHER.post("/v1/me/consents", words("email_notices"))
    said_no = MOTHER.post("/v1/me/consents/reminders_sms/withdrawal", {"channel": "web"})

    assert (given.status, given.body["state"]) == (201, "in_force")
    assert (said_no.status, said_no.body["state"]) == (201, "withdrawn")
    body = MOTHER.get("/v1/me/consents").body
    assert [(one["purpose"], one["state"]) for one in body["purposes"]] == [
        ("reminders_sms", "withdrawn"),
        ("email_notices", "in_force"),
    ]
    assert [one["act"] for one in body["items"]] == ["given", "withdrawn"]
    account = bootstrap.directory().accounts_of([AccountId("mother")])[AccountId("mother")]
    assert holds(account.consents["email_notices"], bootstrap.now().date(), None)
    assert OTHER_MOTHER.get("/v1/me/consents").body["items"] == []


def test_an_account_does_not_agree_to_what_is_a_handbooks() -> None:
    refused(MOTHER.post("/v1/me/consents", words("research")), 422, "invalid-field", "purpose")
    refused(MOTHER.post("/v1/me/consents/email_notices/withdrawal", {"channel": "app"}), 409, "wrong-consent-state")


def test_staff_have_no_account_to_agree_for() -> None:
    for answer in (NURSE.get("/v1/me/consents"), NURSE.post("/v1/me/consents", words("email_notices"))):
        refused(answer, 403, "forbidden")


def test_other_choices_of_an_account_stand_beside_its_consents() -> None:
    MOTHER.post("/v1/me/consents/reminders_sms/withdrawal", {"channel": "app"})
    first = MOTHER.get("/v1/me/reminder-preferences")
    changed = MOTHER.call(
        "PATCH", "/v1/me/reminder-preferences", {"enabled": False}, headers={"If-Match": first.headers["ETag"]}
    )
    assert changed.status == 200, changed.body
    assert MOTHER.get("/v1/me/consents").body["purposes"][0]["state"] == "withdrawn"
