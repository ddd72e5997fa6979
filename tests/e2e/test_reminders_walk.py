"""A family on a running stack: told once, named the session, a receipt, a stop; and a child who did not come."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from handbook.domain.calendar import local_date
from tests.e2e.client import Client, family, new_phone
from tests.e2e.permissions import Deployment
from tools.stack.lifecycle import Stack
from tools.stack.remind import remind

SECRET = "a-secret-of-the-provider"
RECEIPTS = {"header": "X-Signature", "reference_path": "ref", "code_path": "status", "codes": {"DELIVRD": "delivered"}}
REPLIES = {"header": "X-Signature", "from_path": "from", "text_path": "text"}
PROVIDER = {"name": "sns", "kind": "sns", "per_second": 20, "secret": SECRET, "receipts": RECEIPTS, "replies": REPLIES}
TODAY = local_date(datetime.now(UTC))
PATIENCE_SECONDS = 120


def until(look: Callable[[], Any]) -> Any:
    ends = time.monotonic() + PATIENCE_SECONDS
    while not (found := look()) and time.monotonic() < ends:
        time.sleep(0.5)
    return found


@dataclass(frozen=True)
class Home:
    """A family with a newborn who is due at two months, and the texts that its number got."""

    stack: Stack
    mother: Client
    inbox: str
    path: str
    due: date

    def texts(self) -> list[str]:
        return [one.text for one in self.stack.sms(self.inbox) if one.text.startswith("So Me va Be: be Khoi")]

    def told(self) -> list[Any]:
        return list(self.mother.get(f"{self.path}/reminders").body["items"])

    def morning(self, day: date) -> None:
        """Do the run of a day, and wait until every task of it is done."""
        assert remind(self.stack.settings, day)["planned"] > 0
        time.sleep(2)  # the queue counts what was sent to it a moment later
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        ask = {"QueueUrl": self.stack.outputs["ReminderQueue"], "AttributeNames": names}
        sqs = self.stack.client("sqs")
        until(lambda: not any(map(int, sqs.get_queue_attributes(**ask)["Attributes"].values())))


@pytest.fixture(scope="module")
def home(stack: Stack, nurse: Client, child: dict[str, Any]) -> Home:
    stack.client("secretsmanager").put_secret_value(
        SecretId=stack.outputs["ProviderSecret"], SecretString=json.dumps({"providers": [PROVIDER]})
    )
    for function in ("RemindersFunction", "SendFunction"):
        Deployment(stack).start_afresh(function)
    plan = {"commune_code": child["commune_code"], "place": "Nhà văn hóa", "starts": "07:30", "ends": "11:00"}
    unit_id = nurse.get("/me").body["unit_id"]
    every_day = {**plan, "pattern": {"days": list(range(1, 32))}}
    assert nurse.post(f"/units/{unit_id}/sessions", every_day).status == 201
    phone = new_phone()
    mother = family(stack, phone)
    opened = mother.post("/handbooks", {**child, "full_name": "Lê Minh Khôi", "birth_date": TODAY.isoformat()}).body
    due = date.fromisoformat(opened["next_contact_on"])
    return Home(stack, mother, f"+84{phone[1:]}", f"/handbooks/{opened['handbook_id']}", due)


def posted(home: Home, what: str, body: dict[str, str], key: str) -> int:
    """Post what a provider passes on, signed with a key."""
    raw = json.dumps(body).encode()
    signature = hmac.new(key.encode(), raw, hashlib.sha256).hexdigest()
    path = f"/reminders/{what}/sns"
    return Client(home.stack).call("POST", path, raw=raw, headers={"X-Signature": signature}).status


def receipt(home: Home, reference: str, key: str) -> int:
    return posted(home, "receipts", {"ref": reference, "status": "DELIVRD"}, key)


def reference_of(home: Home) -> str:
    """The reference that the provider got with the family's text."""
    table = home.stack.outputs["RemindersTable"]
    pages = home.stack.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    texts = [item for page in pages for item in page["Items"] if item["sk"]["S"] == "TEXT"]
    (mine,) = [item for item in texts if home.path.rpartition("/")[2] in item["messages"]["S"]]
    return str(mine["pk"]["S"].removeprefix("TEXT#"))


def test_a_family_is_told_once_of_the_next_session_and_a_stop_by_reply_silences_the_next_run(home: Home) -> None:
    home.morning(home.due)
    until(home.texts)
    home.morning(home.due)

    (text,) = home.texts()
    assert "Nha van hoa" in text
    assert [(one["state"], one["recommended_on"]) for one in home.told()][:1] == [("sent", home.due.isoformat())]
    assert home.told()[0]["session_on"] is not None

    assert receipt(home, reference_of(home), "another secret, not theirs") == 401
    assert home.told()[0]["state"] == "sent"
    assert receipt(home, reference_of(home), SECRET) == 204
    assert home.told()[0]["state"] == "delivered"

    assert posted(home, "replies", {"from": home.inbox, "text": "Dừng"}, SECRET) == 204
    choices = home.mother.get("/me/reminder-preferences").body
    assert (choices["enabled"], choices["stopped_through"]) == (False, "sms")
    home.morning(home.due + timedelta(days=7))
    home.morning(home.due + timedelta(days=30))
    assert home.texts() == [text]


def listed(nurse: Client, commune: str, handbook_id: str) -> bool:
    cursor = ""
    while True:
        page = nurse.get(f"/communes/{commune}/defaulters?limit=100{cursor}").body
        if handbook_id in {one["handbook_id"] for one in page["items"]}:
            return True
        if page["next"] is None:
            return False
        cursor = f"&cursor={page['next']}"


def test_a_child_who_did_not_come_for_thirty_days_is_listed_until_the_dose_is_recorded(
    nurse: Client, mother: Client, child: dict[str, Any]
) -> None:
    born = TODAY - timedelta(days=29)
    late = mother.post("/handbooks", {**child, "birth_date": (born - timedelta(days=1)).isoformat()}).body
    early = mother.post("/handbooks", {**child, "birth_date": born.isoformat()}).body
    commune = child["commune_code"]

    assert until(lambda: listed(nurse, commune, late["handbook_id"]))
    assert not listed(nurse, commune, early["handbook_id"])

    given = {"product": "bcg", "administered_on": TODAY.isoformat()}
    recorded = nurse.post(f"/handbooks/{late['handbook_id']}/immunizations", given)
    assert recorded.status == 201, recorded.body
    assert until(lambda: not listed(nurse, commune, late["handbook_id"]))
