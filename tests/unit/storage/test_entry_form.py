"""Entries are read as they were written, whatever their fields hold."""

from datetime import UTC, date, datetime, timedelta
from typing import get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.doses import Dose
from handbook.domain.entry_kinds import KINDS
from handbook.domain.ids import DoseId
from handbook.domain.measurements import Measurement
from handbook.storage.entry_form import entry_from, form_of
from handbook.storage.entry_kinds import WORDS, kind_of

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
instants = st.integers(0, 10**12).map(lambda ms: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms))
doses = st.builds(
    Dose,
    dose_id=texts,
    product=texts,
    administered_on=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    recorded_at=instants,
    recorded_by=texts,
    kind=st.sampled_from(["administered", "historical"]),
    lot_number=st.none() | texts,
    unit_id=st.none() | texts,
    precision=st.sampled_from(["day", "month", "year"]),
    administered_at=st.none() | instants,
    expires_on=st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    volume_ml=st.none() | st.floats(0.05, 5),
)
measurements = st.builds(
    Measurement,
    measurement_id=texts,
    measured_on=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    recorded_at=instants,
    recorded_by=texts,
    source=st.sampled_from(["staff", "family"]),
    weight_kg=st.none() | st.floats(0.3, 80, allow_nan=False),
    length_cm=st.none() | st.floats(20, 150, allow_nan=False),
    posture=st.none() | st.sampled_from(["lying", "standing"]),
    muac_mm=st.none() | st.integers(40, 400),
    oedema=st.none() | st.booleans(),
    assessment=st.none() | st.just({"haz": None, "waz": -1.25, "flags": ["waz"], "reference": "WHO 2006"}),
)


@given(doses | measurements)
@settings(deadline=None)
def test_what_was_written_is_read_again(entry: Dose | Measurement) -> None:
    assert entry_from(type(entry), form_of(entry)) == entry


def test_what_was_not_said_is_not_written() -> None:
    entry = Dose(DoseId("d"), "bcg", date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), "n", "administered")

    assert {"lot_number", "unit_id"}.isdisjoint(form_of(entry))


def test_a_form_of_another_kind_is_refused() -> None:
    entry = Dose(DoseId("d"), "bcg", date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), "n", "administered")

    with pytest.raises(ValueError, match="Measurement"):
        entry_from(Measurement, form_of(entry))


@pytest.mark.parametrize("entry", KINDS, ids=lambda entry: entry.__name__)
def test_every_kind_has_a_word_of_its_own_and_names_fields_that_exist(entry: type) -> None:
    fields = set(get_type_hints(entry))

    assert {kind_of(entry).kind.day_field, kind_of(entry).kind.id_field, "recorded_at", "recorded_by"} <= fields
    assert len(WORDS) == len(KINDS)


def test_entries_of_a_kind_lie_in_the_order_of_days() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    days = [date(2026, 1, 1) + timedelta(days=n) for n in (0, 9, 40, 400)]
    keys = [kind_of(Dose).sort_key(Dose(DoseId("d"), "bcg", day, at, "n", "administered")) for day in days]

    assert keys == sorted(keys)
