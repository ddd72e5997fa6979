"""What goes on between the two steps of a new authenticator: Cognito's access token, sealed for one member of staff."""

from handbook.domain.errors import UnavailableError, WrongCredentialsError
from handbook.domain.ids import StaffId
from handbook.gateways.vault import Vault


class SetupTickets:
    """Seals an access token that the client carries but cannot use: Cognito's own endpoint would take it from anybody.

    It lives as long as the token, a quarter of an hour.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def seal(self, staff_id: StaffId, access_token: str) -> str:
        """Seal it for one member of staff. Raises UnavailableError."""
        return self._vault.seal(access_token, _place(staff_id))

    def opened(self, staff_id: StaffId, ticket: str) -> str:
        """Open it. Raises WrongCredentialsError for what was not given to this member of staff; UnavailableError."""
        self._vault.mark(staff_id)  # an outage of the keys is told apart from a ticket that is none
        try:
            return self._vault.unseal(ticket, _place(staff_id))
        except (UnavailableError, ValueError) as error:
            raise WrongCredentialsError from error


def _place(staff_id: StaffId) -> str:
    return f"STAFF#{staff_id}#SETUP"
