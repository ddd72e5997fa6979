"""What /v1/auth and /v1/me take and give."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from handbook.domain.code_purposes import Purpose
from handbook.domain.sign_in import StaffChallenge, Step, Tokens
from handbook.usecases.one_time_codes import CodeSent
from handbook.usecases.sign_in_family import SignedIn
from handbook.web.schemas import Body

TypedPhone = Annotated[str, Field(min_length=9, max_length=30, description="A Vietnamese mobile number, as typed")]

type AskedPurpose = Literal[
    Purpose.SIGN_IN,
    Purpose.PASSWORD,
    Purpose.EMAIL,
    Purpose.CLOSING,
    Purpose.OLD_NUMBER,
    Purpose.NEW_NUMBER,
    Purpose.NUMBER_AT_UNIT,
]
"""What anybody may ask a code for: but for signing in, such a code opens nothing without a session beside it."""

Username = Annotated[str, Field(min_length=1, max_length=128)]
Password = Annotated[str, Field(min_length=1, max_length=256)]


class NumberToProve(Body):
    """A number that a code by SMS is to go to."""

    phone: TypedPhone


class CodeRequest(NumberToProve):
    """Asks for a code by SMS.

    `purpose`: the one thing that the code is good for; the text says it. `known_device`: what `POST /v1/auth/token`
    gave this device for the number, so that strangers who ask for codes to it do not use up its own.
    """

    purpose: AskedPurpose = Purpose.SIGN_IN
    known_device: Annotated[str, Field(max_length=128)] = ""


class CodeSentAnswer(Body):
    """A code is on its way, whoever the number belongs to."""

    challenge_id: str
    expires_in_seconds: int
    resend_in_seconds: int

    @classmethod
    def of(cls, sent: CodeSent) -> "CodeSentAnswer":
        """Write it down for the client."""
        return cls(
            challenge_id=sent.challenge_id,
            expires_in_seconds=sent.expires_in_seconds,
            resend_in_seconds=sent.resend_in_seconds,
        )


class TokenRequest(Body):
    """Trades the code for tokens."""

    phone: TypedPhone
    challenge_id: Annotated[str, Field(min_length=1, max_length=64)]
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class StaffTokenRequest(Body):
    """Password and the current code of the authenticator app."""

    username: Username
    password: Password
    totp_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class StaffPasswordRequest(Body):
    """The first factor; what is asked next depends on the account."""

    username: Username
    password: Password


class StaffStepRequest(Body):
    """The answer to what was asked: `new_password` or `code`."""

    username: Username
    challenge: Literal["new_password", "authenticator_setup", "authenticator_code", "sms_code"]
    session: Annotated[str, Field(min_length=1, max_length=8192)]
    new_password: Password | None = None
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")] | None = None


class PasswordForgottenRequest(Body):
    """Asks for a code by e-mail."""

    username: Username


class NewPasswordRequest(Body):
    """Trades the code from the e-mail for a new password."""

    username: Username
    code: Annotated[str, Field(min_length=1, max_length=64)]
    new_password: Password


class RefreshRequest(Body):
    """Trades a refresh token for new tokens. `pool` says where it came from."""

    refresh_token: Annotated[str, Field(min_length=1, max_length=8192)]
    pool: Literal["family", "staff"] = "family"


class TokensAnswer(Body):
    """Send `id_token` as Bearer token. A refresh token rotates: keep the newest; absent means keep the old.

    Cognito's access token is given to nobody: its public endpoint would take it, past our routes.
    `proof_needed`: these tokens open nothing but `PUT /v1/me/proof` (docs/accounts.md).
    """

    id_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the scheme, not a secret
    expires_in_seconds: int
    refresh_token: str | None = None
    proof_needed: bool = False

    @classmethod
    def of(cls, tokens: Tokens, *, proof_needed: bool = False) -> "TokensAnswer":
        """Write tokens down for the client."""
        return cls(
            proof_needed=proof_needed,
            id_token=tokens.id_token,
            expires_in_seconds=tokens.expires_in_seconds,
            refresh_token=tokens.refresh_token,
        )


class SignedInAnswer(TokensAnswer):
    """Tokens for a code by SMS.

    `known_device`: to be kept on the device, and sent with the next request for a code to the number.
    """

    known_device: str

    @classmethod
    def to(cls, given: SignedIn[Tokens]) -> "SignedInAnswer":
        """Write it down for the client."""
        tokens = TokensAnswer.of(given.tokens, proof_needed=given.proof_needed)
        return cls(**tokens.model_dump(), known_device=given.known_device)


class StaffStepAnswer(Body):
    """Tokens, or what is asked next. `authenticator_secret`, in Base32, goes into the authenticator app.

    "sign_in_again" asks nothing: the next sign-in asks for the authenticator's code, or sends one by SMS.
    """

    challenge: StaffChallenge | None = None
    session: str | None = None
    authenticator_secret: str | None = None
    tokens: TokensAnswer | None = None

    @classmethod
    def of(cls, step: Tokens | Step) -> "StaffStepAnswer":
        """Write the step down for the client."""
        if isinstance(step, Tokens):
            return cls(tokens=TokensAnswer.of(step))
        return cls(challenge=step.challenge, session=step.session or None, authenticator_secret=step.secret)
