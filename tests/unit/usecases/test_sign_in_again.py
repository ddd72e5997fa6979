"""A right code, and Cognito that does not answer: asked once more, and the code is not lost for it."""

import pytest

from handbook.domain import sign_in
from handbook.domain.errors import UnavailableError, WrongCodeError
from tests.builders import NOW, account
from tests.fakes import FakeDirectory
from tests.unit.usecases.test_sign_in_family import RIGHT, SignIn


def signing_in(silent: int) -> SignIn:
    person = SignIn(FakeDirectory(account()))
    person.pool.silent = silent
    return person


def test_one_exchange_that_gets_no_answer_is_followed_by_another_with_another_ticket() -> None:
    person = signing_in(silent=1)

    assert person.answer(person.ask(), RIGHT) == "tokens of mother"
    assert len(set(person.pool.tickets)) == 2


def test_two_get_no_answer_and_the_same_request_sent_again_is_let_in() -> None:
    person = signing_in(silent=2)
    sent = person.ask()
    with pytest.raises(UnavailableError):
        person.answer(sent, RIGHT)

    assert person.answer(sent, RIGHT) == "tokens of mother"
    with pytest.raises(WrongCodeError):
        person.answer(sent, RIGHT)


def test_each_time_costs_a_try_so_that_a_code_has_five_in_all() -> None:
    person = signing_in(silent=2 * sign_in.TRIES)
    sent = person.ask()
    for _ in range(sign_in.TRIES):
        with pytest.raises(UnavailableError):
            person.answer(sent, RIGHT)

    with pytest.raises(WrongCodeError):
        person.answer(sent, RIGHT)


def test_a_code_that_was_given_back_is_no_longer_good_than_it_was() -> None:
    person = signing_in(silent=2)
    sent = person.ask()
    with pytest.raises(UnavailableError):
        person.answer(sent, RIGHT)

    with pytest.raises(WrongCodeError):
        person.answer(sent, RIGHT, now=NOW + sign_in.CODE_LIFE)
