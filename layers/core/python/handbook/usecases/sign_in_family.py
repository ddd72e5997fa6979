"""Sign a family member in with a code by SMS."""

from dataclasses import dataclass
from datetime import datetime

from handbook.domain import sign_in
from handbook.domain.accounts import EventKind, Standing, unproved_name
from handbook.domain.code_purposes import Purpose, sms_text
from handbook.domain.directory import Account
from handbook.domain.errors import ConflictError, UnavailableError, WrongCredentialsError
from handbook.domain.ids import AccountId, PhoneE164, PhoneIndex
from handbook.domain.preferences import Preferences
from handbook.usecases.change_number import TellMoves, take_waiting_number
from handbook.usecases.door import Door, SignIns, arrive, is_doubtful, note
from handbook.usecases.one_time_codes import (
    Client,
    CodeSent,
    Said,
    SentCodes,
    check_code,
    give_back_code,
    send_code,
    use_code,
)
from handbook.usecases.ports import IndexOf, NewId, Sms

_TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class SignedIn[T]:
    """Tokens; with `proof_needed` they speak for somebody who owns nothing until a second proof is given.

    `known_device`: what the device shows when it asks for the number's next code, so that it is no stranger.
    """

    tokens: T
    known_device: str
    proof_needed: bool = False


def request_code[S: SentCodes](
    phone: PhoneE164,
    purpose: Purpose,
    client: Client,
    now: datetime,
    *,
    sign_ins: SignIns[S],
    index_of: IndexOf,
    sms: Sms,
    pepper: bytes,
    new_id: NewId,
    random_number: int,
    known_device: str = "",
) -> CodeSent:
    """Send a number a new code for a purpose, which kills the old one. Whether it has an account is never looked at.

    `known_device` is what an earlier sign-in with the number gave; anything else is a stranger's.
    Raises: as `send_code` does.
    """
    return send_code(
        index_of(phone),
        purpose,
        lambda code: sms.send(phone, sms_text(purpose, code, client.language)),
        client,
        now,
        codes=sign_ins,
        pepper=pepper,
        new_id=new_id,
        random_number=random_number,
        is_known=sign_in.is_known_device(pepper, phone, known_device, now),
    )


def redeem_code[S: SentCodes, T](
    phone: PhoneE164, said: Said, client: Client, now: datetime, *, door: Door[S, T], tell: TellMoves
) -> SignedIn[T]:
    """Give tokens for the right code; the account is made the first time.

    Where the account was not seen for so long that the number may be somebody else's by now, the tokens speak for
    nobody's account yet. A number that a unit asked for takes the old one's place here, when the time is over; `tell`
    is given the account as it was, and the number, before anything is kept.
    Raises: WrongCodeError as `check_code` does; NumberChangeWaitsError.
    """
    index = door.index_of(phone)
    check_code(index, Purpose.SIGN_IN, said, now, codes=door.sign_ins, pepper=door.pepper)
    account_id, standing, doubtful = _who(phone, index, client, now, door, tell)
    if doubtful:
        door.pool.add(unproved_name(account_id))
        note(account_id, EventKind.SIGNED_IN, client, now, door, way="sms_without_proof")
    else:
        arrive(account_id, "sms", standing, client, now, door, number_seen=now)
    name = unproved_name(account_id) if doubtful else account_id
    tokens = _with_ticket(name, index, said, now, door)
    return SignedIn(tokens, sign_in.known_device(door.pepper, phone, now), doubtful)


def _who[S: SentCodes, T](
    phone: PhoneE164, index: PhoneIndex, client: Client, now: datetime, door: Door[S, T], tell: TellMoves
) -> tuple[AccountId, Standing, bool]:
    """Say whose number it is, when that account was seen, and whether the number is a doubtful proof of it."""
    owner = door.directory.account_of_phone(index)
    standing = door.accounts.standing(owner) if owner else Standing()
    if owner is not None and not is_doubtful(owner, index, standing, now, door):
        return owner, standing, False
    moved = take_waiting_number(index, owner, client, now, door, tell)
    if moved is not None:
        return moved.account_id, door.accounts.standing(moved.account_id), False
    if owner is not None:
        return owner, standing, True
    return _account_of(phone, index, client, now, door), Standing(), False


def _with_ticket[S: SentCodes, T](name: AccountId, index: PhoneIndex, said: Said, now: datetime, door: Door[S, T]) -> T:
    ticket = issue_ticket(name, now, door)
    # Late, so that a table that does not answer costs no code; before the exchange, so that a code works once.
    use_code(index, said, codes=door.sign_ins)
    try:
        return enter(name, ticket, now, door)
    except UnavailableError:
        # Nobody has tokens for it: who sends the same request again, as the answer says, is let in.
        give_back_code(index, Purpose.SIGN_IN, said, codes=door.sign_ins, pepper=door.pepper)
        raise


def enter[S: SentCodes, T](name: AccountId, ticket: str, now: datetime, door: Door[S, T]) -> T:
    """Turn a ticket into tokens. An account whose user the pool does not hold whole, as after a restore, gets one anew.

    Cognito that does not answer is asked once more: it waits five seconds for our challenge, whose function may just
    have been starting, and a session that it lost so is lost.
    Raises: WrongCredentialsError, UnavailableError.
    """
    try:
        return door.pool.exchange(name, ticket)
    except UnavailableError:
        pass
    except WrongCredentialsError:
        if not door.pool.add_missing(name):
            raise
    # The first ticket may be used up: Cognito plays a challenge for who is not there, too, and answers may be lost.
    return door.pool.exchange(name, issue_ticket(name, now, door))


def issue_ticket[S: SentCodes, T](account_id: AccountId, now: datetime, door: Door[S, T]) -> str:
    """Make what lets an account through Cognito's challenge once. Raises: UnavailableError."""
    ticket = door.new_id() + door.new_id()
    door.sign_ins.issue_ticket(_ticket_proof(door.pepper, ticket), account_id, now)
    return ticket


def redeem_ticket[S: SentCodes](
    account_id: str, ticket: str, now: datetime, *, sign_ins: SignIns[S], pepper: bytes
) -> bool:
    """Say whether a ticket lets an account in, once: the answer to Cognito's custom challenge."""
    return sign_ins.redeem_ticket(_ticket_proof(pepper, ticket), account_id, now)


def _account_of[S: SentCodes, T](
    phone: PhoneE164, index: PhoneIndex, client: Client, now: datetime, door: Door[S, T]
) -> AccountId:
    account = new_account(phone, client, now, door)
    try:
        door.directory.add_account(account, index)
    except ConflictError:
        faster = door.directory.account_of_phone(index)
        if faster is None:
            raise
        return faster
    return account.account_id


def new_account[S: SentCodes, T](phone: PhoneE164, client: Client, now: datetime, door: Door[S, T]) -> Account:
    """Make an account that is not yet written down, and its user in Cognito. Raises: UnavailableError."""
    preferences = Preferences(language="en" if client.language == "en" else "vi")
    account = Account(AccountId(door.new_id()), phone, created_at=now, preferences=preferences)
    # The user comes first: a crash in between leaves one that nobody can sign in as, and the next try makes another.
    door.pool.add(account.account_id)
    return account


def _ticket_proof(pepper: bytes, ticket: str) -> str:
    return sign_in.proof(pepper, _TICKET, ticket)
