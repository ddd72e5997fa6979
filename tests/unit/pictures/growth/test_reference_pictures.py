"""Charts still look as they did when somebody last looked at them."""

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from itertools import combinations

import pytest
import resvg_py
from PIL import Image, ImageChops

from handbook.domain.growth import INDICATORS, Indicator, Sex
from tests.unit.pictures.growth.draw_references import PICTURES, reference_of
from tests.unit.pictures.growth.sheets import (
    KINDS,
    SEXES,
    TILE_HEIGHT,
    TILE_WIDTH,
    place_of,
    sheet_of,
    tile,
)

# Of 290,000; a moved point changes more, the last digit of a coordinate on another processor none.
MOST_CHANGED_PIXELS = 4
CHANGED_BY = 96
# Of the 37,600 of a small chart in few colours: a point more or less changes 7, the colours left out none.
MOST_CHANGED_PIXELS_SMALL = 4
CHANGED_BY_SMALL = 48


def rendered(document: str) -> Image.Image:
    # Without fonts, so that the machine's own do not matter; writing is compared as text.
    png = bytes(resvg_py.svg_to_bytes(svg_string=document, width=640, dpi=96, skip_system_fonts=True))
    return Image.open(BytesIO(png)).convert("RGB")


def changed_pixels(one: str, other: str) -> int:
    return changed(rendered(one), rendered(other))


def changed(one: Image.Image, other: Image.Image, by: int = CHANGED_BY) -> int:
    return sum(ImageChops.difference(one, other).convert("L").histogram()[by:])


@cache
def kept_sheet(sex: Sex) -> Image.Image:
    return Image.open(sheet_of(sex)).convert("RGB")


def kept_tile(kind: str, indicator: Indicator, sex: Sex) -> Image.Image:
    left, top = place_of(kind, indicator)
    return kept_sheet(sex).crop((left, top, left + TILE_WIDTH, top + TILE_HEIGHT))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("sex", SEXES)
def test_every_kind_of_chart_looks_as_on_its_sheet(sex: Sex, indicator: Indicator, kind: str) -> None:
    drawn = tile(kind, indicator, sex)

    assert drawn.size == (TILE_WIDTH, TILE_HEIGHT)
    assert changed(drawn, kept_tile(kind, indicator, sex), CHANGED_BY_SMALL) <= MOST_CHANGED_PIXELS_SMALL


@pytest.mark.parametrize("indicator", INDICATORS)
def test_no_two_charts_of_an_indicator_look_alike_on_the_sheet(indicator: Indicator) -> None:
    tiles = [kept_tile(kind, indicator, sex) for sex in SEXES for kind in ("without", "one", "forty", "preterm")]

    assert all(
        changed(one, other, CHANGED_BY_SMALL) > MOST_CHANGED_PIXELS_SMALL for one, other in combinations(tiles, 2)
    )


def writing(document: str) -> list[str]:
    return re.findall(r">([^<]+)<", document)


@pytest.mark.parametrize("picture", PICTURES)
def test_a_chart_looks_like_its_reference_picture(picture: Callable[[], str]) -> None:
    reference, drawn = reference_of(picture).read_text(encoding="utf-8"), picture()

    assert changed_pixels(drawn, reference) <= MOST_CHANGED_PIXELS
    assert writing(drawn) == writing(reference)


def test_a_moved_point_is_noticed() -> None:
    drawn = PICTURES[0]()
    moved = re.sub(r'cx="([\d.]+)" cy="([\d.]+)"', r'cx="\1" cy="330.0"', drawn, count=1)

    assert changed_pixels(drawn, moved) > MOST_CHANGED_PIXELS


def test_the_frame_the_field_and_a_point_have_their_colours() -> None:
    picture = rendered(PICTURES[0]())

    assert picture.getpixel((240, 55)) == (0xF8, 0xD3, 0xDF)
    assert picture.getpixel((94, 100)) == (255, 255, 255)
