"""How a code of a handbook is written down; what it is not is left out."""

from collections.abc import Mapping
from typing import Any

from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.carriers import Carrier
from handbook.domain.codes import CodeState, Reason


def carrier_form(carrier: Carrier) -> dict[str, Any]:
    """Write a carrier."""
    form = {
        "code": carrier.code,
        "at": iso_utc(carrier.bound_at),
        "own": carrier.own or None,
        "state": None if carrier.state is CodeState.BOUND else carrier.state,
        "ended": iso_utc(carrier.ended_at) if carrier.ended_at else None,
        "reason": carrier.reason,
        "by": carrier.replaced_by,
    }
    return {name: value for name, value in form.items() if value is not None}


def carrier_from(form: Mapping[str, Any]) -> Carrier:
    """Read what `carrier_form` wrote."""
    return Carrier(
        code=form["code"],
        bound_at=from_iso_utc(form["at"]),
        own=form.get("own", False),
        state=CodeState(form.get("state", CodeState.BOUND)),
        ended_at=from_iso_utc(form["ended"]) if "ended" in form else None,
        reason=Reason(form["reason"]) if "reason" in form else None,
        replaced_by=form.get("by"),
    )
