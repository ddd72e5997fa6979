"""The care card: the right size, a code that decodes, given name and year of birth and nothing more."""

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import ImageChops

from handbook.domain.codes import CodeKey, human_readable, mint, parse, verify
from handbook.pictures.care_card import NAME_LENGTH_MAX, CardNameError, CardSize, care_card_pdf

HOST = "SOMEVABE.VN"
KEY = CodeKey(version=1, permutation_key=b"p" * 32, tag_key=b"t" * 32)
CODE = mint(4_711, KEY)
SIZES_MM: dict[CardSize, tuple[float, float]] = {"id1": (85.6, 54), "a6": (105, 148)}
LONG_NAME = "H’Bĭa Niê Kđăm Thị Ngọc Quỳnh Như Nguyễn Hoàng Ánh Tuyết"


def words(pdf: bytes) -> str:
    text: str = pdfium.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return " ".join(text.split())


@pytest.mark.parametrize("size", SIZES_MM)
def test_the_card_is_one_page_of_its_size(size: CardSize) -> None:
    document = pdfium.PdfDocument(care_card_pdf("Minh Anh", 2026, CODE, HOST, size))
    assert len(document) == 1
    expected = tuple(side_mm / 25.4 * 72 for side_mm in SIZES_MM[size])
    assert document[0].get_mediabox()[2:] == pytest.approx(expected, abs=1e-3)
    assert document[0].get_trimbox()[2:] == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("size", SIZES_MM)
@pytest.mark.parametrize("name", ["An", "Minh Anh", LONG_NAME, "W" * NAME_LENGTH_MAX])
@pytest.mark.parametrize("dpi", [150, 300])
def test_the_code_decodes_beside_any_name_and_verifies(size: CardSize, name: str, dpi: int) -> None:
    pdf = care_card_pdf(name, 2026, CODE, HOST, size)
    (found,) = zxingcpp.read_barcodes(pdfium.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil())
    assert found.text == f"HTTPS://{HOST}/Q/{CODE}"
    assert verify(parse(found.text), {1: KEY}) == 4_711


@pytest.mark.parametrize("size", SIZES_MM)
def test_the_card_says_given_name_year_and_code_and_nothing_else_of_a_person(size: CardSize) -> None:
    assert (
        words(care_card_pdf(" Bảo  Ngọc ", 2026, CODE, HOST, size)).split()
        == (
            "Sổ Mẹ và Bé Thẻ chăm sóc Bảo Ngọc Sinh năm 2026 Mang theo khi đi khám, tiêm chủng. "
            f"Nhặt được thẻ? Xin gửi giúp đến trạm y tế gần nhất. Cảm ơn bạn! {human_readable(CODE)}"
        ).split()
    )


def test_a_long_name_is_printed_whole() -> None:
    assert LONG_NAME in words(care_card_pdf(LONG_NAME, 2026, CODE, HOST))


@pytest.mark.parametrize("size", SIZES_MM)
@pytest.mark.parametrize("name", ["An", LONG_NAME, "W" * NAME_LENGTH_MAX, "Ở" * NAME_LENGTH_MAX])
def test_no_ink_comes_within_three_millimetres_of_the_edge(size: CardSize, name: str) -> None:
    code = "1" + "W" * 18 + "M"  # the widest spelling; whether it verifies is no matter to the picture
    page = pdfium.PdfDocument(care_card_pdf(name, 2026, code, HOST, size))[0]
    image = page.render(scale=300 / 72, grayscale=True).to_pil()
    ink = ImageChops.invert(image).getbbox()
    assert ink is not None
    margin_px = 3 / 25.4 * 300
    assert min(ink[:2]) > margin_px
    assert ink[2] < image.width - margin_px
    assert ink[3] < image.height - margin_px


@pytest.mark.parametrize("size", SIZES_MM)
@pytest.mark.parametrize("name", ["An", LONG_NAME])
def test_four_white_modules_lie_around_the_symbol_in_the_file(size: CardSize, name: str) -> None:
    page = pdfium.PdfDocument(care_card_pdf(name, 2026, CODE, HOST, size))[0]
    image = page.render(scale=600 / 72, grayscale=True).to_pil()
    (found,) = zxingcpp.read_barcodes(image)
    left, top = found.position.top_left.x, found.position.top_left.y
    right, bottom = found.position.bottom_right.x, found.position.bottom_right.y
    module_px = (right - left) / 29  # version 3 has 29 modules a side (ISO/IEC 18004:2024, table 1)
    quiet_px = 4 * module_px  # clause 6.3.8
    box = (left - quiet_px + 3, top - quiet_px + 3, right + quiet_px - 3, bottom + quiet_px - 3)
    around = ImageChops.invert(image.crop(tuple(map(round, box))))
    ink = around.getbbox()
    assert ink is not None
    room = (ink[0], ink[1], around.width - ink[2], around.height - ink[3])
    assert min(room) >= quiet_px - 6  # the decoder points at corners to a few pixels of 24 to a millimetre
    assert module_px / 600 * 25.4 >= 0.9  # over twice the least that shops print for phones (GS1: 0.396 mm)


def test_the_font_of_a_card_is_embedded() -> None:
    pdf = care_card_pdf("Ánh", 2026, CODE, HOST)
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Subtype/Type0") == 1


def test_the_same_card_has_the_same_bytes() -> None:
    assert care_card_pdf("An", 2026, CODE, HOST) == care_card_pdf("An", 2026, CODE, HOST)


@pytest.mark.parametrize("name", ["", " \t ", "N" * (NAME_LENGTH_MAX + 1)])
def test_a_name_that_is_empty_or_too_long_is_refused(name: str) -> None:
    with pytest.raises(CardNameError, match="given_name"):
        care_card_pdf(name, 2026, CODE, HOST)


@pytest.mark.parametrize(("year", "allowed"), [(1899, False), (1900, True), (2199, True), (2200, False)])
def test_a_year_is_allowed_from_1900_to_2199(year: int, *, allowed: bool) -> None:
    if allowed:
        assert f"Sinh năm {year}" in words(care_card_pdf("An", year, CODE, HOST))
    else:
        with pytest.raises(ValueError, match="birth_year"):
            care_card_pdf("An", year, CODE, HOST)


def test_a_name_with_letters_that_the_font_lacks_is_refused_and_not_repeated() -> None:
    with pytest.raises(CardNameError) as refusal:
        care_card_pdf("An ស", 2026, CODE, HOST)
    assert "ស" not in str(refusal.value)
