"""An export reads everything that lies in a handbook, or says why not."""

import re

from handbook.storage.entry_kinds import WORDS
from handbook.storage.whole import BESIDE, ELSEWHERE, PROFILE_WORD, VERSION_WORD
from tests.template import ROOT

_ITEM = re.compile(r"^\| records \| `HANDBOOK#id` \| `([A-Z_]+)", re.MULTILINE)


def test_every_item_of_a_handbook_is_exported_or_on_the_list_of_those_that_are_not() -> None:
    designed = set(_ITEM.findall((ROOT / "docs/table-design.md").read_text(encoding="utf-8")))
    exported = {*WORDS, PROFILE_WORD, VERSION_WORD, *BESIDE}
    assert exported <= designed
    assert designed - exported == set(ELSEWHERE), "read it in storage/whole.py, or say in ELSEWHERE why not"


def test_every_kind_of_entry_has_a_word_of_its_own() -> None:
    assert not set(WORDS) & set(ELSEWHERE)
