"""Tell guardians that who shares their handbook has changed."""

from handbook.domain.errors import UnavailableError
from handbook.domain.ids import AccountId
from handbook.observability import count


def tell_of_bonds(account_id: AccountId) -> None:
    """Tell one account. What changed stands already: that nobody could be told is counted, and refuses nothing."""
    from handbook.web.telling import tell  # noqa: PLC0415 - few requests tell anybody

    try:
        tell(account_id, "bonds_changed")
    except UnavailableError:
        count("bond_change_untold")
