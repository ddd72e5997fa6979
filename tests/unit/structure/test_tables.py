"""What PynamoDB believes about keys and indexes is what template.yaml makes."""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import pytest

from handbook import storage
from handbook.storage.entry_kinds import WORDS
from handbook.storage.tables import Item
from tests.environment import TABLES
from tests.template import ROOT, resources
from tools.capacity.design import without_costs

for found in pkgutil.iter_modules(storage.__path__, f"{storage.__name__}."):
    importlib.import_module(found.name)


_NUMBERS = {"seq": "N"}
"""Versions of a handbook; text would sort 10 before 9."""


def _below(model: type[Item]) -> Iterator[type[Item]]:
    for child in model.__subclasses__():
        yield child
        yield from _below(child)


MODELS = sorted(
    (model for model in _below(Item) if model.__module__.startswith(f"{storage.__name__}.")),
    key=lambda model: model.__name__,
)


def _table(model: type[Item]) -> dict[str, Any]:
    found: dict[str, Any] = resources("AWS::DynamoDB::Table")[model.Meta.table_name]["Properties"]
    return found


def _indexes(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*table.get("GlobalSecondaryIndexes", ()), *table.get("LocalSecondaryIndexes", ())]


def _schema(model: type[Item]) -> Mapping[str, Any]:
    """What PynamoDB would make of a model."""
    return cast("Mapping[str, Any]", model._get_schema())


def _keys(schema: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {one["AttributeName"]: one["KeyType"] for one in schema}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_keys_of_a_model_are_its_tables(model: type[Item]) -> None:
    assert _keys(_schema(model)["key_schema"]) == _keys(_table(model)["KeySchema"])


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_index_of_a_model_is_in_the_template_with_the_same_keys_and_projection(model: type[Item]) -> None:
    made = {index["IndexName"]: index for index in _indexes(_table(model))}
    schema = _schema(model)
    for index in (*schema["global_secondary_indexes"], *schema["local_secondary_indexes"]):
        wanted = made[index["index_name"]]
        assert _keys(index["key_schema"]) == _keys(wanted["KeySchema"])
        assert index["projection"] == wanted["Projection"]


@pytest.mark.parametrize("name", TABLES.values())
def test_every_index_of_the_template_is_one_that_a_model_writes(name: str) -> None:
    table = resources("AWS::DynamoDB::Table")[name]["Properties"]
    written = {
        attribute.attr_name
        for model in MODELS
        if model.Meta.table_name == name
        for attribute in model.get_attributes().values()
    }
    for index in _indexes(table):
        assert set(_keys(index["KeySchema"])) <= written, f"{name} pays for {index['IndexName']}, which nobody fills"


@pytest.mark.parametrize("name", TABLES.values())
def test_every_key_attribute_is_a_string_but_the_sequence_and_no_other_attribute_is_defined(name: str) -> None:
    table = resources("AWS::DynamoDB::Table")[name]["Properties"]
    used = set(_keys(table["KeySchema"]))
    for index in _indexes(table):
        used |= set(_keys(index["KeySchema"]))
    assert {one["AttributeName"]: one["AttributeType"] for one in table["AttributeDefinitions"]} == {
        name: _NUMBERS.get(name, "S") for name in used
    }


def test_every_table_of_the_template_has_models_and_an_environment_variable() -> None:
    assert set(resources("AWS::DynamoDB::Table")) == set(TABLES.values())
    assert {model.Meta.table_name for model in MODELS} == set(TABLES.values())


def test_what_forgets_itself_says_when() -> None:
    forgetting = [model for model in MODELS if model.Meta.table_name == "TransientTable"]
    assert forgetting
    assert all("expires_at" in model.get_attributes() for model in forgetting)


def test_every_kind_of_entry_stands_in_the_table_design() -> None:
    design = (ROOT / "docs/table-design.md").read_text(encoding="utf-8")

    assert [word for word in WORDS if f"`{word}#date#" not in design] == []


def test_no_two_access_patterns_have_one_number() -> None:
    text = without_costs((ROOT / "docs/table-design.md").read_text(encoding="utf-8"))
    numbers = re.findall(r"^\| (AP-[0-9]+) ", text, re.MULTILINE)

    assert [number for number, times in Counter(numbers).items() if times > 1] == []
