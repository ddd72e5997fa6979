"""Draw the reference pictures again, with PYTHONPATH=layers/core/python as tests.unit.pictures.growth.draw_references.

Look at every one of them before committing; the test compares later drawings with them.
"""

from collections.abc import Callable
from pathlib import Path

from handbook.domain.growth import Indicator
from handbook.pictures.growth_chart import render_svg
from tests.unit.pictures.growth.children import FORTY_VISITS, TWO_YEARS, points
from tests.unit.pictures.growth.sheets import SEXES, sheet, sheet_of

REFERENCES = Path(__file__).with_name("references")


def girl_with_a_mistyped_weight() -> str:
    child = points(Indicator.WEIGHT_FOR_AGE, "F", TWO_YEARS, mistyped=[91, 365])
    return render_svg(Indicator.WEIGHT_FOR_AGE, "F", child)


def boy_measured_forty_times() -> str:
    return render_svg(Indicator.LENGTH_FOR_AGE, "M", points(Indicator.LENGTH_FOR_AGE, "M", FORTY_VISITS), language="en")


def girl_by_height() -> str:
    child = points(Indicator.WEIGHT_FOR_LENGTH, "F", (760, 900, 1100, 1400), z=-1.5)
    return render_svg(Indicator.WEIGHT_FOR_LENGTH, "F", child)


def boy_born_at_30_weeks() -> str:
    child = points(Indicator.HEAD_FOR_AGE, "M", (5, 20, 40, 70, 110), gestation_days=210)
    return render_svg(Indicator.HEAD_FOR_AGE, "M", child)


def girl_by_corrected_age() -> str:
    child = points(Indicator.WEIGHT_FOR_AGE, "F", (40, 90, 160, 250, 400, 700), gestation_days=210)
    return render_svg(Indicator.WEIGHT_FOR_AGE, "F", child)


def boy_without_measurements() -> str:
    return render_svg(Indicator.BMI_FOR_AGE, "M", [], language="en")


def boy_on_a_page() -> str:
    child = points(Indicator.WEIGHT_FOR_LENGTH, "M", TWO_YEARS, mistyped=[365])
    return render_svg(Indicator.WEIGHT_FOR_LENGTH, "M", child, page="a5")


PICTURES: tuple[Callable[[], str], ...] = (
    girl_with_a_mistyped_weight,
    boy_measured_forty_times,
    girl_by_height,
    boy_born_at_30_weeks,
    girl_by_corrected_age,
    boy_without_measurements,
    boy_on_a_page,
)


def reference_of(picture: Callable[[], str]) -> Path:
    """Where the reference of `picture` is kept."""
    return REFERENCES / f"{picture.__name__}.svg"


if __name__ == "__main__":
    for drawn in PICTURES:
        reference_of(drawn).write_text(drawn(), encoding="utf-8")
    for girls_or_boys in SEXES:
        sheet(girls_or_boys).save(sheet_of(girls_or_boys), optimize=True)
