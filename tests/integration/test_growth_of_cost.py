"""What work costs does not grow with the number of handbooks: it grows with what is due, and with what is answered."""

import pytest

from tools.capacity.growth import Growth, grown

SIZES, PAGES = (60, 120, 240), (10, 20, 40)


@pytest.fixture(scope="module")
def found() -> list[Growth]:
    """Count at sizes that take seconds; `make cost` takes those of a country."""
    return list(grown(SIZES, PAGES))


def named(found: list[Growth], work: str, of: str) -> Growth:
    return next(one for one in found if one.work == work and one.of == of)


@pytest.mark.parametrize(
    "work", ["a family opens its handbook", "a nurse records a dose", "a nurse reads a page of a commune"]
)
@pytest.mark.parametrize("kind", ["read", "written"])
def test_work_on_one_handbook_or_one_page_costs_the_same_among_many(work: str, kind: str, found: list[Growth]) -> None:
    growth = named(found, f"{work}, {kind}", "handbook")
    assert growth.slopes == (0, 0), growth.row()


@pytest.mark.parametrize(("kind", "each"), [("read", 4.5), ("written", 12)])
def test_a_morning_costs_as_much_more_as_is_due_more(kind: str, each: float, found: list[Growth]) -> None:
    growth = named(found, f"a morning of reminders, {kind}", "that is due")
    assert growth.slopes == pytest.approx((each, each), abs=0.2), growth.row()


@pytest.mark.parametrize(("kind", "each"), [("read", 0.5), ("written", 2)])
def test_a_list_costs_as_much_more_as_is_on_it(kind: str, each: float, found: list[Growth]) -> None:
    growth = named(found, f"a nurse reads a page of a commune, {kind}", "on the page")
    assert growth.slopes == pytest.approx((each, each), abs=0.06), growth.row()
