"""What messages say, shown to staff."""

import pytest

from tests.integration.world import MANAGER, MOTHER, NURSE, VENDOR

pytestmark = pytest.mark.usefixtures("world")
PATH = "/v1/reminders/texts"


def test_staff_see_every_text_with_its_length_and_its_price_in_messages() -> None:
    shown = NURSE.get(PATH)

    assert (shown.status, shown.body["rules"], shown.body["next"]) == (200, "VN-REMINDERS-2026-01-01", None)
    assert {one["segments"] for one in shown.body["items"]} == {1}
    assert {one["encoding"] for one in shown.body["items"]} == {"GSM-7"}
    assert max(one["length"] for one in shown.body["items"]) <= 160
    assert {one["language"] for one in shown.body["items"]} == {"vi", "en"}


def test_a_text_is_shown_for_a_name_and_a_place() -> None:
    shown = MANAGER.get(PATH, {"name": "Nguyễn Thị Ánh", "place": "Trạm y tế xã", "on": "2026-11-22"})
    texts = [one["text"] for one in shown.body["items"]]
    assert "So Me va Be: be Anh co lich tiem chung ngay 28/12. Buoi tiem 28/12 07:30-11:30, Tram y te xa." in texts
    assert {one["subject_name"] for one in shown.body["items"]} >= {"Tiêm chủng", "Đợt tẩy giun", "mixed"}


@pytest.mark.parametrize(("field", "wrong"), [("query.on", {"on": "today"}), ("query.name", {"name": "1"})])
def test_what_cannot_be_shown_is_refused_by_name(field: str, wrong: dict[str, str]) -> None:
    refused = NURSE.get(PATH, wrong)
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, field)


def test_families_and_vendors_need_not_see_them() -> None:
    assert MOTHER.get(PATH).problem == VENDOR.get(PATH).problem == "forbidden"
