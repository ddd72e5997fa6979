"""Every kind of chart on one sheet for each sex, small: a row for each indicator, a column for each kind of child."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from handbook.domain.growth import INDICATORS, Indicator, Sex
from handbook.pictures.growth_chart import ChartPoint, render_svg
from handbook.pictures.raster import png_of
from tests.unit.pictures.growth.children import FORTY_VISITS, TWO_YEARS, points

SEXES: tuple[Sex, ...] = ("F", "M")
KINDS = ("without", "one", "forty", "mistyped", "preterm", "newborn preterm", "five years on")
TILE_WIDTH, TILE_HEIGHT = 200, 188
COLOURS = 64


def child(kind: str, indicator: Indicator, sex: Sex) -> list[ChartPoint]:
    """The points of one kind of child."""
    if kind == "mistyped":
        return points(indicator, sex, TWO_YEARS, mistyped=[91, 365])
    if "preterm" in kind:
        ages = (5, 20, 40, 70, 110) if kind == "newborn preterm" else (90, 160, 250, 400, 700)
        return points(indicator, sex, ages, gestation_days=210)
    ages_of = {"without": (), "one": (200,), "forty": FORTY_VISITS, "five years on": (1700, 1900, 2300, 3000)}
    return points(indicator, sex, ages_of[kind])


def tile(kind: str, indicator: Indicator, sex: Sex) -> Image.Image:
    """One chart as it is drawn now; girls in Vietnamese, boys in English."""
    drawn = render_svg(indicator, sex, child(kind, indicator, sex), language="vi" if sex == "F" else "en")
    return Image.open(BytesIO(png_of(drawn, TILE_WIDTH))).convert("RGB")


def place_of(kind: str, indicator: Indicator) -> tuple[int, int]:
    """The left upper corner of a chart on its sheet."""
    return KINDS.index(kind) * TILE_WIDTH, INDICATORS.index(indicator) * TILE_HEIGHT


def sheet(sex: Sex) -> Image.Image:
    """All charts of one sex, in few colours so that the file is small."""
    drawn = Image.new("RGB", (len(KINDS) * TILE_WIDTH, len(INDICATORS) * TILE_HEIGHT), "#ffffff")
    for kind in KINDS:
        for indicator in INDICATORS:
            drawn.paste(tile(kind, indicator, sex), place_of(kind, indicator))
    return drawn.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def sheet_of(sex: Sex) -> Path:
    """Where the reference sheet of one sex is kept."""
    return Path(__file__).with_name("references") / ("girls.png" if sex == "F" else "boys.png")
