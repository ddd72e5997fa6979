"""Whatever JSON stands where a form is wanted: it is taken or refused, and no form breaks on it."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from handbook.web import schemas
from tools.openapi import document

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**20, max_value=10**40),
    st.floats(),
    st.text(max_size=30),
    st.from_regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(T[0-9:.]{2,12}(Z|[+-][0-9:]{4,5}))?", fullmatch=True),
    st.sampled_from(
        ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2026-02-30", "\ud800", "\x00", "\u202e"]
    ),
)
JSON = st.recursive(
    ODD, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
TYPES = ("Email", "PartialDay", "Day", "Instant", "Name", "Title", "Note", "Imprint", "Whole", "Identifier")


@cache
def bodies() -> dict[str, type[BaseModel]]:
    """Collect the forms of requests: importing the functions, which the document is made from, defines them."""
    document()
    found: dict[str, type[BaseModel]] = {}
    waiting = list(schemas.Body.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        found[f"{one.__module__}.{one.__name__}"] = one
    return found


@pytest.mark.parametrize("name", TYPES)
@given(value=JSON)
def test_a_type_of_our_forms_takes_any_json_or_refuses_it(name: str, value: Any) -> None:
    try:
        TypeAdapter(getattr(schemas, name)).validate_python(value)
    except ValidationError:
        return


def test_every_form_of_a_request_is_tried() -> None:
    assert len(bodies()) > 100


@given(data=st.data())
def test_a_form_takes_any_json_in_any_of_its_fields_or_refuses_it(data: st.DataObject) -> None:
    form = bodies()[data.draw(st.sampled_from(sorted(bodies())), label="form")]
    fields = data.draw(st.dictionaries(st.sampled_from(sorted(form.model_fields) or ["none"]), JSON, max_size=6))

    try:
        form.model_validate(fields)
    except ValidationError as error:
        refused = str(error)
    else:
        refused = ""

    # A refusal names places and never what was sent.
    assert "input_value" not in refused


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("me@example.vn", True),
        ("lan.anh+so@mail.example.com.vn", True),
        ("m\u1eb9@example.vn", False),
        ("me\x99@example.vn", False),
        ("me@example", False),
        ("a@b.vn,c@d.vn", False),
        ("<me@example.vn>", False),
        ("me@example.vn\n", False),
    ],
)
def test_an_address_is_one_that_a_letter_can_be_sent_to(address: str, taken: bool) -> None:
    try:
        TypeAdapter(schemas.Email).validate_python(address)
    except ValidationError:
        assert not taken
    else:
        assert taken
