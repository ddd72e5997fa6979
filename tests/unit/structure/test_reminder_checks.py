"""What docs/reminders.md says is checked is checked by a test of that name."""

import re

from tests.template import ROOT

NAMED = re.compile(r"`((?:unit|integration|e2e)/[\w/]+\.py)::(\w+)`")


def test_every_test_that_the_document_names_is_there() -> None:
    named = NAMED.findall((ROOT / "docs/reminders.md").read_text(encoding="utf-8"))
    assert len(named) > 30
    for path, name in named:
        text = (ROOT / "tests" / path).read_text(encoding="utf-8")
        assert re.search(rf"^(def {name}\(|{name} = )", text, re.MULTILINE), (path, name)
