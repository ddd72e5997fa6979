"""Who answers a request about personal data: the part of the access policy that looks at requests."""

from handbook.domain.access import Action, Actor, Ground, by_role
from handbook.domain.data_requests import About
from handbook.domain.ids import CommuneCode
from handbook.domain.roles import Role

_ANSWERING = frozenset({Action.READ_DATA_REQUESTS, Action.ANSWER_DATA_REQUEST})
_ANSWERERS = frozenset({Role.UNIT_MANAGER, Role.HEALTH_WORKER})


def on_request(actor: Actor, action: Action, about: About, *, of_ministry: bool = False) -> Ground | None:
    """Decide an action on one request for staff; None is a refusal.

    Managers and health workers of the unit that answers for the commune answer for a handbook; of an account no
    commune is known, so that the managers of the ministry do (`of_ministry`).
    """
    if action not in _ANSWERING or actor.role not in _ANSWERERS or about.commune_code is None:
        manager = action in _ANSWERING and actor.role is Role.UNIT_MANAGER
        return Ground.DATA_REQUEST if manager and of_ministry and about.account_id is not None else None
    return Ground.DATA_REQUEST if about.commune_code in actor.communes else None


def lists(actor: Actor, commune_code: CommuneCode | None) -> bool:
    """Say whether who lists requests answers for a commune: others are shown numbers and terms, and no handbook."""
    may = by_role(actor, Action.LIST_DATA_REQUESTS) is not None
    return may and commune_code is not None and commune_code in actor.communes
