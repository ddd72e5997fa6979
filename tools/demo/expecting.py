"""A handbook from pregnancy on: opened, dated, the birth, and the first dose."""

from datetime import date, datetime, time, timedelta
from typing import Any

from tools.demo import paper
from tools.demo.client import Api
from tools.demo.family import HANOI, Mother

MOTHER = "Trần Thị Ngọc Lan"
GESTATION_DAYS = 275


def play(mother: Mother, nurse: Api, today: date, commune: str) -> None:
    """Play pregnancy, birth and first dose. Raises DemoError where one does not do its job."""
    place = _open(mother, today, commune)
    book = _bear(nurse, place, today)
    given = {"product": "hepb-birth", "administered_on": today.isoformat(), "lot_number": "DEMO-2611-9"}
    dose = nurse.post(f"{place}/immunizations", given).body
    verdict = dose["dose"]["evaluation"]
    paper.facts([("first dose", given["product"], verdict["status"], verdict["reason"]["vi"])])
    paper.facts([("next appointment", paper.day(dose["forecast"]["next_visit"]["on"]))])
    paper.facts([("next reminder on", paper.day(book["next_contact_on"]))])


def _open(mother: Mother, today: date, commune: str) -> str:
    pregnancy = {
        "mother": {"full_name": MOTHER, "birth_date": "1997-05-21"},
        "dating": {"method": "lmp", "last_period_on": (today - timedelta(days=GESTATION_DAYS)).isoformat()},
        "para": "0000",
    }
    body = {"pregnancy": pregnancy, "commune_code": commune, "province_code": "01"}
    opened: dict[str, Any] = mother.api.post("/handbooks", body).body
    told = opened["pregnancy"]
    paper.facts(
        [
            ("expecting", told["mother"]["full_name"]),
            ("how far", f"{told['gestation']}, trimester {told['trimester']}"),
            ("expected on", paper.day(told["due_on"])),
            ("its QR code", opened["code"]),
        ]
    )
    place = f"/handbooks/{opened['handbook_id']}"
    due = mother.api.get(f"{place}/tetanus").body["forecast"]["groups"][0]
    paper.facts([("tetanus, dose", f"{due['dose_number']}: {due['due_state']}")])
    early = mother.api.get(f"{place}/growth", 409)
    paper.refusal("a growth chart before the birth", early.status, early.problem)
    return place


def _bear(nurse: Api, place: str, today: date) -> dict[str, Any]:
    born_at = datetime.combine(today, time(0, 5), HANOI).isoformat()
    child = {"outcome": "alive", "born_at": born_at, "sex": "M", "weight_g": 3250, "length_cm": 50.0, "apgar_5": 9}
    born = nurse.post(f"{place}/birth", {"children": [child], "place": "hospital"}).body
    book: dict[str, Any] = born["handbooks"][0]
    paper.facts([("born", f"{book['full_name']}, {paper.day(book['birth_date'])}, under the same code")])
    paper.facts([("length of the pregnancy", f"{book['gestation_days']} days")])
    again = nurse.post(f"{place}/birth", {"children": [child]}, 409)
    paper.refusal("the birth once more", again.status, again.problem)
    return book
