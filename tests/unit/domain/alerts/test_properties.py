"""What must hold for the alerts of every child."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.alerts import Alert, GrowthVisit, History, alerts_of
from handbook.domain.growth.velocity import is_plausible
from tests.builders import NOW
from tests.unit.domain.alerts.children import BORN, GIRL, TODAY, on, visit
from tests.unit.domain.alerts.test_faltering import FALTERING
from tests.unit.domain.care import entries

relaxed = settings(deadline=None, max_examples=40)
scores = st.one_of(st.none(), st.integers(-450, 450).map(lambda hundredths: hundredths / 100))
FLAGS = ("weight_for_age_implausible", "length_for_age_implausible", "head_for_age_implausible")
NUTRITION = {"stunting", "underweight", "wasting", "overweight", "oedema", "arm", "small_head", "large_head"}
CLEARED: dict[str, Any] = {"haz": 0.0, "waz": 0.0, "whz": 0.0, "baz": 0.0, "hcz": 0.0}


@st.composite
def visits(draw: st.DrawFn, ages: st.SearchStrategy[int] | None = None) -> GrowthVisit:
    values: dict[str, Any] = {name: draw(scores) for name in CLEARED}
    values["weight_kg"] = draw(st.one_of(st.none(), st.integers(2000, 9000).map(lambda grams: grams / 1000)))
    values["length_cm"] = draw(st.one_of(st.none(), st.integers(450, 1000).map(lambda mm: mm / 10)))
    values["muac_mm"] = draw(st.one_of(st.none(), st.integers(90, 180)))
    values["oedema"] = draw(st.none() | st.booleans())
    values["flags"] = draw(st.sampled_from([(), (), (), *[(flag,) for flag in FLAGS]]))
    recorded_at: datetime = NOW + timedelta(minutes=draw(st.integers(0, 3)))
    entry_id = f"m{draw(st.uuids())}"
    return visit(draw(st.integers(0, 2100) if ages is None else ages), entry_id, recorded_at=recorded_at, **values)


SIGNS = ("lethargy", "convulsions", "vomits_everything")
findings = st.builds(
    lambda age, key, signs, temperature, breaths: entries.findings(
        "child", on(age), f"f{key}", danger_signs=signs, temperature_c=temperature, breaths_per_minute=breaths
    ),
    st.integers(61, 2100),
    st.uuids(),
    st.one_of(st.none(), st.lists(st.sampled_from(SIGNS), unique=True).map(tuple)),
    st.one_of(st.none(), st.sampled_from([37.0, 37.5, 38.5, 40.0])),
    st.one_of(st.none(), st.integers(20, 70)),
)
feedings = st.builds(
    lambda age, key, milk, foods: entries.feeding(on(age), f"e{key}", milk=milk, complementary_foods=foods),
    st.integers(0, 900),
    st.uuids(),
    st.sampled_from([None, "exclusive_breastfeeding", "mixed", "formula"]),
    st.sampled_from([None, True, False]),
)
histories = st.builds(
    History,
    visits=st.lists(visits(), max_size=8).map(tuple),
    findings=st.lists(findings, max_size=5).map(tuple),
    feedings=st.lists(feedings, max_size=4).map(tuple),
)
days = st.dates(BORN, TODAY)


def about(alert: Alert) -> tuple[str, str]:
    return alert.rule.family, alert.about


@relaxed
@given(histories, days)
def test_no_cause_has_two_open_alerts_and_no_id_stands_twice(history: History, today: date) -> None:
    found = alerts_of(GIRL, history, today)
    assert not [cause for cause, count in Counter(about(a) for a in found if a.is_open).items() if count > 1]
    assert len({alert.alert_id for alert in found}) == len(found)


@relaxed
@given(histories, days)
def test_the_alerts_of_one_cause_follow_each_other(history: History, today: date) -> None:
    found = alerts_of(GIRL, history, today)
    for alert in found:
        assert alert.opened_on <= alert.latest_on <= today
        assert alert.resolved_on is None or alert.resolved_on <= today
        assert (alert.resolved_on is None) == (alert.resolved_because is None)
    met = Counter((about(alert), entry_id) for alert in found for entry_id in alert.met_by)
    assert not [twice for twice, count in met.items() if count > 1]
    by_cause: dict[tuple[str, str], list[Alert]] = {}
    for alert in sorted(found, key=lambda a: (a.opened_on, a.resolved_on or date.max)):
        by_cause.setdefault(about(alert), []).append(alert)
    for row in by_cause.values():
        for earlier, later in pairwise(row):
            assert earlier.resolved_on is not None
            assert earlier.resolved_on <= later.opened_on


@relaxed
@given(histories, days, st.integers(0, 1000))
def test_the_order_of_entries_changes_nothing(history: History, today: date, seed: int) -> None:
    def shuffled(entries: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(Random(seed).sample(entries, len(entries)))

    other = History(shuffled(history.visits), shuffled(history.findings), (), shuffled(history.feedings))
    assert alerts_of(GIRL, history, today) == alerts_of(GIRL, other, today) == alerts_of(GIRL, history, today)


@relaxed
@given(st.lists(visits(st.integers(0, 1700)), max_size=8), st.sampled_from([1750, 2150]))
def test_a_later_normal_entry_resolves_and_changes_nothing_of_the_past(found: list[GrowthVisit], age: int) -> None:
    last = visit(age, "last", muac_mm=170, oedema=False, **CLEARED, weight_kg=99.0, length_cm=120.0)
    before = alerts_of(GIRL, History(visits=tuple(found)), TODAY)
    after = {alert.alert_id: alert for alert in alerts_of(GIRL, History(visits=(*found, last)), TODAY)}
    for alert in before:
        now = after.pop(alert.alert_id)
        assert (now.opened_on, now.evidence[: len(alert.evidence)]) == (alert.opened_on, alert.evidence)
        assert alert.is_open or now == alert
        assert now.rule.family not in NUTRITION or now.resolved_on is not None
    # A return to the middle from far above is a fall, and that alone may be new.
    assert {alert.opened_by for alert in after.values()} <= {"last"}
    assert {alert.rule.code for alert in after.values()} <= FALTERING


@relaxed
@given(st.lists(visits(), max_size=8))
def test_a_flagged_measurement_is_never_evidence_of_faltering(found: list[GrowthVisit]) -> None:
    flagged = {one.measurement.measurement_id for one in found if not is_plausible(one.assessment)}
    for alert in alerts_of(GIRL, History(visits=tuple(found)), TODAY):
        assert alert.rule.code not in FALTERING or not flagged & set(alert.evidence)


@relaxed
@given(
    visits(st.integers(1500, 1826)),
    st.lists(visits(st.integers(0, 1499)), max_size=1),
    visits(st.integers(1827, 2100)),
)
def test_no_faltering_opens_across_day_1826_and_1827(
    last: GrowthVisit, earlier: list[GrowthVisit], first: GrowthVisit
) -> None:
    for alert in alerts_of(GIRL, History(visits=(*earlier, last, first)), TODAY):
        if alert.rule.code in FALTERING:
            assert alert.opened_on < on(1827)
            assert alert.opened_by != first.measurement.measurement_id


@relaxed
@given(st.lists(visits(), max_size=6), st.integers(0, 5))
def test_an_acknowledgement_kept_by_id_finds_its_alert_when_other_records_come(
    found: list[GrowthVisit], count: int
) -> None:
    """Records of another kind leave the ids of all alerts of growth alone."""
    growth = alerts_of(GIRL, History(visits=tuple(found)), TODAY)
    more = tuple(entries.findings("child", on(100 + day), f"f{day}", danger_signs=SIGNS) for day in range(count))
    assert {a.alert_id for a in growth} <= {
        a.alert_id for a in alerts_of(GIRL, History(visits=tuple(found), findings=more), TODAY)
    }


@relaxed
@given(histories, days)
def test_every_alert_can_be_read_without_a_gap(history: History, today: date) -> None:
    for alert in alerts_of(GIRL, history, today):
        for language in ("vi", "en"):
            assert "{" not in alert.reason(language) + alert.advice(language)
            assert "(z = –)" not in alert.reason(language)
