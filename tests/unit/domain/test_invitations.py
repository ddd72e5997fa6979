"""Invitations: what may be offered, until when, by whose word, and what accepting makes of the bonds."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.bonds import BOND_ROLES, Bond, guardians_on, strongest, would_be_left
from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import AccountId, EntryId, HandbookId, InvitationId, PhoneE164, PhoneIndex
from handbook.domain.invitations import (
    LONGEST_BOND,
    OPEN_FOR,
    Invitation,
    InvitationState,
    bonds_after,
    check_invitation,
    still_stands,
)
from handbook.domain.life import Happening, LifeFact
from handbook.domain.roles import Role
from tests.builders import FATHER, MOTHER, NOW, TODAY, handbook

A_DAY, A_MOMENT = timedelta(days=1), timedelta(milliseconds=1)
days = st.none() | st.dates(TODAY - 60 * A_DAY, TODAY + 60 * A_DAY)
accounts = st.sampled_from([AccountId(one) for one in "abcd"])
several = st.dictionaries(accounts, st.builds(Bond, st.sampled_from(BOND_ROLES), st.none(), days))


def invitation(**more: Any) -> Invitation:
    facts: dict[str, Any] = {
        "invitation_id": InvitationId("i"),
        "handbook_id": HandbookId("book"),
        "token_mark": "mark",
        "phone": PhoneE164("+84912345678"),
        "phone_index": PhoneIndex("index"),
        "role": Role.CARER,
        "relation": "mother",
        "invited_by": MOTHER,
        "by_family": True,
        "invited_at": NOW,
    }
    return Invitation(**(facts | more))


def test_an_invitation_is_open_for_seven_days_and_not_a_moment_longer() -> None:
    one = invitation()
    assert one.state_at(NOW + OPEN_FOR - A_MOMENT) is InvitationState.OPEN
    assert one.state_at(NOW + OPEN_FOR) is InvitationState.EXPIRED


def test_an_invitation_to_a_bond_that_is_over_by_then_is_over_too() -> None:
    one = invitation(until=TODAY + A_DAY)
    assert one.state_at(NOW) is InvitationState.OPEN
    assert one.state_at(NOW + A_DAY) is InvitationState.EXPIRED


@pytest.mark.parametrize("state", [InvitationState.ACCEPTED, InvitationState.REVOKED])
def test_what_was_accepted_or_revoked_stays_so(state: InvitationState) -> None:
    moved = invitation().moved(state, "father", NOW)
    assert (moved.state_at(NOW + 2 * OPEN_FOR), moved.changed_by, moved.version) == (state, "father", 2)


@pytest.mark.parametrize(
    ("role", "until", "transfer", "field"),
    [
        (Role.CARER, TODAY, False, "until"),
        (Role.CARER, TODAY + A_DAY, False, None),
        (Role.VIEWER, TODAY + LONGEST_BOND, False, None),
        (Role.VIEWER, TODAY + LONGEST_BOND + A_DAY, False, "until"),
        (Role.GUARDIAN, None, True, None),
        (Role.GUARDIAN, TODAY + A_DAY, True, "transfer"),
        (Role.CARER, None, True, "transfer"),
    ],
)
def test_an_offer_has_an_end_that_makes_sense_and_a_transfer_is_for_good(
    role: Role, until: date | None, transfer: bool, field: str | None
) -> None:
    if field is None:
        check_invitation(role, until, TODAY, transfer=transfer)
        return
    with pytest.raises(InvalidFieldError) as refused:
        check_invitation(role, until, TODAY, transfer=transfer)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("bond", "stands"),
    [
        (Bond(Role.GUARDIAN), True),
        (Bond(Role.GUARDIAN, until=TODAY + A_DAY), True),
        (Bond(Role.GUARDIAN, until=TODAY), False),
        (Bond(Role.CARER), False),
        (None, False),
    ],
)
def test_a_guardians_word_holds_as_long_as_the_guardianship(bond: Bond | None, stands: bool) -> None:
    book = handbook(guardians=MappingProxyType({FATHER: Bond(Role.GUARDIAN)} | ({MOTHER: bond} if bond else {})))
    assert still_stands(invitation(), book, TODAY) is stands


@pytest.mark.parametrize(("adopted_after", "stands"), [(-A_MOMENT, True), (timedelta(0), False), (A_DAY, False)])
def test_an_adoption_ends_what_station_or_adopter_offered_before(adopted_after: timedelta, stands: bool) -> None:
    adoption = LifeFact(EntryId("adoption"), Happening.ADOPTION, TODAY, NOW + adopted_after)
    by_station = invitation(invited_by="nurse", by_family=False)
    assert still_stands(by_station, handbook(life=(adoption,)), TODAY) is stands
    adopters = replace(invitation(), invited_by=MOTHER)
    assert still_stands(adopters, handbook(life=(adoption,)), TODAY) is stands


@pytest.mark.parametrize("reason", ["opened_by_station", "no_guardian_left"])
def test_what_the_station_offers_for_want_of_a_guardian_is_over_once_there_is_one(reason: str) -> None:
    by_station = invitation(invited_by="nurse", by_family=False, reason=reason)
    nobody = handbook(guardians=MappingProxyType({}))
    assert still_stands(by_station, nobody, TODAY)
    assert still_stands(by_station, replace(nobody, guardians={MOTHER: Bond(Role.CARER)}), TODAY)
    assert not still_stands(by_station, handbook(), TODAY)
    assert still_stands(replace(by_station, reason="family_asks"), handbook(), TODAY)


@given(several, accounts, st.sampled_from(BOND_ROLES), days, st.booleans())
def test_accepting_gives_at_least_what_was_offered_and_takes_nothing_from_others(
    bonds: dict[AccountId, Bond], who: AccountId, role: Role, until: date | None, transfer: bool
) -> None:
    inviter = AccountId("a")
    one = invitation(invited_by=inviter, role=role, until=until, transfer=transfer)
    after = bonds_after(one, bonds, who, TODAY)
    offered = one.bond_from(TODAY)
    assert strongest(after[who], offered) == after[who]
    leaving = {inviter} if transfer and who != inviter else set()
    others = {each: bond for each, bond in bonds.items() if each != who and bond.held_on(TODAY)}
    assert {each: bond for each, bond in after.items() if each != who} == {
        each: bond for each, bond in others.items() if each not in leaving
    }


@given(several, accounts)
def test_a_transfer_never_leaves_a_handbook_without_a_guardian(bonds: dict[AccountId, Bond], who: AccountId) -> None:
    one = invitation(invited_by=AccountId("a"), role=Role.GUARDIAN, transfer=True)
    assert who in guardians_on(bonds_after(one, bonds, who, TODAY), TODAY)


@given(several, accounts)
def test_who_may_leave_leaves_a_guardian_without_an_end(bonds: dict[AccountId, Bond], who: AccountId) -> None:
    left = {each: bond for each, bond in bonds.items() if each != who}
    stays = [each for each in guardians_on(left, TODAY) if left[each].until is None]
    assert would_be_left(bonds, who, TODAY) is bool(stays)


def test_a_bond_that_lapsed_does_not_stand_in_the_way_of_a_new_weaker_one() -> None:
    lapsed = {FATHER: Bond(Role.GUARDIAN, until=TODAY)}
    after = bonds_after(invitation(role=Role.VIEWER), lapsed, FATHER, TODAY)
    assert after == {FATHER: Bond(Role.VIEWER, since=TODAY)}
    assert replace(after[FATHER], since=None) == Bond(Role.VIEWER)
