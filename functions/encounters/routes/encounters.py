"""Antenatal visits, deliveries, postpartum and newborn visits, check-ups and sick visits."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.ids import HandbookId
from handbook.observability import count
from handbook.usecases.read_encounters import list_encounters, read_care_plan, read_encounter
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.encounter_answers import (
    CareItemBody,
    CarePlanAnswer,
    EncounterItem,
    EncounterPage,
    EncounterRead,
    EncounterRecordedAnswer,
    care_item_answer,
    item_answer,
    read_answer,
)
from handbook.web.forms.encounters import EncounterBody
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.recorders import recorder_of
from handbook.web.recorders.recorder import record_once
from handbook.web.requests import cursor_of, position_of

router = APIGatewayRouter()
_PATH = "/v1/handbooks/<handbook_id>/encounters"
_TAG = ["encounters"]


@router.post(_PATH, summary="Record an encounter", tags=_TAG, status_code=201)
def record_one(
    handbook_id: str, body: Annotated[EncounterBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[EncounterRecordedAnswer]:
    """Record one visit with all that was seen at it: measurements, findings and the like become entries of their own.

    Families may record sick visits. The answer holds what is unusual, the alerts that moved and the next contact.
    """
    result = record_once(router, recorder_of("encounter"), handbook_id, body, EncounterRecordedAnswer)
    count("encounter_recorded", reason=result.kind)
    location = f"/v1/handbooks/{handbook_id}/encounters/{result.encounter_id}"
    return answer(201, result, {**result.headers, "Location": location})


@router.get(_PATH, summary="List encounters", tags=_TAG)
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[EncounterPage]:
    """List encounters in the order of days, each with what was seen at it."""
    page = list_encounters(
        HandbookId(handbook_id),
        limit,
        position_of(cursor),
        context_of(router),
        records=bootstrap.records(),
        audit=bootstrap.audit_log(),
    )
    items = [EncounterItem.model_validate(item_answer(one)) for one in page.items]
    return answer(200, EncounterPage(items=items, next=cursor_of(page.next)))


@router.get(f"{_PATH}/<encounter_id>", summary="Read an encounter", tags=_TAG)
def read_one(handbook_id: str, encounter_id: str) -> Response[EncounterRead]:
    """Read one encounter; HIV results only by staff who may, and each such reading stands in the access log."""
    seen = read_encounter(
        HandbookId(handbook_id),
        encounter_id,
        context_of(router),
        records=bootstrap.records(),
        audit=bootstrap.audit_log(),
    )
    body = EncounterRead.model_validate(read_answer(seen))
    return answer(200, body, {"ETag": body.etag})


@router.get("/v1/handbooks/<handbook_id>/care-plan", summary="Official contacts of care", tags=_TAG)
def show_plan(handbook_id: str) -> Response[CarePlanAnswer]:
    """Say which antenatal contacts, visits after birth and check-ups are done, due, overdue and missed."""
    plan = read_care_plan(
        HandbookId(handbook_id), context_of(router), records=bootstrap.records(), audit=bootstrap.audit_log()
    )
    return answer(200, CarePlanAnswer(items=[CareItemBody.model_validate(care_item_answer(one)) for one in plan]))
