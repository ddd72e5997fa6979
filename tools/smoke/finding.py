"""What one look found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

type Faults = list[str]


@dataclass(frozen=True, slots=True)
class Look:
    """Something to look at; `at` gives what is wrong, nothing when all is right."""

    name: str
    at: Callable[[], Faults]


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a look: right, wrong for reasons, or not to be had."""

    name: str
    faults: tuple[str, ...] = ()
    unseen: str = ""

    @property
    def line(self) -> str:
        """One line for a person."""
        if self.unseen:
            return f"  NOT SEEN  {self.name}: {self.unseen}"
        return f"  WRONG     {self.name}: {'; '.join(self.faults)}" if self.faults else f"  right     {self.name}"


def found(looks: list[Look]) -> Iterator[Finding]:
    """Look at one after the other; what cannot be reached is not seen, and never right."""
    for look in looks:
        try:
            yield Finding(look.name, tuple(look.at()))
        except Exception as error:
            yield Finding(look.name, unseen=f"{type(error).__name__}: {error}"[:200])
