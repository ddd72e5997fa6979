"""Record and list doses."""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.doses import Dose, NotGiven
from handbook.domain.entries import Kept
from handbook.domain.ids import HandbookId
from handbook.observability import count
from handbook.usecases.admit import admit_reader
from handbook.usecases.judge_doses import judge_doses
from handbook.usecases.preview_dose import preview_dose
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.immunizations import (
    DoseBody,
    DoseItem,
    DosePage,
    DosePreviewAnswer,
    DoseRecordedAnswer,
    dose_answer,
    preview_answer,
)
from handbook.web.forms.not_given import (
    ImmunizationBody,
    NotGivenItem,
    NotGivenPage,
    NotGivenRecordedAnswer,
    not_given_answer,
)
from handbook.web.forms.revisions import listed
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.recorders import recorder_of
from handbook.web.recorders.recorder import record_once
from handbook.web.requests import cursor_of, position_of

router = APIGatewayRouter()
_TAG = ["health"]


@router.post("/v1/handbooks/<handbook_id>/immunizations", summary="Record a dose", tags=_TAG, status_code=201)
def record_one(
    handbook_id: str, body: Annotated[ImmunizationBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[DoseRecordedAnswer | NotGivenRecordedAnswer]:
    """Record a dose, valid or not, or that one was not given; the answer says whether it counts and what is next."""
    body.check_fields()
    if body.status == "not_given":
        missed = recorder_of("not_given")
        entered = record_once(router, missed, handbook_id, body.not_given(), NotGivenRecordedAnswer)
        return answer(201, entered, entered.headers)
    result = record_once(router, recorder_of("dose"), handbook_id, body.given(), DoseRecordedAnswer)
    count("dose_recorded", result.dose.evaluation.status)
    return answer(201, result, result.headers)


@router.get("/v1/handbooks/<handbook_id>/immunizations", summary="List doses", tags=_TAG)
def list_some(
    handbook_id: str,
    limit: Limit = 50,
    cursor: Cursor = None,
    status: Annotated[
        Literal["given", "not_given"], Query(description="Doses, or doses that were not given")
    ] = "given",
) -> Response[DosePage | NotGivenPage]:
    """List doses in the order of administration, each with its evaluation by the schedule in force."""
    book, context, records = HandbookId(handbook_id), context_of(router), bootstrap.records()
    handbook = admit_reader(context, Action.READ_HANDBOOK, book, records, bootstrap.audit_log())
    if status == "not_given":
        missed = records.entries(NotGiven, book, limit, position_of(cursor))
        missed_items = [listed(NotGivenItem, kept, not_given_answer(kept.entry)) for kept in missed.items]
        return answer(200, NotGivenPage(items=missed_items, next=cursor_of(missed.next)))
    judged = judge_doses(handbook, bootstrap.child_schedule(), bootstrap.service_schedule, context.today)
    page = records.entries(Dose, book, limit, position_of(cursor))
    aside = handbook.doses_set_aside

    def shown(kept: Kept[Dose]) -> dict[str, Any]:
        dose_id = kept.entry.dose_id
        found = (judged.doses.get(dose_id), aside.get(dose_id)) if kept.counts else (None, None)
        return {**dose_answer(kept.entry, found[0]), "same_as": found[1]}

    # A dose that was written after the handbook was read is on the next reading's list.
    items = [
        listed(DoseItem, kept, shown(kept))
        for kept in page.items
        if kept.entry.dose_id in judged.doses or not kept.counts
    ]
    found = judged.forecast
    return answer(
        200,
        DosePage(
            items=items,
            next=cursor_of(page.next),
            schedule_id=found.schedule_id,
            schedule_version=found.schedule_version,
            engine_version=found.engine_version,
        ),
    )


@router.post("/v1/handbooks/<handbook_id>/immunizations/preview", summary="Preview a dose", tags=_TAG)
def preview_one(handbook_id: str, body: Annotated[DoseBody, Body()]) -> Response[DosePreviewAnswer]:
    """Say before a dose is given whether it would count and what speaks against it; nothing is recorded."""
    found = preview_dose(
        HandbookId(handbook_id),
        body.command(),
        context_of(router),
        records=bootstrap.records(),
        audit=bootstrap.audit_log(),
        schedule=bootstrap.child_schedule(),
        service=bootstrap.service_schedule,
    )
    return answer(200, DosePreviewAnswer.model_validate(preview_answer(found)))
