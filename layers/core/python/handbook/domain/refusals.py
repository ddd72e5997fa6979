"""How often somebody may be refused, and which refusals over that are written down."""

from datetime import timedelta

from handbook.domain.sign_in import Limit

PER_ACTOR = Limit(timedelta(hours=1), 60)
"""A telephone that asks for a handbook that it lost, once a minute, is answered all day; ids of 122 random bits are not
found at any pace. It also bounds what refusals add to the log: 1,440 entries a day for an actor, and a few counts."""


def is_told(over: int) -> bool:
    """Say whether the n-th refusal over the limit is written down: the 1st, 10th, 100th and so on."""
    return str(over) == "1" + "0" * (len(str(over)) - 1)
