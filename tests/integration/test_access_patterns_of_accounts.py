"""Families' accounts: each pattern is one request, and gives what was written."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handbook import bootstrap
from handbook.bootstrap import accounts
from handbook.domain.access import Action
from handbook.domain.account_errors import EmailTakenError
from handbook.domain.accounts import AccountEvent, EventKind, Profile, Standing
from handbook.domain.errors import ConflictError, StaleVersionError
from handbook.domain.ids import AccountId, HandbookId, PhoneE164, PhoneIndex, StaffId, UnitId
from handbook.domain.number_changes import NumberChange
from tests.integration.test_access_patterns import NOW, TODAY, a_receipt, an_entry, calls

pytestmark = pytest.mark.usefixtures("cloud")
MOTHER, FATHER = AccountId("mother"), AccountId("father")
EMAIL = "lan@example.vn"
ASKED = AccountEvent(MOTHER, EventKind.NUMBER_CHANGE_ASKED, NOW, "r1", "203.0.113.9", "unit")
REFUSED = AccountEvent(MOTHER, EventKind.NUMBER_CHANGE_REFUSED, NOW, "r2")


def described(account_id: AccountId = MOTHER, email: str | None = EMAIL) -> Profile:
    before = accounts.accounts().profile(account_id)
    return accounts.accounts().save_profile(replace(before, display_name="Lan", email=email), before)


def test_ap_140_a_profile_is_one_read_and_an_account_that_said_nothing_has_version_1() -> None:
    assert accounts.accounts().profile(MOTHER) == Profile(MOTHER)
    made = described()
    with calls() as seen:
        assert accounts.accounts().profile(MOTHER) == made == Profile(MOTHER, "Lan", EMAIL, version=2)
    assert seen == ["GetItem"]
    with pytest.raises(StaleVersionError):
        accounts.accounts().save_profile(made, Profile(MOTHER))


def test_ap_141_an_address_leads_to_one_account_until_it_is_given_up() -> None:
    described()
    with calls() as seen:
        assert accounts.accounts().account_of_email(EMAIL) == MOTHER
    assert seen == ["GetItem"]
    with pytest.raises(EmailTakenError):
        described(FATHER)
    described(email=None)
    assert accounts.accounts().account_of_email(EMAIL) is None
    described(FATHER)
    assert accounts.accounts().account_of_email(EMAIL) == FATHER


def test_ap_142_when_an_account_was_seen_is_one_read() -> None:
    kept = accounts.accounts()
    assert kept.standing(MOTHER) == Standing()
    kept.see(MOTHER, NOW, NOW)
    kept.set_closing(MOTHER, TODAY)
    with calls() as seen:
        assert kept.standing(MOTHER) == Standing(NOW, TODAY, NOW)
    assert seen == ["GetItem"]
    kept.set_closing(MOTHER, None)
    assert kept.standing(MOTHER) == Standing(NOW, number_seen=NOW)


def test_ap_143_what_happened_to_an_account_is_one_query_and_is_noted_once() -> None:
    event = AccountEvent(MOTHER, EventKind.SIGNED_IN, NOW, "r1", "203.0.113.9", "sms")
    log = accounts.account_events()
    for one in (event, event, replace(event, account_id=FATHER)):
        log.note(one)
    with calls() as seen:
        assert log.page(MOTHER, 20).items == (event,)
    assert seen == ["Query"]


def asked() -> tuple[NumberChange, PhoneIndex]:
    phone = PhoneE164("+84905111222")
    book, unit, nurse = HandbookId("one"), UnitId("station"), StaffId("nurse")
    change = NumberChange(MOTHER, phone, NOW, NOW, book, unit, nurse, "id_card")
    index = bootstrap.phone_vault().index(phone)
    entry = an_entry(book, NOW, Action.CHANGE_NUMBER)
    accounts.numbers().ask(change, index, entry, a_receipt("change"), "answer", ASKED)
    return change, index


def test_ap_144_the_change_that_a_unit_asked_for_is_one_read_and_ends_once() -> None:
    change, _ = asked()
    with calls() as seen:
        assert accounts.numbers().change_of(MOTHER) == change
    assert seen == ["GetItem"]
    accounts.numbers().refuse(change, REFUSED)
    with pytest.raises(ConflictError):
        accounts.numbers().refuse(change, replace(REFUSED, request_id="again"))
    assert [one.kind for one in accounts.account_events().page(MOTHER, 9).items] == [REFUSED.kind, ASKED.kind]


def test_ap_145_a_number_leads_to_the_account_that_waits_for_it() -> None:
    change, index = asked()
    with calls() as seen:
        assert accounts.numbers().waiting(index) == change
    assert seen == ["GetItem", "GetItem"]
    accounts.numbers().refuse(change, REFUSED)
    assert accounts.numbers().waiting(index) is None
    assert accounts.numbers().waiting(PhoneIndex("other")) is None


def test_ap_146_accounts_to_be_closed_are_one_query_and_leave_it_when_they_are_kept() -> None:
    kept = accounts.accounts()
    kept.set_closing(MOTHER, TODAY)
    kept.set_closing(FATHER, TODAY + timedelta(days=1))
    with calls() as seen:
        assert kept.closing_by(TODAY, 100) == [MOTHER]
    assert seen == ["Query"]
    kept.set_closing(MOTHER, None)
    assert kept.closing_by(TODAY + timedelta(days=1), 100) == [FATHER]
