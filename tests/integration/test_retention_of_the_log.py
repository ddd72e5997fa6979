"""What is past its term goes, on its day and not before, and what stays can still be verified."""

from datetime import date
from typing import Any

import pytest

from handbook import bootstrap
from handbook.bootstrap import auditing
from handbook.domain.audit_terms import Subject, term_on, terms
from handbook.domain.ids import AccountId
from handbook.storage.sweeping import SweptLog
from handbook.usecases.sweep_log import Swept, sweep_chain
from handbook.usecases.verify_log import verify_chain
from tests.integration.test_audit_chain import entries, inserted, put, remove, sealed
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, Clock, open_handbook

pytestmark = pytest.mark.usefixtures("world")


def seal_all() -> None:
    sealed(inserted(*entries(), *entries("ACTOR#")))


def swept(chain: str, *, applies: bool = True) -> Swept:
    return sweep_chain(chain, bootstrap.now(), log=SweptLog(), applies=applies)


def whole(chain: str) -> bool:
    return verify_chain(chain, bootstrap.now(), chains=auditing.seals()) == []


@pytest.fixture
def chain(clock: Clock) -> str:
    """A handbook that a nurse read on two days, two years apart."""
    handbook_id = open_handbook()["handbook_id"]
    NURSE.get(f"/v1/handbooks/{handbook_id}")
    seal_all()
    clock.at = clock.at.replace(year=2028)
    for _ in range(2):
        clock.move(minutes=1)
        NURSE.get(f"/v1/handbooks/{handbook_id}")
        seal_all()
    return f"HANDBOOK#{handbook_id}"


def test_the_terms_are_at_least_what_the_law_says() -> None:
    assert {one.subject for one in terms()} == set(Subject)
    assert all(one.months >= one.at_least_months and one.source for one in terms())
    assert term_on(Subject.ACCESS, date(2020, 1, 1)) == term_on(Subject.ACCESS, date(2026, 1, 1))


def test_an_address_goes_on_the_day_after_twelve_months_and_its_entry_stays_whole(chain: str, clock: Clock) -> None:
    clock.at = clock.at.replace(year=2027, month=6, day=15)
    assert swept(chain, applies=False).addresses == 0
    clock.move(days=1)
    assert swept(chain, applies=False).addresses == 2

    assert swept(chain).addresses == 2

    assert len([one for one in entries() if "address" in one or "address_salt" in one]) == 2
    assert whole(chain)
    assert swept(chain).addresses == 0


def test_entries_go_on_the_day_after_ten_years_in_two_steps(chain: str, clock: Clock) -> None:
    before = entries()
    clock.at = clock.at.replace(year=2036, month=6, day=15)
    assert swept(chain).announced == 0
    clock.move(days=1)

    assert swept(chain, applies=False).announced == 2
    assert len(entries()) == len(before)
    assert swept(chain).announced == 2
    assert swept(chain).dropped == 0, "what announces it is not sealed yet"
    seal_all()
    assert (swept(chain).dropped, whole(chain)) == (2, True)

    assert [one["sk"] for one in entries()][:2] == [one["sk"] for one in before[2:]]
    assert swept(chain).dropped == 0
    assert whole(chain)


def test_what_is_gone_without_being_announced_still_shows(chain: str, clock: Clock) -> None:
    clock.at = clock.at.replace(year=2036, month=6, day=16)
    swept(chain)
    seal_all()
    swept(chain)
    assert whole(chain)

    victim = entries()[0]
    remove(victim)
    assert not whole(chain)
    put(victim)
    seals = [one for one in entries("SEALS#") if one["sk"]["S"].startswith("SEAL#")]
    remove(seals[0])
    assert not whole(chain)


def test_a_half_done_sweep_is_whole_and_goes_on(chain: str, clock: Clock) -> None:
    clock.at = clock.at.replace(year=2036, month=6, day=16)
    swept(chain)
    seal_all()
    SweptLog().drop(chain, auditing.seals().chain(chain)[:1])

    assert whole(chain)
    assert swept(chain).dropped == 1
    assert whole(chain)


def test_who_was_told_of_an_emergency_goes_with_its_entry_and_no_earlier(chain: str, clock: Clock) -> None:
    keys = [one["sk"]["S"] for one in entries()]
    for key in (keys[0], keys[-1]):
        auditing.seals().note_told(chain, key, AccountId("mother"), clock())
    clock.at = clock.at.replace(year=2036, month=6, day=16)
    swept(chain)
    seal_all()
    assert len(told()) == 2

    assert swept(chain).dropped == 2

    assert [one["sk"]["S"] for one in told()] == [f"TOLD#{keys[-1]}#mother"]
    assert whole(chain)


def told() -> list[dict[str, Any]]:
    return [one for one in entries("SEALS#") if one["sk"]["S"].startswith("TOLD#")]


def test_a_chain_with_a_fault_is_left_alone(chain: str, clock: Clock) -> None:
    clock.at = clock.at.replace(year=2036, month=6, day=16)
    victim = entries()[0]
    put({**victim, "actor_id": {"S": "somebody-else"}})

    assert swept(chain) == Swept(chain, faulty=True)
    assert "address" in entries()[0]


def test_guesses_go_after_twelve_months(clock: Clock) -> None:
    FAR_NURSE.get("/v1/handbooks/absent")
    seal_all()
    clock.at = clock.at.replace(year=2027)
    assert swept("ACTOR#far-nurse").announced == 0
    clock.move(days=1)
    assert swept("ACTOR#far-nurse").announced == 1
    seal_all()
    assert swept("ACTOR#far-nurse").dropped == 1
    assert whole("ACTOR#far-nurse")


def test_the_family_reads_that_old_entries_were_let_go(chain: str, clock: Clock) -> None:
    clock.at = clock.at.replace(year=2036, month=6, day=16)
    swept(chain)

    page = MOTHER.get(f"/v1/handbooks/{chain.removeprefix('HANDBOOK#')}/access-log")

    assert page.body["items"][0]["action"] == "drop_old_accesses"


def test_an_announcement_alone_lets_nothing_go_before_its_term(chain: str, clock: Clock) -> None:
    kept, (*_, last) = len(entries()), auditing.seals().chain(chain)
    forged = {
        "pk": {"S": chain},
        "sk": {"S": f"{clock.at:%Y-%m-%dT%H:%M:%S}.000Z#forged#drop_old_accesses"},
        "actor_id": {"S": "retention"},
        "role": {"S": "operator"},
        "action": {"S": "drop_old_accesses"},
        "outcome": {"S": "allowed"},
        "dropped_to": {"N": str(last.seal.n)},
        "dropped_digest": {"S": last.digest},
    }
    put(forged)
    sealed(inserted(forged))

    assert swept(chain).dropped == 0

    assert len(entries()) == kept + 1


def test_an_address_that_goes_before_its_term_is_a_fault_and_one_after_it_is_none(chain: str, clock: Clock) -> None:
    taken = next(one for one in entries() if "address" in one and one["sk"]["S"].startswith("2028"))
    put({name: value for name, value in taken.items() if name not in {"address", "address_salt"}})
    assert [one.key for one in verify_chain(chain, bootstrap.now(), chains=auditing.seals())] == [taken["sk"]["S"]]
    clock.move(days=367)
    assert whole(chain)
