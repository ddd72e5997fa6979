"""What clients' calls take of a core, without what stands for AWS in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import process_time
from typing import Any

import pytest
from moto.core.botocore_stubber import BotocoreStubber

from tests.integration import api


@dataclass(slots=True)
class Spent:
    """Calls through the gateway, and CPU: of all, and of the emulated AWS."""

    calls: int = 0
    all_seconds: float = 0.0
    aws_seconds: float = 0.0

    @property
    def cpu_ms(self) -> float:
        """Give what is ours, in milliseconds."""
        return max(0.0, self.all_seconds - self.aws_seconds) * 1000


@contextmanager
def stopped() -> Iterator[Spent]:
    """Count the calls and the CPU inside."""
    spent, answering, handler_of = Spent(), BotocoreStubber.__call__, api._handler

    def answer(self: Any, *said: Any, **named: Any) -> Any:
        began = process_time()
        try:
            return answering(self, *said, **named)
        finally:
            spent.aws_seconds += process_time() - began

    def handler(path: str) -> Any:
        spent.calls += 1
        return handler_of(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BotocoreStubber, "__call__", answer)
        patch.setattr(api, "_handler", handler)
        began = process_time()
        yield spent
        spent.all_seconds = process_time() - began
