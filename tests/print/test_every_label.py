"""Five thousand labels as a press would get them: each decodes with an independent decoder, at both densities, from two
rasterisers, in the order of the manifest; and the file is what it says it is.
"""

import csv
import io
import re
import shutil
import zlib
from collections.abc import Callable, Iterator

import pytest
import zxingcpp
from PIL import Image

from handbook.domain.codes import parse, verify
from handbook.domain.label_layouts import LAYOUTS, NamedLayout
from handbook.pictures.qr_matrix import SIDE_MODULES
from tests.builders import KEY
from tests.print.orders import A4, CODES, by_pdfium, by_poppler, on_disk, printed, run

needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is missing: poppler-utils")
needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is missing")
POINTS_PER_MM = 72 / 25.4
_STREAM = re.compile(rb"FlateDecode/Length \d+>>stream\n(.*?)\nendstream", re.DOTALL)
_FRAME = re.compile(rb"^q ([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm$", re.MULTILINE)


def labels(image: Image.Image, dpi: int) -> list[str]:
    """Decode a page, in the order of its labels: by rows, from the left."""
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    rows = sorted(found, key=lambda one: (round(one.position.top_left.y / dpi * 4), one.position.top_left.x))
    return [one.text for one in rows]


@pytest.mark.parametrize(
    ("rasterised", "dpi"),
    [pytest.param(by_poppler, 150, marks=needs_poppler), (by_pdfium, 150), (by_pdfium, 300)],
    ids=["poppler-150", "pdfium-150", "pdfium-300"],
)
def test_every_label_decodes_verifies_and_stands_where_the_manifest_says(
    rasterised: Callable[[bytes, int], Iterator[Image.Image]], dpi: int
) -> None:
    order = printed()
    decoded = [text for image in rasterised(order.sheets, dpi) for text in labels(image, dpi)]
    manifest = [row["code"] for row in csv.DictReader(io.StringIO(order.files["manifest.csv"].decode()))]

    assert decoded == [f"HTTPS://SOMEVABE.VN/Q/{code}" for code in manifest]
    serials = [verify(parse(text), {1: KEY}) for text in decoded]
    assert serials == list(range(order.batch.first_serial, order.batch.first_serial + CODES))


@pytest.mark.parametrize("named", LAYOUTS.values(), ids=LAYOUTS)
def test_a_module_measures_in_the_file_what_the_layout_says(named: NamedLayout) -> None:
    layout = named.layout
    order = printed(layout, layout.labels_per_sheet + 1)
    pages = [zlib.decompress(packed) for packed in _STREAM.findall(order.sheets)]
    frames = [frame for page in pages for frame in _FRAME.findall(page)]

    assert len(frames) == layout.labels_per_sheet + 1
    corners = list(layout.label_corners_mm())
    for place, (width, height, x, y) in enumerate(frames):
        assert float(width) == float(height) == pytest.approx(layout.module_mm * POINTS_PER_MM, abs=1e-4)
        left, foot = corners[place % layout.labels_per_sheet]
        quiet = 4 * layout.module_mm
        assert left + quiet - 1e-3 <= float(x) / POINTS_PER_MM
        assert foot + quiet - 1e-3 <= float(y) / POINTS_PER_MM
        side = SIDE_MODULES * layout.module_mm
        assert float(x) / POINTS_PER_MM + side <= left + layout.label_width_mm - quiet + 1e-3
        assert float(y) / POINTS_PER_MM + side <= foot + layout.label_height_mm - quiet + 1e-3


@pytest.mark.parametrize("named", LAYOUTS.values(), ids=LAYOUTS)
def test_every_named_layout_decodes(named: NamedLayout) -> None:
    count = named.layout.labels_per_sheet + 1
    pdf = printed(named.layout, count).sheets
    assert [len(labels(image, 300)) for image in by_pdfium(pdf, 300)] == [named.layout.labels_per_sheet, 1]


@needs_qpdf
@pytest.mark.parametrize("named", LAYOUTS.values(), ids=LAYOUTS)
def test_qpdf_finds_nothing_wrong(named: NamedLayout) -> None:
    codes = CODES if named.layout == A4 else named.layout.labels_per_sheet + 1
    with on_disk(printed(named.layout, codes).sheets) as place:
        said = run("qpdf", "--check", str(place))
    assert "No syntax or stream encoding errors found" in said
    assert "WARNING" not in said


@needs_poppler
def test_poppler_finds_one_embedded_font_subset_and_the_size_of_the_sheet() -> None:
    with on_disk(printed().sheets) as place:
        fonts = run("pdffonts", str(place)).splitlines()[2:]
        facts = run("pdfinfo", str(place))
        text = run("pdftotext", "-f", "1", "-l", "1", str(place), "-")
    assert [line.split()[-5:-2] for line in fonts] == [["yes", "yes", "yes"]]  # embedded, subset, with a text map
    assert re.search(r"Page size:\s+595\.276 x 841\.89 pts \(A4\)", facts)
    assert "Pages:           143" in facts
    assert text.count("Sổ Mẹ và Bé") == 35
