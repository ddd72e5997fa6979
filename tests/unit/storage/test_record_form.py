"""Handbooks are read as they were written, and those of before a field was known as they were."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.conditions import LIVE, ConditionFact, DeferralFact, group_mark, product_mark
from handbook.domain.consents import ConsentFact
from handbook.domain.handbook import DoseFact, Handbook
from handbook.domain.ids import DoseId
from handbook.domain.restrictions import Restriction
from handbook.storage.life_form import residence_key
from handbook.storage.record_form import facts_of, handbook_from
from tests.builders import NOW, handbook

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
doses = st.builds(
    DoseFact,
    dose_id=texts,
    product=texts,
    administered_on=days,
    latest_on=st.none() | days,
    expires_on=st.none() | days,
    lot_number=st.none() | texts,
    historical=st.booleans(),
)
conditions = st.builds(
    ConditionFact,
    condition_id=texts,
    kind=st.sampled_from(["contraindication", "immunity", "refusal"]),
    code=texts,
    of=st.lists(texts, max_size=3).map(tuple),
    since=days,
    until=st.none() | days,
)
deferrals = st.builds(DeferralFact, source_id=texts, code=texts, of=st.lists(texts, max_size=3).map(tuple), until=days)


def read(facts: dict[str, Any]) -> Handbook:
    return handbook_from(handbook().handbook_id, facts, None, 1)


@given(
    st.lists(doses, max_size=4).map(tuple),
    st.lists(conditions, max_size=3).map(tuple),
    st.lists(deferrals, max_size=3).map(tuple),
)
@settings(deadline=None)
def test_doses_conditions_and_deferrals_are_read_as_they_were_written(
    given_doses: Any, held: Any, waiting: Any
) -> None:
    book = handbook(doses=given_doses, conditions=held, deferrals=waiting)

    assert read(facts_of(book)) == book


def test_a_handbook_of_before_conditions_and_lots_loads() -> None:
    old = {**facts_of(handbook()), "doses": [["d", "bcg", "2026-09-01"]]}

    assert {"conditions", "deferrals"}.isdisjoint(old)
    assert read(old) == handbook(doses=(DoseFact(DoseId("d"), "bcg", date(2026, 9, 1)),))


@given(
    st.dictionaries(
        st.sampled_from(["research", "share_school"]),
        st.builds(
            ConsentFact,
            version=st.none() | texts,
            given_on=st.none() | days,
            child_agreed_on=st.none() | days,
            withdrawn_on=st.none() | days,
        ),
    ),
    st.none() | st.builds(Restriction, since=st.just(NOW), request_id=texts),
)
@settings(deadline=None)
def test_consents_and_a_restriction_are_read_as_they_were_written(
    consents: dict[str, ConsentFact], restriction: Restriction | None
) -> None:
    book = handbook(consents=consents, restriction=restriction)

    assert read(facts_of(book)) == book


def test_a_restricted_handbook_keeps_its_place_in_the_lists_of_its_area_and_is_marked_there() -> None:
    open_, restricted = residence_key(handbook()), residence_key(handbook(restriction=Restriction(NOW, "request")))
    assert open_ is not None
    assert restricted == (open_[0], f"{open_[1]}#R")


def test_a_handbook_without_consents_takes_no_more_room_than_before() -> None:
    assert {"consents", "restricted"}.isdisjoint(facts_of(handbook()))


def test_a_dose_of_which_nothing_more_is_known_takes_no_more_room_than_before() -> None:
    plain = handbook(doses=(DoseFact(DoseId("d"), "bcg", date(2026, 9, 1)),))

    assert facts_of(plain)["doses"] == [["d", "bcg", "2026-09-01"]]


def test_marks_tell_groups_products_and_live_vaccines_apart() -> None:
    fact = DeferralFact("s", "c", (group_mark("measles"), product_mark("measles"), LIVE), date(2026, 1, 1))

    assert fact.groups == fact.products == {"measles"}
