"""Who takes part: families, each with a handbook of its own, and the nurse of their area."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tools.demo.client import Api
from tools.demo.people import Cast, ask_for_code, fresh_number

NURSE, COMMUNE, PROVINCE = "dieuduong.ngocha", "00008", "01"
AT_ONCE = 4
"""Families that are made at the same time: enough, since nothing is measured yet."""
BORN = "2025-10-01"


@dataclass(frozen=True, slots=True)
class Household:
    """A family's app and the nurse's, both looking at one handbook."""

    family: Api
    nurse: Api
    handbook_id: str


def gather(api: Api, cast: Cast, endpoint: str, wanted: int) -> Sequence[Household]:
    """Sign families in and open a handbook for each. Raises DemoError."""
    nurse = cast.sign_in(api, NURSE)

    def arrive(place: int) -> Household:
        code = ask_for_code(api, fresh_number(), endpoint)
        family = api.signed_in(api.post("/auth/token", code.body(), 200).body["id_token"])
        child = {
            "full_name": f"Bé Thử Tải {place + 1}",
            "sex": "F" if place % 2 else "M",
            "birth_date": BORN,
            "commune_code": COMMUNE,
            "province_code": PROVINCE,
            "birth_weight_g": 3100,
        }
        return Household(family, nurse, family.post("/handbooks", child).body["handbook_id"])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(arrive, range(wanted)))
