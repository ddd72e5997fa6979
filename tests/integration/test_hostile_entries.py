"""What cannot be reckoned with, printed or believed is refused by name, whatever a client sends."""

from datetime import date, datetime
from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.codes import mint
from handbook.domain.screening import form_for
from tests.integration.api import Answer
from tests.integration.refusals import refused
from tests.integration.test_batches import order
from tests.integration.test_codes import handed_out, ordered
from tests.integration.world import MOTHER, NURSE, OTHER_MOTHER, Clock, everything, open_handbook

pytestmark = pytest.mark.usefixtures("world")

HUGE = 10**400
_QUESTIONS = [*form_for(date(2026, 1, 5), date(2026, 6, 15))["questions"]]


@pytest.fixture
def path() -> str:
    """A girl of 161 days."""
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


@pytest.mark.parametrize("number", [HUGE, -HUGE, 2**31, -(2**31) - 1])
@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        ("measurements", {"measured_on": "2026-06-15", "weight_kg": 6.1}, "muac_mm"),
        ("findings", {"observed_on": "2026-06-15", "subject": "child", "stage": "child"}, "spo2_percent"),
        ("supplements", {"given_on": "2026-06-15", "product": "vitamin_a"}, "dose_iu"),
        ("dental", {"checked_on": "2026-06-15"}, "teeth_erupted"),
        ("screenings", {"answers": {}, "temperature_c": 36.8}, "weight_g"),
    ],
)
def test_a_whole_number_beyond_all_measure_is_invalid_and_no_failure_of_ours(
    path: str, kind: str, body: dict[str, Any], field: str, number: int
) -> None:
    before = everything()

    refused(NURSE.post(f"{path}/{kind}", {**body, field: number}), 422, "invalid-field", field)

    assert everything() == before


@pytest.mark.parametrize(("until", "status"), [("2046-01-20", 201), ("2046-01-21", 422), ("9999-12-31", 422)])
@pytest.mark.parametrize("kind", ["ill", "refused", "immunization-conditions", "screenings"])
def test_no_vaccine_waits_longer_than_childhood(path: str, kind: str, until: str, status: int) -> None:
    before = everything()
    answer = _waiting(path, kind, until)

    assert answer.status == status, answer.body
    if status == 422:
        refused(answer, 422, "invalid-field", "recheck_on" if kind == "screenings" else "until")
        assert everything() == before
    assert MOTHER.get(f"{path}/forecast").status == 200


def _waiting(path: str, kind: str, until: str) -> Answer:
    if kind == "immunization-conditions":
        return NURSE.post(f"{path}/{kind}", {"kind": "refusal", "of": ["dtp"], "until": until})
    if kind == "screenings":
        said = dict.fromkeys(_QUESTIONS, "no")
        return NURSE.post(f"{path}/{kind}", {"answers": said, "temperature_c": 39.0, "recheck_on": until})
    said = {"product": "penta", "status": "not_given", "reason": kind, "until": until}
    return NURSE.post(f"{path}/immunizations", said)


@pytest.mark.parametrize("what", ["immunizations", "immunizations/preview"])
@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+07:01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"])
def test_an_instant_without_a_date_in_vietnam_is_invalid(path: str, what: str, instant: str) -> None:
    dose = {"product": "penta", "administered_at": instant}

    refused(NURSE.post(f"{path}/{what}", dose), 422, "invalid-field", "administered_at")


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00Z", "2026-01-04T12:00:00+07:00"])
def test_an_instant_before_birth_is_refused_by_the_field_that_was_sent(path: str, instant: str) -> None:
    dose = {"product": "penta", "administered_at": instant}

    refused(NURSE.post(f"{path}/immunizations", dose), 422, "date-before-birth", "administered_at")


@pytest.mark.parametrize("on", [None, "2026-06-15", "2026-06-16"])
def test_a_telephone_that_is_minutes_ahead_of_midnight_records_a_dose_of_today(
    path: str, clock: Clock, on: str | None
) -> None:
    clock.at = datetime.fromisoformat("2026-06-15T23:55:00+07:00")

    dose = {"product": "penta", "administered_at": "2026-06-16T00:05:00+07:00", "administered_on": on}
    recorded = NURSE.post(f"{path}/immunizations", dose)

    assert recorded.status == 201, recorded.body
    assert recorded.body["dose"]["administered_on"] == "2026-06-15"


@pytest.mark.parametrize("lot", ["A\u202e12", "A\u0000", "A\u200f", "\u0007", "A\nB", " ", "A" * 41])
def test_a_lot_number_is_one_line_of_visible_letters(path: str, lot: str) -> None:
    dose = {"product": "penta", "administered_on": "2026-06-15", "lot_number": lot}

    refused(NURSE.post(f"{path}/immunizations", dose), 422, "invalid-field", "lot_number")


@pytest.mark.parametrize(("volume_ml", "status"), [(1e-320, 422), (0.0099, 422), (0.01, 201), (5, 201), (5.01, 422)])
def test_a_volume_is_one_that_a_syringe_shows(path: str, volume_ml: float, status: int) -> None:
    dose = {"product": "penta", "administered_on": "2026-06-15", "volume_ml": volume_ml}

    assert NURSE.post(f"{path}/immunizations", dose).status == status


def test_a_weight_that_the_form_does_not_ask_for_is_refused_and_not_kept_unseen(path: str) -> None:
    asked = NURSE.get(f"{path}/screenings/checklist").body["questions"]
    said = {"answers": {one["code"]: "no" for one in asked}, "temperature_c": 36.8}

    refused(NURSE.post(f"{path}/screenings", {**said, "weight_g": -1}), 422, "invalid-field", "weight_g")
    assert NURSE.post(f"{path}/screenings", said).status == 201


def test_labels_are_for_those_who_can_confirm_a_delivery() -> None:
    refused(order(unit_id="other-printer"), 422, "invalid-field", "unit_id")


def test_a_family_cannot_tell_a_book_of_others_from_one_that_nobody_has(path: str) -> None:
    batch = ordered(10)
    bound = handed_out(batch)
    unused = mint(batch["first_serial"] + 1, bootstrap.code_keys().current())
    assert NURSE.post(f"/v1/qr/codes/{bound}/bind", {"handbook_id": path.rsplit("/", 1)[-1]}).status == 201

    said = [OTHER_MOTHER.post(f"/v1/qr/codes/{code}/void", {"reason": "lost"}) for code in (bound, unused)]

    refused(said[0], 404, "not-found")
    refused(said[1], 404, "not-found")
    assert MOTHER.post(f"/v1/qr/codes/{bound}/void", {"reason": "lost"}).status == 200
