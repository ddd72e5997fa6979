"""A chart as a sheet of A5 with the table of measurements, and in pixels with every letter."""

import re
import struct
from io import BytesIO
from itertools import pairwise

import pytest
import resvg_py
from PIL import Image, ImageChops

from handbook.domain.growth import INDICATORS, Indicator
from handbook.domain.texts import Language
from handbook.pictures.growth_chart import ChartPoint, Span, render_svg
from handbook.pictures.raster import png_of
from tests.unit.pictures.growth.children import TWO_YEARS, points

A5_AT_150_DPI = (874, 1240)


def written(svg: str) -> list[str]:
    return re.findall(r">([^<]+)</text>", svg)


def pixels(svg: str, width: int = 480) -> Image.Image:
    return Image.open(BytesIO(png_of(svg, width))).convert("L")


def ink(svg: str) -> int:
    """How many pixels writing darkens: the same picture with its words and without them."""
    bare = re.sub(r"<text.*?</text>", "", svg)
    return sum(ImageChops.difference(pixels(svg), pixels(bare)).histogram()[64:])


def test_a_page_has_the_size_of_a5_and_keeps_it_in_pixels() -> None:
    page = render_svg(Indicator.WEIGHT_FOR_AGE, "F", [], page="a5")
    width, height = struct.unpack(">II", png_of(page, A5_AT_150_DPI[0])[16:24])  # the PNG's first chunk

    assert 'width="148mm" height="210mm" viewBox="0 0 518 735"' in page
    assert (width, abs(height - A5_AT_150_DPI[1]) <= 2) == (A5_AT_150_DPI[0], True)
    assert abs(210 / 148 - 735 / 518) < 0.001


@pytest.mark.parametrize(
    ("language", "row"), [("vi", ["15/01/2025", "2,88", "–0,80"]), ("en", ["15 Jan 2025", "2.88", "–0.80"])]
)
def test_the_table_has_date_value_and_z_of_every_measurement(language: Language, row: list[str]) -> None:
    child = points(Indicator.WEIGHT_FOR_AGE, "F", TWO_YEARS)
    chart = written(render_svg(Indicator.WEIGHT_FOR_AGE, "F", child, language=language))
    page = written(render_svg(Indicator.WEIGHT_FOR_AGE, "F", child, language=language, page="a5"))
    table = page[len(chart) :]

    assert page[: len(chart)] == chart
    assert table[3:6] == row
    assert len(table) == 3 * (1 + len(TWO_YEARS))


def test_a_weight_for_length_stands_with_its_length() -> None:
    child = [ChartPoint(value=8.4, z=None, age_days=400, length_cm=74.0, flagged=True)]
    page = render_svg(Indicator.WEIGHT_FOR_LENGTH, "F", child, page="a5")

    assert written(page)[-4:] == ["kg / cm", "z", "8,40 / 74,0", "\N{EM DASH}"]
    assert "<title>8,40 kg / 74,0 cm, cần đo lại hoặc không có z-score</title>" in page


@pytest.mark.parametrize(("count", "words"), [(45, None), (46, "45 số đo gần nhất trong 46")])
def test_of_more_measurements_than_fit_the_latest_stand_there_and_it_says_so(count: int, words: str | None) -> None:
    child = points(Indicator.WEIGHT_FOR_AGE, "F", range(0, count * 10, 10))
    found = written(render_svg(Indicator.WEIGHT_FOR_AGE, "F", child, page="a5"))

    assert [line for line in found if "gần nhất" in line] == ([words] if words else [])
    assert ("15/01/2025" in found) is (words is None)


def test_a_page_without_measurements_says_so() -> None:
    assert "Chưa có số đo nào." in written(render_svg(Indicator.BMI_FOR_AGE, "M", [], page="a5"))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("indicator", INDICATORS)
def test_writing_darkens_pixels_and_so_does_each_mark_on_a_letter(indicator: Indicator, language: Language) -> None:
    svg = render_svg(indicator, "F", points(indicator, "F", TWO_YEARS), language=language)

    assert ink(svg) > 2_000


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize(("marked", "plain"), [("Ữ", "U"), ("ộ", "o"), ("ằ", "a"), ("Đ", "D"), ("ế", "e"), ("ờ", "o")])
def test_a_letter_with_vietnamese_marks_is_darker_than_the_same_without(marked: str, plain: str, weight: str) -> None:
    def dark(letter: str) -> int:
        words = f'<text x="20" y="90" font-size="80" font-weight="{weight}" font-family="Roboto">{letter}</text>'
        drawn = png_of(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120">{words}</svg>', 120)
        return sum(Image.open(BytesIO(drawn)).convert("L").histogram()[:128])

    assert dark(marked) > dark(plain) + 20 > 100


def test_bold_writing_is_bolder() -> None:
    svg = render_svg(Indicator.WEIGHT_FOR_AGE, "F", [])

    assert ink(svg) > ink(svg.replace('font-weight="bold"', "")) + 300


def test_without_the_fonts_that_ship_there_would_be_no_writing() -> None:
    """What the fonts are shipped for: the rasteriser leaves out what it has no font for and says nothing."""
    svg = render_svg(Indicator.WEIGHT_FOR_AGE, "F", [])
    without = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=480, skip_system_fonts=True, background="#ffffff"))

    assert sum(ImageChops.difference(pixels(svg), Image.open(BytesIO(without)).convert("L")).histogram()[64:]) == ink(
        svg
    )


@pytest.mark.parametrize("width", [160, 360, 2400])
def test_pixels_are_as_many_as_asked_for_on_a_white_ground(width: int) -> None:
    drawn = Image.open(BytesIO(png_of(render_svg(Indicator.HEAD_FOR_AGE, "M", []), width)))

    assert drawn.size == (width, -(-width * 450 // 480))
    assert drawn.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)


@pytest.mark.parametrize("span", ["0-6m", "0-2y", "2-5y", "0-5y", "5-10y", "5-19y"])
def test_years_at_the_axis_keep_apart(span: Span) -> None:
    svg = render_svg(Indicator.BMI_FOR_AGE, "F", [], span=span, language="en")
    at = [float(x) for x in re.findall(r'<text x="([\d.]+)" y="374.0"', svg)]

    assert at == sorted(at)
    assert all(right - left > 52 for left, right in pairwise(at))
