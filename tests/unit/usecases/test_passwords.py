"""Passwords: an option beside the codes by SMS, and no way to learn who has an account."""

from datetime import timedelta

import pytest

from handbook.domain.accounts import EventKind, check_password
from handbook.domain.code_purposes import Purpose
from handbook.domain.errors import (
    InvalidFieldError,
    NotFoundError,
    StaleVersionError,
    TooManyRequestsError,
    UnavailableError,
    WrongCodeError,
    WrongCredentialsError,
)
from handbook.domain.ids import AccountId, PhoneE164
from handbook.domain.sign_in import PER_PASSWORD
from handbook.usecases.one_time_codes import Client, Said
from handbook.usecases.passwords import ask_recovery, recover_password, set_password, sign_in_with_password
from handbook.usecases.sign_in_family import request_code
from tests.builders import MOTHER, NOW, PHONE, STRANGER, account
from tests.fakes import FakeDirectory, index_of
from tests.unit.usecases.sign_in_fakes import PEPPER, House

PASSWORD, OTHER = "con mèo nằm ngủ", "trời hôm nay đẹp"
EMAIL, UNKNOWN = "lan@example.vn", "nobody@example.vn"
NOBODYS = PhoneE164("+84987654321")
CLIENT = Client("203.0.113.9", request_id="r1")


class Home(House):
    """A mother's account."""

    def __init__(self) -> None:
        super().__init__(FakeDirectory(account()))
        self.told: list[AccountId] = []
        self.directory.add_account(account(), index_of(PHONE)) if MOTHER not in self.directory.accounts else None

    def fresh(self, number: int = 42, purpose: Purpose = Purpose.PASSWORD) -> Said:
        """Send a code to the mother's number, and read it."""
        sent = request_code(
            PHONE,
            purpose,
            CLIENT,
            NOW,
            sign_ins=self.sign_ins,
            index_of=index_of,
            sms=self.sms,
            pepper=PEPPER,
            new_id=self.new_id,
            random_number=number,
        )
        return Said(sent.challenge_id, f"{number:06d}")

    def sign_in(self, password: str = PASSWORD, phone: PhoneE164 = PHONE) -> str:
        return sign_in_with_password(phone, password, CLIENT, NOW, door=self.door)

    def set(self, password: str = PASSWORD, based_on: int = 1) -> int:
        said, told = self.fresh(), self.told.append
        return set_password(MOTHER, password, said, based_on, CLIENT, NOW, door=self.door, tell=told)

    def ask(self, email: str = EMAIL, number: int = 7) -> Said:
        sent = ask_recovery(
            email, CLIENT, NOW, door=self.door, mark_of=lambda text: f"mark-{text}", letter=self.letter, number=number
        )
        return Said(sent.challenge_id, f"{number:06d}")

    def recover(self, said: Said, email: str = EMAIL, password: str = OTHER) -> None:
        mark, told = (lambda text: f"mark-{text}"), self.told.append
        recover_password(email, said, password, CLIENT, NOW, door=self.door, mark_of=mark, tell=told)

    def with_email(self) -> "Home":
        profile = self.accounts.profile(MOTHER)
        self.accounts.save_profile(type(profile)(MOTHER, email=EMAIL), profile)
        return self


@pytest.mark.parametrize("password", ["ngắn quá nha", "con mèo nằm ngủ", "a1b2c3d4e5f6"])
def test_any_words_of_twelve_signs_are_a_password(password: str) -> None:
    check_password(password)


@pytest.mark.parametrize("password", [" con mèo nằm ngủ", "con mèo nằm ngủ\u00a0", "con mèo nằm ngủ\n"])
def test_a_space_at_either_end_is_refused_since_the_pool_takes_none(password: str) -> None:
    with pytest.raises(InvalidFieldError):
        check_password(password)


@pytest.mark.parametrize(
    "password",
    ["mười một si", "aaaaaaaaaaaa", "abababababab", "Password1234", "matkhau12345", "x" * 257, "1234561234561"],
)
def test_short_monotonous_and_common_passwords_are_refused(password: str) -> None:
    with pytest.raises(InvalidFieldError) as refused:
        check_password(password)
    assert refused.value.field == "new_password"


def test_a_password_is_set_with_a_fresh_code_and_signs_in() -> None:
    home = Home()
    assert home.set() == 2
    assert home.accounts.profile(MOTHER).has_password
    assert home.sign_in() == f"tokens of {MOTHER}"
    assert home.events.kinds(MOTHER) == [EventKind.PASSWORD_SET, EventKind.SIGNED_IN]
    assert home.events.noted[-1].way == "password"


def test_a_code_sets_one_password_and_an_old_version_none() -> None:
    home = Home()
    with pytest.raises(StaleVersionError):
        home.set(based_on=2)
    home = Home()
    said = home.fresh()
    set_password(MOTHER, PASSWORD, said, 1, CLIENT, NOW, door=home.door, tell=home.told.append)
    with pytest.raises(WrongCodeError):
        set_password(MOTHER, OTHER, said, 2, CLIENT, NOW, door=home.door, tell=home.told.append)
    assert home.pool.passwords[MOTHER] == PASSWORD
    with pytest.raises(NotFoundError):
        set_password(STRANGER, OTHER, said, 1, CLIENT, NOW, door=home.door, tell=home.told.append)


