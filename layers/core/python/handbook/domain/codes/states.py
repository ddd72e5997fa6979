"""Where a code is on its way from the generator to a handbook."""

from collections.abc import Mapping
from enum import StrEnum


class CodeState(StrEnum):
    """Where a code is on its way from the generator to a handbook."""

    GENERATED = "generated"
    PRINTED = "printed"
    SHIPPED = "shipped"
    ALLOCATED = "allocated"  # to a unit, which confirmed its receipt
    BOUND = "bound"  # to one handbook, once
    VOID = "void"  # misprinted, stolen, lost, or its batch cancelled
    REPLACED = "replaced"  # another code took its place, for a stated reason


# A printed code goes through many hands; it can be voided on every stretch and bound only once.
PRINTED_TRANSITIONS: Mapping[CodeState, frozenset[CodeState]] = {
    CodeState.GENERATED: frozenset({CodeState.PRINTED, CodeState.VOID}),
    CodeState.PRINTED: frozenset({CodeState.SHIPPED, CodeState.VOID}),
    CodeState.SHIPPED: frozenset({CodeState.ALLOCATED, CodeState.VOID}),
    CodeState.ALLOCATED: frozenset({CodeState.BOUND, CodeState.VOID}),
    CodeState.BOUND: frozenset({CodeState.VOID, CodeState.REPLACED}),
    CodeState.VOID: frozenset(),
    CodeState.REPLACED: frozenset(),
}

# The electronic handbook's own code is bound from the birth of the record; it knows no other state.
ELECTRONIC_TRANSITIONS: Mapping[CodeState, frozenset[CodeState]] = {
    CodeState.GENERATED: frozenset({CodeState.BOUND, CodeState.VOID}),
    CodeState.BOUND: PRINTED_TRANSITIONS[CodeState.BOUND],
    CodeState.VOID: frozenset(),
    CodeState.REPLACED: frozenset(),
}
