"""Who takes part: families, each with a handbook of its own, and the nurse of their area."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.demo.client import Api
from tools.demo.people import Cast, ask_for_code, fresh_number

NURSE, COMMUNE, PROVINCE = "dieuduong.ngocha", "00008", "01"
BORN = "2025-10-01"


@dataclass(frozen=True, slots=True)
class Household:
    """A family's app and the nurse's, both looking at one handbook; the family's session goes on by its token."""

    family: Api
    nurse: Api
    handbook_id: str
    refresh_token: str = ""


def gather(api: Api, cast: Cast, endpoint: str, wanted: int) -> Sequence[Household]:
    """Sign families in and open a handbook for each. Raises DemoError."""
    nurse = cast.sign_in(api, NURSE)

    def arrive(place: int) -> Household:
        code = ask_for_code(api, fresh_number(), endpoint)
        tokens = api.post("/auth/token", code.body(), 200).body
        family = api.signed_in(tokens["id_token"])
        child = {
            "full_name": f"Bé Thử Tải {place + 1}",
            "sex": "F" if place % 2 else "M",
            "birth_date": BORN,
            "commune_code": COMMUNE,
            "province_code": PROVINCE,
            "birth_weight_g": 3100,
        }
        handbook = family.post("/handbooks", child).body
        return Household(family, nurse, handbook["handbook_id"], tokens["refresh_token"])

    # One after the other: Cognito waits five seconds for its triggers, and several cold starts at once take longer.
    return [arrive(place) for place in range(wanted)]


def renewed(api: Api, cast: Cast, households: Sequence[Household]) -> Sequence[Household]:
    """Give everybody a fresh token: one lives for 15 minutes, which a long run outlasts. Raises DemoError."""
    nurse = cast.sign_in(api, NURSE)

    def renew(one: Household) -> Household:
        tokens = api.post("/auth/refresh", {"refresh_token": one.refresh_token}, 200).body
        token = tokens.get("refresh_token") or one.refresh_token
        return Household(api.signed_in(tokens["id_token"]), nurse, one.handbook_id, token)

    return [renew(one) for one in households]
