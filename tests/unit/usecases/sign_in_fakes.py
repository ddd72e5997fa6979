"""The state of signing in, kept in memory, with the guarantees of storage/sign_in.py."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from handbook.domain import sign_in
from handbook.domain.errors import ConflictError
from handbook.domain.ids import AccountId, PhoneIndex


@dataclass(frozen=True, slots=True)
class Sent:
    instants: tuple[datetime, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Challenge:
    challenge_id: str
    code_proof: str
    expires_at: datetime
    tries_left: int


@dataclass(slots=True)
class FakeSignIns:
    """One living code a number; tickets; counters of the current window."""

    sent: dict[PhoneIndex, Sent] = field(default_factory=dict)
    living: dict[PhoneIndex, Challenge] = field(default_factory=dict)
    tickets: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    raced: bool = False

    def sent_to(self, index: PhoneIndex) -> Sent:
        self.calls.append("sent_to")
        return self.sent.get(index, Sent())

    def begin(self, index: PhoneIndex, challenge_id: str, code_proof: str, sent: Sent, now: datetime) -> None:
        self.calls.append("begin")
        if self.raced or self.sent.get(index, Sent()).version != sent.version:
            raise ConflictError
        instants = (*sign_in.still_counted(sent.instants, now), now)
        self.sent[index] = Sent(instants, sent.version + 1)
        self.living[index] = Challenge(challenge_id, code_proof, now + sign_in.CODE_LIFE, sign_in.TRIES)

    def take_back(self, index: PhoneIndex, sent: Sent) -> None:
        self.calls.append("take_back")
        self.sent[index] = Sent(sent.instants, sent.version + 1)
        self.living.pop(index, None)

    def uncount(self, subjects: list[tuple[str, sign_in.Limit]], now: datetime) -> None:
        self.calls.append("uncount")
        for subject, limit in subjects:
            self.seen[f"{subject}#{int(now.timestamp() // limit.window.total_seconds())}"] -= 1

    def spend_try(self, index: PhoneIndex, challenge_id: str, now: datetime) -> str | None:
        self.calls.append("spend_try")
        found = self.living.get(index)
        if found is None or found.challenge_id != challenge_id or found.tries_left < 1 or found.expires_at <= now:
            return None
        self.living[index] = replace(found, tries_left=found.tries_left - 1)
        return found.code_proof

    def use_up(self, index: PhoneIndex, challenge_id: str) -> bool:
        self.calls.append("use_up")
        found = self.living.get(index)
        if found is None or found.challenge_id != challenge_id:
            return False
        del self.living[index]
        return True

    def issue_ticket(self, ticket_proof: str, account_id: str, now: datetime) -> None:
        self.calls.append("issue_ticket")
        self.tickets[ticket_proof] = (account_id, now + sign_in.TICKET_LIFE)

    def redeem_ticket(self, ticket_proof: str, account_id: str, now: datetime) -> bool:
        owner, lapses = self.tickets.get(ticket_proof, ("", now))
        if owner != account_id or lapses <= now:
            return False
        del self.tickets[ticket_proof]
        return True

    def count(self, subjects: list[tuple[str, sign_in.Limit]], now: datetime) -> sign_in.Limit | None:
        self.calls.append("count")
        for subject, limit in subjects:
            window = f"{subject}#{int(now.timestamp() // limit.window.total_seconds())}"
            if self.seen.get(window, 0) >= limit.most:
                return limit
            self.seen[window] = self.seen.get(window, 0) + 1
        return None


class FakePool:
    """The families' pool; a token names the account and the ticket that it was given for."""

    def __init__(self) -> None:
        self.users: list[AccountId] = []
        self.tickets: list[str] = []

    def add(self, account_id: AccountId) -> None:
        self.users.append(account_id)

    def exchange(self, account_id: AccountId, ticket: str) -> str:
        self.tickets.append(ticket)
        return f"tokens of {account_id}"
