"""What happened to an account is kept for twelve months, as the law says, and not for longer."""

from datetime import UTC, datetime

import pytest

from handbook import bootstrap
from handbook.bootstrap import accounts, auditing
from handbook.domain.accounts import AccountEvent, EventKind
from handbook.domain.audit_terms import Subject, subject_of
from handbook.domain.ids import AccountId
from handbook.usecases.verify_log import verify_chain
from tests.integration.test_audit_chain import entries, inserted, sealed
from tests.integration.test_retention_of_the_log import swept
from tests.integration.world import MOTHER, Clock

pytestmark = pytest.mark.usefixtures("world")
CHAIN = "ACCOUNT#mother"


def happened(kind: EventKind, request_id: str) -> None:
    at = bootstrap.now()
    accounts.account_events().note(AccountEvent(AccountId("mother"), kind, at, request_id, "203.0.113.9", "sms"))
    sealed(inserted(*entries(CHAIN)))


@pytest.fixture
def signed_in(clock: Clock) -> None:
    """A sign-in on 15 June 2026, and one half a year later."""
    happened(EventKind.SIGNED_IN, "first")
    on(clock, 2026, 12, 15)
    happened(EventKind.SIGNED_IN, "second")


def on(clock: Clock, year: int, month: int, day: int) -> None:
    clock.at = datetime(year, month, day, 3, tzinfo=UTC)


def kept() -> list[str]:
    return [one["sk"]["S"].split("#")[1] for one in entries(CHAIN)]


@pytest.mark.usefixtures("signed_in")
def test_a_sign_in_is_kept_for_twelve_months_and_then_goes(clock: Clock) -> None:
    on(clock, 2027, 6, 15)
    assert (swept(CHAIN).announced, swept(CHAIN).dropped, kept()) == (0, 0, ["first", "second"])
    on(clock, 2027, 6, 16)

    assert swept(CHAIN, applies=False).announced == 1
    assert kept() == ["first", "second"]
    assert swept(CHAIN).announced == 1
    sealed(inserted(*entries(CHAIN)))
    assert swept(CHAIN).dropped == 1

    assert kept() == ["second", "retention"]
    assert verify_chain(CHAIN, clock(), chains=auditing.seals()) == []


@pytest.mark.usefixtures("signed_in")
def test_the_address_of_a_sign_in_is_kept_for_twelve_months_and_then_goes(clock: Clock) -> None:
    on(clock, 2027, 6, 15)
    assert swept(CHAIN).addresses == 0
    on(clock, 2027, 6, 16)

    assert swept(CHAIN).addresses == 1

    first, second, *_ = entries(CHAIN)
    assert not {"address", "address_salt"} & set(first)
    assert second["address"] == {"S": "203.0.113.9"}
    assert verify_chain(CHAIN, clock(), chains=auditing.seals()) == []


@pytest.mark.usefixtures("signed_in")
def test_the_owner_reads_that_old_events_were_let_go(clock: Clock) -> None:
    on(clock, 2027, 6, 16)
    swept(CHAIN)

    listed = MOTHER.get("/v1/me/activity")

    assert listed.status == 200, listed.body
    assert [(one["kind"], one["address"]) for one in listed.body["items"]] == [
        ("drop_old_accesses", ""),
        ("signed_in", "203.0.113.9"),
        ("signed_in", ""),
    ]


def test_every_chain_has_a_term_of_its_own() -> None:
    chains = ("HANDBOOK#one", "HANDBOOK#account-mother", "ACTOR#nurse", CHAIN)
    assert [subject_of(one) for one in chains] == [Subject.ACCESS, Subject.ACCESS, Subject.LOOK_UP, Subject.ACCOUNT]
