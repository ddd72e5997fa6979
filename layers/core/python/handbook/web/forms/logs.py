"""Who looked."""

from datetime import datetime
from typing import Any, Literal

from handbook.domain.access import Action
from handbook.domain.audit import AuditEntry, Outcome
from handbook.domain.audit_words import Who, is_family, place, sentence
from handbook.domain.texts import Language
from handbook.web.schemas import Body, PageBody


class AccessAnswer(Body):
    """One access, or one that was refused.

    `text` says it in a sentence, in the language of the request. `ground` says why it was allowed, None where it was
    not; `purpose` for what, where it had to be said. `place` is a kind of place: addresses are not shown. Of a family
    that was refused nothing is told but that it tried.
    """

    at: datetime
    text: str
    outcome: Literal["allowed", "refused"]
    emergency: bool
    actor_id: str | None
    staff_name: str | None
    role: str
    unit_id: str | None
    unit_name: str | None
    place: str | None
    action: str
    ground: str | None
    purpose: str | None = None


class AccessPage(PageBody):
    """Accesses, newest first."""

    items: list[AccessAnswer]


def access_answer(entry: AuditEntry, who: Who, language: Language) -> dict[str, Any]:
    """Write an access as JSON."""
    stranger = entry.outcome is Outcome.REFUSED and is_family(entry)
    return {
        "at": entry.at.isoformat(),
        "text": sentence(entry, who, language),
        "outcome": entry.outcome.value,
        "emergency": entry.action is Action.BREAK_GLASS or entry.ground == "break_glass",
        "actor_id": None if stranger else entry.actor_id,
        "staff_name": who.staff_name,
        "role": entry.role,
        "unit_id": entry.unit_id,
        "unit_name": who.unit_name,
        "place": place(who, language),
        "action": entry.action.value,
        "ground": entry.ground.value if entry.ground else None,
        "purpose": entry.purpose,
    }
