"""Opening, reading and correcting handbooks."""

import pytest

from tests.integration.api import Caller

pytestmark = pytest.mark.usefixtures("cloud")
MOTHER = Caller("mother")
CHILD = {
    "full_name": "Nguyễn Thị Ánh",
    "sex": "F",
    "birth_date": "2026-01-05",
    "commune_code": "00004",
    "province_code": "01",
}


def test_a_family_opens_a_handbook_and_reads_it_back() -> None:
    opened = MOTHER.post("/v1/handbooks", CHILD)

    assert opened.status == 201, opened.body
    read = MOTHER.get(f"/v1/handbooks/{opened.body['handbook_id']}")
    assert read.status == 200
    assert read.body == opened.body
