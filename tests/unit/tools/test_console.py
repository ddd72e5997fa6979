import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.stack.console import box, pad, step, table, width, wrapped

VIETNAMESE = "Bà Nguyễn Thị Đượm, Trạm Y tế xã Tả Lủng"


def test_vietnamese_letters_take_one_column_each_whether_composed_or_not() -> None:
    assert width("ế") == width("e\u0302\u0301") == 1
    assert width(VIETNAMESE) == len(VIETNAMESE)


def test_east_asian_wide_letters_take_two_columns_and_invisible_ones_none() -> None:
    assert width("漢字") == 4
    assert width("a\u200db\u2060") == 2


def test_cells_of_a_table_stand_under_each_other_and_nothing_trails() -> None:
    assert table([("Mẹ", "1"), ("Điều dưỡng", "2")]) == ["Mẹ          1", "Điều dưỡng  2"]
    assert table([("a", ""), ("bb", "")]) == ["a", "bb"]


def test_the_box_frames_all_lines_in_the_same_width_and_carries_its_title() -> None:
    assert box(["Mẹ", "và bé"], "Sổ").splitlines() == [
        "╭─ Sổ ──╮",
        "│ Mẹ    │",
        "│ và bé │",
        "╰───────╯",
    ]


def test_a_title_longer_than_the_lines_widens_the_box() -> None:
    lines = box(["a"], "Sổ Mẹ và Bé").splitlines()
    assert {width(line) for line in lines} == {width(lines[0])}
    assert "Sổ Mẹ và Bé" in lines[0]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp"))), min_size=1))
def test_every_line_of_a_box_is_equally_wide_whatever_is_in_it(lines: list[str]) -> None:
    drawn = box(lines, "Sổ").split("\n")
    assert len(drawn) == len(lines) + 2
    assert len({width(line) for line in drawn}) == 1


def test_padding_never_cuts() -> None:
    assert pad("Đà Nẵng", 3) == "Đà Nẵng"
    assert pad("Huế", 5) == "Huế  "


def test_a_finished_step_shows_its_seconds_and_note(capsys: pytest.CaptureFixture[str]) -> None:
    with step("build") as progress:
        progress.note = "12 MB"
    printed = capsys.readouterr().out
    assert printed.startswith("  build …")
    assert printed.endswith(" s  12 MB\n")


def test_a_failed_step_ends_its_line_and_the_error_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="broken"), step("build"):
        raise ValueError("broken")
    assert capsys.readouterr().out.endswith("failed\n")


def test_an_interrupted_step_is_said_to_be_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyboardInterrupt), step("build"):
        raise KeyboardInterrupt
    assert capsys.readouterr().out.endswith("stopped\n")


def test_a_text_is_broken_between_words_at_exactly_the_width() -> None:
    assert wrapped("mẹ của bé Bo", 6) == ["mẹ của", "bé Bo"]
    assert wrapped("mẹ của bé Bo", 5) == ["mẹ", "của", "bé Bo"]


def test_a_word_longer_than_the_line_is_kept_whole_and_an_empty_text_is_one_line() -> None:
    assert wrapped("nghiêng", 3) == ["nghiêng"]
    assert wrapped("", 3) == [""]
