"""Growth charts: what is drawn, for whom, and how doubtful measurements look."""

import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.growth import INDICATORS, Indicator, Sex
from handbook.domain.texts import Language
from handbook.pictures.growth_chart import ChartPoint, Span, render_svg
from handbook.pictures.growth_chart.svg import text
from handbook.reference.fonts import load_font
from tests.unit.pictures.growth.children import TWO_YEARS as VISITS
from tests.unit.pictures.growth.children import points

SVG = "{http://www.w3.org/2000/svg}"


def parsed(document: str) -> ET.Element:
    return ET.fromstring(document)  # noqa: S314 - our own document


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if name in element.get("class", "").split()]


def words(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def tooltips(root: ET.Element) -> list[str]:
    return [mark.findtext(f"{SVG}title", "") for mark in of_class(root, "point")]


def joined(root: ET.Element) -> list[int]:
    """How many points each of the child's lines goes through."""
    return [line.get("d", "").count("L") + 1 for line in of_class(root, "child")]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("sex", ["F", "M"])
@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_chart_is_well_formed_with_seven_lines_and_all_points(
    indicator: Indicator, sex: Sex, language: Language
) -> None:
    root = parsed(render_svg(indicator, sex, points(indicator, sex, VISITS), language=language))

    assert [line.get("data-z") for line in of_class(root, "curve")] == ["-3", "-2", "-1", "0", "1", "2", "3"]
    assert len(of_class(root, "point")) == len(VISITS)
    assert joined(root) == [len(VISITS)]


def test_a_chart_takes_the_width_it_is_given() -> None:
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "F", []))

    assert root.get("viewBox") == "0 0 480 450"
    assert root.get("width") is None
    assert root.get("height") is None


@pytest.mark.parametrize(
    ("sex", "language", "title", "ground"),
    [
        ("F", "vi", "Cân nặng theo tuổi BÉ GÁI", "#f8d3df"),
        ("M", "vi", "Cân nặng theo tuổi BÉ TRAI", "#cbe2f4"),
        ("F", "en", "Weight-for-age GIRLS", "#f8d3df"),
        ("M", "en", "Weight-for-age BOYS", "#cbe2f4"),
    ],
)
def test_the_title_says_the_sex_and_the_ground_shows_it(sex: Sex, language: Language, title: str, ground: str) -> None:
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, sex, [], language=language))

    assert title in words(root)
    assert root.findall(f"{SVG}rect")[0].get("fill") == ground


def test_readers_get_a_title_and_a_description_of_the_latest_measurement() -> None:
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "F", points(Indicator.WEIGHT_FOR_AGE, "F", [30, 62])))
    ids = (root.get("aria-labelledby") or "").split()
    named = {element.get("id"): element.text for element in root if element.get("id")}

    assert root.get("role") == "img"
    assert [named[name] for name in ids] == [
        "Cân nặng theo tuổi BÉ GÁI Từ lúc sinh đến 6 tháng, z-score",
        (
            "Bảy đường chuẩn theo z-score từ \N{MINUS SIGN}3 đến +3. "
            "Số đo của trẻ: 2; gần nhất: 18/03/2025, 4,65 kg, z = \N{MINUS SIGN}0,80."
        ),
    ]


def test_an_empty_chart_says_that_nothing_was_measured() -> None:
    root = parsed(render_svg(Indicator.HEAD_FOR_AGE, "M", [], language="en"))

    assert (root.findtext(f"{SVG}desc") or "").endswith("No measurements yet.")
    assert of_class(root, "point") == []
    assert of_class(root, "child") == []


def test_one_point_is_drawn_without_a_line() -> None:
    root = parsed(render_svg(Indicator.LENGTH_FOR_AGE, "M", points(Indicator.LENGTH_FOR_AGE, "M", [400])))

    assert len(of_class(root, "point")) == 1
    assert joined(root) == []


def test_a_tooltip_holds_date_value_and_z_in_the_language_of_the_chart() -> None:
    point = ChartPoint(value=8.4, z=-0.52, age_days=274, measured_on=date(2026, 3, 5))

    assert tooltips(parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "F", [point]))) == [
        "05/03/2026, 8,40 kg, z = \N{MINUS SIGN}0,52"
    ]
    assert tooltips(parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "F", [point], language="en"))) == [
        "5 Mar 2026, 8.40 kg, z = \N{MINUS SIGN}0.52"
    ]


