"""What is sealed opens under every key that is held, in its own place alone; what is marked is found under each."""

import json
from collections.abc import Callable
from time import monotonic

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.domain.errors import UnavailableError
from handbook.domain.marks import marks_of, version_of
from handbook.gateways import secrets
from handbook.gateways.vault import Vault

KEYS = {"1": "k" * 64, "2": "s" * 64, "3": "t" * 64}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
type Hold = Callable[..., Vault]


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Hold:
    """Let a process hold some keys, one of them current."""
    monkeypatch.setattr(secrets, "_read_at", {})

    def held(current: str, *versions: str, kind: str = "phone") -> Vault:
        document = {"current": current, **{version: KEYS[version] for version in (current, *versions)}}
        secrets._read_at["envelopes"] = (monotonic(), json.dumps(document))
        return Vault("envelopes", kind)

    return held


once = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@given(TEXTS, TEXTS)
@once
def test_what_was_sealed_before_opens_while_its_key_is_held_and_never_after(hold: Hold, text: str, place: str) -> None:
    sealed = hold("1").seal(text, place)

    assert sealed.startswith("1.")
    assert hold("1", "2").unseal(sealed, place) == hold("2", "1").unseal(sealed, place) == text
    assert hold("2", "1").seal(text, place).startswith("2.")
    with pytest.raises(UnavailableError):
        hold("2").unseal(sealed, place)


@given(TEXTS, TEXTS, TEXTS)
@once
def test_what_is_sealed_opens_in_its_own_place_alone_and_for_its_own_kind(
    hold: Hold, text: str, place: str, other: str
) -> None:
    sealed = hold("1").seal(text, place)
    if other != place:
        with pytest.raises(UnavailableError):
            hold("1").unseal(sealed, other)
    with pytest.raises(UnavailableError):
        hold("1", kind="email").unseal(sealed, place)


@given(TEXTS)
@once
def test_two_processes_of_which_one_is_behind_know_the_same_marks(hold: Hold, text: str) -> None:
    behind, ahead = marks_of(hold("1", "2").mark(text)), marks_of(hold("2", "1").mark(text))

    assert set(behind) == set(ahead)
    assert (behind[0], ahead[0]) == (ahead[1], behind[1])
    assert [version_of(one) for one in ahead] == ["2", "1"]
    assert marks_of(hold("1").mark(text)) == behind[:1]
    assert marks_of(hold("2").mark(text)) == ahead[:1]
