"""What is kept, written for who sent something else: with an id that was used, or based on a version before it."""

from typing import Any, cast

from handbook import bootstrap
from handbook.domain.calendar import local_date
from handbook.domain.entries import Entry, Kept
from handbook.domain.handbook import Handbook
from handbook.web.recorders import kept_answer


def kept_version(kept: object) -> dict[str, Any]:
    """Write a handbook as its own route shows it, and an entry as the changes of a handbook do.

    What a route has written itself stays as it is. An ETag in it also becomes the answer's.
    """
    if isinstance(kept, dict):
        return kept
    if isinstance(kept, Handbook):
        from handbook.web.forms.handbooks import handbook_answer  # noqa: PLC0415

        return {
            "kind": "handbook",
            "id": kept.handbook_id,
            "data": handbook_answer(kept, local_date(bootstrap.now()), mother_shown=not kept.mother_hidden),
        }
    return kept_answer(cast("Kept[Entry]", kept))
