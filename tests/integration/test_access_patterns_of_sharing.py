"""The access patterns of invitations, asked of the tables as template.yaml makes them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from handbook.bootstrap import sharing
from handbook.domain.errors import ConflictError, StaleVersionError
from handbook.domain.ids import HandbookId, InvitationId, PhoneE164, PhoneIndex
from handbook.domain.invitations import Invitation, InvitationState
from handbook.domain.roles import Role
from tests.integration.test_access_patterns import NOW, a_receipt, an_entry, calls, opened

pytestmark = pytest.mark.usefixtures("cloud")


def invitation(name: str, at: datetime = NOW, **more: Any) -> Invitation:
    facts: dict[str, Any] = {
        "invitation_id": InvitationId(name),
        "handbook_id": HandbookId("one"),
        "token_mark": f"mark-of-{name}",
        "phone": PhoneE164("+84912345678"),
        "phone_index": PhoneIndex("index"),
        "role": Role.CARER,
        "relation": "mother",
        "invited_by": "mother",
        "by_family": True,
        "invited_at": at,
    }
    return Invitation(**(facts | more))


def kept(one: Invitation) -> Invitation:
    sharing.invitations().add(
        one, an_entry("one", one.invited_at + timedelta(hours=1)), a_receipt(f"invited-{one.invitation_id}"), {}
    )
    return one


def test_ap_181_invitations_of_a_handbook_since_a_day_are_one_query_and_come_newest_first() -> None:
    opened("one")
    old, new = kept(invitation("old", NOW - timedelta(days=8))), kept(invitation("new"))

    with calls() as seen:
        week = sharing.invitations().since([HandbookId("one")], NOW - timedelta(days=7))
        longer = sharing.invitations().since([HandbookId("one")], NOW - timedelta(days=30))

    assert (week, longer, seen) == ((new,), (new, old), ["Query", "Query"])


def test_ap_182_an_invitation_is_found_by_its_secret_while_it_is_open_and_never_after() -> None:
    opened("one")
    one = kept(
        invitation("a", until=NOW.date() + timedelta(days=9), transfer=True, reason="other", proof="identity_card")
    )

    with calls() as seen:
        found = sharing.invitations().of_token("mark-of-a")

    assert (found, seen) == (one, ["Query", "GetItem"])
    assert sharing.invitations().of_token("mark-of-b") is None
    revoked = one.moved(InvitationState.REVOKED, "mother", NOW)
    sharing.invitations().revoke(revoked, an_entry("one", NOW + timedelta(seconds=1)))
    assert sharing.invitations().of_token("mark-of-a") is None
    assert sharing.invitations().since([HandbookId("one")], NOW) == (replace(revoked, token_mark=""),)


def test_of_two_who_change_an_invitation_one_loses_and_writes_nothing() -> None:
    book = opened("one")
    one = kept(invitation("a"))
    revoked = one.moved(InvitationState.REVOKED, "mother", NOW)
    accepted = one.moved(InvitationState.ACCEPTED, "aunt", NOW)
    sharing.invitations().revoke(revoked, an_entry("one", NOW + timedelta(seconds=1)))

    with pytest.raises(ConflictError):
        sharing.invitations().accept(
            accepted, book, [], an_entry("one", NOW + timedelta(seconds=2)), a_receipt("b"), {}
        )
    with pytest.raises(StaleVersionError):
        sharing.invitations().revoke(revoked, an_entry("one", NOW + timedelta(seconds=3)))
    (still,) = sharing.invitations().since([HandbookId("one")], NOW)
    assert (still.state, still.version) == (InvitationState.REVOKED, 2)
