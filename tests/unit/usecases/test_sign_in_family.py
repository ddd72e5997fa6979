"""Signing in with a code by SMS, as a family and as an attacker would."""

from datetime import datetime, timedelta

import pytest

from handbook.domain import sign_in
from handbook.domain.code_purposes import Purpose, sms_text
from handbook.domain.errors import ConflictError, TooManyRequestsError, UnavailableError, WrongCodeError
from handbook.domain.ids import AccountId, PhoneE164
from handbook.usecases.one_time_codes import Client, CodeSent, Said
from handbook.usecases.sign_in_family import SignedIn, redeem_code, redeem_ticket, request_code
from tests.builders import NOW, PHONE, account
from tests.fakes import FakeDirectory, index_of
from tests.unit.usecases.sign_in_fakes import PEPPER, House

OTHER_PHONE = PhoneE164("+84987654321")
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
RIGHT, WRONG = "000042", "000043"


class SignIn(House):
    """The whole of signing in around fakes; `ask` and `answer` are the two requests of a client."""

    def ask(
        self,
        now: datetime = NOW,
        phone: PhoneE164 = PHONE,
        number: int = 42,
        client: Client | None = None,
        purpose: Purpose = Purpose.SIGN_IN,
        known_device: str = "",
    ) -> CodeSent:
        return request_code(
            phone,
            purpose,
            client or Client("203.0.113.9"),
            now,
            sign_ins=self.sign_ins,
            index_of=index_of,
            sms=self.sms,
            pepper=PEPPER,
            new_id=self.new_id,
            random_number=number,
            known_device=known_device,
        )

    def answer(
        self, sent: CodeSent, code: str, now: datetime = NOW, phone: PhoneE164 = PHONE, language: str = "vi"
    ) -> str:
        return self.signed_in(sent, code, now, phone, language).tokens

    def signed_in(
        self, sent: CodeSent, code: str, now: datetime = NOW, phone: PhoneE164 = PHONE, language: str = "vi"
    ) -> SignedIn[str]:
        client = Client("203.0.113.9", language=language)
        said = Said(sent.challenge_id, code)
        return redeem_code(phone, said, client, now, door=self.door, tell=lambda *one: self.moved.append(one))


def test_the_right_code_gives_tokens_and_makes_the_account_the_first_time() -> None:
    person = SignIn()
    tokens = person.answer(person.ask(), RIGHT, language="en")
    (made,) = person.directory.accounts.values()
    assert tokens == f"tokens of {made.account_id}"
    assert (made.phone, made.created_at, made.language, made.reminders) == (PHONE, NOW, "en", True)
    assert person.pool.users == [made.account_id]


def test_a_known_number_signs_in_to_its_account_and_makes_none() -> None:
    person = SignIn(FakeDirectory(account()))
    assert person.answer(person.ask(), RIGHT) == "tokens of mother"
    assert person.pool.users == []
    assert list(person.directory.accounts) == ["mother"]


def test_the_message_goes_to_the_number_with_the_code_and_in_the_clients_language() -> None:
    person = SignIn()
    person.ask(client=Client("203.0.113.9", language="en"))
    assert person.sms.sent == [(PHONE, sms_text(Purpose.SIGN_IN, RIGHT, "en"))]


def test_the_answer_to_a_request_tells_five_minutes_and_sixty_seconds() -> None:
    sent = SignIn().ask()
    assert (sent.expires_in_seconds, sent.resend_in_seconds) == (300, 60)


def test_after_five_wrong_codes_even_the_right_one_is_dead() -> None:
    person = SignIn()
    sent = person.ask()
    for _ in range(5):
        with pytest.raises(WrongCodeError):
            person.answer(sent, WRONG)
    with pytest.raises(WrongCodeError):
        person.answer(sent, RIGHT)
    assert person.directory.accounts == {}


def test_the_right_code_still_works_at_the_fifth_try() -> None:
    person = SignIn()
    sent = person.ask()
    for _ in range(4):
        with pytest.raises(WrongCodeError):
            person.answer(sent, WRONG)
    assert person.answer(sent, RIGHT).startswith("tokens of")


def test_a_code_works_once() -> None:
    person = SignIn()
    sent = person.ask()
    person.answer(sent, RIGHT)
    with pytest.raises(WrongCodeError):
        person.answer(sent, RIGHT)
    assert len(person.pool.tickets) == 1


def test_a_new_code_kills_the_old_one() -> None:
    person = SignIn()
    old = person.ask()
    new = person.ask(NOW + MINUTE, number=77)
    with pytest.raises(WrongCodeError):
        person.answer(old, RIGHT, NOW + MINUTE)
    with pytest.raises(WrongCodeError):
        person.answer(new, RIGHT, NOW + MINUTE)
    assert person.answer(new, "000077", NOW + MINUTE).startswith("tokens of")


@pytest.mark.parametrize(("after", "works"), [(5 * MINUTE - SECOND, True), (5 * MINUTE, False)])
def test_a_code_lives_for_five_minutes(after: timedelta, works: bool) -> None:
    person = SignIn()
    sent = person.ask()
    if works:
        assert person.answer(sent, RIGHT, NOW + after).startswith("tokens of")
        return
    with pytest.raises(WrongCodeError):
        person.answer(sent, RIGHT, NOW + after)


def test_a_code_of_another_number_opens_nothing() -> None:
    person = SignIn()
    sent = person.ask()
    with pytest.raises(WrongCodeError):
        person.answer(sent, RIGHT, phone=OTHER_PHONE)


