"""Lists of rows as operators send them: texts by column."""

from typing import Any

from handbook.domain.errors import InvalidFieldError


def rows_of(event: dict[str, Any], name: str, most: int | None = None) -> list[dict[str, str]]:
    """Give the rows under a name of an event. Raises: InvalidFieldError by that name for anything else, or too many."""
    rows = event.get(name, [])
    if not isinstance(rows, list) or not all(map(_is_row, rows)) or (most is not None and len(rows) > most):
        raise InvalidFieldError(name)
    return rows


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and all(isinstance(text, str) for part in row.items() for text in part)
