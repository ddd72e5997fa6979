"""A reason that families read does not tell what is kept from them."""

import pytest

from tests.integration.corrected import id_in
from tests.integration.refusals import refused
from tests.integration.world import NURSE, open_handbook

pytestmark = pytest.mark.usefixtures("world")


@pytest.mark.parametrize("doing", ["PATCH", "POST"])
def test_a_reason_that_tells_of_hiv_is_refused(doing: str) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    dose = id_in(NURSE.post(f"{path}/immunizations", {"product": "bcg", "administered_on": "2026-01-06"}))
    reason = {"code": "typing_slip" if doing == "PATCH" else "wrong_child", "text": "Mẹ HIV dương tính"}
    body = {"changes": {"lot_number": "X1"}, "reason": reason} if doing == "PATCH" else {"reason": reason}
    place = f"{path}/entries/dose/{dose}" + ("" if doing == "PATCH" else "/entered-in-error")
    refused(NURSE.call(doing, place, body, headers={"If-Match": '"1"'}), 422, "invalid-field", "reason.text")
