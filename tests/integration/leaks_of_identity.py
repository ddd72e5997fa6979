"""What is done with numbers, searches and registers, for the search for leaks."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.integration.api import Caller
from tests.integration.world import CHILD, NEAR


def identify(call: Callable[..., Any], caller: Caller, path: str, markers: Mapping[str, str]) -> None:
    """Record, read, change and seek numbers, well and badly, with markers wherever somebody types."""
    place = f"{path}/identifiers"
    number = {"subject": "child", "system": "foreign_passport", "value": markers["passport"]}
    made = call(caller, "POST", place, number).body["identifier"]
    call(caller, "POST", place, {**number, "system": "personal_id"})
    call(caller, "GET", place)
    call(caller, "GET", f"{place}/{made['identifier_id']}")
    call(caller, "PATCH", f"{place}/{made['identifier_id']}", {"status": "cancelled"})
    child = {**CHILD, "full_name": markers["name"], "mother_name": markers["mother"]}
    for sought in (
        {"identifier": {"system": "foreign_passport", "value": markers["passport"]}},
        {"phone": markers["phone"]},
        {"code": markers["name"]},
        {"by_name": {"name": markers["name"], "birth_date": child["birth_date"]}},
        {"by_name": {"name": markers["mother"], "birth_date": markers["note"]}},
    ):
        call(caller, "POST", "/v1/handbooks/search", sought)
    call(
        caller, "POST", "/v1/handbooks/matches", {**child, "guardian_phone": markers["phone"], "identifiers": [number]}
    )
    other = call(caller, "POST", "/v1/handbooks", child).body.get("handbook_id", "none")
    call(caller, "POST", f"{path}/merge/preview", {"other_id": other})
    merge = {"other_id": other, "other_etag": '"1"', "reason": markers["note"]}
    call(caller, "POST", f"{path}/merge", merge)
    call(caller, "POST", f"{path}/unmerge", {"other_id": other, "reason": markers["note"]})
    call(caller, "GET", f"/v1/communes/{NEAR}/register", query={"cursor": markers["cursor"]})
