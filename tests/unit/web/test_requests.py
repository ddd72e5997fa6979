"""What a handler reads from a request: language, versions, keys and cursors, none of them trusted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.errors import (
    IdempotencyKeyRequiredError,
    InvalidCursorError,
    InvalidFieldError,
    VersionRequiredError,
)
from handbook.domain.receipts import Receipt
from handbook.web.requests import (
    based_on_version,
    client_address,
    cursor_of,
    etag,
    header,
    language_of,
    position_of,
    raw_body,
    receipt_of,
)
from tests.builders import NOW
from tests.unit.web.requests_in import asked, encoded


@pytest.mark.parametrize(
    ("sent", "language"),
    [
        ("", "vi"),
        ("vi", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("fr-FR, en;q=0.8", "en"),
        ("EN", "en"),
        ("fr", "vi"),
        ("*", "vi"),
        (";;,,", "vi"),
    ],
)
def test_english_is_for_those_who_prefer_it_and_vietnamese_for_everybody_else(sent: str, language: str) -> None:
    assert language_of(asked(headers={"Accept-Language": sent} if sent else {})) == language


@pytest.mark.parametrize("name", ["Accept-Language", "accept-language", "ACCEPT-LANGUAGE"])
def test_header_names_are_read_without_case(name: str) -> None:
    assert header(asked(headers={name: " en "}), "Accept-Language") == "en"


def test_the_address_is_the_one_that_the_gateway_saw() -> None:
    assert client_address(asked(headers={"X-Forwarded-For": "1.2.3.4"})) == "203.0.113.9"


def test_a_body_is_read_as_bytes() -> None:
    assert raw_body(asked(body="đ")) == "đ".encode()
    assert raw_body(asked(body=None)) == b""


@pytest.mark.parametrize(
    ("tag", "version"),
    [
        ('"1"', 1),
        ('"42"', 42),
        ("42", -1),
        ('W/"42"', -1),
        ('"042"', -1),
        ('"abc"', -1),
        ("*", -1),
        ('"-1"', -1),
        ('"1", "2"', -1),
        ('"²"', -1),
        ('""', -1),
    ],
)
def test_if_match_is_a_version_and_a_tag_that_was_never_issued_is_one_that_never_was(tag: str, version: int) -> None:
    assert based_on_version(asked(headers={"If-Match": tag})) == version


@given(st.integers(min_value=1, max_value=10**9))
def test_every_etag_is_read_back(version: int) -> None:
    assert based_on_version(asked(headers={"If-Match": etag(version)})) == version


@pytest.mark.parametrize("headers", [{}, {"If-Match": ""}, {"If-Match": "  "}])
def test_a_change_without_if_match_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(VersionRequiredError) as caught:
        based_on_version(asked(headers=headers))
    assert caught.value.field == "If-Match"


def kept(**headers: str) -> Receipt:
    app = asked(headers={name.replace("_", "-"): value for name, value in headers.items()}, body='{"name": "a"}')
    return receipt_of(app, "mother", NOW, lambda _: {})


def test_a_receipt_holds_actor_key_route_and_body() -> None:
    found = kept(Idempotency_Key="k" * 200)
    assert (found.actor_id, found.key, found.received_at) == ("mother", "k" * 200, NOW)
    assert (found.route, found.body) == ("POST /v1/x", b'{"name": "a"}')


def test_a_request_that_creates_needs_a_key_of_at_most_200_characters() -> None:
    with pytest.raises(IdempotencyKeyRequiredError):
        kept()
    with pytest.raises(InvalidFieldError) as caught:
        kept(Idempotency_Key="k" * 201)
    assert caught.value.field == "Idempotency-Key"


KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=20)


@given(st.dictionaries(st.text(max_size=8), KEYS, min_size=1, max_size=4))
def test_a_cursor_leads_back_to_its_position(position: dict[str, str]) -> None:
    cursor = cursor_of(position)
    assert cursor is not None
    assert cursor.isascii()
    assert position_of(cursor) == position


def test_a_list_begins_and_ends_without_a_cursor() -> None:
    assert cursor_of(None) is None
    assert position_of(None) is None
    assert position_of("") is None


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "not base64!",
        "đ",
        "//8=",
        encoded([]),
        encoded(None),
        encoded(7),
        encoded("pk"),
        encoded({"pk": 7}),
        encoded({"pk": {"S": "HANDBOOK#another"}}),
        encoded({"pk": None}),
        encoded([[]] * 300),
        "W1" * 900,
    ],
)
def test_a_cursor_that_we_did_not_issue_is_refused_by_name(cursor: str) -> None:
    with pytest.raises(InvalidCursorError) as caught:
        position_of(cursor)
    assert (caught.value.field, caught.value.args) == ("cursor", ("cursor",))


@given(st.text(max_size=60))
def test_no_text_makes_reading_a_cursor_fail_in_another_way(cursor: str) -> None:
    try:
        position = position_of(cursor)
    except InvalidCursorError:
        return
    assert position is None or all(isinstance(value, str) for value in position.values())


def test_a_result_is_written_once_for_receipt_and_client_and_another_one_anew() -> None:
    written: list[object] = []

    def render(result: object) -> dict[str, object]:
        written.append(result)
        return {"result": result}

    receipt = receipt_of(asked(headers={"Idempotency-Key": "k"}), "actor", NOW, render)
    first, second = ["a"], ["a"]
    assert receipt.render(first) is receipt.render(first)
    assert receipt.render(second) == {"result": ["a"]}
    assert written == [first, second]
    assert written[1] is second
