"""Vietnamese names: one string, found without diacritics, sorted by the given name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.names import (
    answers_to,
    can_be_name,
    clean_name,
    fold,
    given_name,
    is_not_named_yet,
    sort_key,
    without_diacritics,
)


def test_a_name_typed_with_combining_marks_is_stored_composed() -> None:
    typed = unicodedata.normalize("NFD", "Nguyễn Thị Ánh Đào")
    assert typed != "Nguyễn Thị Ánh Đào"
    assert clean_name(typed) == "Nguyễn Thị Ánh Đào"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Lò   Thị\tMây ", "Lò Thị Mây"),
        ("Vừ", "Vừ"),
        ("Công Tằng Tôn Nữ Hoàng", "Công Tằng Tôn Nữ Hoàng"),
        ("nguyễn văn a", "nguyễn văn a"),
        ("Trần\u00a0Anh", "Trần Anh"),
        ("K'Brơih", "K'Brơih"),
    ],
)
def test_spaces_are_collapsed_and_the_words_stay_as_written(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Đặng Thị Ánh", "Dang Thi Anh"),
        ("đỗ", "do"),
        ("Ước Nguyện Ỷ Ỹ Ậ Ẵ", "Uoc Nguyen Y Y A A"),
        ("Y'Thu Niê", "Y'Thu Nie"),
    ],
)
def test_diacritics_go_and_case_stays(name: str, plain: str) -> None:
    assert without_diacritics(name) == plain
    assert fold(name) == plain.lower()


@pytest.mark.parametrize(
    ("name", "called"),
    [("Nguyễn Thị Ánh", "Ánh"), ("Vừ", "Vừ"), ("Công Tằng Tôn Nữ Hoàng", "Hoàng"), ("", ""), ("   ", "")],
)
def test_people_are_called_by_the_last_syllable(name: str, called: str) -> None:
    assert given_name(name) == called


@pytest.mark.parametrize("typed", ["Ðỗ", "ðỗ", "Ɖỗ", unicodedata.normalize("NFD", "Đỗ"), "d\u0335ỗ"])
def test_what_is_typed_for_a_d_with_stroke_is_found_as_one(typed: str) -> None:
    assert fold(typed) == "do"


def test_the_rest_of_a_name_is_compared_word_by_word_from_the_first_on() -> None:
    names = ["Lê Bảo An", "Lê An", "Bùi Thị Minh Khánh An", "Lê Ba An", "An"]
    assert sorted(names, key=sort_key) == ["An", "Bùi Thị Minh Khánh An", "Lê An", "Lê Ba An", "Lê Bảo An"]


@given(st.permutations(["Lê Ánh", "Lê Anh", "Lê Ảnh", "Le Anh", "Lệ Anh"]))
def test_names_that_differ_in_marks_only_have_one_order(names: list[str]) -> None:
    assert sorted(names, key=sort_key) == sorted(["Lê Ánh", "Lê Anh", "Lê Ảnh", "Le Anh", "Lệ Anh"], key=sort_key)


@pytest.mark.parametrize(
    ("full_name", "asked", "found"),
    [
        ("Công Tằng Tôn Nữ Hoàng", "hoang ton nu", True),
        ("Vừ", "vu", True),
        ("Đặng Thị Ánh", "đặng ánh", True),
        ("Đặng Thị Ánh", unicodedata.normalize("NFD", "Ánh"), True),
        ("Nguyễn Văn An", "anh", False),
        ("Lê Lê", "le le", True),
        ("Lê An", "le le", False),
        ("K’Brơih", "k'broih", True),
        ("Lê An", "  ", False),
    ],
)
def test_a_name_is_found_by_whole_syllables_in_any_order(full_name: str, asked: str, found: bool) -> None:
    assert answers_to(full_name, asked) is found


@pytest.mark.parametrize(
    ("name", "yet"),
    [("Con bà Lan", True), ("Bé gái", True), ("CON CHỊ HOA", True), ("Chưa đặt tên", True),
     ("Bế Văn Đàn", False), ("Châu Thị Bé", False), ("Nguyễn Văn Con", False), ("Bé Thị Gái", False)],
)  # fmt: skip
def test_a_newborn_without_a_name_is_told_from_a_person_called_so(name: str, yet: bool) -> None:
    assert is_not_named_yet(name) is yet


def test_lists_are_sorted_by_given_name_then_by_the_whole_and_d_with_stroke_is_a_d() -> None:
    names = ["Trần Văn Đạt", "Lê Anh", "Bùi Văn Dũng", "Đinh Anh", "Vừ"]
    assert sorted(names, key=sort_key) == ["Đinh Anh", "Lê Anh", "Trần Văn Đạt", "Bùi Văn Dũng", "Vừ"]


@given(st.text(alphabet="AaĐđƠơƯưÂâÊêÔôỄễỘộỰự '", max_size=40))
def test_a_cleaned_name_does_not_depend_on_how_it_was_composed(name: str) -> None:
    forms = {clean_name(unicodedata.normalize(form, name)) for form in ("NFC", "NFD")}
    assert len(forms) == 1
    cleaned = forms.pop()
    assert clean_name(cleaned) == cleaned
    assert fold(cleaned).isascii()


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ánh",
        "Y",
        "H'Hen Niê",
        "K’Sor H`Bia",
        "Ka´ Đờn",
        "Con bà Lê Thị Hoa 2",
        "Nguyễn-Trần Anna",
        "J. R. O'Brien, Jr.",
        "John Paul Ⅱ",
        "Gal·la",
        "ʻIolani",
        "Γιώργος",
        "Михаил Ёлкин",
        "李小龙",
        "マリア・サントス",
        "สมชาย ใจดี",
        "محمد",
        "नरेन्द्र",
        "Nguye\u0302\u0303n Thi\u0323 Anh",
        "Trần Văn A (Bé)",
    ],
)
def test_names_of_every_script_can_be_names(name: str) -> None:
    assert can_be_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "😀 An",
        "An ❤",
        "👩🏻 Lan",
        "Lan 1\ufe0f\u20e3",
        "An™",
        "$An",
        "An=1+1",
        "<b>An</b>",
        "An\u200b",
        "An\x00",
        "12",
        "-",
        "",
        "🏻An",
    ],
)
def test_what_no_name_has_cannot_be_one(name: str) -> None:
    assert not can_be_name(name)
