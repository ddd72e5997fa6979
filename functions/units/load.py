"""Takes over a part of a list of units; its callers are operators, by lambda:InvokeFunction (tools/units)."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.units.rows import rows_of
from handbook import bootstrap
from handbook.domain.errors import InvalidFieldError
from handbook.observability import Event, logger
from handbook.usecases.load_units import MOST_ROWS, load_units

bootstrap.prepare(bootstrap.directory)


def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Do `{"rows": [{column: text}], "also": [...], "apply": bool}`; the answer has a result for each row.

    What is no list of rows is answered with `{"refused": "<part at fault>"}`; nothing was written then.
    """
    try:
        rows, also = rows_of(event, "rows", MOST_ROWS), rows_of(event, "also")
    except InvalidFieldError as error:
        return {"refused": error.field}
    applies = event.get("apply") is True
    results = load_units(rows, also, bootstrap.now(), applies=applies, directory=bootstrap.directory())
    written = sum(one.unit is not None for one in results)
    refused = sum(one.outcome == "refused" for one in results)
    logger.info(Event.UNITS_LOADED, applies=applies, rows=len(rows), changes=written, refused=refused)
    return {"results": [{"outcome": one.outcome, "fields": list(one.fields)} for one in results]}
