"""Items are filled, written and read as PynamoDB itself does it, without its questions."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from pynamodb.attributes import (
    Attribute,
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeSetAttribute,
    VersionAttribute,
)
from pynamodb.exceptions import AttributeDeserializationError, AttributeNullError
from pynamodb.models import Model

from handbook import storage
from handbook.storage.tables import Item


def _below(model: type[Item]) -> Iterator[type[Item]]:
    for one in model.__subclasses__():
        yield one
        yield from _below(one)


def _models() -> list[type[Item]]:
    for module in pkgutil.iter_modules(storage.__path__, "handbook.storage."):
        import_module(module.name)
    return sorted((one for one in _below(Item) if hasattr(one, "Meta")), key=lambda one: one.__qualname__)


def _value(attribute: Attribute[Any]) -> Any:
    kinds: dict[type[Attribute[Any]], Any] = {
        VersionAttribute: 7,
        NumberAttribute: 3.5,
        BooleanAttribute: False,
        JSONAttribute: {"name": "Nguyễn Thị Ánh", "doses": [1, None]},
        BinaryAttribute: b"\x00\xff",
        UnicodeSetAttribute: {"one"},
    }
    return next((value for kind, value in kinds.items() if isinstance(attribute, kind)), "Trạm y tế")


def _filled(model: type[Item]) -> Item:
    values = {name: _value(attribute) for name, attribute in model.get_attributes().items()}
    return model(values.pop("pk"), values.pop("sk"), **values)


def _bare(model: type[Item]) -> Item:
    """Give an item with what it must have, what has a default left out."""
    required = {
        name: _value(one)
        for name, one in model.get_attributes().items()
        if not one.null and one.default is None and name not in {"pk", "sk"}
    }
    return model("HANDBOOK#1", "SUMMARY", **required)


MODELS = _models()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__qualname__)
def test_an_item_is_written_as_pynamodb_writes_it(model: type[Item]) -> None:
    for item in (_filled(model), _bare(model)):
        assert item._container_serialize() == Model._container_serialize(item)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__qualname__)
def test_an_item_is_read_as_pynamodb_reads_it(model: type[Item]) -> None:
    for item in (_filled(model), _bare(model)):
        said = {**item._container_serialize(), "of_later": {"S": "?"}}
        said |= {name: {"NULL": True} for name, one in model.get_attributes().items() if name not in said and one.null}
        ours, theirs = model.from_raw_data(said), model.from_raw_data(said)
        Model._container_deserialize(theirs, said)
        assert ours.attribute_values == theirs.attribute_values


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__qualname__)
def test_no_attribute_holds_attributes_bears_another_name_or_begins_otherwise(model: type[Item]) -> None:
    for name, attribute in model.get_attributes().items():
        assert not isinstance(attribute, MapAttribute | ListAttribute)
        assert attribute.attr_name == name
        assert attribute.default_for_new is None
        assert not callable(attribute.default)


def test_an_item_without_what_it_must_have_is_not_written() -> None:
    item = _bare(MODELS[0])
    item.attribute_values["sk"] = None
    with pytest.raises(AttributeNullError):
        item.serialize()


def test_an_item_of_another_type_is_not_read() -> None:
    with pytest.raises(AttributeDeserializationError):
        MODELS[0].from_raw_data({"pk": {"N": "1"}, "sk": {"S": "SUMMARY"}})


def test_there_are_models_to_look_at() -> None:
    assert len(MODELS) > 20
