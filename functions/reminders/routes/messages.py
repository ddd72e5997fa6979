"""What the family was told."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.reminders.schemas.messages import ReminderPage, page_answer
from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.domain.ids import HandbookId
from handbook.usecases.read_reminders import Tools, read_reminders
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.parameters import Cursor, Limit
from handbook.web.requests import cursor_of, language_of, position_of

router = APIGatewayRouter()


@router.get("/v1/handbooks/<handbook_id>/reminders", summary="Messages, sent and to come", tags=["reminders"])
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[ReminderPage]:
    """List the messages about a handbook, newest first, what was not sent and why, and what comes next."""
    tools = Tools(
        records=bootstrap.records(),
        audit=bootstrap.audit_log(),
        reminders=bootstrap.reminders(),
        directory=bootstrap.directory(),
        recipients=messaging.recipients(),
        index_of=bootstrap.phone_vault().index,
        sessions=bootstrap.vaccination_days(),
        schedule=bootstrap.child_schedule(),
    )
    found = read_reminders(HandbookId(handbook_id), context_of(router), limit, position_of(cursor), tools)
    return answer(200, page_answer(found, cursor_of(found.page.next), language_of(router)))
