"""Who sends requests: one person of each role, with what that person may never be shown."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from tools.demo.client import Api, DemoError
from tools.demo.people import Cast, ask_for_code, fresh_number
from tools.fuzz.places import Places, explore, open_things

FAMILIES = 50
"""Of the demo's families, 0900000001 and on, two take part in a run: another two with another seed."""
NURSE, OTHER_NURSE = "dieuduong.ngocha", "dieuduong.socson"
OPENERS = ("nurse", "manager", "print_manager")
"""Whose work makes the things that others' ids are taken from: visits, sessions, orders."""


@dataclass(frozen=True, slots=True)
class Person:
    """One role. `sign_in` gives a fresh token; `hidden` are names, numbers and codes that the role has no right to."""

    role: str
    sign_in: Callable[[], str]
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Everybody, and the values to put into paths and bodies by the name of the parameter."""

    people: tuple[Person, ...]
    places: Places


def gather(api: Api, cast: Cast, endpoint: str, seed: int) -> World:
    """Sign two families and the staff in, look up what is theirs, begin what they have not yet. Raises DemoError."""
    numbers = [f"0900000{(2 * seed + place) % FAMILIES + 1:03}" for place in (0, 1)]
    mother, other = (_Family.sign_in(api, number, endpoint) for number in numbers)
    stranger = _Family.sign_in(api, fresh_number(), endpoint)
    own, foreign = (one.app.get("/handbooks").body["items"][0] for one in (mother, other))
    staff = staff_by_role(cast)
    apps = {role: cast.sign_in(api, username) for role, username in staff.items()}
    areas = {role: area_of(api, cast, username) for role, username in staff.items() if role in SEE_THEIR_AREA}
    far = apps["other_nurse"].get(f"/communes/{areas['other_nurse'][0]}/register?limit=1").body["items"][0]
    books = (own, foreign, far)
    people = [
        Person("nobody", str, _marks(books, numbers)),
        Person("family", mother.token, _marks((foreign, far), numbers[1:])),
        Person("stranger", stranger.token, _marks(books, numbers)),
    ]
    for role, username in staff.items():
        # The code of the first is among those that are scanned, which is a right; a number is told to nobody whole.
        hidden = [book for book in books[1:] if book["commune_code"] not in areas.get(role, ())]
        people.append(Person(role, partial(_token, api, cast, username), _marks(hidden, numbers)))
    places: dict[str, list[str]] = {
        "handbook_id": [book["handbook_id"] for book in books],
        "unit_id": [cast.unit_of(NURSE), cast.unit_of(OTHER_NURSE)],
        "commune_code": sorted({code for codes in areas.values() for code in codes}),
        "code": [own["code"]],
        "kind": _kinds(mother.app, own["handbook_id"]),
    }
    openers = {"family": mother.app, **{role: apps[role] for role in OPENERS}}
    open_things(openers, own["handbook_id"], cast.unit_of(NURSE), areas["nurse"][0])
    return World(tuple(people), explore(list(openers.values()), places, known_names(cast)))


NURSES = {"nurse": NURSE, "other_nurse": OTHER_NURSE}
SEE_THEIR_AREA = {*NURSES, "partner"}
"""Whoever is shown people by where they live (handbook/domain/access/policy.py)."""
_SHORT = {"unit_manager": "manager"}


def staff_by_role(cast: Cast) -> Mapping[str, str]:
    """Name one member of staff for each role that the demo has, and the two nurses of two areas."""
    rest = {
        _SHORT.get(account["role"], account["role"]): account["username"]
        for account in cast.accounts
        if "totp_secret" in account and account["role"] != "health_worker"
    }
    return {**NURSES, **rest}


def known_names(cast: Cast) -> frozenset[str]:
    """User names that no request shall change: the run signs in with them."""
    return frozenset(account["username"] for account in cast.accounts)


def area_of(api: Api, cast: Cast, username: str) -> list[str]:
    """Read the communes that somebody's unit cares for. Raises DemoError."""
    unit = cast.sign_in(api, username).get(f"/units/{cast.unit_of(username)}").body
    return list(unit["communes"])


@dataclass(slots=True)
class _Family:
    """A signed-in family; its token is renewed by the refresh token, since codes by SMS are few."""

    app: Api
    number: str
    endpoint: str
    refresh_token: str = ""

    @classmethod
    def sign_in(cls, api: Api, number: str, endpoint: str) -> "_Family":
        """Sign in with a code. Raises DemoError."""
        family = cls(api, number, endpoint)
        family.app = api.signed_in(family._with_a_code())
        return family

    def token(self) -> str:
        """Give a fresh token; what was sent may have ended the session, and then a code is asked for."""
        try:
            tokens = self.app.signed_in("").post("/auth/refresh", {"refresh_token": self.refresh_token}, 200).body
        except DemoError:
            return self._with_a_code()
        self.refresh_token = tokens.get("refresh_token") or self.refresh_token
        return str(tokens["id_token"])

    def _with_a_code(self) -> str:
        out = self.app.signed_in("")
        tokens = out.post("/auth/token", ask_for_code(out, self.number, self.endpoint).body(), 200).body
        self.refresh_token = tokens["refresh_token"]
        return str(tokens["id_token"])


def _kinds(app: Api, handbook_id: str) -> list[str]:
    return sorted({one["kind"] for one in app.get(f"/handbooks/{handbook_id}/changes?limit=100").body["items"]})


def _token(api: Api, cast: Cast, username: str) -> str:
    return cast.sign_in(api, username).token


def _marks(books: Iterable[Mapping[str, Any]], numbers: list[str]) -> tuple[str, ...]:
    """List what gives a handbook away wherever it stands: its name, its code, and the number of its family."""
    said = [str(book[name]) for book in books for name in ("full_name", "code") if book.get(name)]
    return (*said, *(number.removeprefix("0") for number in numbers))
