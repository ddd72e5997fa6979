"""The QR symbol of a code as SVG, for apps and web pages."""

from html import escape

from handbook.domain.codes import human_readable
from handbook.pictures.qr_matrix import QUIET_ZONE_MODULES, SYMBOL_MODULES, matrix, matrix_rows


def qr_svg(code: str, host: str) -> str:
    """A standalone SVG document of the symbol of `code` on `host`, one unit to a module.

    White ground with the quiet zone of four modules, one black path, a title that spells the code.
    Raises HostNotPrintableError for a host that does not fit the symbol.
    """
    side = SYMBOL_MODULES
    # Without width and height the picture takes the size of the box it is put in.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" '
        f'shape-rendering="crispEdges"><title>{escape(f"Mã QR {human_readable(code)}")}</title>'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path d="{dark_path(code, host)}"/></svg>\n'
    )


def dark_path(code: str, host: str) -> str:
    """SVG path data of the dark modules, one unit to a module, quiet zone included as an offset."""
    runs = []
    for row, modules in enumerate(matrix_rows(matrix(code, host))):
        y = row + QUIET_ZONE_MODULES
        runs += [f"M{x + QUIET_ZONE_MODULES} {y}h{length}v1h-{length}z" for x, length in dark_runs(modules)]
    return "".join(runs)


def dark_runs(modules: str) -> list[tuple[int, int]]:
    """Start and length of each run of 1 in a row of modules, from the left."""
    runs = []
    start = modules.find("1")
    while start >= 0:
        end = modules.find("0", start)
        end = len(modules) if end < 0 else end
        runs.append((start, end - start))
        start = modules.find("1", end)
    return runs
