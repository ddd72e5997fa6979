"""Turning what was downloaded into pictures that any viewer shows, where the tools for it are at hand."""

from pathlib import Path

from tools.demo import paper

CHART_WIDTH = 1400
PAGE_SCALE = 2.0  # 144 dots an inch


def make_pictures(folder: Path) -> None:
    """Write a PNG beside each SVG and the first page of the label sheet; leaves out what it has no tool for."""
    made = [*_charts(folder), *_first_page(folder)]
    if made:
        paper.sentence(f"Also as pictures: {', '.join(path.name for path in made)}")


def _charts(folder: Path) -> list[Path]:
    try:
        import resvg_py  # noqa: PLC0415 - a development tool; the demo works without
    except ImportError:
        return []
    made = []
    for drawing in sorted(folder.glob("*.svg")):
        picture = drawing.with_suffix(".png")
        picture.write_bytes(bytes(resvg_py.svg_to_bytes(svg_path=str(drawing), width=CHART_WIDTH)))
        made.append(picture)
    return made


def _first_page(folder: Path) -> list[Path]:
    sheets = sorted(folder.glob("*.pdf"))
    try:
        import pypdfium2  # noqa: PLC0415 - as above
        from PIL import Image  # noqa: F401, PLC0415 - what pypdfium2 makes pictures with
    except ImportError:
        return []
    if not sheets:
        return []
    picture = folder / "label-sheet-page-1.png"
    with pypdfium2.PdfDocument(str(sheets[0])) as document:
        document[0].render(scale=PAGE_SCALE).to_pil().save(picture)
    return [picture]
