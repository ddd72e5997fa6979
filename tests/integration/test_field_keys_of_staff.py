"""New keys for addresses and numbers of staff: one person keeps one account, and everything opens at the end."""

import pytest

from handbook import bootstrap
from handbook.bootstrap.staff import contact_keeper
from handbook.domain.ids import PhoneE164, StaffId
from handbook.domain.staff_contacts import Contacts, ContactTakenError
from tests.integration.test_field_keys import counted, few_parts, first_key_again, hold, renewed
from tests.integration.test_load_staff import LAN, run
from tests.integration.world import items

__all__ = ["few_parts", "first_key_again"]
pytestmark = pytest.mark.usefixtures("world", "first_key_again")
OLD, NUMBER = PhoneE164("+84912345677"), PhoneE164("+84912345678")
WHO, OTHER = StaffId(LAN["username"]), StaffId("somebody-else")
BY_SMS = {**LAN, "phone": NUMBER, "second_factor": "sms"}


def seals() -> dict[str, str]:
    """Open how staff is reached with the keys that are held."""
    kept, place = bootstrap.directory().contacts(WHO), f"STAFF#{WHO}"
    keeper = contact_keeper()
    assert kept.email is not None
    assert kept.phone is not None
    return {"email": keeper._emails.unseal(kept.email, place), "phone": bootstrap.phone_vault().open(kept.phone, place)}


def assert_taken() -> None:
    """The address and the number are nobody else's, whichever key they stand under."""
    directory, keeper = bootstrap.directory(), contact_keeper()
    for contacts in (Contacts(LAN["email"]), Contacts("khac@example.vn", NUMBER, "sms")):
        sealed = keeper.sealed(OTHER, contacts)
        with pytest.raises(ContactTakenError):
            directory.check_contacts_free(sealed, OTHER)
    directory.check_contacts_free(keeper.sealed(WHO, Contacts(LAN["email"], NUMBER)), WHO)


def test_addresses_and_numbers_of_staff_get_the_new_key_and_the_old_one_goes() -> None:
    run(BY_SMS)
    keeper, directory = contact_keeper(), bootstrap.directory()
    directory.set_second_factor(WHO, keeper.sealed_number(WHO, OLD))
    directory.set_second_factor(WHO, keeper.sealed_number(WHO, NUMBER))
    assert counted()["1"] >= 8

    hold("2", "1", "2")
    assert_taken()
    assert run(BY_SMS) == ["unchanged"]
    assert renewed() > 0
    assert set(counted()) == {"2"}
    hold("2", "2")

    assert seals() == {"email": LAN["email"], "phone": NUMBER}
    assert_taken()
    assert run(BY_SMS) == ["unchanged"]
    staff = directory.staff(WHO)
    assert staff is not None
    assert staff.sms_index == bootstrap.phone_vault().index(NUMBER)
    # The number of before is kept nowhere, so nothing could say under the new key whose it was.
    directory.check_contacts_free(keeper.sealed_number(OTHER, OLD), OTHER)


@pytest.mark.parametrize("first", ["1", "2"])
def test_an_address_of_staff_has_one_account_also_where_one_process_is_behind(first: str) -> None:
    hold(first, "1", "2")
    run(BY_SMS)
    second = "2" if first == "1" else "1"
    hold(second, "1", "2")
    assert_taken()
    assert run({**BY_SMS, "username": OTHER, "full_name": "Khác"}) == ["refused email"]
    renewed(second)
    assert_taken()
    assert len([item for item in items("DirectoryTable") if item["pk"]["S"].startswith("STAFF_CONTACT#")]) == 2
