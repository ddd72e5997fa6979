"""Invitations to a handbook, from the SMS to the bond: who can accept, once, in time, and what guardians see."""

import re
from typing import Any

import pytest

from tests.integration.api import Answer, Caller
from tests.integration.test_life import happened
from tests.integration.world import (
    CHILD,
    FAR_NURSE,
    MOTHER,
    MOTHERS_PHONE,
    NURSE,
    OTHER_MOTHER,
    OTHER_MOTHERS_PHONE,
    Clock,
    Inbox,
    everything,
    items,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world", "inbox")
STRANGERS_PHONE = "0901234567"


def path_of(book: dict[str, Any]) -> str:
    return f"/v1/handbooks/{book['handbook_id']}"


def invite(book: dict[str, Any], caller: Caller = MOTHER, **more: Any) -> Answer:
    body = {"phone": OTHER_MOTHERS_PHONE, "role": "carer", "relation": "mother", **more}
    return caller.post(f"{path_of(book)}/invitations", {name: said for name, said in body.items() if said is not None})


def by_station(book: dict[str, Any], caller: Caller = NURSE, **more: Any) -> Answer:
    proof = {"proof": "identity_card"} if more.get("role") == "guardian" else {}
    return invite(book, caller, **{"relation": None, "reason": "family_asks", **proof, **more})


def token_of(inbox: Inbox) -> str:
    """The secret in the newest message."""
    found = re.search(r"https://somevabe\.vn/i/(\S+)", inbox.messages[-1][1])
    assert found is not None, inbox.messages[-1][1]
    return found[1]


def invited(book: dict[str, Any], inbox: Inbox, caller: Caller = MOTHER, **more: Any) -> str:
    answer = by_station(book, caller, **more) if caller is NURSE else invite(book, caller, **more)
    assert answer.status == 201, answer.body
    return token_of(inbox)


def accept(token: str, caller: Caller = OTHER_MOTHER, key: str | None = None) -> Answer:
    return caller.post("/v1/invitations/accept", {"token": token}, **({"key": key} if key else {}))


def preview(token: str, caller: Caller = OTHER_MOTHER) -> Answer:
    return caller.post("/v1/invitations/preview", {"token": token})


def bonds(book: dict[str, Any], caller: Caller = MOTHER) -> dict[str, str]:
    listed = caller.get(f"{path_of(book)}/guardians")
    assert listed.status == 200, listed.body
    return {one["account_id"]: one["role"] for one in listed.body["items"]}


def end(book: dict[str, Any], account_id: str, caller: Caller = MOTHER, tag: str | None = None, **body: str) -> Answer:
    now = tag or caller.get(f"{path_of(book)}/guardians").headers["ETag"]
    return caller.call("POST", f"{path_of(book)}/guardians/{account_id}/end", body, headers={"If-Match": now})


def type_of(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body["type"].removeprefix("urn:so-me-va-be:problem:")


def test_a_grandmother_is_invited_sees_by_whom_accepts_and_reads_the_handbook(inbox: Inbox) -> None:
    book = open_handbook()
    answer = invite(book, until="2026-09-01")
    token = token_of(inbox)
    assert answer.body | {"invitation_id": "", "invited_at": "", "expires_at": ""} == {
        "invitation_id": "",
        "etag": '"1"',
        "state": "open",
        "phone": "098****321",
        "role": "carer",
        "relation": "mother",
        "until": "2026-09-01",
        "transfer": False,
        "reason": None,
        "proof": None,
        "invited_by": "mother",
        "invited_at": "",
        "expires_at": "",
        "changed_by": None,
        "changed_at": None,
        "told": "sms",
    }
    assert inbox.messages[-1][0] == OTHER_MOTHERS_PHONE
    assert OTHER_MOTHER.get(path_of(book)).status == 404
    assert preview(token).body == {
        "given_name": "Ánh",
        "relation": "mother",
        "role": "carer",
        "until": "2026-09-01",
        "transfer": False,
        "expires_at": answer.body["expires_at"],
    }
    accepted = accept(token)
    assert (accepted.status, accepted.body) == (
        201,
        {"handbook_id": book["handbook_id"], "role": "carer", "since": "2026-06-15", "until": "2026-09-01"},
    )
    assert OTHER_MOTHER.get(path_of(book)).status == 200
    assert [one["handbook_id"] for one in OTHER_MOTHER.get("/v1/handbooks").body["items"]] == [book["handbook_id"]]
    (listed,) = MOTHER.get(f"{path_of(book)}/invitations").body["items"]
    assert (listed["state"], listed["changed_by"]) == ("accepted", "other-mother")
    assert bonds(book) == {"mother": "guardian", "other-mother": "carer"}


def test_what_is_kept_shows_neither_the_secret_nor_the_number_and_no_message_tells_of_health(
    inbox: Inbox, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    token = invited(open_handbook(), inbox)
    accept(token)
    kept = str(everything())
    assert token not in kept
    assert OTHER_MOTHERS_PHONE.removeprefix("+84") not in kept
    assert token not in caplog.text + capsys.readouterr().out
    assert "Anh" not in inbox.messages[-1][1]
    assert len(inbox.messages[-1][1]) <= 160


def test_another_number_and_an_unknown_secret_get_the_same_answer(inbox: Inbox) -> None:
    book = open_handbook()
    token = invited(book, inbox, phone=STRANGERS_PHONE)
    for ask in (preview, accept):
        refused, unknown = ask(token), ask("x" * 22)
        assert refused.status == unknown.status == 404
        assert {**refused.body, "instance": ""} == {**unknown.body, "instance": ""}
        assert refused.headers.keys() == unknown.headers.keys()
    assert NURSE.post("/v1/invitations/preview", {"token": token}).status == 403
    assert bonds(book) == {"mother": "guardian"}


def test_an_invitation_is_used_once_and_the_same_request_twice_gets_one_answer(inbox: Inbox) -> None:
    book = open_handbook()
    token = invited(book, inbox)
    first, again = accept(token, key="once"), accept(token, key="once")
    assert (first.status, first.body) == (again.status, again.body)
    assert accept(token).status == 404
    assert [one["sk"]["S"].split("#")[0] for one in items("RecordsTable")].count("BOND") == 1


@pytest.mark.parametrize(("seconds", "status"), [(-1, 201), (0, 409)])
def test_an_invitation_lasts_seven_days(inbox: Inbox, clock: Clock, seconds: int, status: int) -> None:
    token = invited(open_handbook(), inbox)
    clock.move(days=7, seconds=seconds)
    assert accept(token).status == status


def test_an_invitation_that_is_over_is_said_to_be_to_its_own_number_only(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    token = invited(book, inbox)
    clock.move(days=8)
    assert type_of(preview(token)) == (409, "invitation-over")
    assert preview(token, MOTHER).status == 404
    (listed,) = MOTHER.get(f"{path_of(book)}/invitations").body["items"]
    assert listed["state"] == "expired"


def test_a_revoked_invitation_leads_nowhere_and_is_revoked_by_its_version(inbox: Inbox) -> None:
    book = open_handbook()
    answer = invite(book)
    token = token_of(inbox)
    one = f"{path_of(book)}/invitations/{answer.body['invitation_id']}"
    assert MOTHER.call("DELETE", one).status == 428
    assert MOTHER.call("DELETE", one, headers={"If-Match": '"7"'}).status == 412
    assert OTHER_MOTHER.call("DELETE", one, headers={"If-Match": '"1"'}).status == 404
    assert MOTHER.call("DELETE", one, headers={"If-Match": '"1"'}).status == 204
    assert type_of(MOTHER.call("DELETE", one, headers={"If-Match": '"2"'})) == (409, "invitation-over")
    assert accept(token).status == 404
    (listed,) = MOTHER.get(f"{path_of(book)}/invitations").body["items"]
    assert (listed["state"], listed["changed_by"]) == ("revoked", "mother")


def test_five_invitations_are_open_at_most_and_ten_are_sent_in_a_day(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    made = [invite(book, phone=f"090123456{digit}") for digit in range(5)]
    assert [one.status for one in made] == [201] * 5
    assert type_of(invite(book)) == (409, "too-many-invitations")
    for sent in range(5, 10):
        last = made[sent - 5].body
        taken_back = MOTHER.call(
            "DELETE", f"{path_of(book)}/invitations/{last['invitation_id']}", headers={"If-Match": last["etag"]}
        )
        assert taken_back.status == 204
        made.append(invite(book, phone=f"090123456{sent}"))
        assert made[-1].status == 201
    last = made[-1].body
    MOTHER.call("DELETE", f"{path_of(book)}/invitations/{last['invitation_id']}", headers={"If-Match": last["etag"]})
    refused = invite(book)
    assert type_of(refused) == (429, "too-many-requests")
    assert int(refused.headers["Retry-After"]) > 0
    assert len(inbox.messages) == 10


def test_one_number_gets_five_links_a_day_from_whichever_handbooks(inbox: Inbox) -> None:
    books = [open_handbook(full_name=f"Nguyễn Thị {name}") for name in ("Mai", "Lan", "Cúc", "Đào", "Huệ", "Sen")]
    assert [invite(book).status for book in books] == [201] * 5 + [429]


def test_thirty_tries_an_hour_end_in_a_limit(inbox: Inbox) -> None:
    token = invited(open_handbook(), inbox)
    guesses = [preview(f"{number:022d}").status for number in range(30)]
    assert guesses == [404] * 30
    assert preview(token).status == 429
    assert accept(token).status == 429


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"until": "2026-06-15"}, "until"),
        ({"until": "2056-06-15"}, "until"),
        ({"relation": None}, "relation"),
        ({"relation": "station"}, "relation"),
        ({"reason": "other"}, "reason"),
        ({"proof": "identity_card"}, "proof"),
        ({"phone": MOTHERS_PHONE}, "phone"),
        ({"role": "health_worker"}, "role"),
        ({"transfer": True}, "transfer"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused_by_its_field(more: dict[str, Any], field: str) -> None:
    refused = invite(open_handbook(), **{"mother_shared": True, **more})
    assert refused.status == 422
    assert [one["field"] for one in refused.body["errors"]] == [field]


def test_carers_and_viewers_invite_nobody_and_staff_only_of_the_area_with_a_reason(inbox: Inbox) -> None:
    book = open_handbook()
    accept(invited(book, inbox))
    assert invite(book, OTHER_MOTHER, phone=STRANGERS_PHONE).status == 403
    assert OTHER_MOTHER.get(f"{path_of(book)}/invitations").status == 403
    assert by_station(book, FAR_NURSE).status == 404
    assert by_station(book, reason=None).status == 422
    answer = by_station(book, role="guardian")
    assert (answer.status, answer.body["relation"], answer.body["reason"]) == (201, "station", "family_asks")
    log = MOTHER.get(f"{path_of(book)}/access-log").body["items"]
    assert ("nurse", "invite", "area") in [(one["actor_id"], one["action"], one["ground"]) for one in log]


def test_staff_invite_no_guardian_without_a_document_and_the_other_guardians_hear_and_take_it_back(
    inbox: Inbox, clock: Clock
) -> None:
    book = open_handbook()
    before = len(inbox.messages)
    refused = by_station(book, role="guardian", proof=None)
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "proof")
    assert by_station(book, role="guardian", proof="a friend said so").status == 422
    assert by_station(book, role="viewer").status == 201
    assert len(inbox.messages) == before + 1, "a viewer is nobody to tell the guardians of"
    clock.move(minutes=1)
    answer = by_station(book, role="guardian", phone=STRANGERS_PHONE)
    assert (answer.status, answer.body["proof"]) == (201, "identity_card")
    number, words = inbox.messages[-1]
    assert (number, words[:58]) == (MOTHERS_PHONE, "So Me va Be: tram y te vua moi them mot nguoi giam ho vao ")
    one = MOTHER.get(f"{path_of(book)}/invitations").body["items"][0]
    assert (one["proof"], one["state"]) == ("identity_card", "open")
    place = f"{path_of(book)}/invitations/{one['invitation_id']}"
    assert MOTHER.call("DELETE", place, headers={"If-Match": one["etag"]}).status == 204


def test_what_the_adopter_sent_before_the_adoption_is_over(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    accept(invited(book, inbox, role="guardian"))
    token = invited(book, inbox, OTHER_MOTHER, phone=MOTHERS_PHONE, role="viewer", relation="relative")
    adoption = {"kind": "adoption", "on": "2026-06-15", "guardian_phone": OTHER_MOTHERS_PHONE}
    clock.move(minutes=1)
    assert happened(NURSE, path_of(book), 2, **adoption).status == 201
    assert type_of(preview(token, MOTHER)) == (409, "invitation-over")
    assert OTHER_MOTHER.get(f"{path_of(book)}/invitations").body["items"] == []


def test_a_carer_cares_and_a_viewer_looks_and_neither_does_more(inbox: Inbox) -> None:
    book = open_handbook()
    weight = {"measured_on": "2026-06-14", "weight_kg": 7.1}
    accept(invited(book, inbox, role="viewer"))
    assert OTHER_MOTHER.get(f"{path_of(book)}/measurements").status == 200
    assert OTHER_MOTHER.post(f"{path_of(book)}/measurements", weight).status == 403
    accept(invited(book, inbox, role="carer"))
    assert OTHER_MOTHER.post(f"{path_of(book)}/measurements", weight).status == 201
    for path in ("identifiers", "access-log"):
        assert OTHER_MOTHER.get(f"{path_of(book)}/{path}").status == 403
    assert OTHER_MOTHER.post(f"{path_of(book)}/exports", {"format": "json"}).status == 403
    log = MOTHER.get(f"{path_of(book)}/access-log").body["items"]
    assert "carer" in {one["ground"] for one in log if one["action"] == "record_measurement"}


def test_carers_and_viewers_see_the_child_and_not_what_is_the_mothers_and_guardians_see_both(inbox: Inbox) -> None:
    book = open_handbook()
    day = "2026-06-14"
    hers = {"observed_on": day, "subject": "mother", "stage": "postpartum", "systolic_mmhg": 150, "diastolic_mmhg": 95}
    childs = {"observed_on": day, "subject": "child", "stage": "child", "temperature_c": 37.1}
    for found in (hers, childs):
        recorded = NURSE.post(f"{path_of(book)}/findings", found)
        assert recorded.status == 201, recorded.body
    seen = {}
    for role in ("viewer", "carer", "guardian"):
        assert accept(invited(book, inbox, role=role)).status == 201
        subjects = sorted(one["subject"] for one in OTHER_MOTHER.get(f"{path_of(book)}/findings").body["items"])
        seen[role] = subjects
    assert seen == {"viewer": ["child"], "carer": ["child"], "guardian": ["child", "mother"]}


def test_a_stronger_bond_is_not_lost_by_accepting_a_weaker_one(inbox: Inbox) -> None:
    book = open_handbook()
    accept(invited(book, inbox, role="guardian"))
    assert accept(invited(book, inbox, role="viewer")).body["role"] == "guardian"
    assert bonds(book)["other-mother"] == "guardian"


def test_a_bond_ends_on_its_day_without_anybody_doing_anything(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()
    accept(invited(book, inbox, until="2026-06-17"))
    clock.move(days=1)
    assert OTHER_MOTHER.get(path_of(book)).status == 200
    clock.move(days=1)
    assert OTHER_MOTHER.get(path_of(book)).status == 404
    assert OTHER_MOTHER.get("/v1/handbooks").body["items"] == []
    assert bonds(book) == {"mother": "guardian"}


def test_a_guardian_ends_a_carers_bond_at_once_and_a_carer_the_own(inbox: Inbox) -> None:
    book = open_handbook()
    accept(invited(book, inbox))
    assert end(book, "other-mother", tag='"9"').status == 412
    ended = end(book, "other-mother")
    assert (ended.status, ended.body["account_id"]) == (200, "other-mother")
    assert OTHER_MOTHER.get(path_of(book)).status == 404
    assert end(book, "other-mother").status == 404
    accept(invited(book, inbox))
    assert end(book, "other-mother", OTHER_MOTHER).status == 200
    assert OTHER_MOTHER.get(path_of(book)).status == 404
    happened = [one for one in items("RecordsTable") if one["sk"]["S"].startswith("BOND#")]
    assert [one["happened"]["S"] for one in happened] == ["began", "ended"] * 2
    assert [one["reason"]["S"] for one in happened if "reason" in one] == ["guardian_decided", "left"]


def test_a_guardian_does_not_end_anothers_guardianship_and_the_last_one_stays(inbox: Inbox) -> None:
    book = open_handbook()
    assert type_of(end(book, "mother")) == (409, "last-guardian")
    accept(invited(book, inbox, role="guardian", until="2027-01-01"))
    assert type_of(end(book, "mother")) == (409, "last-guardian")
    assert end(book, "other-mother").status == 403
    assert end(book, "mother", OTHER_MOTHER).status == 403
    accept(invited(book, inbox, role="guardian"))
    assert end(book, "mother").status == 200
    assert bonds(book, OTHER_MOTHER) == {"other-mother": "guardian"}


def test_staff_of_the_area_end_a_guardianship_with_a_reason_and_a_document(inbox: Inbox) -> None:
    book = open_handbook()
    accept(invited(book, inbox, role="guardian"))
    assert end(book, "mother", NURSE).status == 422
    assert end(book, "mother", NURSE, reason="court_decision").status == 422
    assert end(book, "mother", NURSE, reason="left", proof="court_decision").status == 422
    assert end(book, "mother", FAR_NURSE, tag='"1"', reason="court_decision", proof="court_decision").status == 404
    sent = len(inbox.messages)
    assert end(book, "mother", NURSE, reason="court_decision", proof="court_decision").status == 200
    assert MOTHER.get(path_of(book)).status == 404
    assert bonds(book, OTHER_MOTHER) == {"other-mother": "guardian"}
    assert {phone for phone, _ in inbox.messages[sent:]} == {MOTHERS_PHONE, OTHER_MOTHERS_PHONE}
    (proof,) = [one["proof"]["S"] for one in items("RecordsTable") if "proof" in one]
    assert proof == "court_decision"


def test_a_transfer_needs_the_mothers_part_to_be_named_and_ends_the_old_bond_with_the_new_one(inbox: Inbox) -> None:
    book = open_handbook()
    handing_over: dict[str, Any] = {"role": "guardian", "transfer": True}
    refused = invite(book, **handing_over)
    assert [one["field"] for one in refused.body["errors"]] == ["mother_shared"]
    token = invited(book, inbox, **handing_over, mother_shared=True)
    assert bonds(book) == {"mother": "guardian"}
    assert accept(token).status == 201
    assert MOTHER.get(path_of(book)).status == 404
    assert bonds(book, OTHER_MOTHER) == {"other-mother": "guardian"}
    assert by_station(book, **handing_over).status == 403


def test_a_handbook_that_the_station_opened_has_no_guardian_until_the_mother_has_accepted(inbox: Inbox) -> None:
    opened = NURSE.post("/v1/handbooks", CHILD)
    assert opened.status == 201
    book = opened.body
    assert bonds(book, NURSE) == {}
    # A slip of the finger: the number is another mother's, who sees a name that she does not know, and leaves it.
    wrong = invited(book, inbox, NURSE, role="guardian", reason="opened_by_station")
    assert preview(wrong).body["given_name"] == "Ánh"
    assert OTHER_MOTHER.get(path_of(book)).status == 404
    right = invited(book, inbox, NURSE, role="guardian", reason="opened_by_station", phone=MOTHERS_PHONE)
    assert accept(right, MOTHER).status == 201
    assert bonds(book) == {"mother": "guardian"}
    assert [one["handbook_id"] for one in MOTHER.get("/v1/handbooks").body["items"]] == [book["handbook_id"]]
    assert type_of(accept(wrong)) == (409, "invitation-over")


def test_an_invitation_of_somebody_who_is_guardian_no_more_is_over(inbox: Inbox) -> None:
    book = open_handbook()
    token = invited(book, inbox, phone=OTHER_MOTHERS_PHONE)
    adoption = {"kind": "adoption", "on": "2026-06-15", "guardian_phone": OTHER_MOTHERS_PHONE}
    assert happened(NURSE, path_of(book), 1, **adoption).status == 201
    assert type_of(preview(token)) == (409, "invitation-over")


def test_the_page_of_a_link_is_the_same_for_every_secret_and_looks_nothing_up(inbox: Inbox) -> None:
    token = invited(open_handbook(), inbox)
    before = everything()
    pages = [Caller().get(f"/i/{one}") for one in (token, "x" * 22, "1")]
    assert {page.status for page in pages} == {200}
    assert len({page.text for page in pages}) == 1
    assert token not in pages[0].text
    assert "Bạn được mời" in pages[0].text
    assert pages[0].headers["Cache-Control"] == "no-store"
    assert pages[0].headers["Referrer-Policy"] == "no-referrer"
    assert everything() == before


@pytest.mark.parametrize(("until", "status"), [("2026-06-20", 201), ("2026-06-21", 422), (None, 422)])
def test_a_guardian_with_an_end_gives_nothing_that_outlasts_it(inbox: Inbox, until: str | None, status: int) -> None:
    book = open_handbook()
    accept(invited(book, inbox, role="guardian", until="2026-06-20"))
    answer = invite(book, OTHER_MOTHER, phone=STRANGERS_PHONE, role="guardian", relation="relative", until=until)
    assert answer.status == status, answer.body
    if status == 422:
        assert [one["field"] for one in answer.body["errors"]] == ["until"]


@pytest.mark.parametrize("until", ["2026-06-20", None])
def test_a_guardian_with_an_end_does_not_hand_guardianship_over(inbox: Inbox, until: str | None) -> None:
    book = open_handbook()
    accept(invited(book, inbox, role="guardian", until="2026-06-20"))
    offered = {"phone": STRANGERS_PHONE, "role": "guardian", "relation": "relative", "transfer": True}
    assert invite(book, OTHER_MOTHER, **offered, until=until).status == 422
