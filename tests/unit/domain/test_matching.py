"""Which handbooks are probably of one child: what speaks for it, what against, and twins."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.matching import PROBABLE, ChildFacts, are_twins, match
from handbook.domain.name_likeness import likeness, slips_between

BORN = date(2026, 9, 4)
CHILD = ChildFacts("Nguyễn Thị Minh Ánh", "F", BORN, mother_name="Trần Thị Lan", guardians=frozenset({"mother"}))


def child(**facts: Any) -> ChildFacts:
    return replace(CHILD, **facts)


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("Nguyễn Thị Ánh", "nguyễn thị ánh", "same"),
        ("Nguyễn Thị Ánh", "Nguyen Thi Anh", "same_without_marks"),
        ("Đỗ Hoà", "Đỗ Hòa", "same_without_marks"),
        ("Nguyễn Thị Ánh", "Nguyễn Ánh", "near"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánhh", "near"),
        ("Nguyễn Thị Ánh", "Nguyễn hTị Ánh", "near"),
        ("Nguyễn Thị Ánh", "Ánh Nguyễn Thị", "near"),
        ("Nguyễn Thị Ánh", "NguyễnThị Ánh", "near"),
        ("Nguyễn Gia Bảo", "Nguyễn Gia Bách", "different"),
        ("Nguyễn Minh Bảo", "Nguyễn Gia Bảo", "different"),
        ("Lê An", "Lê Thị Minh Ngọc An", "different"),
        ("Con bà Lan", "Nguyễn Thị Ánh", "unknown"),
        ("", "Nguyễn Thị Ánh", "unknown"),
        ("Vừ", "Vũ", "same_without_marks"),
        ("Công Tằng Tôn Nữ Hoàng", "Cong Tang Ton Nu Hoang", "same_without_marks"),
    ],
)
def test_a_slip_makes_a_name_near_and_another_persons_name_differs(one: str, other: str, like: str) -> None:
    assert likeness(one, other) == likeness(other, one) == like


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_slips_are_counted_the_same_both_ways_and_none_only_between_equals(one: str, two: str, three: str) -> None:
    assert slips_between(one, two) == slips_between(two, one)
    assert (slips_between(one, two) == 0) is (one == two)
    assert abs(len(one) - len(three)) <= slips_between(one, three) <= max(len(one), len(three))


@pytest.mark.parametrize(
    "other",
    [
        child(),
        child(full_name="Nguyen Thi Minh Anh", guardians=frozenset({"father"})),
        child(birth_date=date(2026, 4, 9)),
        child(birth_date=BORN + timedelta(days=1), guardians=frozenset()),
        child(full_name="Nguyễn Minh Ánh", mother_name="Trần Thị Lann"),
        child(mother_name=None, guardians=frozenset()),
        child(full_name="Con bà Lan"),
        child(birth_date=date(2025, 9, 4)),
        child(sex="M"),
    ],
)
def test_one_child_written_down_twice_is_probable(other: ChildFacts) -> None:
    found = match(CHILD, other)
    assert found.probable, found
    assert match(other, CHILD) == found


@pytest.mark.parametrize(
    "other",
    [
        child(full_name="Lê Văn Tèo", sex="M", mother_name="Vừ Thị Mỷ", guardians=frozenset()),
        child(full_name="Nguyễn Thị Minh Châu", birth_date=date(2024, 3, 1)),
        child(mother_name="Phạm Thị Hồng Nhung", guardians=frozenset(), birth_date=date(2025, 1, 2)),
        child(mother_name="Phạm Thị Hồng Nhung", guardians=frozenset()),
    ],
)
def test_children_who_share_a_name_or_a_mother_are_two(other: ChildFacts) -> None:
    assert not match(CHILD, other).probable, match(CHILD, other)


@pytest.mark.parametrize(
    "twin",
    [
        child(full_name="Nguyễn Thị Minh Châu"),
        child(full_name="Nguyễn Minh Bảo", sex="M"),
        child(birth_order=2),
        child(full_name="Con bà Lan", sex="M"),
        child(full_name="Nguyễn Thị Minh Châu", birth_date=BORN + timedelta(days=1)),
        child(full_name="Nguyễn Thị Minh Châu", mother_name=None),
    ],
)
def test_twins_are_two_children_whatever_else_they_share(twin: ChildFacts) -> None:
    first = child(birth_order=1)
    assert are_twins(first, twin)
    assert match(first, twin).twins
    assert not match(first, twin).probable


def test_a_number_of_the_child_on_both_says_one_child_in_spite_of_the_name() -> None:
    one = child(identifiers={"national": "mark-1"})
    renamed = child(full_name="Trần Gia Hân", identifiers={"national": "mark-1"})
    found = match(one, renamed)
    assert found.probable
    assert "identifier_shared" in found.reasons
    assert found.objections == ("name_differs",)


def test_two_numbers_of_one_office_speak_against_one_child() -> None:
    found = match(child(identifiers={"national": "mark-1"}), child(identifiers={"national": "mark-2"}))
    assert "identifier_differs" in found.objections
    assert found.score < match(CHILD, CHILD).score


def test_a_score_says_no_more_than_a_hundred_and_no_less_than_nothing() -> None:
    marks = child(identifiers={"national": "a"}, mother_identifiers=frozenset({"m"}))
    assert match(marks, marks).score == 100
    stranger = ChildFacts("Vừ A Dính", "M", date(2021, 1, 30), mother_name="Giàng Thị Sua")
    assert match(CHILD, stranger).score == 0


@pytest.mark.parametrize(("days", "reason"), [(3, "birth_date_near"), (4, "birth_date_differs")])
def test_a_birth_noted_three_days_late_is_near_and_four_is_another(days: int, reason: str) -> None:
    found = match(child(birth_date=date(2026, 9, 20)), child(birth_date=date(2026, 9, 20) + timedelta(days=days)))
    assert reason in (*found.reasons, *found.objections)


def test_the_threshold_is_on_the_side_of_offering() -> None:
    exact = ChildFacts("Lê Bảo An", "F", BORN)
    slip = replace(exact, full_name="Lê Boả An")
    assert match(exact, slip).score == PROBABLE
    assert match(exact, slip).probable
    assert not match(exact, replace(slip, sex="M")).probable
