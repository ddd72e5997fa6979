"""Warm requests: CPU from the gateway's event to its answer, beside one put_item of the client.

The ten routes that families and nurses call most, by the months that docs/cost.md assumes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from tools.bench.budget import Figures, at_most_times
from tools.bench.measuring import US, in_turns
from tools.bench.row import Row

_DOSES = 18
_BOOK = "/v1/handbooks/book"
_ONE_ITEM, _RECORDED = at_most_times(4), at_most_times(8)


def _asked(username: str, path: str) -> Figures:
    return _beside_put_item("GET", path, username)


def _recorded(path: str, body: Callable[[str], dict[str, Any]]) -> Figures:
    """What a nurse records as of today: post, unit, receipt and handbook are read, and a transaction is written."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from handbook.domain.calendar import local_date  # noqa: PLC0415

    return _beside_put_item("POST", path, "nurse", body(local_date(datetime.now(UTC)).isoformat()))


def _beside_put_item(method: str, path: str, username: str, body: object = None) -> Figures:
    from tools.bench.baselines.dynamodb import put_item  # noqa: PLC0415
    from tools.bench.routes import caller, settle  # noqa: PLC0415

    settle(_DOSES)
    pool = "STAFF_POOL" if username == "nurse" else "FAMILY_POOL"
    return in_turns(caller(method, path, username, pool, body), put_item(), scale=US)


def _dose(today: str) -> dict[str, Any]:
    return {"product": "dpt", "administered_on": today}


def _weight(today: str) -> dict[str, Any]:
    return {"measured_on": today, "weight_kg": 10.9, "length_cm": 82.0}


def _visit(today: str) -> dict[str, Any]:
    return {"kind": "sick_visit", "visited_on": today, "sick_visit": {"complaint": "Sốt"}}


def _row(what: str, measure: Callable[[], Figures], *budgets: Any) -> Row:  # noqa: ANN401 - a budget
    return Row(what, "µs", measure, "one put_item", budgets)


ROWS = (
    _row("GET a handbook, its family", partial(_asked, "mother", _BOOK), _ONE_ITEM),
    _row("GET its handbooks, a family", partial(_asked, "mother", "/v1/handbooks")),
    _row("GET what is due, its family", partial(_asked, "mother", f"{_BOOK}/forecast")),
    _row("GET changes from the beginning, its family", partial(_asked, "mother", f"{_BOOK}/changes")),
    _row("GET the doses, its family", partial(_asked, "mother", f"{_BOOK}/immunizations")),
    _row("GET the growth, its family", partial(_asked, "mother", f"{_BOOK}/growth")),
    _row("GET a handbook, a nurse", partial(_asked, "nurse", _BOOK), _ONE_ITEM),
    _row("POST a dose, a nurse", partial(_recorded, f"{_BOOK}/immunizations", _dose), _RECORDED),
    _row("POST a measurement, a nurse", partial(_recorded, f"{_BOOK}/measurements", _weight), _RECORDED),
    _row("POST a visit, a nurse", partial(_recorded, f"{_BOOK}/encounters", _visit)),
)
