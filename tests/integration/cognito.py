"""The part of Cognito that moto leaves out: CUSTOM_AUTH that calls the challenge triggers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from functions.auth.triggers import lambda_handler
from handbook.domain.errors import UnavailableError, WrongCredentialsError
from handbook.domain.ids import AccountId
from handbook.domain.sign_in import Tokens
from tests.integration.api import Context
from tests.integration.recorded import trigger


def invoke(event: dict[str, Any]) -> dict[str, Any]:
    """Call the triggers' function and give its response."""
    answered: dict[str, Any] = lambda_handler(event, Context())["response"]  # type: ignore[arg-type]
    return answered


@dataclass(slots=True)
class FamilyPoolWithTriggers:
    """Same surface as gateways.cognito.FamilyPool. Remembers users and the tickets it was shown."""

    users: list[str] = field(default_factory=list)
    tickets: list[str] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)
    signed_out: list[str] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    is_down: bool = False
    silent: int = 0
    """So many exchanges get no answer."""
    before_adding: Callable[[], None] = lambda: None

    def add(self, account_id: AccountId) -> None:
        """Make a user; one that exists stays."""
        if self.is_down:
            raise UnavailableError("ServiceUnavailable")
        self.before_adding()
        if account_id not in self.users:
            self.users.append(account_id)

    def add_missing(self, account_id: AccountId) -> bool:
        """Make a user of an account that lost it, as all did in a pool that is new."""
        if account_id not in self.lost:
            return False
        self.lost.remove(account_id)
        self.add(account_id)
        return True

    def exchange(self, account_id: AccountId, ticket: str) -> Tokens:
        """Run define, create, verify, define, as Cognito does in this order."""
        self.tickets.append(ticket)
        if self.silent:
            self.silent -= 1
            raise UnavailableError("Timeout")
        if account_id in self.lost:
            raise WrongCredentialsError
        begun = invoke(trigger("define_auth_challenge", account_id))
        if begun["failAuthentication"] or begun["issueTokens"]:
            raise WrongCredentialsError
        made = invoke(trigger("create_auth_challenge", account_id))
        hidden = made["privateChallengeParameters"]
        right = invoke(
            trigger("verify_auth_challenge", account_id, challengeAnswer=ticket, privateChallengeParameters=hidden)
        )["answerCorrect"]
        step = {"challengeName": begun["challengeName"], "challengeResult": right, "challengeMetadata": None}
        if not invoke(trigger("define_auth_challenge", account_id, session=[step]))["issueTokens"]:
            raise WrongCredentialsError
        return Tokens(f"id-{account_id}", f"access-{account_id}", 900, f"refresh-{account_id}")

    def check_password(self, account_id: AccountId, password: str) -> Tokens:
        """Give tokens for the password that was set; for everybody else the one refusal of Cognito."""
        if self.passwords.get(account_id) != password:
            raise WrongCredentialsError
        return Tokens(f"id-{account_id}", f"access-{account_id}", 900, f"refresh-{account_id}")

    def set_password(self, account_id: AccountId, password: str) -> None:
        """Make a password the only one."""
        self.passwords[account_id] = password

    def sign_out(self, account_id: AccountId) -> None:
        """Remember whose sessions were ended."""
        self.signed_out.append(account_id)

    def remove(self, account_id: AccountId) -> None:
        """Take a user away."""
        self.users = [one for one in self.users if one != account_id]
        self.passwords.pop(account_id, None)
