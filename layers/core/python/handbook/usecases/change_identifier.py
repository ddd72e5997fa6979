"""End a number or correct it: what it was stays, and nothing that was recorded is detached."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handbook.domain.access import Action
from handbook.domain.errors import InvalidFieldError, NotFoundError, StaleVersionError
from handbook.domain.handbook import Handbook
from handbook.domain.identifiers import Identifier, normalise_identifier
from handbook.domain.ids import HandbookId, IdentifierId
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import Identifiers, Records
from handbook.usecases.record_identifier import IdentifierRecorded, check_period, judged
from handbook.usecases.retry import on_conflict


def change_identifier(
    handbook_id: HandbookId,
    identifier_id: IdentifierId,
    changes: Mapping[str, Any],
    based_on: int,
    context: Context,
    *,
    records: Records,
    identifiers: Identifiers,
) -> IdentifierRecorded:
    """Change value, status or period of a number that the caller saw at version `based_on`.

    A number that was typed wrong is found no more; one that ended is. Raises: NotFoundError, ForbiddenError,
    StaleVersionError, InvalidFieldError.
    """
    return on_conflict(lambda: _change(handbook_id, identifier_id, changes, based_on, context, records, identifiers))


def _change(
    handbook_id: HandbookId,
    identifier_id: IdentifierId,
    changes: Mapping[str, Any],
    based_on: int,
    context: Context,
    records: Records,
    identifiers: Identifiers,
) -> IdentifierRecorded:
    handbook, ground = admit(context, Action.RECORD_IDENTIFIER, handbook_id, records)
    before = identifier_of(handbook, identifier_id, identifiers)
    if not is_shown(before, handbook, context):
        raise NotFoundError
    if before.version != based_on:
        raise StaleVersionError("If-Match")
    after = replace(
        before,
        **_checked(before, changes),
        changed_at=context.now,
        changed_by=context.actor.id,
        version=before.version + 1,
    )
    check_period(after.starts_on, after.ends_on)
    audited = context.audit(Action.RECORD_IDENTIFIER, ground, handbook.handbook_id)
    identifiers.replace(before, after, handbook, audited)
    return judged(after, handbook, context, records, identifiers)


def identifier_of(handbook: Handbook, identifier_id: IdentifierId, identifiers: Identifiers) -> Identifier:
    """Give one number of a handbook. Raises: NotFoundError."""
    found = (one for one in identifiers.of_handbook(handbook) if one.identifier_id == identifier_id)
    identifier = next(found, None)
    if identifier is None:
        raise NotFoundError
    return identifier


def is_shown(identifier: Identifier, handbook: Handbook, context: Context) -> bool:
    """Say whether an actor who may see the handbook's numbers may know of this one.

    After an adoption those who are guardians now do not learn who the mother was.
    """
    return identifier.subject == "child" or not (handbook.mother_hidden and context.actor.is_family)


def _checked(before: Identifier, changes: Mapping[str, Any]) -> Mapping[str, Any]:
    for name in ("value", "status"):
        if name in changes and changes[name] is None:
            raise InvalidFieldError(name)
    if "value" not in changes:
        return changes
    value = normalise_identifier(before.system, changes["value"])
    if value is None:
        raise InvalidFieldError("value")
    return {**changes, "value": value}
