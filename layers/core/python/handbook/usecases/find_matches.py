"""Offer the handbooks that are probably of the same child or pregnancy, before one is opened and when it was."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from handbook.domain.access import Action, by_role
from handbook.domain.errors import ForbiddenError
from handbook.domain.handbook import Handbook
from handbook.domain.identifiers import NumberMark, Subject, System, normalise_identifier, office_of
from handbook.domain.ids import AccountId, CommuneCode, HandbookId, PhoneE164
from handbook.domain.matching import PROBABLE, Match
from handbook.domain.matching_pregnancies import PregnancyFacts
from handbook.usecases.context import Context
from handbook.usecases.look_up import count_lookup, note_lookup, visible
from handbook.usecases.match_facts import (
    Facts,
    compare,
    due_spans_of,
    facts_like,
    facts_of,
    facts_of_pregnancy,
    spans_of,
    with_marks,
)
from handbook.usecases.ports import AuditLog, Counters, Directory, Identifiers, IndexOf, Records, Register

MOST_OFFERED = 10
_MOST_OF_A_SPAN = 100
_MOST_OWN = 50
_WORTH_A_LOOK = PROBABLE - 20
"""What a number shared by the mothers would lift over the threshold; numbers are read of these only."""
_MOST_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the child or a parent, as it was typed."""

    subject: Subject
    system: System
    value: str


@dataclass(frozen=True, slots=True)
class MatchQuery:
    """The child or the pregnancy that a handbook is to be opened for, as far as it is known."""

    facts: Facts
    commune_code: CommuneCode
    guardian_phone: PhoneE164 | None = None
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A handbook that the asker may see, and why it is probably of the same child or pregnancy."""

    handbook: Handbook
    match: Match


@dataclass(frozen=True, slots=True)
class Sources:
    """Where candidates are found. None of the readings is a scan."""

    records: Records
    register: Register
    identifiers: Identifiers
    directory: Directory
    index_of: IndexOf


def find_matches(
    query: MatchQuery, context: Context, *, sources: Sources, counters: Counters, audit: AuditLog
) -> tuple[PossibleDuplicate, ...]:
    """Give the probable matches that the actor may see, the likeliest first, and write down that they were shown.

    A family sees its own handbooks only. Raises: ForbiddenError, TooManyRequestsError, InvalidFieldError.
    """
    if by_role(context.actor, Action.MATCH_HANDBOOKS) is None:
        raise ForbiddenError
    count_lookup(context, counters)
    offered = likely_matches(query, context, sources=sources)
    note_lookup([one.handbook for one in offered], "matches", Action.MATCH_HANDBOOKS, context, audit)
    return offered


def offered_at_opening(
    query: MatchQuery, context: Context, *, sources: Sources, audit: AuditLog
) -> tuple[PossibleDuplicate, ...]:
    """Do the same for a handbook that is being opened: it is not counted, and written down where any is shown."""
    offered = likely_matches(query, context, sources=sources)
    if offered:
        note_lookup([one.handbook for one in offered], "matches", Action.MATCH_HANDBOOKS, context, audit)
    return offered


def likely_matches(query: MatchQuery, context: Context, *, sources: Sources) -> tuple[PossibleDuplicate, ...]:
    """Compare with the handbooks that the actor may see and that could be of the same, without a trace of it."""
    known = _known(query, context, sources)
    candidates = visible(_candidates(known, context, sources), context, sources.records)
    of_one_kind = ((book, facts_like(known.facts, book, context.today)) for book in candidates)
    compared = ((book, facts) for book, facts in of_one_kind if facts is not None)
    likely = sorted(((compare(known.facts, facts).score, book) for book, facts in compared), key=lambda one: -one[0])
    looked_at = [book for score, book in likely if score >= _WORTH_A_LOOK or known.marked][:_MOST_LOOKED_AT]
    found = [_found(known.facts, book, context.today, sources.identifiers) for book in looked_at]
    return tuple(sorted((one for one in found if one.match.probable), key=lambda one: -one.match.score)[:MOST_OFFERED])


def _found(facts: Facts, book: Handbook, today: date, identifiers: Identifiers) -> PossibleDuplicate:
    of_book = facts_of_pregnancy(book, today) if isinstance(facts, PregnancyFacts) else facts_of(book, today)
    return PossibleDuplicate(book, compare(facts, with_marks(of_book, identifiers.marks_of(book))))


@dataclass(frozen=True, slots=True)
class _Known:
    query: MatchQuery
    facts: Facts
    account_id: AccountId | None
    marks: tuple[NumberMark, ...]

    @property
    def marked(self) -> bool:
        return bool(self.marks)


def _known(query: MatchQuery, context: Context, sources: Sources) -> _Known:
    account_id = AccountId(context.actor.id) if context.actor.is_family else None
    if account_id is None and query.guardian_phone is not None:
        account_id = sources.directory.account_of_phone(sources.index_of(query.guardian_phone))
    marks = tuple(_marks(query.numbers, sources.identifiers))
    guardians = query.facts.guardians | ({account_id} if account_id else set())
    return _Known(query, with_marks(replace(query.facts, guardians=guardians), marks), account_id, marks)


def _marks(numbers: Iterable[Number], identifiers: Identifiers) -> Iterator[NumberMark]:
    for place, number in enumerate(numbers):
        value = normalise_identifier(number.system, number.value, f"identifiers.{place}.value")
        if value is not None:
            office = office_of(number.system, value)
            yield NumberMark(number.subject, office, identifiers.mark_of(number.system, value))


def _candidates(known: _Known, context: Context, sources: Sources) -> Iterator[Handbook | HandbookId]:
    if known.account_id is not None:
        yield from sources.records.of_account(known.account_id, _MOST_OWN).items
    if context.actor.is_family:
        return
    for number in known.marks:
        yield from sources.identifiers.held_by(number.mark, number.subject)
    commune_code = known.query.commune_code
    if commune_code in context.actor.communes:
        yield from _registered(known.facts, commune_code, sources.register)


def _registered(facts: Facts, commune_code: CommuneCode, register: Register) -> Iterator[Handbook]:
    if isinstance(facts, PregnancyFacts):
        for first, last in due_spans_of(facts.due_on):
            yield from register.pregnancies(commune_code, first, last, _MOST_OF_A_SPAN).items
        return
    for first, last in spans_of(facts.birth_date):
        yield from register.born(commune_code, first, last, _MOST_OF_A_SPAN)
