"""What is kept, written for who sent something else: with an id that was used, or based on a version before it."""

from collections.abc import Callable
from typing import Any, cast

from handbook import bootstrap
from handbook.domain.calendar import local_date
from handbook.domain.entries import Entry, Kept
from handbook.domain.errors import HandbookError
from handbook.domain.handbook import Handbook
from handbook.usecases.context import Context
from handbook.usecases.see_codes import sees_codes
from handbook.web.recorders import kept_answer


def kept_version(kept: object, asker: Callable[[], Context]) -> dict[str, Any]:
    """Write a handbook as its own route shows it to who asks, and an entry as the changes of a handbook do.

    What a route has written itself stays as it is. An ETag in it also becomes the answer's. `asker` says who asks; it
    is asked about handbooks only, and where it cannot say, no code is shown.
    """
    if isinstance(kept, dict):
        return kept
    if isinstance(kept, Handbook):
        from handbook.web.forms.handbooks import handbook_answer  # noqa: PLC0415

        return {
            "kind": "handbook",
            "id": kept.handbook_id,
            "data": handbook_answer(
                kept,
                local_date(bootstrap.now()),
                mother_shown=not kept.mother_hidden,
                codes_shown=_sees_codes(kept, asker),
            ),
        }
    return kept_answer(cast("Kept[Entry]", kept))


def _sees_codes(kept: Handbook, asker: Callable[[], Context]) -> bool:
    try:
        return sees_codes(asker(), kept)
    except HandbookError:
        return False
