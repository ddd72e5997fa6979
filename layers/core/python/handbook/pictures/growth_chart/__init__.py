"""Growth charts as SVG, drawn as people know them from the child health book."""

from handbook.pictures.growth_chart.point import ChartPoint, point_of
from handbook.pictures.growth_chart.render import NoLinesError, Page, render_svg
from handbook.pictures.growth_chart.span import Span, choose_span

__all__ = ["ChartPoint", "NoLinesError", "Page", "Span", "choose_span", "point_of", "render_svg"]