def test_a_challenge_that_never_was_looks_like_a_wrong_code() -> None:
    person = SignIn()
    with pytest.raises(WrongCodeError) as caught:
        person.answer(CodeSent("never", 1, 1), RIGHT)
    assert (caught.value.field, caught.value.args) == ("code", ("code",))


def test_known_and_unknown_numbers_get_the_same_answer_by_the_same_calls() -> None:
    known, unknown = SignIn(FakeDirectory(account())), SignIn()
    for person in (known, unknown):
        sent = person.ask()
        with pytest.raises(WrongCodeError):
            person.answer(sent, WRONG)
    assert known.sign_ins.calls == unknown.sign_ins.calls == ["sent_to", "count", "begin", "spend_try"]
    assert known.directory.calls == unknown.directory.calls == []
    assert known.sms.sent == unknown.sms.sent
    assert known.pool.users == unknown.pool.users == []


def test_when_the_provider_is_down_the_client_hears_so_and_the_try_is_not_counted() -> None:
    person = SignIn()
    person.sms.down = True
    for _ in range(5):
        with pytest.raises(UnavailableError) as caught:
            person.ask()
        assert caught.value.retry_after_seconds > 0
    person.sms.down = False
    assert person.answer(person.ask(), RIGHT).startswith("tokens of")


def test_tries_while_the_provider_is_down_do_not_count_against_the_device() -> None:
    person, client = SignIn(), Client("203.0.113.9", "device-1")
    person.sms.down = True
    for _ in range(sign_in.PER_DEVICE.most + 1):
        with pytest.raises(UnavailableError):
            person.ask(client=client)
    person.sms.down = False
    assert person.ask(client=client).challenge_id


def test_a_code_that_was_never_delivered_opens_nothing() -> None:
    person = SignIn()
    person.sms.down = True
    with pytest.raises(UnavailableError):
        person.ask()
    with pytest.raises(WrongCodeError):
        person.answer(CodeSent("id-1", 300, 60), RIGHT)


def test_the_second_code_has_to_wait_a_minute_and_costs_nothing_before() -> None:
    person = SignIn()
    person.ask()
    with pytest.raises(TooManyRequestsError) as caught:
        person.ask(NOW + 59 * SECOND)
    assert caught.value.retry_after_seconds == 2
    assert len(person.sms.sent) == 1
    person.ask(NOW + 60 * SECOND)
    assert len(person.sms.sent) == 2


def test_a_refused_request_leaves_the_living_code_alive() -> None:
    person = SignIn()
    sent = person.ask()
    with pytest.raises(TooManyRequestsError):
        person.ask(NOW + SECOND)
    assert person.answer(sent, RIGHT, NOW + SECOND).startswith("tokens of")


@pytest.mark.parametrize(("device", "most"), [("device-1", 10), ("", 600)])
def test_an_address_and_a_device_have_limits_of_their_own_over_all_numbers(device: str, most: int) -> None:
    person = SignIn()
    client = Client("203.0.113.9", device)
    for number in range(most):
        person.ask(phone=PhoneE164(f"+849{number:08d}"), client=client)
    with pytest.raises(TooManyRequestsError) as caught:
        person.ask(phone=PhoneE164("+84999999999"), client=client)
    assert caught.value.retry_after_seconds == 3600
    assert len(person.sms.sent) == most


def test_the_breaker_stops_everybody_before_a_message_is_paid_for() -> None:
    person = SignIn()
    person.sign_ins.seen[f"everybody#{int(NOW.timestamp() // 60)}"] = sign_in.EVERYBODY.most
    with pytest.raises(TooManyRequestsError):
        person.ask(client=Client("198.51.100.7"))
    assert person.sms.sent == []
    assert "begin" not in person.sign_ins.calls


def test_of_two_requests_at_once_one_message_is_paid_for() -> None:
    person = SignIn()
    person.sign_ins.raced = True
    with pytest.raises(TooManyRequestsError) as caught:
        person.ask()
    assert caught.value.retry_after_seconds == 60
    assert person.sms.sent == []


def test_of_two_first_sign_ins_at_once_one_account_stays_and_both_get_in() -> None:
    person = SignIn()
    person.directory.faster = AccountId("faster")
    assert person.answer(person.ask(), RIGHT) == "tokens of faster"
    assert person.directory.accounts == {}


def test_an_account_that_could_not_be_made_for_another_reason_is_not_taken_for_a_race() -> None:
    class Refusing(FakeDirectory):
        def add_account(self, *_: object) -> None:
            raise ConflictError

    person = SignIn(Refusing())
    with pytest.raises(ConflictError):
        person.answer(person.ask(), RIGHT)


def test_nothing_that_is_kept_shows_the_code_the_ticket_or_the_number() -> None:
    person = SignIn()
    sent = person.ask()
    kept = repr(person.sign_ins.living)
    assert RIGHT not in kept
    person.answer(sent, RIGHT)
    assert person.pool.tickets[0] not in repr(person.sign_ins.tickets)


def test_a_ticket_lets_its_account_in_once_and_for_a_minute() -> None:
    person = SignIn(FakeDirectory(account()))
    person.answer(person.ask(), RIGHT)
    (ticket,) = person.pool.tickets

    def redeem(account_id: str, now: datetime) -> bool:
        return redeem_ticket(account_id, ticket, now, sign_ins=person.sign_ins, pepper=PEPPER)

    assert not redeem("father", NOW)
    assert not redeem("mother", NOW + sign_in.TICKET_LIFE)
    assert redeem("mother", NOW + sign_in.TICKET_LIFE - SECOND)
    assert not redeem("mother", NOW)
