"""What the routes take, field by field, at both sides of each limit; an error never shows what was sent."""

import json
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from functions.auth.schemas import CodeRequest, RefreshRequest, StaffTokenRequest, TokenRequest
from functions.qr.batch_schemas import LayoutBody, OrderBody
from functions.qr.code_schemas import AllocationBody, BindBody, ReplaceBody, RunVoidBody, VoidBody
from functions.reminders.schemas.preferences import PreferencesBody, PreferencesPatch
from handbook.domain.handbook import Sex
from handbook.web.forms.handbooks import OpenHandbookBody, ProfileChangeBody
from handbook.web.forms.measurements import MeasurementBody
from tests.builders import profile

MARKER = "MARKER0912345678"
CHILD = {
    "full_name": "Nguyễn Thị Ánh",
    "sex": "F",
    "birth_date": "2026-09-01",
    "commune_code": "26734",
    "province_code": "79",
}
GOOD: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (CodeRequest, {"phone": "0912 345 678"}),
    (TokenRequest, {"phone": "0912345678", "challenge_id": "c", "code": "000042"}),
    (StaffTokenRequest, {"username": "u", "password": "p", "totp_code": "123456"}),
    (RefreshRequest, {"refresh_token": "t"}),
    (PreferencesBody, {"enabled": False}),
    (PreferencesPatch, {"language": "en"}),
    (VoidBody, {"reason": "lost"}),
    (ReplaceBody, {"old_code": "x", "reason": "damaged"}),
    (AllocationBody, {"unit_id": "u", "code_from": "x", "code_to": "y"}),
    (RunVoidBody, {"reason": "stolen", "batch_id": "b", "first_serial": 0, "last_serial": 2**40 - 1}),
    (BindBody, {"handbook_id": "b"}),
    (LayoutBody, {}),
    (OrderBody, {"vendor_id": "v", "unit_id": "u", "quantity": 1}),
    (OpenHandbookBody, CHILD),
    (ProfileChangeBody, {"full_name": "X"}),
    (MeasurementBody, {"measured_on": "2026-11-20", "weight_kg": 5.2}),
]


def taken(model: type[BaseModel], body: dict[str, Any]) -> BaseModel:
    return model.model_validate_json(json.dumps(body))


@pytest.mark.parametrize(("model", "body"), GOOD, ids=lambda one: getattr(one, "__name__", ""))
def test_a_body_with_an_unknown_field_is_refused_and_a_good_one_taken(
    model: type[BaseModel], body: dict[str, Any]
) -> None:
    taken(model, body)
    with pytest.raises(ValidationError) as caught:
        taken(model, body | {"surprise": MARKER})
    assert MARKER not in str(caught.value)


@pytest.mark.parametrize(
    ("model", "field", "good", "bad"),
    [
        (
            TokenRequest,
            "code",
            ["000000", "999999"],
            ["00042", "0000042", "00004x", "０００００１", "", 42, "000042\n"],
        ),
        (TokenRequest, "challenge_id", ["c" * 64], ["", "c" * 65]),
        (CodeRequest, "phone", ["091234567", "0" * 30], ["09123456", "0" * 31, 912345678]),
        (RefreshRequest, "pool", ["family", "staff"], ["other", None]),
        (OrderBody, "quantity", [1, 1_000_000], [0, 1_000_001, -1, 1.5, "1", True, None]),
        (OrderBody, "due_on", [None, "2026-11-20"], ["20/11/2026", "2026-02-30", "soon"]),
        (OrderBody, "with_svg", [True, False], [1, "yes", "true", None]),
        (LayoutBody, "with_text", [True, False], [0, "no", None]),
        (OpenHandbookBody, "full_name", ["Vừ", "x" * 100], ["", "   ", "x" * 101]),
        (OpenHandbookBody, "sex", ["F", "M"], ["f", "X", ""]),
        (OpenHandbookBody, "commune_code", ["00004", "26734"], ["4", "267345", "2673a", 26734]),
        (OpenHandbookBody, "province_code", ["01"], ["1", "001"]),
        (OpenHandbookBody, "gestation_days", [140, 315, None], [139, 316]),
        (OpenHandbookBody, "birth_weight_g", [300, 8000, None], [299, 8001]),
        (MeasurementBody, "weight_kg", [5, 5.2, None], ["5.2", True]),
        (MeasurementBody, "muac_mm", [125, None], [125.5, "125"]),
        (MeasurementBody, "posture", ["lying", "standing", None], ["sitting"]),
    ],
)
def test_each_field_takes_its_values_and_nothing_beside_them(
    model: type[BaseModel], field: str, good: list[Any], bad: list[Any]
) -> None:
    body = dict(GOOD)[model]
    for value in good:
        taken(model, body | {field: value})
    for value in bad:
        with pytest.raises(ValidationError) as caught:
            taken(model, body | {field: value})
        assert {error["loc"][0] for error in caught.value.errors()} == {field}


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_weight_is_a_number_that_exists(number: str) -> None:
    with pytest.raises(ValidationError):
        MeasurementBody.model_validate_json(f'{{"measured_on": "2026-11-20", "weight_kg": {number}}}')


def test_a_child_is_read_with_its_name_composed_and_cleaned() -> None:
    body = OpenHandbookBody.model_validate(CHILD | {"full_name": "  Nguye\u0302\u0303n  Thị Ánh "})
    assert body.profile() == profile()
    assert (body.sex, body.birth_date) == (Sex.FEMALE, date(2026, 9, 1))


def test_a_change_holds_what_was_sent_and_tells_null_from_absent() -> None:
    sent = ProfileChangeBody.model_validate({"full_name": " Lò  Thị Mây ", "mother_name": None})
    assert sent.changes() == {"full_name": "Lò Thị Mây", "mother_name": None}
    assert ProfileChangeBody.model_validate({}).changes() == {}
