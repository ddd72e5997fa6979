"""Tell guardians that who shares their handbook has changed, or may change."""

from handbook.domain.errors import UnavailableError
from handbook.domain.ids import AccountId
from handbook.observability import count


def tell_of_bonds(account_id: AccountId) -> None:
    """Tell one account. What changed stands already: that nobody could be told is counted, and refuses nothing."""
    _tell(account_id, "bonds_changed")


def tell_of_invited_guardian(account_id: AccountId) -> None:
    """Tell one account that staff invited another guardian, as `tell_of_bonds` does."""
    _tell(account_id, "guardian_invited")


def _tell(account_id: AccountId, notice: str) -> None:
    from handbook.web.telling import tell  # noqa: PLC0415 - few requests tell anybody

    try:
        tell(account_id, notice)
    except UnavailableError:
        count("bond_change_untold")
