"""The code lists of everyday care speak both languages and say where they are from."""

from collections.abc import Iterator
from typing import Any

import pytest

from handbook.reference.care import DOCUMENTS, load_document
from tests.template import ROOT

SOURCES = ROOT / "layers/core/python/handbook/reference/SOURCES_care.md"


def texts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "vi" in node:
            yield node
        node = list(node.values())
    for child in node if isinstance(node, list) else []:
        yield from texts(child)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_name_stands_in_both_languages_under_a_code(name: str) -> None:
    for text in texts(load_document(name)):
        assert text["code"]
        assert text["vi"]
        assert text["en"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_has_an_edition_and_its_row_in_the_sources(name: str) -> None:
    assert load_document(name)["edition"]
    assert f"`{name}.json`" in SOURCES.read_text(encoding="utf-8")


def test_another_name_is_no_document() -> None:
    with pytest.raises(KeyError):
        load_document("../growth")
