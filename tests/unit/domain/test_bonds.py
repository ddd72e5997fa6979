"""Bonds to a handbook: days, roles, and what becomes of them when two handbooks are one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.bonds import BOND_ROLES, Bond, guardians_on, holds, joined, raised
from handbook.domain.ids import AccountId
from handbook.domain.roles import Role
from handbook.storage.bond_form import bond_form, bond_from, bonds_form, bonds_from

DAY = date(2026, 11, 20)
A_DAY = timedelta(days=1)
days = st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1))
bonds = st.builds(Bond, st.sampled_from(BOND_ROLES), days, days)
several = st.dictionaries(st.sampled_from([AccountId(one) for one in "abcde"]), bonds)


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (None, None, True),
        (DAY, None, True),
        (DAY + A_DAY, None, False),
        (None, DAY + A_DAY, True),
        (None, DAY, False),
        (DAY, DAY, False),
    ],
)
def test_a_bond_holds_from_its_first_day_to_before_its_end(since: date | None, until: date | None, held: bool) -> None:
    assert Bond(Role.CARER, since, until).held_on(DAY) is held
    assert holds({AccountId("a"): Bond(Role.CARER, since, until)}, AccountId("a"), DAY) is held


def test_nobody_else_holds_a_bond() -> None:
    assert not holds({AccountId("a"): Bond(Role.GUARDIAN)}, AccountId("b"), DAY)


@given(several)
def test_guardians_are_those_whose_bond_holds_and_who_are_neither_carers_nor_viewers(
    of: dict[AccountId, Bond],
) -> None:
    expected = {one for one, bond in of.items() if bond.role == "guardian" and bond.held_on(DAY)}
    assert set(guardians_on(of, DAY)) == expected


@given(bonds)
def test_what_is_written_of_a_bond_is_read_again(bond: Bond) -> None:
    assert bond_from(bond_form(bond)) == bond


@given(several)
def test_what_is_written_of_bonds_is_read_again(of: dict[AccountId, Bond]) -> None:
    assert dict(bonds_from(bonds_form(of))) == of


def test_a_plain_role_of_before_is_a_bond_without_days() -> None:
    assert dict(bonds_from({"a": "guardian"})) == {"a": Bond(Role.GUARDIAN)}
    assert bond_form(Bond(Role.GUARDIAN)) == "guardian"


@given(several, several)
def test_of_two_bonds_of_one_account_the_stronger_counts_and_the_weaker_is_kept_aside(
    kept: dict[AccountId, Bond], other: dict[AccountId, Bond]
) -> None:
    together = joined(kept, other)
    assert together.keys() == kept.keys() | other.keys()
    for one, bond in together.items():
        both = [of[one] for of in (kept, other) if one in of]
        assert bond in both
        assert BOND_ROLES.index(bond.role) == max(BOND_ROLES.index(each.role) for each in both)
    aside = dict(raised(kept, other))
    assert {one: aside.get(one, bond) for one, bond in together.items() if one in kept} == kept
