"""Which open requests a unit sees: those that it is to answer, and those below it. No unit's tree is walked."""

from dataclasses import dataclass

from handbook.domain.directory import Unit, UnitKind
from handbook.domain.ids import CommuneCode, ProvinceCode
from handbook.reference.provinces import PROVINCES


@dataclass(frozen=True, slots=True)
class RequestList:
    """Places whose open requests are listed together."""

    communes: tuple[CommuneCode, ...] = ()
    provinces: tuple[ProvinceCode, ...] = ()
    accounts: bool = False


def list_of(unit: Unit) -> RequestList:
    """Give the places of a unit: its communes, its province, or the country with the requests about accounts.

    Requests are kept under the codes of commune and province, so that a unit that takes over another's work sees them.
    """
    if unit.kind is UnitKind.MINISTRY:
        return RequestList(provinces=tuple(ProvinceCode(code) for code in sorted(PROVINCES)), accounts=True)
    if unit.kind is UnitKind.PROVINCE:
        return RequestList(provinces=(unit.province_code,) if unit.province_code else ())
    if unit.kind is UnitKind.COMMUNE and unit.official_code:
        return RequestList(communes=(CommuneCode(unit.official_code),))
    return RequestList(communes=unit.communes)
