"""Charts still look as they did when somebody last looked at them."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
import resvg_py
from PIL import Image, ImageChops

from tests.unit.pictures.growth.draw_references import PICTURES, reference_of

# Of 320,000; a moved point changes more, the last digit of a coordinate on another processor none.
MOST_CHANGED_PIXELS = 4
CHANGED_BY = 96


def rendered(document: str) -> Image.Image:
    # Without fonts, so that the machine's own do not matter; writing is compared as text.
    png = bytes(resvg_py.svg_to_bytes(svg_string=document, width=640, skip_system_fonts=True))
    return Image.open(BytesIO(png)).convert("RGB")


def changed_pixels(one: str, other: str) -> int:
    changes = ImageChops.difference(rendered(one), rendered(other)).convert("L").histogram()
    return sum(changes[CHANGED_BY:])


def writing(document: str) -> list[str]:
    return re.findall(r">([^<]+)<", document)


@pytest.mark.parametrize("picture", PICTURES)
def test_a_chart_looks_like_its_reference_picture(picture: Callable[[], str]) -> None:
    reference, drawn = reference_of(picture).read_text(encoding="utf-8"), picture()

    assert changed_pixels(drawn, reference) <= MOST_CHANGED_PIXELS
    assert writing(drawn) == writing(reference)


def test_a_moved_point_is_noticed() -> None:
    drawn = PICTURES[0]()
    moved = re.sub(r'cx="([\d.]+)" cy="([\d.]+)"', r'cx="\1" cy="400.0"', drawn, count=1)

    assert changed_pixels(drawn, moved) > MOST_CHANGED_PIXELS


def test_the_frame_the_field_and_a_point_have_their_colours() -> None:
    picture = rendered(PICTURES[0]())

    assert picture.getpixel((320, 55)) == (0xF8, 0xD3, 0xDF)
    assert picture.getpixel((80, 80)) == (255, 255, 255)
