"""The access log's seals, of one handbook and one month."""

from handbook.bootstrap import auditing
from handbook.usecases.seal_log import seal_entries
from tests.integration.typical.pattern import Scene, Typical
from tests.integration.world import MORNING

_CHAIN = "HANDBOOK#typical"
_ENTRIES = [(f"2026-06-15T03:00:{n:06.3f}Z#request#read_handbook", f"{n:064x}") for n in range(30)]


def prepare(scene: Scene) -> None:
    """Seal what a month brings."""
    seal_entries(_CHAIN, _ENTRIES, MORNING, seals=auditing.seals())


PATTERNS = {
    "AP-130": Typical("the last of 30", lambda _: auditing.seals().head(_CHAIN)),
    "AP-131": Typical(
        "ten entries", lambda _: auditing.seals().sealed_among(_CHAIN, [key for key, _ in _ENTRIES[:10]])
    ),
    "AP-132": Typical("30 seals", lambda _: auditing.seals().chain(_CHAIN)),
    "AP-133": Typical("30 seals", lambda _: list(auditing.seals().of_day(MORNING.date()))),
}
