"""What messages say."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.reminders.schemas.texts import TextAnswer, TextPage, text_answer
from handbook.domain.access import Action, by_role
from handbook.domain.errors import ForbiddenError
from handbook.domain.names import given_name
from handbook.domain.reminders.previews import LONGEST_NAME, LONGEST_PLACE, previews
from handbook.domain.reminders.rules import rules_on
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.requests import language_of
from handbook.web.schemas import Day, Imprint, Name

router = APIGatewayRouter()


@router.get("/v1/reminders/texts", summary="What messages say", tags=["reminders"])
def show_texts(
    on: Annotated[Day | None, Query(description="By the rules in force on this day; today without one")] = None,
    name: Annotated[Name | None, Query(description="A child's name; the longest without one")] = None,
    place: Annotated[Imprint | None, Query(description="Where the session is; the longest without one")] = None,
) -> Response[TextPage]:
    """Show staff every text in both languages, with its length and how many messages it costs."""
    context = context_of(router)
    if by_role(context.actor, Action.PREVIEW_TEXTS) is None:
        raise ForbiddenError
    rules, language = rules_on(on or context.today), language_of(router)
    child = given_name(name) if name else LONGEST_NAME
    items = []
    for preview in previews(rules, child, place or LONGEST_PLACE):
        subject = rules.subjects.get(preview.subject)
        shown = text_answer(preview, subject.in_(language) if subject else preview.subject)
        items.append(TextAnswer.model_validate(shown))
    return answer(200, TextPage(rules=rules.rules_id, items=items))
