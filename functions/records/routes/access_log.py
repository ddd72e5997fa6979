"""Who looked."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.audit_words import Who
from handbook.domain.ids import HandbookId
from handbook.domain.mothers import adopted_at
from handbook.usecases.admit import admit
from handbook.usecases.tell_accesses import who_acted
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.logs import AccessAnswer, AccessPage, access_answer
from handbook.web.parameters import Cursor, Limit
from handbook.web.requests import cursor_of, language_of, position_of

router = APIGatewayRouter()


@router.get("/v1/handbooks/<handbook_id>/access-log", summary="Who looked", tags=["sharing"])
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[AccessPage]:
    """Show a guardian who read or changed the handbook, or tried to without a right, newest first and in plain words.

    Those who adopted a child see who did so since.
    """
    book = HandbookId(handbook_id)
    handbook, _ = admit(context_of(router), Action.READ_ACCESS_LOG, book, bootstrap.records())
    since = adopted_at(handbook)
    page = bootstrap.audit_log().page(handbook.partitions, limit, position_of(cursor))
    shown = [entry for entry in page.items if since is None or entry.at >= since]
    names, language = who_acted(shown, bootstrap.directory()), language_of(router)
    items = [
        AccessAnswer.model_validate(access_answer(one, names.get((one.actor_id, one.unit_id), Who()), language))
        for one in shown
    ]
    return answer(200, AccessPage(items=items, next=cursor_of(page.next)))
