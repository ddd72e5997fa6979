"""What the routes of codes and batches take and give."""

from datetime import date
from typing import Annotated, Any

from pydantic import StringConstraints

from handbook.domain.codes import human_readable
from handbook.domain.handbook import Handbook
from handbook.usecases.scan_code import Scanned
from handbook.web.schemas import Body

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class ScannedAnswer(Body):
    """A code of ours. `handbook_id` is null while nothing is bound to it."""

    code: str
    readable: str
    state: str
    handbook_id: str | None
    full_name: str | None
    birth_date: date | None


class BindBody(Body):
    """Binds the code of the path to a handbook."""

    handbook_id: Identifier


class BoundAnswer(Body):
    """A handbook with the codes that now lead to it."""

    handbook_id: str
    code: str
    carriers: list[str]


def scanned_answer(scanned: Scanned) -> ScannedAnswer:
    """Write what a scan found."""
    handbook = scanned.handbook
    return ScannedAnswer(
        code=scanned.code,
        readable=human_readable(scanned.code),
        state=scanned.state.value,
        handbook_id=handbook.handbook_id if handbook else None,
        full_name=handbook.profile.full_name if handbook else None,
        birth_date=handbook.profile.birth_date if handbook else None,
    )


def bound_answer(handbook: Handbook) -> dict[str, Any]:
    """Write a binding as the JSON that clients and receipts get."""
    return {
        "handbook_id": handbook.handbook_id,
        "code": handbook.own_code,
        "carriers": list(handbook.carriers),
    }
