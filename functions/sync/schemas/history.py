"""What is copied from a paper book."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from functions.sync.schemas.rows import RowBody, RowResult
from handbook.web.forms.forecast import ForecastAnswer
from handbook.web.forms.named import ClientId
from handbook.web.schemas import Body

MOST_ROWS = 100
"""A full paper book has some thirty doses, forty weighings and thirty other rows; of 300 bytes each they fit 64 KiB."""

_OF_PAPER: Mapping[str, Mapping[str, Any]] = {
    "dose": {"kind": "historical"},
    "measurement": {"device": "copied_from_paper"},
}
"""What is so of every row of a kind unless it says otherwise."""


class HistoryRow(Body):
    """One line of the book; `data` is the body of the kind's single route.

    A dose is a historical one unless it says otherwise, and may be dated by its month or year ("2024-05", "2024").
    """

    kind: Literal[
        "dose",
        "not_given",
        "condition",
        "measurement",
        "findings",
        "milestones",
        "feeding",
        "supplement",
        "dental",
        "encounter",
    ]
    id: ClientId | None = None
    data: dict[str, Any]

    @property
    def said(self) -> dict[str, Any]:
        """What the row says, with what is so of all of paper."""
        return {**_OF_PAPER.get(self.kind, {}), **self.data}


class HistoryBody(Body):
    """The lines of a book, in any order."""

    rows: Annotated[list[HistoryRow], Field(min_length=1, max_length=MOST_ROWS)]

    def ids(self, handbook_id: str) -> list[str]:
        """Give the id of each row: its own, or one made of what it says, and of how often that was said before it."""
        times: Counter[str] = Counter()
        found: list[str] = []
        for row in self.rows:
            text = json.dumps([handbook_id, row.kind, row.said], sort_keys=True, separators=(",", ":"))
            times[text] += 1
            digest = hashlib.sha256(f"{text}#{times[text]}".encode()).digest()
            found.append(row.id or str(UUID(bytes=digest[:16], version=4)))
        return found

    def named_rows(self, handbook_id: str) -> list[RowBody]:
        """Give the rows of one handbook, each with an id."""
        return [
            RowBody.model_construct(kind=row.kind, id=own_id, handbook_id=handbook_id, data=row.said)
            for row, own_id in zip(self.rows, self.ids(handbook_id), strict=True)
        ]


class HistoryAnswer(Body):
    """A result for each row, in the order of the rows, and what is due after them; null before the birth."""

    items: list[RowResult]
    created: int
    unchanged: int
    failed: int
    forecast: ForecastAnswer | None
