"""Pictures of a handbook's code: for whom, of what size, and that another program reads them."""

import io

import pypdfium2 as pdfium
import pytest
import resvg_py
import zxingcpp
from PIL import Image

from tests.integration.api import Answer, Caller
from tests.integration.world import CHILD, FAR_NURSE, MOTHER, NURSE, OTHER_MOTHER, everything, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")

POINTS_PER_MM = 72 / 25.4
KINDS = {"qr.svg": "image/svg+xml", "qr.png": "image/png", "card.pdf": "application/pdf"}


def drawn(kind: str, handbook_id: str, caller: Caller = MOTHER, query: dict[str, str] | None = None) -> Answer:
    return caller.get(f"/v1/handbooks/{handbook_id}/{kind}", query)


def image_of(answer: Answer) -> Image.Image:
    media_type = answer.headers["Content-Type"]
    if media_type == "image/svg+xml":
        return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=answer.text, width=370)))).convert("L")
    if media_type == "application/pdf":
        picture: Image.Image = pdfium.PdfDocument(answer.body)[0].render(scale=300 / 72).to_pil()
        return picture
    return Image.open(io.BytesIO(answer.body)).convert("L")


@pytest.mark.parametrize("kind", KINDS)
def test_each_picture_bears_the_handbooks_own_code(kind: str) -> None:
    opened = open_handbook()

    answer = drawn(kind, opened["handbook_id"])

    assert (answer.status, answer.headers["Content-Type"]) == (200, KINDS[kind])
    assert answer.headers["Cache-Control"] == "no-store"
    assert [found.text for found in zxingcpp.read_barcodes(image_of(answer))] == [
        f"HTTPS://SOMEVABE.VN/Q/{opened['code']}"
    ]


@pytest.mark.parametrize(
    ("asked", "module_pixels"), [({}, 10), ({"module_pixels": "1"}, 1), ({"module_pixels": "40"}, 40)]
)
def test_a_png_has_as_many_pixels_as_were_asked_for(asked: dict[str, str], module_pixels: int) -> None:
    answer = drawn("qr.png", open_handbook()["handbook_id"], query=asked)

    assert image_of(answer).size == (37 * module_pixels, 37 * module_pixels)


@pytest.mark.parametrize("asked", ["0", "41", "x", "1.5"])
def test_a_png_of_no_or_absurd_size_is_refused(asked: str) -> None:
    answer = drawn("qr.png", open_handbook()["handbook_id"], query={"module_pixels": asked})

    assert (answer.status, answer.problem) == (422, "invalid-field")
    assert [error["field"] for error in answer.body["errors"]] == ["query.module_pixels"]


@pytest.mark.parametrize(
    ("asked", "size_mm"), [({}, (85.6, 54)), ({"size": "id1"}, (85.6, 54)), ({"size": "a6"}, (105, 148))]
)
def test_a_card_has_the_size_that_was_asked_for(asked: dict[str, str], size_mm: tuple[float, float]) -> None:
    answer = drawn("card.pdf", open_handbook()["handbook_id"], query=asked)

    page = pdfium.PdfDocument(answer.body)[0]
    assert page.get_size() == pytest.approx([side * POINTS_PER_MM for side in size_mm], abs=1e-3)
    assert answer.headers["Content-Disposition"] == 'inline; filename="care-card.pdf"'


def test_a_card_of_another_size_is_refused() -> None:
    answer = drawn("card.pdf", open_handbook()["handbook_id"], query={"size": "a4"})

    assert (answer.status, answer.problem) == (422, "invalid-field")


def test_a_card_says_given_name_and_year_of_birth_and_nothing_else_of_the_child() -> None:
    opened = open_handbook(full_name="Nguyễn Thị Hoàng Ánh", mother_name="Trần Thị Thu")

    text = pdfium.PdfDocument(drawn("card.pdf", opened["handbook_id"]).body)[0].get_textpage().get_text_range()

    assert {"Ánh", "2026"} <= set(text.split())
    assert not {"Nguyễn", "Thị", "Hoàng", "Trần", "Thu", "05", "01", "2026-01-05"} & set(text.split())


@pytest.mark.parametrize("given", ["សុខា", "W" * 61])
def test_a_name_that_no_card_can_bear_is_told_apart_and_the_code_alone_is_still_drawn(given: str) -> None:
    opened = open_handbook(full_name=f"Thạch {given}")

    answer = drawn("card.pdf", opened["handbook_id"])

    assert (answer.status, answer.problem) == (422, "unprintable-name")
    assert answer.body["errors"] == [{"field": "full_name", "code": "unprintable-name"}]
    assert given not in answer.text
    assert drawn("qr.png", opened["handbook_id"]).status == 200


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_no_right_to_the_handbook_gets_no_picture(kind: str) -> None:
    handbook_id = open_handbook()["handbook_id"]
    before = everything()

    for caller in (OTHER_MOTHER, FAR_NURSE):
        refused = drawn(kind, handbook_id, caller)
        absent = drawn(kind, "absent", caller)
        assert (refused.status, refused.problem) == (404, "not-found")
        assert {**refused.body, "instance": ""} == {**absent.body, "instance": ""}
    assert everything() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_nurse_who_fetches_a_picture_stands_in_the_access_log_and_a_guardian_does_not(kind: str) -> None:
    handbook_id = open_handbook()["handbook_id"]
    before = len(items("AuditTable"))

    assert drawn(kind, handbook_id).status == 200
    assert len(items("AuditTable")) == before
    assert drawn(kind, handbook_id, NURSE).status == 200
    assert len(items("AuditTable")) == before + 1


def test_no_file_name_or_title_tells_of_a_child() -> None:
    answer = drawn("card.pdf", open_handbook()["handbook_id"])

    title = pdfium.PdfDocument(answer.body).get_metadata_dict()["Title"]
    assert title == "Sổ Mẹ và Bé - Thẻ chăm sóc"
    assert CHILD["full_name"] not in str(answer.headers)
