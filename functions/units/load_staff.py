"""Takes over a part of a list of staff; its callers are operators, by lambda:InvokeFunction (tools/staff)."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.units.rows import rows_of
from handbook import bootstrap
from handbook.bootstrap.staff import contact_keeper
from handbook.domain.errors import InvalidFieldError
from handbook.observability import Event, logger
from handbook.usecases.load_staff import MOST_ROWS, Office, load_staff

bootstrap.prepare(bootstrap.directory)


def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Do `{"rows": [{column: text}], "apply": bool}`; the answer has a result for each row, and no value of any.

    What is no list of rows is answered with `{"refused": "rows"}`; nothing was written then.
    """
    try:
        rows = rows_of(event, "rows", MOST_ROWS)
    except InvalidFieldError as error:
        return {"refused": error.field}
    applies = event.get("apply") is True
    office = Office(bootstrap.directory(), bootstrap.staff_accounts(), contact_keeper(), applies)
    results = load_staff(rows, bootstrap.now(), office)
    made, changed, refused = (sum(one.outcome == name for one in results) for name in ("created", "changed", "refused"))
    logger.info(Event.STAFF_LOADED, applies=applies, rows=len(rows), made=made, changes=changed, refused=refused)
    return {"results": [{"outcome": one.outcome, "field": one.field} for one in results]}