def test_a_flagged_point_is_hollow_not_joined_and_explained() -> None:
    child = points(Indicator.WEIGHT_FOR_AGE, "M", VISITS, mistyped=[91])
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "M", child, language="en"))

    (doubtful,) = of_class(root, "doubtful")
    (circle,) = doubtful.findall(f"{SVG}circle")
    assert circle.get("fill") == "#fff"
    assert doubtful.findtext(f"{SVG}title", "").endswith(", measure again")
    assert joined(root) == [len(VISITS) - 1]
    assert "measure again, not joined" in words(root)


def test_reliable_points_are_full_and_need_no_legend() -> None:
    child = points(Indicator.WEIGHT_FOR_AGE, "M", VISITS)
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "M", child))

    fills = {circle.get("fill") for circle in root.iter(f"{SVG}circle")}
    assert fills == {"#14213d"}
    assert not any("không nối" in line for line in words(root))


def test_a_point_without_a_z_score_is_hollow_too() -> None:
    oedema = ChartPoint(value=9.0, z=None, age_days=400)
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "M", [oedema]))

    assert len(of_class(root, "doubtful")) == 1
    assert "không có z-score, không nối" in words(root)


def test_an_implausible_value_far_away_becomes_a_triangle_and_leaves_the_scale_alone() -> None:
    sane = render_svg(Indicator.WEIGHT_FOR_AGE, "F", points(Indicator.WEIGHT_FOR_AGE, "F", VISITS))
    far = ChartPoint(value=84.0, z=40.0, age_days=365, flagged=True)
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "F", [*points(Indicator.WEIGHT_FOR_AGE, "F", VISITS), far]))

    (doubtful,) = of_class(root, "doubtful")
    assert doubtful.find(f"{SVG}circle") is None
    assert doubtful.find(f"{SVG}path") is not None
    assert [line.get("d") for line in of_class(root, "curve")] == [
        line.get("d") for line in of_class(parsed(sane), "curve")
    ]


def test_a_plausible_value_beyond_the_lines_widens_the_scale() -> None:
    heavy = ChartPoint(value=24.0, z=4.8, age_days=700)
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "F", [heavy]))

    (circle,) = root.iter(f"{SVG}circle")
    assert 60 <= float(circle.get("cy") or 0) <= 342
    assert "24" in words(root)


@pytest.mark.parametrize(("span", "pieces"), [("0-2y", 1), ("2-5y", 1), ("0-5y", 2)])
def test_lines_of_length_break_between_day_730_and_731(span: Span, pieces: int) -> None:
    root = parsed(render_svg(Indicator.LENGTH_FOR_AGE, "F", [], span=span))

    assert [line.get("d", "").count("M") for line in of_class(root, "curve")] == [pieces] * 7


def test_lines_carry_their_z_at_the_right_edge_and_never_on_top_of_each_other() -> None:
    for indicator in INDICATORS:
        root = parsed(render_svg(indicator, "M", [], span="length" if "length" in indicator[7:] else "0-5y"))
        labels = [line for line in root.iter(f"{SVG}text") if float(line.get("x") or 0) > 446]
        labels = [line for line in labels if line.get("text-anchor") == "start"]
        places = [float(line.get("y") or 0) for line in labels]

        minus = "\N{EN DASH}"
        assert [line.text for line in labels] == [f"{minus}3", f"{minus}2", f"{minus}1", "0", "+1", "+2", "+3"]
        assert all(lower - upper >= 13.9 for lower, upper in pairwise(places))


def test_lines_differ_by_dashes_and_not_by_colour_alone() -> None:
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "F", []))
    styles = {
        abs(int(line.get("data-z") or 0)): (line.get("stroke-dasharray"), line.get("stroke-width"))
        for line in of_class(root, "curve")
    }

    assert len(set(styles.values())) == 4


def test_whole_years_are_bold() -> None:
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "F", [], span="0-5y", language="en"))
    bold = [line.text for line in root.iter(f"{SVG}text") if line.get("font-weight") == "bold"]

    assert [label for label in bold if label and ("year" in label or label == "Birth")] == [
        "Birth",
        "1 year",
        "2 years",
        "3 years",
        "4 years",
        "5 years",
    ]


def test_corrected_age_is_told_on_the_axis_in_a_note_and_in_the_tooltip() -> None:
    child = points(Indicator.WEIGHT_FOR_AGE, "F", [300, 400], gestation_days=210)
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "F", child))

    assert "Tuổi hiệu chỉnh (tháng và năm)" in words(root)
    assert "Trẻ sinh non: tính theo tuổi hiệu chỉnh đến 24 tháng." in words(root)
    assert all(tooltip.endswith("theo tuổi hiệu chỉnh") for tooltip in tooltips(root))


