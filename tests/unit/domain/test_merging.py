"""A merge is a link: what it adds it takes away again, and one real dose counts once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.bonds import BOND_ROLES, Bond, joined, raised
from handbook.domain.carriers import Ending
from handbook.domain.codes import CodeState, Reason
from handbook.domain.doses import Dose
from handbook.domain.handbook import DoseFact, Handbook
from handbook.domain.ids import AccountId, DoseId, HandbookId
from handbook.domain.merges import Merge
from handbook.domain.merging import counted_once, is_same_dose, linked, parted, same_doses
from handbook.domain.restrictions import Restriction
from handbook.domain.summary import summarised
from tests.builders import NOW, handbook

FIRST = date(2026, 9, 2)
PRODUCTS = ("bcg", "hepb-birth", "penta")


def fact(dose_id: str, product: str = "bcg", day: date = FIRST, **more: Any) -> DoseFact:
    return DoseFact(DoseId(dose_id), product, day, **more)


def dose(dose_id: str, product: str, days: int) -> Dose:
    return Dose(DoseId(dose_id), product, FIRST + timedelta(days=days), NOW, "nurse", "administered")


@st.composite
def books(draw: st.DrawFn) -> tuple[Handbook, Handbook, Mapping[HandbookId, tuple[Dose, ...]]]:
    """Two handbooks as their entries make them, with some guardians in common."""
    found = []
    entries: dict[HandbookId, tuple[Dose, ...]] = {}
    for name in ("kept", "other"):
        guardians = draw(st.sets(st.sampled_from(["mother", "father", "aunt"]), min_size=1))
        said = draw(st.lists(st.tuples(st.sampled_from(PRODUCTS), st.integers(0, 2)), max_size=4))
        book = handbook(name, *(AccountId(one) for one in sorted(guardians)), own_code=f"CODE-{name}")
        roles = {one: Bond(draw(st.sampled_from(BOND_ROLES))) for one in book.guardians}
        book = replace(book, version=draw(st.integers(1, 9)), guardians=roles)
        if draw(st.booleans()):
            book = replace(book, restriction=Restriction(NOW, name))
        if draw(st.booleans()):
            book = book.with_carrier(f"BOOK-{name}", NOW)
        entries[book.handbook_id] = tuple(dose(f"{name}-{n}", *one) for n, one in enumerate(said))
        found.append(summarised(book, entries[book.handbook_id]))
    return found[0], found[1], entries


def link(kept: Handbook, other: Handbook) -> Merge:
    return Merge(
        other.handbook_id,
        NOW,
        "nurse",
        guardians=tuple(one for one in other.guardians if one not in kept.guardians),
        raised=raised(kept.guardians, other.guardians),
        codes=tuple(carrier.code for carrier in other.all_carriers),
        same_doses=same_doses(kept.doses, other.doses),
        seq=max(kept.version or 0, other.version or 0) + 1,
    )


def of(book: Handbook, entries: Mapping[HandbookId, tuple[Dose, ...]]) -> list[Dose]:
    return [one for place in book.partitions for one in entries[place]]


def unversioned(book: Handbook) -> Handbook:
    return replace(book, profile_version=0, version=0, guardians=dict(book.guardians))


@given(books())
def test_a_merge_undone_leaves_both_as_they_were(two: tuple[Any, Any, Any]) -> None:
    kept, other, entries = two
    one, two_ = linked(kept, other, link(kept, other))
    one = summarised(one, of(one, entries))

    back, again = parted(one, two_, one.merged_from[0])
    back, again = summarised(back, of(back, entries)), summarised(again, of(again, entries))

    assert unversioned(back) == unversioned(kept)
    assert unversioned(again) == unversioned(other)
    assert (back.profile_version, again.profile_version) == (kept.profile_version + 2, other.profile_version + 2)


@given(books(), st.sampled_from(PRODUCTS), st.booleans(), st.booleans())
def test_what_happens_in_between_stays_where_it_happened(
    two: tuple[Any, Any, Any], product: str, corrected: bool, lost: bool
) -> None:
    kept, other, entries = two
    one, two_ = linked(kept, other, link(kept, other))
    later = dose("later", product, 40)
    entries = {**entries, kept.handbook_id: (*entries[kept.handbook_id], later)}
    if corrected and entries[other.handbook_id]:
        first = replace(entries[other.handbook_id][0], product="ipv")
        entries = {**entries, other.handbook_id: (first, *entries[other.handbook_id][1:])}
    if lost and "BOOK-other" in one.bound_codes:
        one = one.without_carrier("BOOK-other", Ending(CodeState.VOID, Reason.LOST, NOW))
    one = summarised(one, of(one, entries))
    codes_before = {carrier.code for carrier in one.all_carriers}

    back, again = parted(one, two_, one.merged_from[0])
    back, again = summarised(back, of(back, entries)), summarised(again, of(again, entries))

    assert "later" in {one.dose_id for one in back.doses}
    assert {one.dose_id for one in again.doses} == {one.dose_id for one in entries[other.handbook_id]}
    if corrected and entries[other.handbook_id]:
        assert "ipv" in {one.product for one in again.doses}
    assert {c.code for c in back.all_carriers} | {c.code for c in again.all_carriers} == codes_before
    assert "BOOK-other" not in back.bound_codes
    assert ("BOOK-other" in again.bound_codes) is ("BOOK-other" in other.bound_codes and not lost)
    assert dict(again.guardians) == dict(other.guardians)


@given(books(), st.sampled_from([AccountId("mother"), AccountId("father"), AccountId("aunt")]))
def test_who_was_sent_away_while_two_were_one_comes_back_to_neither(
    two: tuple[Handbook, Handbook, Any], gone: AccountId
) -> None:
    kept, other, _ = two
    merge = link(kept, other)
    one, under = linked(kept, other, merge)
    left = {each: bond for each, bond in one.guardians.items() if each != gone}
    back, again = parted(replace(one, guardians=left), under, merge)

    assert gone not in back.guardians
    assert gone not in again.guardians
    assert set(again.guardians) == set(other.guardians) - {gone}


@given(books())
def test_a_restriction_of_either_holds_for_both_and_one_that_is_lifted_meanwhile_is_lifted(
    two: tuple[Handbook, Handbook, Any],
) -> None:
    kept, other, _ = two
    merge = link(kept, other)
    one, under = linked(kept, other, merge)
    freed, free = parted(replace(one, restriction=None), under, merge)

    assert (one.restriction is not None) == (kept.restriction is not None or other.restriction is not None)
    assert (freed.restriction, free.restriction) == (None, None)


@given(books())
def test_nobody_and_nothing_is_lost_in_a_merge(two: tuple[Any, Any, Any]) -> None:
    kept, other, entries = two
    one, two_ = linked(kept, other, link(kept, other))
    one = summarised(one, of(one, entries))

    assert set(one.guardians) == set(kept.guardians) | set(other.guardians)
    assert one.guardians == joined(kept.guardians, other.guardians)
    assert {c.code for c in one.all_carriers} == {c.code for b in (kept, other) for c in b.all_carriers}
    assert one.child == kept.child
    assert (two_.merged_into, two_.next_contact_on, two_.attention) == (kept.handbook_id, None, None)
    counted, aside = {d.dose_id for d in one.doses}, set(one.doses_set_aside)
    assert counted | aside == {d.dose_id for d in of(one, entries)}
    assert not counted & aside
    assert {d.dose_id for d in kept.doses} <= counted
    for dose_id, twin in one.doses_set_aside.items():
        both = {d.dose_id: d for d in (*kept.doses, *other.doses)}
        assert is_same_dose(both[dose_id], both[twin])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (fact("a"), fact("b"), True),
        (fact("a", lot_number="X1"), fact("b"), True),
        (fact("a", lot_number="X1"), fact("b", lot_number="x1"), True),
        (fact("a", lot_number="X1"), fact("b", lot_number="X2"), False),
        (fact("a"), fact("b", "penta"), False),
        (fact("a"), fact("b", day=FIRST + timedelta(days=1)), False),
        (fact("a"), fact("b", latest_on=FIRST + timedelta(days=29)), False),
    ],
)
def test_a_dose_is_the_same_by_product_day_and_lot(one: DoseFact, other: DoseFact, same: bool) -> None:
    assert is_same_dose(one, other) is is_same_dose(other, one) is same


def test_two_doses_of_one_day_are_paired_one_by_one() -> None:
    assert same_doses([fact("a")], [fact("b"), fact("c")]) == (("b", "a"),)


def test_a_dose_counts_again_when_its_twin_is_gone_or_says_something_else() -> None:
    merge = Merge(HandbookId("other"), NOW, "nurse", same_doses=((DoseId("b"), DoseId("a")),))
    twin, dose_ = fact("a"), fact("b")
    assert counted_once((twin, dose_), [merge]) == (twin,)
    assert counted_once((dose_,), [merge]) == (dose_,)
    amended = replace(twin, product="penta")
    assert counted_once((amended, dose_), [merge]) == (amended, dose_)


def test_a_dose_that_a_client_sent_to_both_under_one_id_counts_once() -> None:
    # Told by the old name while two were one, it lay with the one that stayed; sent again when they were parted, it
    # was recorded in the other too. Then they are merged again.
    twice = (fact("a"), fact("a"), fact("b", "penta"))
    merge = Merge(HandbookId("other"), NOW, "nurse", same_doses=same_doses((fact("a"),), (fact("a"),)))

    assert counted_once(twice, [merge]) == (fact("a"), fact("b", "penta"))
    assert counted_once((fact("a"), fact("a", "penta")), [merge]) == (fact("a"), fact("a", "penta"))
    assert counted_once((fact("a"),), [merge]) == (fact("a"),)
