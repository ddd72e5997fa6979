"""Growth charts in pixels and on paper: for whom, how large, and that the function of records carries no rasteriser."""

import io
import os
import subprocess
import sys

import pytest
from PIL import Image

from tests.integration.api import Answer, Caller
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")
CHARTS = ("weight-for-age", "length-for-age", "bmi-for-age", "head-for-age", "weight-for-length")


@pytest.fixture
def path() -> str:
    """Open a handbook with one visit."""
    place = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    measured = {"measured_on": "2026-06-15", "weight_kg": 6.1, "length_cm": 64.0, "head_cm": 41.0}
    assert NURSE.post(f"{place}/measurements", measured).status == 201
    return place


def drawn(path: str, chart: str, query: dict[str, str] | None = None, caller: Caller = MOTHER) -> Answer:
    return caller.get(f"{path}/growth/{chart}", query)


@pytest.mark.parametrize("chart", CHARTS)
def test_each_chart_comes_in_pixels(path: str, chart: str) -> None:
    answer = drawn(path, f"{chart}.png")

    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["Cache-Control"] == "no-store"
    assert Image.open(io.BytesIO(answer.body)).size == (960, 900)


@pytest.mark.parametrize("width", [160, 360, 2400])
def test_a_chart_is_as_wide_as_asked_for(path: str, width: int) -> None:
    answer = drawn(path, "weight-for-age.png", {"width": str(width)})

    assert Image.open(io.BytesIO(answer.body)).width == width
    assert len(answer.text) < 1_000_000  # an answer of Lambda holds 6 MB


@pytest.mark.parametrize("width", ["159", "2401", "0", "-1", "1e3", "wide"])
def test_a_chart_of_no_or_absurd_width_is_refused(path: str, width: str) -> None:
    refused = drawn(path, "weight-for-age.png", {"width": width})

    assert (refused.status, refused.problem) == (422, "invalid-field")
    assert [error["field"] for error in refused.body["errors"]] == ["query.width"]


@pytest.mark.parametrize(
    ("chart", "span", "title"),
    [
        ("weight-for-age", "0-5y", "Birth to 5 years"),
        ("length-for-age", "2-5y", "2 to 5 years"),
        ("bmi-for-age", "5-19y", "5 to 19 years"),
        ("head-for-age", "0-6m", "Birth to 6 months"),
        ("weight-for-length", "height", "2 to 5 years, measured standing"),
    ],
)
def test_a_chart_covers_what_was_asked_for(path: str, chart: str, span: str, title: str) -> None:
    answer = drawn(path, f"{chart}.svg", {"span": span, "language": "en"})

    assert f"{title}, z-scores</title>" in answer.text


@pytest.mark.parametrize(
    ("chart", "span"),
    [
        ("weight-for-age.svg", "length"),
        ("weight-for-age.png", "5-19y"),
        ("head-for-age.svg", "5-10y"),
        ("bmi-for-age.png", "preterm"),
        ("weight-for-length.svg", "0-2y"),
        ("weight-for-age.svg", "0-7y"),
    ],
)
def test_a_span_without_lines_of_the_indicator_is_refused_by_name(path: str, chart: str, span: str) -> None:
    refused = drawn(path, chart, {"span": span})

    assert (refused.status, refused.problem) == (422, "invalid-field")
    assert [error["field"] for error in refused.body["errors"]] == ["query.span"]


def test_a_page_of_a5_has_the_table_of_measurements(path: str) -> None:
    svg = drawn(path, "weight-for-age.svg", {"page": "a5"})
    png = drawn(path, "weight-for-age.png", {"page": "a5", "width": "874"})

    assert 'width="148mm"' in svg.text
    assert ">15/06/2026</text>" in svg.text
    assert Image.open(io.BytesIO(png.body)).size == (874, 1242)
    assert drawn(path, "weight-for-age.svg", {"page": "a4"}).problem == "invalid-field"


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_staff_who_look_at_a_chart_leave_an_entry_and_strangers_see_nothing(path: str, kind: str) -> None:
    assert drawn(path, f"weight-for-age.{kind}", caller=FAR_NURSE).problem == "not-found"
    before = len(items("AuditTable"))
    assert drawn(path, f"weight-for-age.{kind}").status == 200
    assert len(items("AuditTable")) == before
    assert drawn(path, f"weight-for-age.{kind}", caller=NURSE).status == 200
    assert len(items("AuditTable")) == before + 1


@pytest.mark.parametrize("handler", ["auth", "pictures", "qr", "records"])
def test_no_handler_loads_the_rasteriser_when_it_is_imported(handler: str) -> None:
    code = f"import functions.{handler}.handler, sys; sys.exit('resvg_py' in sys.modules)"

    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0  # noqa: S603
