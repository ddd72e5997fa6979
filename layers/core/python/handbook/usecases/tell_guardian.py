"""Tell one guardian, if that is right now: decide on fresh data, claim, hand over, write down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from handbook.domain.bonds import guardians_on
from handbook.domain.calendar import local_date
from handbook.domain.consents import sms_refused
from handbook.domain.directory import Account
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.marks import stands_for
from handbook.domain.names import given_name
from handbook.domain.reminders.decision import PAUSE, Case, Due, Guardian, Send, Skip, Wait, decide
from handbook.domain.reminders.delivery import REST, Said, Verdict
from handbook.domain.reminders.kinds import Contact
from handbook.domain.reminders.messages import Message, State, Text
from handbook.domain.reminders.moved import moved_touches
from handbook.domain.reminders.outcomes import Outcome
from handbook.domain.reminders.recipients import Recipient
from handbook.domain.reminders.rules import Rules
from handbook.domain.reminders.texts import sms_text
from handbook.domain.reminders.touches import Touch, current_among, touches
from handbook.domain.sessions.days import SessionDay
from handbook.usecases.close_looks import Closing, Closings
from handbook.usecases.contacts import contacts_on
from handbook.usecases.deliver import Line, deliver
from handbook.usecases.find_session import CommuneSessions, session_for
from handbook.usecases.ports import Directory, NewId, Records, Reminders
from handbook.usecases.settle_text import Ledger, settle

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule

_MOST_SIBLINGS = 20
_NOT_OUT = {Verdict.BUSY, Verdict.NOT_TAKEN}


@dataclass(frozen=True, slots=True)
class Tools:
    """What a run works with."""

    records: Records
    reminders: Reminders
    directory: Directory
    ledger: Ledger
    closings: Closings
    lines: Mapping[str, Line]
    schedule: Schedule
    new_id: NewId
    clock: Callable[[], datetime]
    sessions: CommuneSessions


@dataclass(frozen=True, slots=True)
class Book:
    """A handbook under a look: all messages that its contacts call for, and what is to be said of it now."""

    handbook: Handbook
    planned: Sequence[Touch]
    touches: Sequence[Touch]
    told: Sequence[Message] = ()


@dataclass(slots=True)
class Page:
    """What was read for a page of handbooks together, and what is still to be written down of it."""

    accounts: Mapping[AccountId, Account]
    recipients: dict[AccountId, Recipient]
    closing: Closing


@dataclass(slots=True)
class Look:
    """One look at a handbook for all its guardians: what is read for one of them serves the next."""

    book: Book
    rules: Rules
    today: date
    page: Page
    siblings: dict[HandbookId, Book] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one guardian. `again_at`: look again then, and leave the handbook where it is."""

    outcome: Outcome
    again_at: datetime | None = None


def tell(account_id: AccountId, look: Look, tools: Tools) -> Told:
    """Decide for one guardian of a handbook, and send when the decision says so.

    A text is claimed before it is handed over, so that it goes out at most once whatever happens after.
    Raises: UnavailableError when a table does not answer; everything may then be done again.
    """
    # Who was written to is read afresh: the page knows of no claim that was made since.
    recipient = look.page.recipients.pop(account_id, None)
    return _tell(account_id, recipient or tools.ledger.recipients.get(account_id, look.today), look, tools)


def _tell(account_id: AccountId, recipient: Recipient, look: Look, tools: Tools) -> Told:
    now = tools.clock()
    account = look.page.accounts.get(account_id)
    books = {book.handbook.handbook_id: book for book in _books(account_id, recipient, look, tools)}
    case = Case(
        handbook_id=look.book.handbook.handbook_id,
        guardian=_guardian(account, recipient, tools),
        due=[Due(book_id, touch) for book_id, book in books.items() for touch in book.touches],
        told={book_id: [m for m in book.told if m.account_id == account_id] for book_id, book in books.items()},
    )
    decision = decide(case, now, look.rules)
    if isinstance(decision, Wait):
        return Told(decision.outcome, decision.until)
    if isinstance(decision, Skip) or account is None:
        return Told(decision.outcome if isinstance(decision, Skip) else Outcome.NO_ACCOUNT)
    return _send(decision, account, recipient, case, books, look, tools)


def _guardian(account: Account | None, recipient: Recipient, tools: Tools) -> Guardian:
    if account is None:
        return Guardian(None)
    dead = recipient.dead_number is not None and stands_for(recipient.dead_number, tools.ledger.index_of(account.phone))
    has_app = recipient.device is not None and "app" in tools.lines
    refused = sms_refused(account.consents, local_date(tools.clock())) if account.consents else frozenset[str]()
    return Guardian(account.preferences, has_app, dead, recipient.written_today, refused)


def _books(account_id: AccountId, recipient: Recipient, look: Look, tools: Tools) -> list[Book]:
    """Give the handbook looked at and those of its siblings of which something is to be said now."""
    others = recipient.handbooks
    if others is None:
        others = tuple(tools.records.ids_of_account(account_id, _MOST_SIBLINGS))
    unread = [one for one in others if one != look.book.handbook.handbook_id and one not in look.siblings]
    for handbook in tools.records.get_many(unread):
        look.siblings[handbook.handbook_id] = book_of(handbook, look.rules, look.today, tools)
    siblings = (look.siblings[one] for one in others if one in look.siblings)
    # The account's list holds what it only looks at, too; of that it is told nothing.
    own = (book for book in siblings if account_id in guardians_on(book.handbook.guardians, look.today))
    return [look.book, *(book for book in own if book.touches)]


