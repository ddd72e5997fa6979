"""Warm requests: CPU from the gateway's event to its answer, beside one put_item of the client."""

from tools.bench.budget import Figures, at_most_times
from tools.bench.measuring import US, in_turns
from tools.bench.row import Row

_DOSES = 18


def read_by_family() -> Figures:
    """A mother reads her child's handbook: one item."""
    return _beside_put_item("GET", "/v1/handbooks/book", "mother", "FAMILY_POOL")


def read_by_nurse() -> Figures:
    """A nurse reads it: her post and her unit are read too, and the access is logged."""
    return _beside_put_item("GET", "/v1/handbooks/book", "nurse", "STAFF_POOL")


def record_dose() -> Figures:
    """A nurse records the nineteenth dose, given today: four reads, evaluation, forecast, warnings, a transaction."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from handbook.domain.calendar import local_date  # noqa: PLC0415

    body = {"product": "dpt", "administered_on": local_date(datetime.now(UTC)).isoformat()}
    return _beside_put_item("POST", "/v1/handbooks/book/immunizations", "nurse", "STAFF_POOL", body)


def _beside_put_item(method: str, path: str, username: str, pool: str, body: object = None) -> Figures:
    from tools.bench.baselines.dynamodb import put_item  # noqa: PLC0415
    from tools.bench.routes import caller, settle  # noqa: PLC0415

    settle(_DOSES)
    return in_turns(caller(method, path, username, pool, body), put_item(), scale=US)


ROWS = (
    Row("GET a handbook, its family", "µs", read_by_family, "one put_item", (at_most_times(4),)),
    Row("GET a handbook, a nurse", "µs", read_by_nurse, "one put_item"),
    Row("POST a dose, a nurse", "µs", record_dose, "one put_item", (at_most_times(8),)),
)
