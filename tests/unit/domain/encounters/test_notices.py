"""What is unusual is said at once, and refuses nothing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handbook.domain.encounters.checking import check_encounter
from handbook.domain.encounters.encounter import Encounter
from handbook.domain.encounters.notices import notices_of
from handbook.domain.encounters.results import LabResult
from tests.unit.domain.encounters.visits import BORN_ALIVE, CHILD_ONLY, LAST_PERIOD, antenatal, checkup, days, delivery


def noticed(encounter: Encounter) -> list[tuple[str, str]]:
    check_encounter(encounter, BORN_ALIVE)
    return [(one.code, one.field) for one in notices_of(encounter, BORN_ALIVE)]


@pytest.mark.parametrize(
    ("said", "unusual"),
    [
        ({"fetal_heart_bpm": (110,)}, False),
        ({"fetal_heart_bpm": (109,)}, True),
        ({"fetal_heart_bpm": (160,)}, False),
        ({"fetal_heart_bpm": (140, 161)}, True),
        ({"weight_kg": 38}, False),
        ({"weight_kg": 37.9}, True),
    ],
)
def test_a_number_outside_the_usual_is_noticed(said: dict[str, Any], unusual: bool) -> None:
    (field,) = said
    assert noticed(antenatal(**said)) == ([("unusual_value", f"antenatal.{field}")] if unusual else [])


def test_five_hundred_millilitres_are_much_blood() -> None:
    assert noticed(delivery(blood_loss_ml=499)) == []
    assert noticed(delivery(blood_loss_ml=500)) == [("unusual_value", "delivery.blood_loss_ml")]


def test_weeks_that_differ_from_the_dating_by_more_than_a_week_are_noticed() -> None:
    on = LAST_PERIOD + days(100)
    assert noticed(antenatal(on, gestation_days=107)) == []
    assert noticed(antenatal(on, gestation_days=92)) == [("differs_from_dating", "antenatal.gestation_days")]
    assert notices_of(antenatal(on, gestation_days=92), CHILD_ONLY) == ()


def test_results_and_looks_that_need_a_second_are_noticed() -> None:
    labs = (LabResult("hbsag", finding="positive"), LabResult("ogtt_fasting", value=5.0))
    assert noticed(replace(antenatal(), labs=labs)) == [("unusual_result", "labs.0")]
    assert noticed(replace(antenatal(), labs=(LabResult("ogtt_fasting", value=5.1),))) == [("unusual_result", "labs.0")]
    assert noticed(replace(antenatal(), labs=(LabResult("blood_group_abo", finding="AB"),))) == []
    looked = checkup(date(2026, 11, 20), examination={"fontanelle": "bulging", "moro_reflex": "yes"})
    assert noticed(looked) == [("not_as_expected", "child_checkup.examination.fontanelle")]


def test_a_sentence_speaks_both_languages_and_repeats_no_value() -> None:
    (notice,) = notices_of(antenatal(fetal_heart_bpm=(177,)), BORN_ALIVE)
    assert notice.text.vi == "Tim thai nằm ngoài khoảng thường gặp (110–160 lần/phút)."
    assert notice.text.en == "Fetal heart is outside what is usual (110–160 a minute)."
