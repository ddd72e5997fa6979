"""Read, amend, mark as entered in error and reinstate an entry of any kind, and show its versions."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.corrections.amendable import revision
from functions.corrections.schemas.entries import (
    AmendmentBody,
    CorrectedAnswer,
    CorrectionBody,
    EntryVersion,
    EntryVersions,
    corrected_answer,
)
from handbook import bootstrap
from handbook.domain.entries import Entry, Kept
from handbook.domain.entry_kinds import BY_NAME
from handbook.domain.errors import NotFoundError
from handbook.domain.ids import HandbookId
from handbook.domain.reasons import ChangeReason, Doing
from handbook.observability import count
from handbook.usecases.correct_entry import Correction, Revise, Tools, correct_entry
from handbook.usecases.read_entry import read_entry, read_versions
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.parameters import IfMatch
from handbook.web.recorders import kept_answer
from handbook.web.requests import based_on_version

router = APIGatewayRouter()
_TAG = ["corrections"]
_PATH = "/v1/handbooks/<handbook_id>/entries/<kind>/<entry_id>"


@router.get(_PATH, summary="Read an entry", tags=_TAG)
def read_one(handbook_id: str, kind: str, entry_id: str) -> Response[EntryVersion]:
    """Read the current version of an entry of any kind, whose ETag a correction needs."""
    kept = read_entry(
        HandbookId(handbook_id), _kind(kind), entry_id, context_of(router), tools=_tools(), audit=bootstrap.audit_log()
    )
    shown = _shown(kept)
    return answer(200, shown, {"ETag": shown.etag})


@router.get(f"{_PATH}/versions", summary="Show an entry's versions", tags=_TAG)
def list_versions(handbook_id: str, kind: str, entry_id: str) -> Response[EntryVersions]:
    """Show every version of an entry with who made it, when and why, the newest first."""
    found = read_versions(
        HandbookId(handbook_id), _kind(kind), entry_id, context_of(router), tools=_tools(), audit=bootstrap.audit_log()
    )
    return answer(200, EntryVersions(items=[_shown(kept) for kept in found]))


@router.patch(_PATH, summary="Amend an entry", tags=_TAG)
def amend_one(
    handbook_id: str, kind: str, entry_id: str, body: Annotated[AmendmentBody, Body()], if_match: IfMatch = None
) -> Response[CorrectedAnswer]:
    """Change fields of an entry, based on the version in If-Match; the one before stays. The answer says what moved."""
    revise = revision(_kind(kind), body.changes)
    return _correct(handbook_id, kind, entry_id, "amend", body.reason.reason(), revise)


@router.post(f"{_PATH}/entered-in-error", summary="Mark an entry as entered in error", tags=_TAG)
def mark_one(
    handbook_id: str, kind: str, entry_id: str, body: Annotated[CorrectionBody, Body()], if_match: IfMatch = None
) -> Response[CorrectedAnswer]:
    """Keep an entry in sight and leave it out of evaluation, forecast, growth, alerts and reminders."""
    return _correct(handbook_id, kind, entry_id, "entered_in_error", body.reason.reason())


@router.post(f"{_PATH}/reinstate", summary="Reinstate an entry", tags=_TAG)
def reinstate_one(
    handbook_id: str, kind: str, entry_id: str, body: Annotated[CorrectionBody, Body()], if_match: IfMatch = None
) -> Response[CorrectedAnswer]:
    """Let an entry count again that was marked as entered in error."""
    return _correct(handbook_id, kind, entry_id, "reinstate", body.reason.reason())


def _correct(
    handbook_id: str, kind: str, entry_id: str, doing: Doing, reason: ChangeReason, revise: Revise | None = None
) -> Response[CorrectedAnswer]:
    correction = Correction(
        HandbookId(handbook_id), _kind(kind), entry_id, based_on_version(router), doing, reason, revise
    )
    corrected = correct_entry(correction, context_of(router), _tools())
    count("entry_corrected", doing)
    body = CorrectedAnswer.model_validate(corrected_answer(corrected))
    return answer(200, body, {"ETag": body.entry.etag})


def _shown(kept: Kept[Entry]) -> EntryVersion:
    return EntryVersion.model_validate(kept_answer(kept))


def _kind(word: str) -> type[Entry]:
    kind = BY_NAME.get(word)
    if kind is None:
        raise NotFoundError
    return kind


def _tools() -> Tools:
    return Tools(
        bootstrap.records(),
        bootstrap.disputes(),
        bootstrap.child_schedule,
        bootstrap.service_schedule,
        bootstrap.new_id,
    )
