"""Typical calls about rights that a family or a unit gives for a while, and about the numbers of a commune."""

from datetime import date

from handbook.bootstrap.granting import area_numbers, grants
from handbook.domain.grants import GrantKind
from handbook.domain.ids import GrantId
from tests.integration.test_access_patterns_of_grants import GIVER, HOLDER, a_record, kept
from tests.integration.typical.crowd import COMMUNE
from tests.integration.typical.of_papers import BOOK, lone
from tests.integration.typical.pattern import Scene, Typical

_RIGHTS = ("grant-1", "grant-2", "grant-3")
_SIX_YEARS, _TODAY = date(2020, 6, 16), date(2026, 6, 15)


def prepare(_scene: Scene) -> None:
    """Refer one child three times."""
    book = lone()
    for hours, name in enumerate(_RIGHTS):
        kept(a_record(book, name, hours))


PATTERNS = {
    "AP-190": Typical("one of three", lambda _: grants().get([BOOK], GrantId(_RIGHTS[0]))),
    "AP-191": Typical("three rights", lambda _: grants().of_handbook([BOOK], 100).items),
    "AP-192": Typical("three rights", lambda _: grants().of_holder(HOLDER, GrantKind.REFERRAL, 100).items),
    "AP-193": Typical("three rights", lambda _: grants().of_giver(GIVER, GrantKind.REFERRAL, 100).items),
    "AP-194": Typical("101 children", lambda _: area_numbers().of_commune(COMMUNE, _SIX_YEARS, _TODAY)),
}