def book_of(handbook: Handbook, rules: Rules, today: date, tools: Tools) -> Book:
    """Find out what is to be said of a handbook now, and what was said before."""
    contacts = contacts_on(handbook, tools.schedule, today)
    told = tools.reminders.told(handbook.partitions)
    planned = touches(contacts, rules)
    current = current_among(planned, today, rules)
    said = {message.occurrence for message in told}
    spoken_of = {_place(touch) for touch in current if touch.occurrence not in said}
    # Whoever hears of the dose today hears of the right session with it.
    moved = [one for one in _moved(handbook, contacts, told, today, tools) if _place(one) not in spoken_of]
    return Book(handbook, planned, [*current, *moved], told)


def _place(touch: Touch) -> tuple[date, str]:
    return touch.recommended_on, touch.subject


def _moved(
    handbook: Handbook, contacts: Sequence[Contact], told: Sequence[Message], today: date, tools: Tools
) -> list[Touch]:
    if not any(one.session_on is not None and one.session_on >= today for one in told):
        return []
    return moved_touches(told, contacts, tools.sessions.of_commune(handbook.commune_code), today)


def _session(decision: Send, books: Mapping[HandbookId, Book], look: Look, tools: Tools) -> SessionDay | None:
    """Find the next session for the first vaccination that a text speaks of."""
    doses = [one for one in decision.due if one.touch.subject in look.rules.with_session]
    if not doses:
        return None
    first = min(doses, key=lambda one: one.touch.recommended_on)
    commune = books[first.handbook_id].handbook.commune_code
    return session_for(commune, first.touch.recommended_on, look.today, tools.sessions)


def _send(
    decision: Send,
    account: Account,
    recipient: Recipient,
    case: Case,
    books: Mapping[HandbookId, Book],
    look: Look,
    tools: Tools,
) -> Told:
    now, line = tools.clock(), tools.lines[decision.channel]
    ready = line.ready(now)
    if not ready:
        return Told(Outcome.PROVIDER_DOWN, now + REST)
    reference = tools.new_id()
    session = _session(decision, books, look, tools)
    messages = tuple(
        replace(
            _message(one, account.account_id, decision.channel, reference, case, now),
            session_on=session.on if session and one.touch.subject in look.rules.with_session else None,
        )
        for one in decision.due
    )
    device = recipient.device if decision.channel == "app" else None
    text = Text(
        reference,
        account.account_id,
        messages,
        now,
        decision.channel,
        provider=ready[0].name,
        device_id=device.device_id if device else "",
        number="" if device else tools.ledger.index_of(account.phone),
    )
    if not tools.ledger.texts.claim(text):
        return Told(Outcome.UNSURE, now + PAUSE)
    names = _names(decision, books)
    words = sms_text([one.touch for one in decision.due], names, account.language, look.rules, session)
    to = device.endpoint if device else account.phone
    text, said = deliver(text, to, words, line, ready, tools.ledger.texts, now)
    if said.verdict is Verdict.TAKEN:
        look.page.closing.take(text, said)
    else:
        settle(text, said, tools.ledger, tools.clock())
    if device and said.verdict is Verdict.DEAD:
        # Nothing was shown, and the claim is free again: the next installation is told, or an SMS goes out, at once.
        return _tell(account.account_id, recipient.without_device(), look, tools)
    return _outcome(said, decision, account, now)


def _names(decision: Send, books: Mapping[HandbookId, Book]) -> list[str]:
    """Give the names of the children that a text speaks of; of a pregnancy there is none."""
    children = (books[one.handbook_id].handbook.child for one in decision.due)
    return sorted({given_name(child.full_name) for child in children if child is not None})


def _message(due: Due, account_id: AccountId, channel: str, reference: str, case: Case, now: datetime) -> Message:
    before = next((one for one in case.told[due.handbook_id] if one.occurrence == due.occurrence), None)
    same_day = before is not None and local_date(before.claimed_at) == local_date(now)
    return Message(
        handbook_id=due.handbook_id,
        account_id=account_id,
        occurrence=due.occurrence,
        kind=due.touch.kind,
        recommended_on=due.touch.recommended_on,
        claimed_at=now,
        state=State.CLAIMED,
        channel=channel,
        subject=due.touch.subject,
        whats=due.touch.whats,
        reference=reference,
        tries=before.tries + 1 if before is not None and same_day else 1,
    )


def _outcome(said: Said, decision: Send, account: Account, now: datetime) -> Told:
    """Say how it went. Who was told in the app is looked at again, since nobody may read it there."""
    if said.verdict in _NOT_OUT:
        return Told(Outcome.PROVIDER_BUSY, now + PAUSE)
    if said.verdict is Verdict.UNSURE:
        return Told(Outcome.UNSURE, now + PAUSE)
    if said.verdict is Verdict.DEAD:
        return Told(Outcome.NUMBER_DIED)
    if said.verdict is Verdict.REJECTED:
        return Told(Outcome.FAILED)
    if decision.channel == "app":
        return Told(Outcome.SENT_TO_APP, now + PAUSE if "sms" in account.preferences.channels else None)
    return Told(Outcome.SENT)
