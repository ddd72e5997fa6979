"""What the nurse does at the commune station: steps 3 and 4."""

import secrets
import urllib.request
from datetime import date, timedelta
from typing import Any

from tools.demo import paper
from tools.demo.client import Api, fetch
from tools.demo.family import AGE_DAYS, show_forecast

NURSE, COMMUNE, OTHER_NURSE = "dieuduong.socson", "00376", "dieuduong.ngocha"

# (days ago, kg, cm lying, head cm): two lines copied from the paper page, and today's
READINGS = ((AGE_DAYS, 3.15, 49.5, 34.0), (33, 4.35, 54.0, 37.0), (0, 5.25, 57.5, 38.5))
AT_BIRTH, TODAY = ("hepb-birth", "bcg"), ("penta", "bopv", "rotavin")


def scan_and_bind(nurse: Api, handbook: dict[str, Any], manifest: list[dict[str, str]], root_url: str) -> None:
    """Step 3: the code on the paper book becomes the handbook's."""
    printed = secrets.choice(manifest)["code"]
    own = nurse.get(f"/qr/codes/{handbook['code']}").body
    paper.facts([("the mother's phone shows", own["readable"]), ("it opens", f"{own['full_name']} ({own['state']})")])
    found = nurse.get(f"/qr/codes/{printed}").body
    paper.facts([("the book's sticker reads", found["readable"]), ("state", f"{found['state']}, nobody's yet")])
    bound = nurse.post(f"/qr/codes/{printed}/bind", {"handbook_id": own["handbook_id"]}).body
    again = nurse.get(f"/qr/codes/{printed}").body
    paper.facts([("after binding it opens", f"{again['full_name']} ({again['state']})")])
    paper.facts([("codes of this handbook", " and ".join([bound["code"], *bound["carriers"]]))])
    books = [book["handbook_id"] for book in nurse.get("/handbooks?limit=2").body["items"]]
    other = next(book for book in books if book != own["handbook_id"])
    taken = nurse.post(f"/qr/codes/{printed}/bind", {"handbook_id": other}, 409)
    paper.refusal("binding it to another handbook", taken.status, taken.problem)
    _scan_as_a_stranger(root_url, printed)


def _scan_as_a_stranger(root_url: str, code: str) -> None:
    page = fetch(urllib.request.Request(f"{root_url}/Q/{code}"))
    text = page.raw.decode("utf-8")
    title = text.partition("<title>")[2].partition("</title>")[0]
    paper.sentence(f"Anybody else's camera opens a page that names nobody ({page.status}): »{title}«")


def examine(nurse: Api, handbook_id: str, today: date) -> None:
    """Step 4: weight, length and doses, each answered with what it means."""
    place = f"/handbooks/{handbook_id}"
    for days_ago, weight, length, head in READINGS:
        body = {
            "measured_on": (today - timedelta(days=days_ago)).isoformat(),
            "weight_kg": weight,
            "length_cm": length,
            "posture": "lying",
            "head_cm": head,
        }
        _show_measurement(nurse.post(f"{place}/measurements", body).body)
    wrong = {"measured_on": today.isoformat(), "weight_kg": 300.0}
    refused = nurse.post(f"{place}/measurements", wrong, 422)
    paper.refusal("300 kg", refused.status, f"{refused.problem}: {refused.body['errors'][0]['field']}")
    show_forecast(_give_doses(nurse, place, today))


def _show_measurement(recorded: dict[str, Any]) -> None:
    scores = recorded["assessment"]
    rows = [(name, f"{scores[key]:+.2f}") for name, key in _SCORES if scores[key] is not None]
    classes = ", ".join(scores["classes"]) or "none of concern"
    values = f"{recorded['weight_kg']} kg, {recorded['length_cm']} cm, head {recorded['head_cm']} cm"
    paper.facts([(paper.day(recorded["measured_on"]), values)])
    paper.facts([("", f"z-scores ({scores['reference']}): " + ", ".join(" ".join(row) for row in rows))])
    paper.facts([("", f"classes: {classes}")])


_SCORES = (("weight/age", "waz"), ("length/age", "haz"), ("weight/length", "whz"), ("head/age", "hcz"))


def _give_doses(nurse: Api, place: str, today: date) -> dict[str, Any]:
    born = (today - timedelta(days=AGE_DAYS)).isoformat()
    copied = [{"product": p, "administered_on": born, "kind": "historical"} for p in AT_BIRTH]
    given = [{"product": p, "administered_on": today.isoformat(), "lot_number": "DEMO-2611-4"} for p in TODAY]
    rows, forecast = [], {}
    for body in (*copied, *given):
        answer = nurse.post(f"{place}/immunizations", body).body
        dose, forecast = answer["dose"], answer["forecast"]
        verdict = dose["evaluation"]
        rows.append((paper.day(dose["administered_on"]), dose["product"], verdict["status"], verdict["reason"]["vi"]))
    paper.sentence("Doses, the two at birth copied from the maternity slip:")
    paper.facts(rows)
    return dict(forecast)
