"""The register of a commune."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.ids import CommuneCode
from handbook.usecases.read_register import RegisterQuery, read_register
from handbook.usecases.see_codes import sees_codes
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.handbooks import HandbookAnswer, HandbookPage, handbook_answer
from handbook.web.parameters import Cursor, Limit
from handbook.web.requests import cursor_of, position_of
from handbook.web.schemas import Day

router = APIGatewayRouter()
_LATEST_MONTH = 240

AgeMonths = Annotated[int | None, Query(ge=0, le=_LATEST_MONTH, description="Completed months of life")]
DueDay = Annotated[Day | None, Query(description="Expected day of birth")]


@router.get("/v1/communes/<commune_code>/register", summary="Read a commune's register", tags=["identity"])
def read(
    commune_code: str,
    of: Literal["children", "pregnant"] = "children",
    age_months_from: AgeMonths = None,
    age_months_to: AgeMonths = None,
    due_from: DueDay = None,
    due_to: DueDay = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response[HandbookPage]:
    """List the children of a commune by age, youngest first, or its pregnant women by due date, first due first."""
    context = context_of(router)
    page = read_register(
        CommuneCode(commune_code),
        RegisterQuery(of, age_months_from, age_months_to, due_from, due_to),
        context,
        limit,
        position_of(cursor),
        register=bootstrap.records(),
        audit=bootstrap.audit_log(),
    )
    # Only staff read registers, and what is the mother's is theirs to see.
    forms = [
        handbook_answer(handbook, context.today, mother_shown=True, codes_shown=sees_codes(context, handbook))
        for handbook in page.items
    ]
    items = [HandbookAnswer.model_validate(form) for form in forms]
    return answer(200, HandbookPage(items=items, next=cursor_of(page.next)))
