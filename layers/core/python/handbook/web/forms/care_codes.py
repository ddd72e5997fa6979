"""Pick lists of clients: the codes that observations are written with."""

from collections.abc import Mapping
from typing import Any, get_args

from handbook.domain.feeding import milks
from handbook.domain.findings import Stage, danger_signs_of, urine_protein_grades
from handbook.domain.texts import Text
from handbook.web.forms.forecast import ReasonBody, text_answer
from handbook.web.schemas import Body


class CareCodesAnswer(Body):
    """Danger signs of each stage in the order of the handbook, dipstick grades, and kinds of milk feeding."""

    danger_signs: Mapping[Stage, list[ReasonBody]]
    urine_protein: list[ReasonBody]
    milks: list[ReasonBody]


def care_codes_answer() -> dict[str, Any]:
    """Write the pick lists as JSON."""
    return {
        "danger_signs": {stage: _named(danger_signs_of(stage)) for stage in get_args(Stage.__value__)},
        "urine_protein": _named(urine_protein_grades()),
        "milks": _named({code: milk.text for code, milk in milks().items()}),
    }


def _named(codes: Mapping[str, Text]) -> list[dict[str, str]]:
    return [{"code": code, **text_answer(text)} for code, text in codes.items()]
