"""Access patterns of texts and recipients, as docs/table-design.md lists them."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pynamodb.transactions import TransactWrite

from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.domain.errors import ConflictError, UnavailableError
from handbook.domain.ids import AccountId, CommuneCode, HandbookId, PhoneIndex
from handbook.domain.reminders.delivery import Breaker, Verdict
from handbook.domain.reminders.devices import Device, DeviceId
from handbook.domain.reminders.drift import Indexed, Listed
from handbook.domain.reminders.due_index import shard_of
from handbook.domain.reminders.kinds import Kind
from handbook.domain.reminders.messages import Message, State, Text
from handbook.domain.reminders.recipients import Recipient
from handbook.storage import texts as storage_of_texts
from handbook.storage.tables import transaction
from tests.builders import MOTHER, handbook
from tests.integration.test_access_patterns import calls
from tests.integration.world import open_handbook

pytestmark = pytest.mark.usefixtures("cloud")
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ONE = HandbookId("one")


def a_text(reference: str = "ref", occurrence: str = "2026-11-22#due", at: datetime = NOW) -> Text:
    message = Message(
        ONE, MOTHER, occurrence, Kind.DUE, TODAY, at, State.CLAIMED, whats=("penta-1",), reference=reference
    )
    return Text(reference, MOTHER, (message,), at, "sms", provider="sns")


def test_ap_18_and_ap_19_a_claim_is_found_and_listed() -> None:
    texts, text = messaging.texts(), a_text()

    assert texts.claim(text)
    assert not texts.claim(a_text("another", at=NOW + timedelta(days=1)))  # the occurrence was claimed
    assert not texts.claim(a_text("another", "2026-11-22#overdue"))  # the account was written to today
    assert texts.settle(text, State.SENT)

    with calls() as seen:
        page = bootstrap.reminders().of_handbook([ONE], 10)

    assert page.items == (replace(text.messages[0], state=State.SENT),)
    assert bootstrap.reminders().told([ONE]) == list(page.items)
    assert seen == ["Query"]


def test_what_is_said_while_another_writes_is_kept_and_not_taken_for_known(monkeypatch: pytest.MonkeyPatch) -> None:
    texts, text = messaging.texts(), a_text()
    assert texts.claim(text)
    times = iter((ConflictError, None, ConflictError, ConflictError, ConflictError, ConflictError))

    def busy() -> AbstractContextManager[TransactWrite]:
        raised = next(times)
        if raised is not None:
            raise raised
        return transaction()

    monkeypatch.setattr(storage_of_texts, "transaction", busy)
    assert texts.settle(text, State.SENT)
    with pytest.raises(UnavailableError):
        texts.settle(text, State.DELIVERED)
    monkeypatch.undo()
    assert texts.settle(text, State.DELIVERED)


def test_what_was_refused_may_be_claimed_again_on_the_same_day() -> None:
    texts, text = messaging.texts(), a_text()
    assert texts.claim(text)
    assert texts.settle(replace(text, cause="429"), State.REFUSED)

    assert texts.claim(a_text("another"))
    assert not texts.settle(text, State.SENT), "the text before is settled"
    (message,) = bootstrap.reminders().told([ONE])
    assert (message.reference, message.state) == ("another", State.CLAIMED)


def test_news_take_no_text_back() -> None:
    texts, text = messaging.texts(), a_text()
    texts.claim(text)
    assert texts.settle(text, State.DELIVERED)
    assert not texts.settle(text, State.SENT)
    assert not texts.settle(text, State.FAILED)
    assert texts.settle(text, State.READ)
    found = texts.get("ref")
    assert found is not None
    assert found.state is State.READ


def test_ap_60_and_ap_61_an_open_claim_is_found_by_day_and_shard_until_it_is_settled() -> None:
    texts, text = messaging.texts(), a_text()
    texts.claim(text)

    with calls() as seen:
        assert list(texts.open_claims(TODAY, shard_of(ONE))) == [text]
    assert seen == ["Query", "GetItem", "BatchGetItem"]
    assert list(texts.open_claims(TODAY, (shard_of(ONE) + 1) % 16)) == []

    texts.settle(text, State.UNKNOWN)
    assert list(texts.open_claims(TODAY, shard_of(ONE))) == []
    assert texts.get("nobody") is None


def test_ap_62_what_is_known_of_a_recipient_is_one_query() -> None:
    recipients = messaging.recipients()
    assert recipients.get(MOTHER, TODAY) == Recipient()

    device = Device(DeviceId("d"), "fcm", "arn:app", NOW, NOW)
    messaging.devices().save(MOTHER, device, "token")
    recipients.bury(MOTHER, PhoneIndex("index"), NOW, "104")
    messaging.texts().claim(a_text())

    with calls() as seen:
        assert recipients.get(MOTHER, TODAY) == Recipient(
            written_today=True, devices=(device,), dead_number=PhoneIndex("index"), dead_since=NOW
        )
    assert seen == ["Query"]
    assert not recipients.get(MOTHER, TODAY + timedelta(days=1)).written_today
    assert recipients.get(AccountId("other"), TODAY) == Recipient()


def test_ap_68_and_ap_69_a_token_leads_to_one_account_and_an_account_to_its_devices() -> None:
    devices, father = messaging.devices(), AccountId("father")
    first = Device(DeviceId("d"), "fcm", "arn:app", NOW, NOW)
    second = Device(DeviceId("e"), "apns", "arn:other", NOW, NOW + timedelta(hours=1))
    devices.save(MOTHER, second, "another token")

    with calls() as seen:
        devices.save(MOTHER, first, "token")
    assert seen == ["GetItem", "GetItem", "TransactWriteItems"]
    with calls() as seen:
        assert devices.of_account(MOTHER) == (second, first)
    assert seen == ["GetItem"]

    devices.save(father, first, "token")
    assert (devices.of_account(MOTHER), devices.of_account(father)) == ((second,), (first,))
    assert not devices.forget(MOTHER, first.device_id), "it is the father's now"
    assert messaging.recipients().forget_device(father, first.device_id)
    assert devices.of_account(father) == ()
    assert not messaging.recipients().forget_device(father, first.device_id), "twice is as once"


def test_ap_63_workers_share_a_breaker_and_one_takes_the_probe() -> None:
    breakers, found = messaging.breakers(), Breaker("sns")
    assert breakers.get("sns") == found
    for _ in range(10):
        stored = breakers.save(found.after(Verdict.BUSY, NOW))
        assert stored is not None
        found = stored
    assert breakers.get("sns") == found
    assert found.shut_at == NOW

    assert breakers.save(found.with_probe(NOW + timedelta(minutes=6))) is not None
    assert breakers.save(found.with_probe(NOW + timedelta(minutes=6))) is None, "another worker was faster"


def test_ap_67_the_places_of_a_page_of_handbooks_are_one_request() -> None:
    reminders = bootstrap.reminders()
    reminders.schedule(ONE, TODAY, 3)
    reminders.schedule(HandbookId("two"), None, 4)

    with calls() as seen:
        found = reminders.indexed([ONE, HandbookId("two"), HandbookId("three")])

    assert found == {ONE: Indexed(TODAY, 3), HandbookId("two"): Indexed(None, 4)}
    assert seen == ["BatchGetItem"]


def test_ap_76_and_ap_78_recipients_of_a_page_are_read_together_as_one_by_one() -> None:
    recipients, accounts = messaging.recipients(), [AccountId(f"account-{number:02d}") for number in range(25)]
    device = Device(DeviceId("d"), "fcm", "arn:app", NOW, NOW)
    messaging.devices().save(accounts[1], device, "token")
    recipients.bury(accounts[2], PhoneIndex("index"), NOW, "104")
    recipients.guards(accounts[3], ONE, still=True)
    messaging.texts().claim(replace(a_text(), account_id=accounts[4]))

    with calls() as seen:
        found = recipients.get_many(accounts, TODAY)

    assert seen == ["BatchGetItem"]
    assert found == {one: recipients.get(one, TODAY) for one in accounts}
    assert [found[one].written_today for one in accounts[3:5]] == [False, True]
    assert (found[accounts[2]].dead_number, found[accounts[3]].handbooks) == ("index", (ONE,))
    with calls() as seen:
        assert recipients.guarded(accounts) == {accounts[3]: (ONE,)}
    assert seen == ["BatchGetItem"]


def test_ap_77_the_places_on_the_lists_of_who_did_not_come_are_one_request() -> None:
    listing, commune = bootstrap.defaulters(), CommuneCode("00004")
    listing.follow(ONE, TODAY, commune, 3)
    listing.follow(HandbookId("two"), None, None, 4)

    with calls() as seen:
        found = listing.listed([ONE, HandbookId("two"), HandbookId("three")])

    assert found == {ONE: Listed(TODAY, commune, 3), HandbookId("two"): Listed(None, None, 4)}
    assert seen == ["BatchGetItem"]


@pytest.mark.usefixtures("world")
def test_ap_64_ap_65_and_ap_66_handbooks_are_read_together_and_an_accounts_ids_without_them() -> None:
    opened = [HandbookId(open_handbook()["handbook_id"]) for _ in range(3)]
    records = bootstrap.records()

    with calls() as seen:
        found = records.get_many([*opened, HandbookId("gone")])
        account_id = next(iter(found[0].guardians))
        ids = records.ids_of_account(account_id, 20)

    with calls() as read:
        accounts = bootstrap.directory().accounts_of([account_id, AccountId("gone")])

    assert read == ["BatchGetItem"]
    assert accounts == {account_id: bootstrap.directory().account(account_id)}
    assert [book.handbook_id for book in found] == opened
    assert sorted(ids) == sorted(opened)
    assert seen == ["BatchGetItem", "Query"]
    assert handbook().handbook_id not in ids
