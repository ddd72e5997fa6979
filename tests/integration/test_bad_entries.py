"""What bad measurements, doses, numbers and codes get: a problem that names the field and never repeats the value."""

from typing import Any

import pytest

from tests.integration.refusals import refused, send
from tests.integration.world import CHILD, NOBODY, NURSE, everything, open_handbook

pytestmark = pytest.mark.usefixtures("world")


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ('"weight_kg": "5,1"', "weight_kg"),
        ('"weight_kg": "5.1"', "weight_kg"),
        ('"weight_kg": NaN', "weight_kg"),
        ('"weight_kg": Infinity', "weight_kg"),
        ('"weight_kg": -Infinity', "weight_kg"),
        ('"weight_kg": 1e999', "weight_kg"),
        ('"weight_kg": true', "weight_kg"),
        ('"weight_kg": [5.1]', "weight_kg"),
        ('"weight_kg": {"kg": 5.1}', "weight_kg"),
        ('"weight_kg": 5.1, "length_cm": "60"', "length_cm"),
        ('"weight_kg": 5.1, "head_cm": NaN', "head_cm"),
        ('"weight_kg": 5.1, "muac_mm": 135.5', "muac_mm"),
        ('"weight_kg": 5.1, "muac_mm": "135"', "muac_mm"),
        ('"weight_kg": 5.1, "posture": "sitting"', "posture"),
        ('"weight_kg": 5.1, "oedema": "perhaps"', "oedema"),
    ],
)
def test_a_measurement_of_a_wrong_type_names_the_field(raw: str, field: str) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/measurements"
    before = everything()

    answer = send(path, raw=f'{{"measured_on": "2026-06-15", {raw}}}')

    refused(answer, 422, "invalid-field", field)
    assert "5,1" not in answer.text
    assert everything() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("product", None),
        ("product", ""),
        ("product", 7),
        ("product", "x" * 65),
        ("administered_on", None),
        ("administered_on", "2026-02-30"),
        ("kind", "guessed"),
        ("kind", None),
        ("lot_number", ""),
        ("lot_number", "x" * 41),
        ("lot_number", 412),
    ],
)
def test_a_dose_with_a_wrong_value_names_the_field(field: str, value: Any) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/immunizations"
    before = everything()

    answer = send(path, {"product": "bcg", "administered_on": "2026-01-06", field: value}, caller=NURSE)

    refused(answer, 422, "invalid-field", field)
    assert everything() == before


@pytest.mark.parametrize(
    "phone",
    [
        "0243825321",  # a landline
        "+1 202 555 0123",
        "+86 139 1099 8888",
        "0123456789",
        "1900123456",
        "091234567",
        "09123456789",
        "0912 345 67x",
        "٠٩١٢٣٤٥٦٧٨",
        "+84+84912345678",
        "' OR 1=1 --",
        "0912345678;0912345679",
    ],
)
def test_a_number_that_is_not_a_vietnamese_mobile_one_is_refused_wherever_it_is_asked_for(phone: str) -> None:
    before = everything()
    token = {"phone": phone, "challenge_id": "x", "code": "123456"}

    answers = {
        "phone": [send("/v1/auth/otp", {"phone": phone}, caller=NOBODY), send("/v1/auth/token", token, caller=NOBODY)],
        "guardian_phone": [send("/v1/handbooks", {**CHILD, "guardian_phone": phone}, caller=NURSE)],
    }

    for field, given in answers.items():
        for answer in given:
            refused(answer, 422, "phone-not-vietnamese", field)
            assert phone not in answer.text
    assert everything() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "12345"),
        ("code", "1234567"),
        ("code", "12345x"),
        ("code", "١٢٣٤٥٦"),
        ("code", "123456\n"),
        ("code", 123456),
        ("challenge_id", ""),
        ("challenge_id", "x" * 65),
        ("phone", 912345678),
        ("phone", "x" * 31),
        ("phone", None),
    ],
)
def test_a_token_request_with_a_wrong_value_names_the_field(field: str, value: Any) -> None:
    before = everything()
    request = {"phone": "0912345678", "challenge_id": "x", "code": "123456", field: value}

    refused(send("/v1/auth/token", request, caller=NOBODY), 422, "invalid-field", field)
    assert everything() == before
