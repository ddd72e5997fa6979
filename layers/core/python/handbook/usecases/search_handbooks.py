"""Find a handbook for staff: by code, number, telephone, or name with birth date in the unit's area."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from handbook.domain.access import Action, by_role
from handbook.domain.errors import ForbiddenError, InvalidFieldError, NotFoundError
from handbook.domain.handbook import Handbook
from handbook.domain.identifiers import System, normalise_identifier
from handbook.domain.ids import CommuneCode, HandbookId, PhoneE164
from handbook.domain.lookups import SoughtBy
from handbook.domain.names import answers_to, sort_key
from handbook.usecases.context import Context
from handbook.usecases.look_up import count_lookup, note_lookup, visible
from handbook.usecases.ports import (
    AuditLog,
    Codes,
    Counters,
    Directory,
    Identifiers,
    IndexOf,
    Keys,
    Records,
    Register,
)
from handbook.usecases.read_code import read_code

MOST_FOUND = 50
"""More handbooks never answer to one telephone, or to one name and day in one commune."""
MOST_COMMUNES = 20
_MOST_BORN_ON_A_DAY = 100


@dataclass(frozen=True, slots=True)
class ByCode:
    """A code as it was scanned or typed."""

    code: str


@dataclass(frozen=True, slots=True)
class ByIdentifier:
    """A number of a child, its mother or its father."""

    system: System
    value: str


@dataclass(frozen=True, slots=True)
class ByPhone:
    """A guardian's number."""

    phone: PhoneE164


@dataclass(frozen=True, slots=True)
class ByName:
    """Whole syllables of a child's or its mother's name, with or without marks, and the day of birth."""

    name: str
    birth_date: date
    commune_code: CommuneCode | None = None


type Sought = ByCode | ByIdentifier | ByPhone | ByName
BY: Mapping[type, SoughtBy] = {ByCode: "code", ByIdentifier: "identifier", ByPhone: "phone", ByName: "name"}


def search_handbooks(
    sought: Sought,
    context: Context,
    *,
    records: Records,
    register: Register,
    identifiers: Identifiers,
    codes: Codes,
    keys: Keys,
    directory: Directory,
    index_of: IndexOf,
    counters: Counters,
    audit: AuditLog,
) -> tuple[Handbook, ...]:
    """Give the handbooks that answer and that the actor may read, sorted by the last syllable of the name.

    What is not there and what is not the actor's look the same, and leave the same trace. Raises: ForbiddenError,
    TooManyRequestsError, InvalidFieldError, CodeMalformedError.
    """
    if by_role(context.actor, Action.SEARCH_HANDBOOKS) is None:
        raise ForbiddenError
    count_lookup(context, counters)
    found: Iterable[Handbook | HandbookId]
    match sought:
        case ByCode():
            found = of_code(sought, codes, keys)
        case ByIdentifier():
            found = of_identifier(sought, identifiers)
        case ByPhone():
            found = of_phone(sought.phone, records, directory, index_of)
        case ByName():
            found = _of_name(sought, context, register)
    shown = sorted(visible(found, context, records), key=lambda book: sort_key(named(book)))[:MOST_FOUND]
    note_lookup(shown, BY[type(sought)], Action.SEARCH_HANDBOOKS, context, audit)
    return tuple(shown)


def named(handbook: Handbook) -> str:
    """Give the name that a handbook is listed by: the child's, before the birth the mother's."""
    if handbook.child is not None:
        return handbook.child.full_name
    return handbook.pregnancy.mother.full_name if handbook.pregnancy else ""


def of_code(sought: ByCode, codes: Codes, keys: Keys) -> list[HandbookId]:
    """Give the handbook that a code leads or led to. Raises: CodeMalformedError."""
    try:
        _, serial = read_code(sought.code, keys.all())
    except NotFoundError:
        return []
    use = codes.used(serial)
    return [use.handbook_id] if use is not None else []


def of_identifier(sought: ByIdentifier, identifiers: Identifiers) -> list[HandbookId]:
    """Give the handbooks that hold a number. Raises: InvalidFieldError."""
    value = normalise_identifier(sought.system, sought.value, "identifier.value")
    return list(identifiers.holders(sought.system, value))[:MOST_FOUND] if value is not None else []


def of_phone(phone: PhoneE164, records: Records, directory: Directory, index_of: IndexOf) -> tuple[Handbook, ...]:
    """Give the handbooks that the account of a number guards."""
    account_id = directory.account_of_phone(index_of(phone))
    return records.of_account(account_id, MOST_FOUND).items if account_id is not None else ()


def _of_name(sought: ByName, context: Context, register: Register) -> list[Handbook]:
    area = context.actor.communes
    if sought.commune_code is not None and sought.commune_code not in area:
        raise InvalidFieldError("by_name.commune_code")
    communes = [sought.commune_code] if sought.commune_code is not None else sorted(area)
    if len(communes) > MOST_COMMUNES:
        raise InvalidFieldError("by_name.commune_code")
    born = (
        handbook
        for commune in communes
        for handbook in register.born(commune, sought.birth_date, sought.birth_date, _MOST_BORN_ON_A_DAY)
    )
    return [handbook for handbook in born if _answers(handbook, sought.name)]


def _answers(handbook: Handbook, name: str) -> bool:
    child = handbook.child
    return child is not None and (answers_to(child.full_name, name) or answers_to(child.mother_name or "", name))
