"""How choices are written in an account's item."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.preferences import Preferences, in_order


def preferences_form(chosen: Preferences) -> dict[str, Any]:
    """Write choices as JSON."""
    return {
        "enabled": chosen.enabled,
        "language": chosen.language,
        "channels": list(chosen.channels),
        "hours": [one.isoformat("minutes") for one in chosen.hours],
        "unwanted": sorted(chosen.unwanted),
        "stopped_at": iso_utc(chosen.stopped_at) if chosen.stopped_at else None,
        "stopped_through": chosen.stopped_through,
    }


def preferences_from(form: Mapping[str, Any]) -> Preferences:
    """Read what `preferences_form` wrote."""
    begins, ends = map(time.fromisoformat, form["hours"])
    return Preferences(
        enabled=form["enabled"],
        language=form["language"],
        channels=in_order(form["channels"]),
        hours=(begins, ends),
        unwanted=frozenset(form["unwanted"]),
        stopped_at=from_iso_utc(form["stopped_at"]) if form["stopped_at"] else None,
        stopped_through=form["stopped_through"],
    )
