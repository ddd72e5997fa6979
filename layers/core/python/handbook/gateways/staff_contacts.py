"""Addresses and numbers of staff: sealed at rest, found through blind indexes."""

from handbook.domain.ids import PhoneE164, PhoneIndex, StaffId
from handbook.domain.staff_contacts import Contacts, SealedContacts, email_handle
from handbook.gateways.phone_vault import PhoneVault
from handbook.gateways.vault import Vault


class ContactKeeper:
    """Seals contacts for one account.

    Numbers have the keys of families' numbers: codes to one number are counted together, whoever asks for them.
    """

    def __init__(self, emails: Vault, phones: PhoneVault) -> None:
        self._emails = emails
        self._phones = phones

    def sealed(self, staff_id: StaffId, contacts: Contacts) -> SealedContacts:
        """Seal an address and a number. Raises UnavailableError when the keys cannot be read."""
        place = f"STAFF#{staff_id}"
        return SealedContacts(
            email=self._emails.seal(contacts.email, place),
            email_mark=self._emails.mark(email_handle(contacts.email)),
            phone=self._phones.seal(contacts.phone, place) if contacts.phone else None,
            phone_mark=self._phones.index(contacts.phone) if contacts.phone else None,
            by_sms=contacts.by_sms,
        )

    def sealed_number(self, staff_id: StaffId, phone: PhoneE164) -> SealedContacts:
        """Seal a number that codes are to come to, and leave the address as it is. Raises UnavailableError."""
        return SealedContacts(
            phone=self._phones.seal(phone, f"STAFF#{staff_id}"), phone_mark=self._phones.index(phone), by_sms=True
        )

    def reached_at(self, staff_id: StaffId, kept: SealedContacts) -> tuple[str | None, PhoneE164 | None]:
        """Open an address and a number, to tell their owner of something. Raises UnavailableError."""
        place = f"STAFF#{staff_id}"
        email = self._emails.unseal(kept.email, place) if kept.email else None
        return email, self._phones.open(kept.phone, place) if kept.phone else None

    def index(self, phone: PhoneE164) -> PhoneIndex:
        """Give the blind index of a number."""
        return self._phones.index(phone)
