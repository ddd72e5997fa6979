"""A second proof that an account is one's own, after its number alone was too little; or that it is not."""

from collections.abc import Callable
from datetime import datetime

from handbook.domain import sign_in
from handbook.domain.accounts import EventKind, claimed_account
from handbook.domain.bonds import holds
from handbook.domain.calendar import local_date
from handbook.domain.code_purposes import Purpose
from handbook.domain.codes import CodeState
from handbook.domain.directory import Account
from handbook.domain.errors import (
    ForbiddenError,
    HandbookError,
    NotFoundError,
    TooManyRequestsError,
    WrongCredentialsError,
)
from handbook.domain.ids import AccountId, PhoneIndex
from handbook.usecases.door import Door, arrive, event_of, is_doubtful
from handbook.usecases.follow import current
from handbook.usecases.one_time_codes import Client, CodeSent, Said, SentCodes, check_code, send_code, use_code
from handbook.usecases.passwords import SendLetter
from handbook.usecases.ports import Codes, Keys, Records
from handbook.usecases.read_code import read_code
from handbook.usecases.sign_in_family import enter, issue_ticket, new_account

type Proof = Callable[[AccountId], bool]
"""Says whether something proves that an account is one's own. Raises: WrongCodeError, WrongCredentialsError."""


def claimed(user_name: AccountId) -> AccountId:
    """Give the account that somebody unproved may turn out to own. Raises: ForbiddenError for everybody else."""
    account_id = claimed_account(user_name)
    if account_id is None:
        raise ForbiddenError
    return account_id


def prove[S: SentCodes, T](
    user_name: AccountId, proof: Proof, way: str, client: Client, now: datetime, *, door: Door[S, T]
) -> T:
    """Give tokens of the account for a second proof; five wrong ones in an hour are all.

    Raises: WrongCredentialsError, WrongCodeError, TooManyRequestsError; ForbiddenError for who needs no proof;
    NotFoundError when the number was given up meanwhile.
    """
    account_id = claimed(user_name)
    _in_doubt(account_id, now, door)
    tried = [(f"proof#{account_id}", sign_in.PER_PASSWORD)]
    reached = door.sign_ins.count(tried, now)
    if reached is not None:
        raise TooManyRequestsError(sign_in.seconds_left(reached, now))
    if not proof(account_id):
        raise WrongCredentialsError
    door.sign_ins.uncount(tried, now)
    arrive(account_id, way, door.accounts.standing(account_id), client, now, door, number_seen=now)
    door.accounts.see(account_id, now, now)
    tokens = enter(account_id, issue_ticket(account_id, now, door), now, door)
    door.pool.sign_out(user_name)
    return tokens


def by_password[S: SentCodes, T](password: str, door: Door[S, T]) -> Proof:
    """Prove by the account's password."""
    return lambda account_id: door.pool.check_password(account_id, password) is not None


def by_letter[S: SentCodes, T](said: Said, now: datetime, door: Door[S, T]) -> Proof:
    """Prove by a code that went to the account's verified address."""

    def proof(account_id: AccountId) -> bool:
        check_code(_subject(account_id), Purpose.LETTER, said, now, codes=door.sign_ins, pepper=door.pepper)
        use_code(_subject(account_id), said, codes=door.sign_ins)
        return True

    return proof


def by_handbook_code(text: str, now: datetime, *, codes: Codes, keys: Keys, records: Records) -> Proof:
    """Prove by the code on a handbook that the account is bound to: who has the book in hand."""

    def proof(account_id: AccountId) -> bool:
        try:
            _, serial = read_code(text, keys.all())
        except HandbookError:
            return False
        use = codes.used(serial)
        handbook = current(use.handbook_id, records) if use is not None and use.state is CodeState.BOUND else None
        return handbook is not None and holds(handbook.guardians, account_id, local_date(now))

    return proof


def send_proof_letter[S: SentCodes, T](
    user_name: AccountId, client: Client, now: datetime, *, door: Door[S, T], letter: SendLetter, number: int
) -> CodeSent:
    """Send a code to the account's verified address; where there is none, the answer is the same and nothing goes out.

    Raises: ForbiddenError for who needs no proof, and as `send_code` does.
    """
    account_id = claimed(user_name)
    email = door.accounts.profile(account_id).email
    return send_code(
        _subject(account_id),
        Purpose.LETTER,
        lambda code: letter(email, code) if email else None,
        client,
        now,
        codes=door.sign_ins,
        pepper=door.pepper,
        new_id=door.new_id,
        random_number=number,
    )


def begin_anew[S: SentCodes, T](user_name: AccountId, client: Client, now: datetime, *, door: Door[S, T]) -> T:
    """Take the number for a fresh account, since it is new to whoever has it now; the old account is left without.

    Raises: ForbiddenError for who needs no proof; NotFoundError, NumberTakenError when it was given up meanwhile.
    """
    old_id = claimed(user_name)
    old = _in_doubt(old_id, now, door)
    fresh = new_account(old.phone, client, now, door)
    given_up = event_of(old_id, EventKind.NUMBER_GIVEN_UP, client, now, "new_to_holder")
    door.numbers.begin_anew(fresh, door.index_of(old.phone), old_id, given_up)
    door.accounts.see(fresh.account_id, now, now)
    tokens = enter(fresh.account_id, issue_ticket(fresh.account_id, now, door), now, door)
    door.pool.sign_out(user_name)
    return tokens


def _in_doubt[S: SentCodes, T](account_id: AccountId, now: datetime, door: Door[S, T]) -> Account:
    # Tokens without a proof outlive the doubt: whoever came back since, or changed the number, is not asked again.
    account = door.directory.account(account_id)
    if account is None or account.number_gone:
        raise NotFoundError
    if not is_doubtful(account_id, door.index_of(account.phone), door.accounts.standing(account_id), now, door):
        raise NotFoundError
    return account


def _subject(account_id: AccountId) -> PhoneIndex:
    return PhoneIndex(f"PROOF#{account_id}")
