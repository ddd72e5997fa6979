"""What the family was told."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.reminders.schemas.messages import ReminderAnswer, ReminderPage, reminder_answer
from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.usecases.admit import admit_reader
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.parameters import Cursor, Limit
from handbook.web.requests import cursor_of, position_of

router = APIGatewayRouter()


@router.get("/v1/handbooks/<handbook_id>/reminders", summary="Messages that were sent", tags=["reminders"])
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[ReminderPage]:
    """List the messages about a handbook, newest first."""
    book = HandbookId(handbook_id)
    admit_reader(context_of(router), Action.READ_HANDBOOK, book, bootstrap.records(), bootstrap.audit_log())
    page = bootstrap.reminders().of_handbook(book, limit, position_of(cursor))
    items = [ReminderAnswer.model_validate(reminder_answer(message)) for message in page.items]
    return answer(200, ReminderPage(items=items, next=cursor_of(page.next)))
