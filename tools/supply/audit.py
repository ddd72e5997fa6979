"""Asks a database of known holes (OSV) about every pinned package; what could not be asked is never taken for sound."""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tools.supply.pins import Pin

ADDRESS = "https://api.osv.dev/v1/querybatch"
TIMEOUT_SECONDS = 30
AT_ONCE = 500
"""OSV answers a thousand queries in one request at most."""

type Ask = Callable[[Sequence[dict[str, Any]]], list[dict[str, Any]]]


class UnansweredError(Exception):
    """The database could not be reached, or answered something else than what was asked."""


@dataclass(frozen=True, slots=True)
class Hole:
    """Something known of one package."""

    pin: Pin
    names: tuple[str, ...]


def ask_osv(queries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Send one batch; `OSV_URL` names a mirror of the same interface.

    Raises:
        UnansweredError: when there is no answer, or not one for each query.
    """
    request = urllib.request.Request(
        os.environ.get("OSV_URL", ADDRESS),
        data=json.dumps({"queries": list(queries)}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
            results = json.load(response)["results"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnansweredError(f"{type(error).__name__}: {error}") from error
    if not isinstance(results, list) or len(results) != len(queries):
        raise UnansweredError("the answer has another number of results than was asked")
    return results


def holes(pins: Iterable[Pin], ask: Ask = ask_osv) -> list[Hole]:
    """List what is known of these packages, in the order of their names.

    Raises:
        UnansweredError: when anything was not answered; there is no half audit.
    """
    asked = sorted({(pin.name, pin.version): pin for pin in pins}.items())
    found = []
    for start in range(0, len(asked), AT_ONCE):
        batch = [pin for _, pin in asked[start : start + AT_ONCE]]
        answers = ask([{"package": {"purl": pin.purl}} for pin in batch])
        for pin, answer in zip(batch, answers, strict=True):
            if names := tuple(str(one["id"]) for one in answer.get("vulns", ())):
                found.append(Hole(pin, names))
    return found
