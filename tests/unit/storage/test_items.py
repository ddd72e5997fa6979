"""Items are filled, written and read as PynamoDB itself does it, without its questions."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
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
from pynamodb.exceptions import AttributeDeserializationError, AttributeNullError, GetError
from pynamodb.models import Model

from handbook import storage
from handbook.storage import tables
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
def test_an_item_is_handed_to_a_transaction_as_pynamodb_hands_it(model: type[Item]) -> None:
    for item in (_filled(model), _bare(model)):
        for condition in (None, model.pk.does_not_exist(), model.pk.exists() & (model.sk == "SUMMARY")):
            for wanted in (None, "ALL_OLD"):
                said = item.get_save_kwargs_from_instance(condition, wanted)
                assert said == Model.get_save_kwargs_from_instance(item, condition, wanted)


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


class _Asked:
    """A connection that keeps what it was asked and answers with one item, or with a failure."""

    client = None

    def __init__(self, answer: dict[str, Any] | Exception) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self._answer = answer

    def dispatch(self, operation: str, said: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((operation, said))
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


@pytest.mark.parametrize("consistent", [False, True])
def test_an_item_is_asked_for_as_pynamodb_asks(consistent: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    model = MODELS[0]
    there = _bare(model)
    asked = _Asked({"Item": there.serialize()})
    monkeypatch.setattr(tables, "connection", lambda: asked)
    found = model.get("HANDBOOK#1", "SUMMARY", consistent_read=consistent)
    model._get_connection().get_item("HANDBOOK#1", range_key="SUMMARY", consistent_read=consistent)
    ours, theirs = asked.asked
    assert ours == theirs
    assert found.attribute_values == there.attribute_values


def test_an_item_that_is_not_there_and_a_read_that_fails_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    model = MODELS[0]
    monkeypatch.setattr(tables, "connection", lambda: _Asked({}))
    with pytest.raises(model.DoesNotExist):
        model.get("HANDBOOK#1", "SUMMARY")
    monkeypatch.setattr(tables, "connection", lambda: _Asked(ReadTimeoutError(endpoint_url="")))
    with pytest.raises(GetError):
        model.get("HANDBOOK#1", "SUMMARY")


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