def test_a_line_does_not_join_points_read_by_different_ages() -> None:
    child = points(Indicator.WEIGHT_FOR_AGE, "F", [700, 720, 740, 760, 780], gestation_days=210)
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "F", child))

    assert joined(root) == [2, 3]


def test_a_preterm_newborn_stands_on_the_lines_of_intergrowth() -> None:
    child = points(Indicator.WEIGHT_FOR_AGE, "F", [5, 30, 60], gestation_days=210)
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "F", child, language="en"))

    assert "Post-menstrual age (weeks)" in words(root)
    assert "INTERGROWTH-21st preterm postnatal standards, 2015" in words(root)
    assert len(of_class(root, "point")) == 3


def test_points_outside_the_span_are_counted_for_readers() -> None:
    child = points(Indicator.WEIGHT_FOR_AGE, "F", [30, 400])
    root = parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "F", child, span="0-6m", language="en"))

    assert len(of_class(root, "point")) == 1
    assert (root.findtext(f"{SVG}desc") or "").endswith("Measurements outside this chart: 1.")
    assert "Measurements outside this chart: 1." in words(root)


@pytest.mark.parametrize(
    ("indicator", "span"),
    [
        (Indicator.WEIGHT_FOR_LENGTH, "0-2y"),
        (Indicator.WEIGHT_FOR_AGE, "length"),
        (Indicator.HEAD_FOR_AGE, "5-10y"),
        (Indicator.BMI_FOR_AGE, "preterm"),
        (Indicator.WEIGHT_FOR_AGE, "5-19y"),
    ],
)
def test_a_span_without_lines_of_the_indicator_is_an_error(indicator: Indicator, span: Span) -> None:
    with pytest.raises(ValueError, match="no reference lines"):
        render_svg(indicator, "F", [], span=span)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_font_that_is_shipped_has_every_letter_that_is_drawn(language: Language) -> None:
    # Without the glyph a rasteriser leaves the letter out and says nothing.
    drawn: set[str] = set()
    for indicator in INDICATORS:
        child = points(indicator, "F", (30, 300, 800, 1300), gestation_days=210, mistyped=[300])
        spans: list[Span] = ["length", "height"] if indicator == "weight-for-length" else ["0-6m", "0-2y", "0-5y"]
        for span in spans:
            drawn.update(*words(parsed(render_svg(indicator, "F", child, span=span, language=language))))
        drawn.update(*words(parsed(render_svg(indicator, "F", child, language=language, page="a5"))))
        drawn.update(*words(parsed(render_svg(indicator, "F", child * 20, language=language, page="a5"))))
    for span in ("preterm", "5-10y"):
        drawn.update(*words(parsed(render_svg(Indicator.WEIGHT_FOR_AGE, "M", [], span=span, language=language))))

    assert drawn - set(load_font().glyph_of) == set()


def test_whatever_is_written_is_escaped() -> None:
    assert ">&lt;b&gt; &amp; &quot;c&quot;</text>" in text(0, 0, '<b> & "c"')


numbers = st.floats(0.1, 200.0)
any_point = st.builds(
    ChartPoint,
    value=numbers,
    z=st.one_of(st.none(), st.floats(-20, 20)),
    age_days=st.one_of(st.none(), st.integers(-100, 4000)),
    age_basis=st.sampled_from(["chronological", "corrected", "post-menstrual"]),
    length_cm=st.one_of(st.none(), numbers),
    flagged=st.booleans(),
    measured_on=st.one_of(st.none(), st.dates()),
)


@settings(deadline=None, max_examples=60)
@given(indicator=st.sampled_from(INDICATORS), child=st.lists(any_point, max_size=6))
def test_any_points_give_a_well_formed_chart_with_every_shown_point_inside_it(
    indicator: Indicator, child: list[ChartPoint]
) -> None:
    root = parsed(render_svg(indicator, "M", child))

    assert len(of_class(root, "curve")) == 7
    assert len(of_class(root, "point")) <= len(child)
    for circle in (circle for mark in of_class(root, "point") for circle in mark.iter(f"{SVG}circle")):
        assert 50 <= float(circle.get("cx") or 0) <= 446
        assert 60 <= float(circle.get("cy") or 0) <= 342
