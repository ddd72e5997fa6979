"""Who sends requests: one person of each role, with the ids of what is theirs and of what is another's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from tools.demo.client import Api
from tools.demo.people import Cast, ask_for_code

MOTHER, OTHER_MOTHER = "0900000001", "0900000008"
NURSE, OTHER_NURSE = "dieuduong.ngocha", "dieuduong.socson"
STAFF = {
    "nurse": NURSE,
    "manager": "quanly.ngocha",
    "print_manager": "quanlyin.hanoi",
    "print_vendor": "nhain.saomai",
}


@dataclass(frozen=True, slots=True)
class Person:
    """One role. `sign_in` gives a fresh token; `hidden` are names and numbers that the role has no right to."""

    role: str
    sign_in: Callable[[], str]
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Everybody, and the values to put into paths by the name of the parameter."""

    people: tuple[Person, ...]
    places: Mapping[str, list[str]]


def gather(api: Api, cast: Cast, endpoint: str) -> World:
    """Sign two families in, and look up what is theirs. Raises DemoError."""
    mother, other = _family(api, MOTHER, endpoint), _family(api, OTHER_MOTHER, endpoint)
    own, foreign = (one.get("/handbooks").body["items"][0] for one in (mother, other))
    hidden = (foreign["full_name"], OTHER_MOTHER.removeprefix("0"))
    people = [Person("nobody", str, hidden), Person("family", lambda: mother.token, hidden)]
    for role, username in STAFF.items():
        # A nurse of the area, and nobody else, may see both families.
        shown = () if role == "nurse" else hidden
        people.append(Person(role, partial(_token, api, cast, username), shown))
    places = {
        "handbook_id": [own["handbook_id"], foreign["handbook_id"]],
        "unit_id": [cast.unit_of(NURSE), cast.unit_of(OTHER_NURSE)],
        **_entries(mother, own["handbook_id"]),
    }
    return World(tuple(people), places)


def _token(api: Api, cast: Cast, username: str) -> str:
    return cast.sign_in(api, username).token


def _family(api: Api, number: str, endpoint: str) -> Api:
    code = ask_for_code(api, number, endpoint)
    return api.signed_in(api.post("/auth/token", code.body(), 200).body["id_token"])


def _entries(app: Api, handbook_id: str) -> dict[str, list[str]]:
    """Find ids of entries, so that routes of one entry are not all answered with 404."""
    changes = app.get(f"/handbooks/{handbook_id}/changes?limit=100").body["items"]
    return {"entry_id": [one["id"] for one in changes[:3]], "kind": sorted({one["kind"] for one in changes})}
