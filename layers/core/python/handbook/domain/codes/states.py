"""Where a code is on its way from the generator to a handbook: one table. Who may move it: domain/access.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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
    """From which states an event leads where."""

    before: frozenset[CodeState]
    after: CodeState


_AT_THE_PRINTER = frozenset({CodeState.GENERATED, CodeState.PRINTED})
_ON_THE_WAY = _AT_THE_PRINTER | {CodeState.SHIPPED}
STOCK = _ON_THE_WAY | {CodeState.ALLOCATED}
"""States of codes that nobody has used; they stand on runs of serial numbers, never on single codes."""

# A report may be missing, so a later step may come without the one before it; none ever leads back. A code is bound
# only once it left the printer: before that, whoever shows it has seen a screen or a spoiled sheet. That the unit did
# not confirm its receipt yet is paperwork, and no family is sent home for it.
TRANSITIONS: Mapping[CodeEvent, Transition] = {
    CodeEvent.PRINT: Transition(frozenset({CodeState.GENERATED}), CodeState.PRINTED),
    CodeEvent.SHIP: Transition(_AT_THE_PRINTER, CodeState.SHIPPED),
    CodeEvent.ALLOCATE: Transition(STOCK, CodeState.ALLOCATED),
    CodeEvent.VOID: Transition(STOCK, CodeState.VOID),
    CodeEvent.OPEN: Transition(frozenset({CodeState.GENERATED}), CodeState.BOUND),
    CodeEvent.BIND: Transition(frozenset({CodeState.SHIPPED, CodeState.ALLOCATED}), CodeState.BOUND),
    CodeEvent.REPLACE: Transition(frozenset({CodeState.BOUND}), CodeState.REPLACED),
    CodeEvent.WITHDRAW: Transition(frozenset({CodeState.BOUND}), CodeState.VOID),
}


def after(state: CodeState, event: CodeEvent) -> CodeState | None:
    """Where an event leads from a state; None where it does not happen."""
    transition = TRANSITIONS[event]
    return transition.after if state in transition.before else None
