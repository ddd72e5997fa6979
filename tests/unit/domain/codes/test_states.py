"""A code moves along its states only as the print and binding process allows."""

from itertools import pairwise

import pytest

from handbook.domain.codes import ELECTRONIC_TRANSITIONS, PRINTED_TRANSITIONS, CodeState

JOURNEY = ["generated", "printed", "shipped", "allocated", "bound"]


def test_the_states_are_those_of_the_domain_facts() -> None:
    assert [state.value for state in CodeState] == [*JOURNEY, "void", "replaced"]


@pytest.mark.parametrize(("before", "after"), list(pairwise(JOURNEY)))
def test_a_printed_code_takes_every_step_of_its_journey_forwards_only(before: str, after: str) -> None:
    assert CodeState(after) in PRINTED_TRANSITIONS[CodeState(before)]
    assert CodeState(before) not in PRINTED_TRANSITIONS[CodeState(after)]


@pytest.mark.parametrize("state", JOURNEY)
def test_a_printed_code_can_be_voided_at_every_step(state: str) -> None:
    assert CodeState.VOID in PRINTED_TRANSITIONS[CodeState(state)]


def test_no_step_is_skipped_on_the_way_to_a_handbook() -> None:
    sources = {state for state, targets in PRINTED_TRANSITIONS.items() if CodeState.BOUND in targets}
    assert sources == {CodeState.ALLOCATED}


@pytest.mark.parametrize("table", [PRINTED_TRANSITIONS, ELECTRONIC_TRANSITIONS])
def test_a_voided_or_replaced_code_stays_so_and_only_a_bound_one_is_replaced(
    table: dict[CodeState, frozenset[CodeState]],
) -> None:
    assert table[CodeState.VOID] == table[CodeState.REPLACED] == frozenset()
    assert {state for state, targets in table.items() if CodeState.REPLACED in targets} == {CodeState.BOUND}


def test_an_electronic_code_is_bound_without_being_printed() -> None:
    assert CodeState.BOUND in ELECTRONIC_TRANSITIONS[CodeState.GENERATED]
    assert not {CodeState.PRINTED, CodeState.SHIPPED, CodeState.ALLOCATED} & set(ELECTRONIC_TRANSITIONS)
