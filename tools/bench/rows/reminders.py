"""One message of the morning, from the due index to the provider, beside one put_item of the client."""

from tools.bench.budget import Figures, at_most_times
from tools.bench.measuring import US, in_turns
from tools.bench.row import Row

_DUE = 100


def one_message() -> Figures:
    """A family is decided on, claimed and handed over in two calls; reading and closing are shares of six more."""
    from tools.bench.baselines.dynamodb import put_item  # noqa: PLC0415
    from tools.bench.morning import due_today, season  # noqa: PLC0415

    work, put = due_today(season(_DUE, _DUE)), put_item()
    return in_turns(work, lambda: [put() for _ in range(_DUE)], scale=US / _DUE, rounds=5)


ROWS = (Row("one reminder, from index to provider", "µs", one_message, "one put_item", (at_most_times(12),)),)
