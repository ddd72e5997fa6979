"""Every rule fires on one side of its threshold and not on the other."""

import pytest

from handbook.domain.alerts import alerts_of, current_rules
from handbook.domain.texts import Language
from tests.unit.domain.alerts.both_sides import BOTH_SIDES


def test_every_rule_is_tried_on_both_sides() -> None:
    assert set(BOTH_SIDES) == set(current_rules().by_code)


@pytest.mark.parametrize("code", list(BOTH_SIDES))
def test_a_rule_fires_on_its_threshold_and_not_one_step_before(code: str) -> None:
    met, not_met = BOTH_SIDES[code]
    assert code in {alert.rule.code for alert in alerts_of(*met)}
    assert code not in {alert.rule.code for alert in alerts_of(*not_met)}


@pytest.mark.parametrize("code", list(BOTH_SIDES))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_alert_can_be_read_in_both_languages_with_its_numbers(code: str, language: Language) -> None:
    alert = next(alert for alert in alerts_of(*BOTH_SIDES[code][0]) if alert.rule.code == code)
    text = alert.reason(language) + alert.advice(language)
    assert "{" not in text
    assert "–" not in text.replace("5–10", "").replace("2–3", "").replace("3–4", "")
    assert text.isascii() or language == "vi" or any(sign in text for sign in "−°–")


@pytest.mark.parametrize("code", list(BOTH_SIDES))
def test_an_alert_names_the_entry_that_opened_it_its_rule_and_edition(code: str) -> None:
    child, history, today = BOTH_SIDES[code][0]
    alert = next(alert for alert in alerts_of(child, history, today) if alert.rule.code == code)
    recorded: set[str] = {one.measurement.measurement_id for one in history.visits}
    recorded |= {one.entry_id for one in history.findings} | {one.entry_id for one in history.milestones}
    recorded |= {one.entry_id for one in history.feedings}
    assert set(alert.evidence) <= recorded
    assert alert.opened_by in recorded or not alert.evidence
    assert alert.rule.edition.startswith("VN-ALERTS-")
    assert len(alert.alert_id) == 32
