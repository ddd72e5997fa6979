"""Telephone numbers: sealed at rest, found through a blind index."""

from handbook.domain.ids import PhoneE164, PhoneIndex
from handbook.gateways.vault import Vault


class PhoneVault(Vault):
    """The keeper of telephone numbers."""

    def __init__(self, secret_id: str) -> None:
        super().__init__(secret_id, "phone")

    def open(self, sealed: str, place: str) -> PhoneE164:
        """Decrypt a number. Raises UnavailableError when the key is gone or the text is not of this place."""
        return PhoneE164(self.unseal(sealed, place))

    def index(self, phone: PhoneE164) -> PhoneIndex:
        """Give the blind index of a number: the same for every way it was typed, useless without the key."""
        return PhoneIndex(self.mark(phone))
