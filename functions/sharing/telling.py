"""Tell guardians that who shares their handbook changes, or may change: before it does, so that no fault keeps it."""

from handbook.domain.ids import AccountId


def tell_of_bonds(account_id: AccountId) -> None:
    """Tell one account. That no provider takes it now is counted, and refuses nothing. Raises: UnavailableError."""
    _tell(account_id, "bonds_changed")


def tell_of_invited_guardian(account_id: AccountId) -> None:
    """Tell one account that staff invited another guardian, as `tell_of_bonds` does."""
    _tell(account_id, "guardian_invited")


def _tell(account_id: AccountId, notice: str) -> None:
    from handbook.web.telling import tell  # noqa: PLC0415 - few requests tell anybody

    tell(account_id, notice)
