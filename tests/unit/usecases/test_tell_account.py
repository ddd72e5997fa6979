"""Who is told of an account's own matters, and by which way."""

from dataclasses import replace
from itertools import count

import pytest

from handbook.domain.notices import push_text, sms_notice
from handbook.domain.reminders.delivery import Said, Verdict
from handbook.usecases.deliver import Line
from handbook.usecases.tell_account import Teller, Told, tell_account, tell_phone
from tests.builders import MOTHER, NOW, PHONE, STRANGER, account
from tests.fakes import FakeDirectory, index_of
from tests.unit.usecases.reminder_fakes import FakeBreakers, FakeProvider, FakeRecipients, FakeTexts, NoPace

PUSH, TEXT = push_text("closed", "vi", {}), sms_notice("closed", "vi", {})


class Post:
    """A mother's account, with the providers of both channels."""

    def __init__(self, *sms: FakeProvider) -> None:
        self.app, self.sms = FakeProvider("app"), sms or (FakeProvider(),)
        self.directory, self.recipients = FakeDirectory(), FakeRecipients(FakeTexts())
        self.directory.add_account(account(), index_of(PHONE))
        numbers = count(1)
        lines = {
            "app": Line([self.app], FakeBreakers(), NoPace()),
            "sms": Line(self.sms, FakeBreakers(), NoPace()),
        }
        self.teller = Teller(self.directory, self.recipients, lines, lambda: f"text-{next(numbers)}")

    def tell(self) -> Told:
        return tell_account(MOTHER, "closed", NOW, teller=self.teller)


def test_who_has_the_app_is_told_there_and_pays_for_no_sms() -> None:
    post = Post()
    post.recipients.install(MOTHER, "phone")
    assert post.tell() is Told.APP
    assert (post.app.sent, post.sms[0].sent) == ([("phone", PUSH)], [])


def test_who_has_no_app_is_told_by_sms() -> None:
    post = Post()
    assert post.tell() is Told.SMS
    assert post.sms[0].sent == [(PHONE, TEXT)]


def test_an_installation_that_is_gone_is_forgotten_and_the_next_way_is_taken() -> None:
    post = Post()
    post.recipients.install(MOTHER, "old", "new")
    post.app.says = [Said(Verdict.DEAD), Said(Verdict.DEAD)]
    assert post.tell() is Told.SMS
    assert post.recipients.devices[MOTHER] == ()


def test_after_a_push_of_which_nobody_knows_an_sms_goes_out_too() -> None:
    post = Post()
    post.recipients.install(MOTHER, "phone")
    post.app.always = Said(Verdict.UNSURE)
    assert post.tell() is Told.SMS


def test_the_second_provider_gets_what_the_first_certainly_did_not_take() -> None:
    post = Post(FakeProvider(always=Said(Verdict.BUSY)), FakeProvider("second"))
    assert post.tell() is Told.SMS
    assert post.sms[1].sent == [(PHONE, TEXT)]


def test_a_text_that_may_have_gone_out_is_handed_to_no_other_provider() -> None:
    post = Post(FakeProvider(always=Said(Verdict.UNSURE)), FakeProvider("second"))
    assert post.tell() is Told.UNSURE
    assert post.sms[1].calls == []


def test_where_no_provider_takes_it_the_caller_hears_so() -> None:
    post = Post(FakeProvider(always=Said(Verdict.BUSY)))
    assert post.tell() is Told.NOBODY
    assert tell_account(STRANGER, "closed", NOW, teller=post.teller) is Told.NO_ACCOUNT
    no_lines = Teller(post.directory, post.recipients, {}, lambda: "text")
    assert tell_phone(PHONE, "closed", "en", NOW, teller=no_lines) is Told.NOBODY


def test_a_number_without_an_account_is_told_in_the_language_that_is_asked_for() -> None:
    post = Post()
    assert tell_phone(PHONE, "closed", "en", NOW, teller=post.teller) is Told.SMS
    assert post.sms[0].sent == [(PHONE, sms_notice("closed", "en", {}))]


def test_of_a_password_every_installation_and_the_number_are_told() -> None:
    post = Post()
    post.recipients.install(MOTHER, "phone", "another")
    assert tell_account(MOTHER, "password_set", NOW, teller=post.teller) is Told.SMS
    assert [to for to, _ in post.app.sent] == ["phone", "another"]
    assert [to for to, _ in post.sms[0].sent] == [PHONE]


def test_an_app_that_was_told_does_not_stand_for_an_sms_that_nobody_took() -> None:
    post = Post(FakeProvider(always=Said(Verdict.BUSY)))
    post.recipients.install(MOTHER, "phone")
    assert tell_account(MOTHER, "password_set", NOW, teller=post.teller) is Told.NOBODY


@pytest.mark.parametrize("verdict", [Verdict.DEAD, Verdict.REJECTED])
def test_a_number_that_takes_nothing_is_told_apart_from_a_line_that_is_busy(verdict: Verdict) -> None:
    post = Post(FakeProvider(always=Said(verdict)))
    assert post.tell() is Told.UNREACHABLE
    post.recipients.install(MOTHER, "phone")
    assert tell_account(MOTHER, "password_set", NOW, teller=post.teller) is Told.APP


def test_who_has_no_number_any_more_is_told_by_the_app_or_later_or_not_at_all() -> None:
    post = Post()
    post.directory.accounts[MOTHER] = replace(account(), number_gone=True)
    assert post.tell() is Told.UNREACHABLE
    post.recipients.install(MOTHER, "phone")
    post.app.says = [Said(Verdict.BUSY)]
    assert post.tell() is Told.NOBODY
    assert post.tell() is Told.APP
    assert post.sms[0].sent == []
