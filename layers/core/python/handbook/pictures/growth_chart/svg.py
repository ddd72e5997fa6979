"""The few SVG elements a chart is made of. Everything written passes `escape` here and nowhere else."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Literal

INK = "#14213d"
FONT = "system-ui, Roboto, &quot;Segoe UI&quot;, &quot;DejaVu Sans&quot;, Arial, sans-serif"


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 12,
    anchor: Literal["start", "middle", "end"] = "start",
    bold: bool = False,
    fill: str = INK,
    turned: bool = False,
) -> str:
    """One line of writing; `turned` reads upwards."""
    weight = ' font-weight="bold"' if bold else ""
    turn = f' transform="rotate(-90 {x:g} {y:g})"' if turned else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" fill="{fill}"{weight}{turn}>'
        f"{escape(words)}</text>"
    )


def titled(css_class: str, words: str, content: str) -> str:
    """`content` with a tooltip."""
    return f'<g class="{css_class}"><title>{escape(words)}</title>{content}</g>'


def path(places: Iterable[tuple[float, float]]) -> str:
    """Path data through `places`."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)


def paths(across: Sequence[float], lines: Iterable[Sequence[float]]) -> Iterator[str]:
    """Path data of several lines over the same places; each place is written out once for all of them."""
    written = [f"{x:.1f} " for x in across]
    for heights in lines:
        yield "M" + "L".join([f"{x}{y:.1f}" for x, y in zip(written, heights, strict=True)])


def rectangle(left: float, top: float, right: float, bottom: float, fill: str, *, round_by: float = 0) -> str:
    """A filled rectangle."""
    corner = f' rx="{round_by:g}"' if round_by else ""
    return f'<rect x="{left:g}" y="{top:g}" width="{right - left:g}" height="{bottom - top:g}" fill="{fill}"{corner}/>'


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float) -> str:
    """A straight line."""
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{stroke}" stroke-width="{width:g}"/>'


def paint(*, hollow: bool) -> str:
    """The attributes of a point: full with a white rim, or hollow."""
    fill, stroke, width = ("#fff", INK, 1.8) if hollow else (INK, "#fff", 1)
    return f'fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"'


def disc(x: float, y: float, radius: float, *, hollow: bool) -> str:
    """A round point."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" {paint(hollow=hollow)}/>'
