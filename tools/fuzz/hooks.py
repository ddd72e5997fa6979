"""What schemathesis is told beside the document: which ids exist, and what nobody may be shown.

Runs in the environment of schemathesis. `HANDBOOK_FUZZ` names a file with `places`, `hidden`, `statuses`, and with
`record`, the file that gets a line for each request; a line never holds an answer.
"""

import json
import os
import re
from pathlib import Path
from threading import Lock
from typing import Any

import schemathesis

_TOLD: dict[str, Any] = json.loads(Path(os.environ["HANDBOOK_FUZZ"]).read_text(encoding="utf-8"))
_NAMESPACE = "urn:so-me-va-be:problem:"
_WITHOUT_STATUS = ("bad-request", "internal-error")
"""The gateway writes these for several statuses (docs/problems.md)."""
_LOCK = Lock()


@schemathesis.hook
def map_case(context: schemathesis.HookContext, case: Any) -> Any:  # noqa: ANN401 - schemathesis has no types for it
    """Put what exists into most paths, bodies and If-Match, as often another family's as one's own."""
    for name, value in (case.path_parameters or {}).items():
        case.path_parameters[name] = _known(name, value)
    if isinstance(case.body, dict | list):
        case.body = _placed(case.body)
    version = sum(map(ord, str((case.headers or {}).get("If-Match", "")))) % 5
    if version:
        case.headers["If-Match"] = f'"{version}"'
    return case


def _known(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever was generated
    known = _TOLD["places"].get(name, ())
    chosen = sum(map(ord, str(value))) % 5
    return known[chosen % len(known)] if known and chosen else value


def _placed(body: Any) -> Any:  # noqa: ANN401 - JSON
    """Name existing things in a body too, but no unit: a share would be a right, and what it shows no leak."""
    if isinstance(body, list):
        return [_placed(one) for one in body]
    if not isinstance(body, dict):
        return body
    return {
        name: _known(name, value) if isinstance(value, str) and name != "unit_id" else _placed(value)
        for name, value in body.items()
    }


@schemathesis.check
def nothing_leaks(context: Any, response: Any, case: Any) -> None:  # noqa: ANN401 - as above
    """Refuse an answer that holds what belongs to a family to which the sender has no right."""
    text = response.content.decode("utf-8", "replace")
    for mark in _TOLD["hidden"]:
        # "An" is not "An Nhiên": a name that goes on is another's.
        if any(re.search(re.escape(one) + r"(?! ?\w)", text) for one in {mark, json.dumps(mark)[1:-1]}):
            raise AssertionError("the answer holds another family's data")


@schemathesis.check
def problems_are_documented(context: Any, response: Any, case: Any) -> None:  # noqa: ANN401 - as above
    """Refuse an error that is no RFC 9457 problem of ours, or that has another status than docs/problems.md says."""
    if response.status_code < 400:
        return
    if "application/problem+json" not in str(response.headers.get("content-type")):
        raise AssertionError("an error is no application/problem+json")
    kind = response.json()["type"].removeprefix(_NAMESPACE)
    if kind not in _TOLD["statuses"]:
        raise AssertionError("a problem has no type of ours")
    if kind not in _WITHOUT_STATUS and _TOLD["statuses"][kind] != response.status_code:
        raise AssertionError("a problem has another status than its type")


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:  # noqa: ANN401 - as above
    """Write down what was asked and what the status was."""
    _write({"operation": f"{case.method} {case.path}", "status": response.status_code})


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:  # noqa: ANN401 - as above
    """Write down a failed check with the request that failed it; none is let pass."""
    said = f"{failure.code} {failure.title}" if failure.code != "ST901" else failure.message
    found = {"operation": f"{case.method} {case.path}", "failed": said, "with": response.status_code}
    _write({**found, "request": _request(response.request)})
    return True


@schemathesis.hook
def after_network_error(context: Any, case: Any, request: Any) -> None:  # noqa: ANN401 - as above
    """Write down that nothing answered."""
    record = {"operation": f"{case.method} {case.path}", "status": 0, "failed": "no answer", "with": 0}
    _write({**record, "request": _request(request)})


def _request(request: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """Keep what sends it again; who sent it is known by the role, so that no token is kept."""
    kept = {name: value for name, value in request.headers.items() if name.lower() in _TOLD["kept_headers"]}
    body = request.body
    text = body.decode("utf-8", "backslashreplace") if isinstance(body, bytes) else body
    return {"method": request.method, "path": request.path_url, "headers": _texts(kept), "body": text}


def _texts(headers: dict[str, Any]) -> dict[str, str]:
    return {
        name: value.decode("latin-1") if isinstance(value, bytes) else str(value) for name, value in headers.items()
    }


def _write(record: dict[str, Any]) -> None:
    with _LOCK, Path(_TOLD["record"]).open("a", encoding="utf-8") as output:
        output.write(json.dumps(record) + "\n")