def test_where_the_owner_cannot_be_told_no_password_is_set_and_the_same_code_serves_again() -> None:
    home = Home()
    said = home.fresh()

    def nobody(account_id: AccountId) -> None:
        raise UnavailableError

    with pytest.raises(UnavailableError):
        set_password(MOTHER, PASSWORD, said, 1, CLIENT, NOW, door=home.door, tell=nobody)
    assert (home.pool.passwords, home.accounts.profiles, home.events.noted) == ({}, {}, [])
    assert set_password(MOTHER, PASSWORD, said, 1, CLIENT, NOW, door=home.door, tell=home.told.append) == 2
    assert home.told == [MOTHER]


def test_of_a_wrong_code_nobody_is_told() -> None:
    home = Home()
    with pytest.raises(WrongCodeError):
        set_password(MOTHER, PASSWORD, Said("none", "000000"), 1, CLIENT, NOW, door=home.door, tell=home.told.append)
    assert home.told == []


def test_wrong_password_unknown_number_and_no_password_take_the_same_path_to_the_same_refusal() -> None:
    seen = []
    for phone, password in ((PHONE, OTHER), (NOBODYS, OTHER)):
        home = Home()
        home.pool.set_password(MOTHER, PASSWORD)
        home.sign_ins.calls.clear()
        with pytest.raises(WrongCredentialsError) as refused:
            home.sign_in(password, phone)
        seen.append((home.sign_ins.calls, len(home.pool.asked), len(home.pool.asked[0]) > 0, refused.value.field))
        assert home.events.noted == []
    assert seen[0] == seen[1]
    without = Home()
    with pytest.raises(WrongCredentialsError):
        without.sign_in()


def test_nobody_is_always_the_same_user_who_does_not_exist() -> None:
    home = Home()
    for _ in range(2):
        with pytest.raises(WrongCredentialsError):
            home.sign_in(phone=NOBODYS)
    first, second = home.pool.asked
    assert first == second
    assert first not in home.directory.accounts


def test_five_wrong_passwords_lock_the_password_and_not_the_codes_by_sms() -> None:
    home = Home()
    home.pool.set_password(MOTHER, PASSWORD)
    for _ in range(PER_PASSWORD.most):
        with pytest.raises(WrongCredentialsError):
            home.sign_in(OTHER)
    with pytest.raises(TooManyRequestsError):
        home.sign_in(PASSWORD)
    assert len(home.pool.asked) == PER_PASSWORD.most
    assert home.fresh().code == "000042"
    later = NOW + PER_PASSWORD.window
    assert sign_in_with_password(PHONE, PASSWORD, CLIENT, later, door=home.door) == f"tokens of {MOTHER}"


def test_four_wrong_ones_leave_room_for_the_right_one_and_right_ones_are_not_counted() -> None:
    home = Home()
    home.pool.set_password(MOTHER, PASSWORD)
    for _ in range(PER_PASSWORD.most - 1):
        with pytest.raises(WrongCredentialsError):
            home.sign_in(OTHER)
    for _ in range(20):
        assert home.sign_in() == f"tokens of {MOTHER}"


def test_a_password_that_could_not_be_checked_does_not_count() -> None:
    home = Home()

    def down(account_id: AccountId, password: str) -> str:
        raise UnavailableError

    home.pool.check_password = down  # type: ignore[method-assign]
    for _ in range(PER_PASSWORD.most + 1):
        with pytest.raises(UnavailableError):
            home.sign_in()


def test_signing_in_keeps_an_account_that_was_to_be_closed() -> None:
    home = Home()
    home.pool.set_password(MOTHER, PASSWORD)
    home.accounts.set_closing(MOTHER, NOW.date() + timedelta(days=3))
    home.sign_in()
    assert home.accounts.standing(MOTHER).closing_on is None
    assert home.events.kinds(MOTHER) == [EventKind.CLOSING_STOPPED, EventKind.SIGNED_IN]


def test_an_account_is_noted_as_seen_once_a_day() -> None:
    home = Home()
    home.pool.set_password(MOTHER, PASSWORD)
    for _ in range(3):
        home.sign_in()
    assert home.accounts.seen == [NOW]
    sign_in_with_password(PHONE, PASSWORD, CLIENT, NOW + timedelta(days=1), door=home.door)
    assert len(home.accounts.seen) == 2


def test_a_letter_goes_to_every_address_and_only_the_accounts_holds_a_code() -> None:
    home = Home().with_email()
    home.ask(" Lan@Example.VN ")
    known = list(home.sign_ins.calls)
    home.sign_ins.calls.clear()
    home.ask(UNKNOWN)
    assert home.letters == [(EMAIL, "000007"), (UNKNOWN, None)]
    assert home.sign_ins.calls == known


def test_a_recovered_password_ends_every_session() -> None:
    home = Home().with_email()
    home.recover(home.ask())
    assert home.told == [MOTHER]
    assert home.pool.passwords == {MOTHER: OTHER}
    assert home.pool.signed_out == [MOTHER]
    assert home.accounts.profile(MOTHER).has_password
    assert home.events.kinds(MOTHER) == [EventKind.PASSWORD_RECOVERED]


def test_a_code_of_nobodys_address_recovers_nothing_though_it_were_guessed() -> None:
    home = Home().with_email()
    said = home.ask(UNKNOWN)
    with pytest.raises(WrongCodeError):
        home.recover(said, UNKNOWN)
    assert home.pool.passwords == {}


def test_a_code_recovers_once_and_a_weak_password_costs_none() -> None:
    home = Home().with_email()
    said = home.ask()
    with pytest.raises(InvalidFieldError):
        home.recover(said, password="ngắn")
    home.recover(said)
    with pytest.raises(WrongCodeError):
        home.recover(said)
