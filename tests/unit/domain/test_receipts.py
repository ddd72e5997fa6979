"""What makes two requests the same request."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.receipts import LIFE
from tests.builders import NOW, receipt


def test_a_retry_is_the_same_request_whenever_it_comes() -> None:
    first = receipt()
    retry = replace(first, received_at=NOW + timedelta(hours=3))
    assert (first.identity, first.fingerprint) == (retry.identity, retry.fingerprint)


def test_two_people_never_share_a_key() -> None:
    assert receipt(actor_id="mother").identity != receipt(actor_id="father").identity


def test_another_body_or_another_route_under_the_same_key_is_another_request() -> None:
    first = receipt(body=b'{"a":1}')
    for other in (receipt(body=b'{"a":2}'), receipt(body=b'{"a":1}', route="POST /v1/y")):
        assert other.identity == first.identity
        assert other.fingerprint != first.fingerprint


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_a_key_cannot_be_moved_between_actor_and_client(actor: str, key: str, actor_2: str, key_2: str) -> None:
    plain = not any("\x1f" in part for part in (actor, key, actor_2, key_2))
    if plain and (actor, key) != (actor_2, key_2):
        assert receipt(key, actor).identity != receipt(key_2, actor_2).identity


def test_an_identity_shows_neither_actor_nor_key() -> None:
    identity = receipt("a-secret-key", "a-known-actor").identity
    assert "secret" not in identity
    assert "known" not in identity


def test_a_receipt_is_forgotten_after_a_day() -> None:
    assert receipt().forgotten_at == int((NOW + LIFE).timestamp())
    assert timedelta(days=1) == LIFE
