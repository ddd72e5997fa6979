"""What the mother does: steps 1, 2 and 5."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tools.demo import paper
from tools.demo.client import Api
from tools.demo.people import ask_for_code, fresh_number, international, spaced

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CHILD = "Nguyễn Thị Ánh Dương"
AGE_DAYS = 65  # a little over two months: the first big appointment is due
CHARTS = ("weight-for-age", "length-for-age", "weight-for-length")


@dataclass(frozen=True, slots=True)
class Mother:
    """A signed-in mother."""

    number: str
    api: Api


def sign_in(api: Api, endpoint: str) -> Mother:
    """Step 1, with what a wrong and a used code get."""
    number = fresh_number()
    code = ask_for_code(api, number, endpoint)
    paper.facts([("number, as typed", spaced(number)), ("code good for", f"{code.expires_in_seconds // 60} minutes")])
    paper.sentence("The SMS as it lies in the inbox:")
    paper.quote(code.text)
    wrong = api.post("/auth/token", code.body(code.wrong), 401)
    paper.refusal("another code", wrong.status, wrong.problem)
    tokens = api.post("/auth/token", code.body(), 200).body
    used = api.post("/auth/token", code.body(), 401)
    paper.refusal("the same code again", used.status, used.problem)
    mother = Mother(number, api.signed_in(tokens["id_token"]))
    me = mother.api.get("/me").body
    paper.facts([("signed in as", f"{me['role']} {me['id']}"), ("token lasts", f"{tokens['expires_in_seconds']} s")])
    return mother


def open_handbook(mother: Mother, today: date, commune: str, folder: Path) -> dict[str, Any]:
    """Step 2: the handbook and its own QR code."""
    body = {
        "full_name": CHILD,
        "sex": "F",
        "birth_date": (today - timedelta(days=AGE_DAYS)).isoformat(),
        "commune_code": commune,
        "province_code": "01",
        "birth_weight_g": 3150,
        "mother_name": "Trần Thị Ngọc Lan",
    }
    handbook: dict[str, Any] = mother.api.post("/handbooks", body).body
    (folder / "qr.svg").write_bytes(mother.api.get(f"/handbooks/{handbook['handbook_id']}/qr.svg").raw)
    paper.facts(
        [
            ("child", f"{handbook['full_name']}, born {paper.day(handbook['birth_date'])}"),
            ("handbook", handbook["handbook_id"]),
            ("version (ETag)", handbook["etag"]),
            ("its own QR code", handbook["code"]),
            ("next reminder on", paper.day(handbook["next_contact_on"])),
        ]
    )
    return handbook


def look(mother: Mother, handbook_id: str, folder: Path) -> None:
    """Step 5: charts, history, what is due, and who looked."""
    place = f"/handbooks/{handbook_id}"
    _growth(mother.api.get(f"{place}/growth").body["items"])
    for chart in CHARTS:
        (folder / f"{chart}.svg").write_bytes(mother.api.get(f"{place}/growth/{chart}.svg").raw)
    paper.sentence("Vaccination history:")
    doses = mother.api.get(f"{place}/immunizations").body["items"]
    paper.facts([(paper.day(d["administered_on"]), d["product"], d["evaluation"]["reason"]["vi"]) for d in doses])
    show_forecast(mother.api.get(f"{place}/forecast").body)
    paper.sentence("Who opened or changed the handbook, newest first:")
    log = mother.api.get(f"{place}/access-log").body["items"]
    paper.facts(accesses(log))


def accesses(log: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Who did what, by which right, and when; the same thing several times running is one line."""
    rows: list[tuple[str, ...]] = []
    for (actor, action, ground), entries in groupby(log, key=itemgetter("actor_id", "action", "ground")):
        found = list(entries)
        at = datetime.fromisoformat(found[0]["at"]).astimezone(HANOI)
        times = f"{len(found)} times" if len(found) > 1 else ""
        rows.append((f"{at:%H:%M:%S}", found[0]["role"], actor[:20], action, f"by {ground}", times))
    return rows


def _growth(items: list[dict[str, Any]]) -> None:
    rows: list[tuple[str, ...]] = [("day", "age", "weight", "length", "weight/age", "length/age", "weight/length")]
    for item in items:
        scores = item["assessment"]
        rows.append(
            (
                paper.day(item["measured_on"]),
                f"{item['age_days']} d",
                f"{item['weight_kg']} kg",
                f"{item['length_cm']} cm",
                *(f"{scores[name]:+.2f} z" if scores[name] is not None else "–" for name in ("waz", "haz", "whz")),
            )
        )
    paper.facts(rows)


def show_forecast(forecast: dict[str, Any]) -> None:
    """What is due when, and by which schedule."""
    paper.sentence(f"Forecast by schedule {forecast['schedule_id']}, version {forecast['schedule_version']}:")
    waiting = [group for group in forecast["groups"] if group["recommended"]]
    waiting.sort(key=lambda group: str(group["recommended"]["on"]))
    paper.facts(
        [
            (paper.day(g["recommended"]["on"]), f"dose {g['dose_number']}", g["name"]["vi"], g["due_state"])
            for g in waiting[:6]
        ]
    )
    visit = forecast["next_visit"]
    if visit:
        names = ", ".join(item["name"]["vi"] for item in visit["items"])
        paper.sentence(f"Next appointment: {paper.day(visit['on'])}, {names}.")


def refusals(api: Api, endpoint: str, handbook_id: str, stranger_nurse: Api) -> None:
    """What others get who ask for this handbook."""
    paper.sentence("And those without a right:")
    place = f"/handbooks/{handbook_id}"
    number = fresh_number()
    code = ask_for_code(api, number, endpoint)
    other = api.signed_in(api.post("/auth/token", code.body(), 200).body["id_token"])
    for who, app, status in (
        (f"another family ({international(number)})", other, 404),
        ("a nurse of another commune", stranger_nurse, 404),
        ("somebody without a token", api, 401),
    ):
        refused = app.get(place, status)
        paper.refusal(who, refused.status, refused.problem)
    absent = other.get("/handbooks/00000000-0000-4000-8000-000000000000", 404)
    paper.refusal("a handbook that does not exist looks the same", absent.status, absent.problem)
