"""Vietnamese names: one string, found without diacritics, sorted by the given name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.names import clean_name, fold, given_name, sort_key, without_diacritics


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
