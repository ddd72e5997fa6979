"""An SVG document as pixels."""

from handbook.reference.fonts import FAMILY, FONT_FILES


def png_of(svg: str, width_pixels: int) -> bytes:
    """Draw `svg` as PNG of that width, the height following its viewBox, with the fonts that ship and no others.

    A letter that the fonts do not have is left out without a word; tests hold what charts write to the fonts.
    """
    # Compiled code of 3 MB that only one function carries (layers/rasteriser): it stays off every import path.
    import resvg_py  # noqa: PLC0415

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width_pixels,
            background="#ffffff",
            dpi=96,  # of CSS; a page in millimetres has no size without
            skip_system_fonts=True,
            font_files=list(FONT_FILES),
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )
