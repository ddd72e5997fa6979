"""Takes over a part of a list of units; its callers are operators, by lambda:InvokeFunction (tools/units)."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

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
        rows, also = _rows(event, "rows", MOST_ROWS), _rows(event, "also")
    except InvalidFieldError as error:
        return {"refused": error.field}
    applies = event.get("apply") is True
    results = load_units(rows, also, bootstrap.now(), applies=applies, directory=bootstrap.directory())
    written = sum(one.unit is not None for one in results)
    refused = sum(one.outcome == "refused" for one in results)
    logger.info(Event.UNITS_LOADED, applies=applies, rows=len(rows), changes=written, refused=refused)
    return {"results": [{"outcome": one.outcome, "fields": list(one.fields)} for one in results]}


def _rows(event: dict[str, Any], name: str, most: int | None = None) -> list[dict[str, str]]:
    rows = event.get(name, [])
    if not isinstance(rows, list) or not all(map(_is_row, rows)) or (most is not None and len(rows) > most):
        raise InvalidFieldError(name)
    return rows


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and all(isinstance(text, str) for part in row.items() for text in part)
