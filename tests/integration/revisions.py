"""Entries in lists say where each is in its life; what is listed is otherwise what was answered."""

from typing import Any


def as_recorded(page: dict[str, Any], version: int = 1, status: str = "recorded") -> dict[str, Any]:
    """Take the revision out of every entry of a page, and hold it to a version and a status."""
    items = []
    for item in page["items"]:
        revision = item["revision"]
        assert (revision["version"], revision["status"], revision["etag"]) == (version, status, f'"{version}"')
        items.append({name: value for name, value in item.items() if name != "revision"})
    return {**page, "items": items}
