"""One address and one number belong to one account of staff, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import PhoneE164
from handbook.domain.reminders.gsm7 import measured
from handbook.domain.staff_contacts import Contacts, check_contacts, email_handle
from tests.template import resources

PHONE = PhoneE164("+84912345678")
WORDS = st.text("abcdefghijklmnopqrstuvwxyzđăâêôơư0123456789", min_size=1, max_size=12)


@pytest.mark.parametrize(
    "other",
    [
        "LAN@Example.VN",
        " lan@example.vn ",
        "lan+hai@example.vn",
        "ｌａｎ@example.vn",
        "Lan+@EXAMPLE.vn",
    ],
)
def test_every_way_to_write_an_address_is_one(other: str) -> None:
    assert email_handle(other) == email_handle("lan@example.vn")


@pytest.mark.parametrize(
    "other", ["la.n@example.vn", "lan@example.com", "lan@mail.example.vn", "lăn@example.vn", "hoa@example.vn"]
)
def test_another_box_is_another(other: str) -> None:
    assert email_handle(other) != email_handle("lan@example.vn")


def test_letters_put_together_and_taken_apart_are_the_same_and_another_letter_is_not() -> None:
    assert (
        email_handle("ho\u00e0@example.vn")
        == email_handle("hoa\u0300@example.vn")
        == email_handle("HO\u00c0@example.vn")
    )
    assert email_handle("hoa@example.vn") != email_handle("ho\u00e0@example.vn")


def test_points_are_left_out_where_the_provider_does() -> None:
    assert email_handle("n.t.lan@gmail.com") == email_handle("ntlan@googlemail.com")
    assert email_handle("n.t.lan@example.vn") != email_handle("ntlan@example.vn")


@given(WORDS, WORDS)
def test_a_handle_is_its_own_handle(local: str, domain: str) -> None:
    once = email_handle(f"{local.upper()}+{domain}@{domain}.vn")
    assert email_handle(once) == once


@pytest.mark.parametrize(
    "email", ["", "lan", "lan@", "@example.vn", "lan@example", "l an@example.vn", "l" * 250 + "@b.vn"]
)
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(InvalidFieldError) as refused:
        check_contacts(Contacts(email))
    assert refused.value.field == "email"


def test_codes_by_sms_need_a_number_and_an_authenticator_sends_none() -> None:
    with pytest.raises(InvalidFieldError) as refused:
        check_contacts(Contacts("lan@example.vn", None, "sms"))
    assert refused.value.field == "phone"
    assert check_contacts(Contacts("lan@example.vn", PHONE, "sms")).codes_to == PHONE
    assert Contacts("lan@example.vn", PHONE, "authenticator").codes_to is None


def test_codes_come_by_sms_to_who_has_a_number_where_nothing_else_is_said() -> None:
    assert check_contacts(Contacts("lan@example.vn", PHONE)).codes_to == PHONE
    assert check_contacts(Contacts("lan@example.vn")).codes_to is None


def test_the_code_by_sms_takes_one_message_without_accents() -> None:
    text = resources("AWS::Cognito::UserPool")["StaffPool"]["Properties"]["SmsAuthenticationMessage"]
    assert "{####}" in text
    assert text.isascii()
    said = measured(text.replace("{####}", "123456"))
    assert (said.encoding, said.segments) == ("GSM-7", 1)
