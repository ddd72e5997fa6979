"""Bonds over HTTP: a mother invites a grandmother by SMS, who accepts, cares and goes; a nurse invites a mother."""

from typing import Any

import pytest

from tests.e2e.client import Answer, Client, family, new_phone
from tools.stack.lifecycle import Stack


@pytest.fixture(scope="module")
def path(mother: Client, child: dict[str, Any]) -> str:
    """A handbook of its own."""
    opened = mother.post("/handbooks", {**child, "full_name": "Đỗ Minh Khuê"})
    assert opened.status == 201, opened.body
    return f"/handbooks/{opened.body['handbook_id']}"


def secret_for(stack: Stack, phone: str) -> str:
    """Read the secret of the newest link in a number's inbox."""
    return stack.sms(f"+84{phone[1:]}")[-1].text.rpartition("/i/")[2]


def end(client: Client, path: str, account_id: str) -> Answer:
    tag = client.get(f"{path}/guardians").headers["Etag"]
    return client.call("POST", f"{path}/guardians/{account_id}/end", {}, headers={"If-Match": tag})


def test_a_grandmother_is_invited_accepts_weighs_the_child_and_goes(stack: Stack, mother: Client, path: str) -> None:
    phone = new_phone()
    grandmother, stranger = family(stack, phone), family(stack)
    invited = mother.post(f"{path}/invitations", {"phone": phone, "role": "carer", "relation": "mother"})
    assert (invited.status, invited.body["told"]) == (201, "sms"), invited.body
    token = {"token": secret_for(stack, phone)}

    assert grandmother.get(path).status == 404
    assert stranger.post("/invitations/accept", token).status == 404
    offer = grandmother.post("/invitations/preview", token)
    assert (offer.status, offer.body["given_name"], offer.body["role"]) == (200, "Khuê", "carer"), offer.body
    accepted = grandmother.post("/invitations/accept", token)
    assert accepted.status == 201, accepted.body
    assert grandmother.post("/invitations/accept", token).status == 404

    weight = {"measured_on": "2026-11-01", "weight_kg": 5.4}
    assert grandmother.post(f"{path}/measurements", weight).status == 201
    assert grandmother.get(f"{path}/identifiers").status == 403
    assert [f"/handbooks/{one['handbook_id']}" for one in grandmother.get("/handbooks").body["items"]] == [path]
    (own,) = [one for one in mother.get(f"{path}/guardians").body["items"] if one["role"] == "carer"]
    assert end(mother, path, own["account_id"]).status == 200
    assert grandmother.get(path).status == 404
    assert grandmother.get("/handbooks").body["items"] == []


def test_a_nurse_opens_a_handbook_without_a_number_and_the_mother_comes_by_invitation(
    stack: Stack, nurse: Client, child: dict[str, Any]
) -> None:
    phone = new_phone()
    opened = nurse.post("/handbooks", {**child, "full_name": "Hà Thị Bảo Ngọc"})
    assert opened.status == 201, opened.body
    path = f"/handbooks/{opened.body['handbook_id']}"
    invitation = {"phone": phone, "role": "guardian", "reason": "opened_by_station", "proof": "identity_card"}
    assert nurse.post(f"{path}/invitations", invitation).status == 201
    mother = family(stack, phone)

    # The code of signing in came after the link.
    texts = [one.text for one in stack.sms(f"+84{phone[1:]}")]
    token = next(text for text in texts if "/i/" in text).rpartition("/i/")[2]
    assert mother.post("/invitations/accept", {"token": token}).status == 201
    assert mother.get(path).status == 200
    assert end(mother, path, mother.get(f"{path}/guardians").body["items"][0]["account_id"]).status == 409
