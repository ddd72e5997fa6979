"""Where a code is on its way from the generator to a handbook, and who may move it: one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from handbook.domain.access import Role


class CodeState(StrEnum):
    """A code goes down this list and never up."""

    GENERATED = "generated"
    PRINTED = "printed"
    SHIPPED = "shipped"
    ALLOCATED = "allocated"  # to a unit
    BOUND = "bound"  # to one handbook, once
    VOID = "void"  # misprinted, stolen, lost, bound by mistake, or its batch cancelled
    REPLACED = "replaced"  # another code took its place, for a stated reason


class CodeEvent(StrEnum):
    """What happens to codes: to runs of serial numbers until they are bound, and then to one by one."""

    PRINT = "print"
    SHIP = "ship"
    ALLOCATE = "allocate"
    VOID = "void"
    OPEN = "open"  # the electronic handbook's own code, made with the record
    BIND = "bind"
    REPLACE = "replace"
    WITHDRAW = "withdraw"  # one carrier of a handbook


class Reason(StrEnum):
    """Why codes became void or were replaced."""

    SPOILED = "spoiled"
    CANCELLED = "cancelled"
    LOST = "lost"
    DAMAGED = "damaged"
    STOLEN = "stolen"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states an event leads where, and the roles that may bring it about (domain/access.py has the rest)."""

    before: frozenset[CodeState]
    after: CodeState
    who: frozenset[Role]


_AT_THE_PRINTER = frozenset({CodeState.GENERATED, CodeState.PRINTED})
_ON_THE_WAY = _AT_THE_PRINTER | {CodeState.SHIPPED}
STOCK = _ON_THE_WAY | {CodeState.ALLOCATED}
"""States of codes that nobody has used; they stand on runs of serial numbers, never on single codes."""
_FAMILY_AND_STATION = frozenset({Role.GUARDIAN, Role.HEALTH_WORKER})
_MANAGERS = frozenset({Role.PRINT_MANAGER, Role.UNIT_MANAGER})
_RECEIVERS = _MANAGERS | {Role.HEALTH_WORKER}  # whoever opens the box at the station

# A report may be missing, so a later step may come without the one before it; none ever leads back. A code is bound
# only once it left the printer: before that, whoever shows it has seen a screen or a spoiled sheet. That the unit did
# not confirm its receipt yet is paperwork, and no family is sent home for it.
TRANSITIONS: Mapping[CodeEvent, Transition] = {
    CodeEvent.PRINT: Transition(frozenset({CodeState.GENERATED}), CodeState.PRINTED, frozenset({Role.PRINT_VENDOR})),
    CodeEvent.SHIP: Transition(_AT_THE_PRINTER, CodeState.SHIPPED, frozenset({Role.PRINT_VENDOR})),
    CodeEvent.ALLOCATE: Transition(STOCK, CodeState.ALLOCATED, _RECEIVERS),
    CodeEvent.VOID: Transition(STOCK, CodeState.VOID, _MANAGERS | {Role.PRINT_VENDOR}),
    CodeEvent.OPEN: Transition(frozenset({CodeState.GENERATED}), CodeState.BOUND, _FAMILY_AND_STATION),
    CodeEvent.BIND: Transition(
        frozenset({CodeState.SHIPPED, CodeState.ALLOCATED}), CodeState.BOUND, _FAMILY_AND_STATION
    ),
    CodeEvent.REPLACE: Transition(frozenset({CodeState.BOUND}), CodeState.REPLACED, _FAMILY_AND_STATION),
    CodeEvent.WITHDRAW: Transition(frozenset({CodeState.BOUND}), CodeState.VOID, _FAMILY_AND_STATION),
}


def after(state: CodeState, event: CodeEvent) -> CodeState | None:
    """Where an event leads from a state; None where it does not happen."""
    transition = TRANSITIONS[event]
    return transition.after if state in transition.before else None
