"""Which layout an order means: one that has a name, or one given in full."""

from collections.abc import Mapping
from typing import Any

from handbook.domain.errors import InvalidFieldError
from handbook.domain.label_layout import Layout, LayoutError
from handbook.domain.label_layouts import CUSTOM, DEFAULT_LAYOUT, LAYOUTS


def choose_layout(layout_id: str | None, given: Mapping[str, Any] | None) -> tuple[str, Layout]:
    """Give the layout's id and the layout; lengths in millimetres.

    Raises: InvalidFieldError for both at once, an unknown name, or the first field of a layout that cannot be printed.
    """
    if given is None:
        named = LAYOUTS.get(layout_id or DEFAULT_LAYOUT)
        if named is None:
            raise InvalidFieldError("layout_id")
        return named.layout_id, named.layout
    if layout_id is not None:
        raise InvalidFieldError("layout_id")
    try:
        return CUSTOM, Layout(**given)
    except LayoutError as error:
        raise InvalidFieldError(f"layout.{error.problems[0].field}") from error
