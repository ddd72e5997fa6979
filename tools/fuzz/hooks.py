"""What schemathesis is told beside the document: which ids exist, and what nobody may be shown.

Runs in the environment of schemathesis, of which `HANDBOOK_FUZZ` names a file with `places` and `hidden`.
"""

import json
import os
from pathlib import Path
from typing import Any

import schemathesis

_TOLD: dict[str, Any] = json.loads(Path(os.environ["HANDBOOK_FUZZ"]).read_text(encoding="utf-8"))


@schemathesis.hook
def map_case(context: schemathesis.HookContext, case: Any) -> Any:  # noqa: ANN401 - schemathesis has no types for it
    """Put an id that exists into most paths, as often another family's as one's own; the rest stay as generated."""
    for name, value in (case.path_parameters or {}).items():
        known = _TOLD["places"].get(name, ())
        chosen = sum(map(ord, str(value))) % 5
        if known and chosen:
            case.path_parameters[name] = known[chosen % len(known)]
    return case


@schemathesis.check
def nothing_leaks(context: Any, response: Any, case: Any) -> None:  # noqa: ANN401 - as above
    """Refuse an answer that holds what belongs to a family to which the sender has no right."""
    text = response.content.decode("utf-8", "replace")
    for name in _TOLD["hidden"]:
        if name in text:
            raise AssertionError("the answer holds another family's data")


@schemathesis.check
def problems_are_problems(context: Any, response: Any, case: Any) -> None:  # noqa: ANN401 - as above
    """Refuse an error that is no RFC 9457 problem with a type of ours."""
    if response.status_code < 400:
        return
    if "application/problem+json" not in str(response.headers.get("content-type")):
        raise AssertionError("an error is no application/problem+json")
    if not response.json()["type"].startswith("urn:so-me-va-be:problem:"):
        raise AssertionError("a problem has no type of ours")
