"""Typical calls about what a family agreed to, what it asked for about its data, and whom it invited."""

from dataclasses import replace
from datetime import timedelta

from handbook import bootstrap
from handbook.bootstrap import privacy, sharing
from handbook.domain.data_requests import RequestId
from handbook.domain.directory import Account
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId, PhoneE164, PhoneIndex
from handbook.domain.request_lists import RequestList
from handbook.domain.retention import Tombstone
from handbook.storage.erased import Erased
from tests.integration.test_access_patterns import NOW, a_handbook, a_receipt, an_entry
from tests.integration.test_access_patterns_of_papers import HERE, act, agreed, asked
from tests.integration.test_access_patterns_of_sharing import invitation, kept
from tests.integration.typical.pattern import Scene, Typical

BOOK, FATHER = HandbookId("one"), AccountId("father-of-one")
_COMMUNE = RequestList((HERE,))
_SEEN_SINCE = NOW - timedelta(days=7)


def lone() -> Handbook:
    """Give a handbook that stands in no list of a family's, as it is now."""
    book = bootstrap.records().get(BOOK)
    assert book is not None
    return book


def prepare(_scene: Scene) -> None:
    """Agree to two things in a handbook and to one for an account, ask for two, and invite an aunt and an uncle.

    One handbook is being erased, and one was.
    """
    book = replace(a_handbook(BOOK), guardians={})  # in no list of a family's
    bootstrap.records().add(book, an_entry(BOOK), a_receipt(BOOK))
    book = replace(book, version=1)
    _, book = agreed("agreed-1", book)
    _, book = agreed("agreed-2", book, days=1)
    _, book = asked("asked-1", book)
    _, book = asked("asked-2", book, days=1)
    bootstrap.directory().add_account(Account(FATHER, PhoneE164("+84911111111"), NOW), PhoneIndex("index-of-father"))
    Erased().bury(Tombstone(HandbookId("erased"), NOW.date(), "rule"))
    left = replace(a_handbook(HandbookId("left")), guardians={})
    bootstrap.records().add(left, an_entry(left.handbook_id), a_receipt(left.handbook_id))
    privacy.erasings().begin([replace(left, version=1)], "rule", NOW, None)
    notices = act("agreed", purpose="email_notices")
    privacy.consents().add_to_account(notices, FATHER, {}, 0, a_receipt("agreed"), notices)
    for number, name in enumerate(("aunt", "uncle")):
        kept(invitation(name, NOW + timedelta(minutes=number)))


PATTERNS = {
    "AP-160": Typical("two acts", lambda _: privacy.consents().of_handbook([BOOK], 100).items),
    "AP-161": Typical("one act", lambda _: privacy.consents().of_account(FATHER, 100).items),
    "AP-162": Typical("one of a handbook", lambda _: privacy.data_requests().get([BOOK], RequestId("asked-1"))),
    "AP-163": Typical("two of a handbook", lambda _: privacy.data_requests().of_handbook([BOOK], 100).items),
    "AP-164": Typical("two of a commune", lambda _: privacy.data_requests().waiting(_COMMUNE, None, 100).items),
    "AP-220": Typical("one handbook", lambda _: list(privacy.erasings().begun())),
    "AP-221": Typical("one handbook", lambda _: list(Erased().tombstones())),
    "AP-181": Typical("two of a week", lambda _: sharing.invitations().since([BOOK], _SEEN_SINCE)),
    "AP-182": Typical("one that is open", lambda _: sharing.invitations().of_token("mark-of-aunt")),
}
