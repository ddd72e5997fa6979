"""The command that shows what messages say, and what each costs."""

from dataclasses import replace
from datetime import date

import pytest

from handbook.domain.reminders.rules import rules_on
from tools.remind_texts import lines, main, too_long

RULES = rules_on(date(2026, 11, 20))


def test_every_text_is_shown_with_the_length_of_its_longest_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    shown = capsys.readouterr().out
    assert "So Me va Be: be Anh co lich tiem chung ngay 28/12. Moi dua be den tram y te." in shown
    assert "dose/due/vi+session" in shown
    assert len(list(lines(RULES))) > 30


def test_a_text_that_takes_two_messages_is_named() -> None:
    long = {**RULES.texts, "mixed": {"vi": ["x" * 161, ""], "en": ["{names} {day}", ""]}}
    assert too_long(RULES) == []
    assert too_long(replace(RULES, texts=long)) == ["mixed/mixed/vi"]
