"""SVG and PNG of a code: decodable by another program, with title and quiet zone."""

import io
import xml.etree.ElementTree as ET

import pytest
import resvg_py
import zxingcpp
from PIL import Image

from handbook.domain.codes import CodeKey, human_readable, mint_range, parse, verify
from handbook.pictures.qr_png import qr_png
from handbook.pictures.qr_svg import dark_runs, qr_svg

HOST = "SOMEVABE.VN"
KEY = CodeKey(version=1, permutation_key=b"p" * 32, tag_key=b"t" * 32)
CODES = list(mint_range(1_000, 5, KEY))
SVG = "{http://www.w3.org/2000/svg}"


def decoded(png: bytes) -> str:
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))
    return found.text


@pytest.mark.parametrize("code", CODES)
def test_the_svg_decodes_to_the_url_of_the_code_which_verifies(code: str) -> None:
    png = bytes(resvg_py.svg_to_bytes(svg_string=qr_svg(code, HOST), width=370, height=370))
    assert decoded(png) == f"HTTPS://{HOST}/Q/{code}"
    assert verify(parse(decoded(png)), {1: KEY}) == 1_000 + CODES.index(code)


def test_the_svg_has_view_box_title_and_one_dark_path_inside_the_quiet_zone() -> None:
    document = ET.fromstring(qr_svg(CODES[0], HOST))  # noqa: S314 - our own output
    assert document.attrib["viewBox"] == "0 0 37 37"
    assert document.attrib["role"] == "img"
    assert document.findtext(f"{SVG}title") == f"Mã QR {human_readable(CODES[0])}"
    ground, dark = document.findall(f"{SVG}path")
    assert (ground.attrib["fill"], ground.attrib["d"]) == ("#fff", "M0 0h37v37h-37z")
    starts = [run.split("h")[0].split(" ") for run in dark.attrib["d"].split("M")[1:]]
    assert {int(x) for x, _ in starts} <= set(range(4, 33))
    assert (min(int(y) for _, y in starts), max(int(y) for _, y in starts)) == (4, 32)


@pytest.mark.parametrize(
    ("row", "runs"), [("", []), ("000", []), ("111", [(0, 3)]), ("0110", [(1, 2)]), ("101", [(0, 1), (2, 1)])]
)
def test_runs_of_dark_modules_are_found_at_both_edges(row: str, runs: list[tuple[int, int]]) -> None:
    assert dark_runs(row) == runs


@pytest.mark.parametrize("module_pixels", [2, 3, 10])
def test_the_png_decodes_and_has_its_quiet_zone(module_pixels: int) -> None:
    png = qr_png(CODES[1], HOST, module_pixels)
    image = Image.open(io.BytesIO(png))
    assert (image.mode, image.size) == ("1", (37 * module_pixels, 37 * module_pixels))
    assert decoded(png) == f"HTTPS://{HOST}/Q/{CODES[1]}"
    inverted = image.convert("L").point(lambda grey: 255 - grey)
    assert inverted.getbbox() == (
        4 * module_pixels,
        4 * module_pixels,
        33 * module_pixels,
        33 * module_pixels,
    )


def test_the_png_shows_the_same_modules_as_the_svg() -> None:
    png = bytes(resvg_py.svg_to_bytes(svg_string=qr_svg(CODES[2], HOST), width=37, height=37))
    drawn = Image.open(io.BytesIO(png)).convert("L")
    assert drawn.tobytes() == Image.open(io.BytesIO(qr_png(CODES[2], HOST, 1))).convert("L").tobytes()


@pytest.mark.parametrize("module_pixels", [0, 101])
def test_a_module_of_no_or_absurd_size_is_refused(module_pixels: int) -> None:
    with pytest.raises(ValueError, match="module_pixels"):
        qr_png(CODES[0], HOST, module_pixels)
