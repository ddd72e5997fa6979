"""What /v1/auth and /v1/me take and give."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from handbook.domain.sign_in import Tokens
from handbook.web.schemas import Body

TypedPhone = Annotated[str, Field(min_length=9, max_length=30, description="A Vietnamese mobile number, as typed")]


class CodeRequest(Body):
    """Asks for a code by SMS."""

    phone: TypedPhone


class CodeSentAnswer(Body):
    """A code is on its way, whoever the number belongs to."""

    challenge_id: str
    expires_in_seconds: int
    resend_in_seconds: int


class TokenRequest(Body):
    """Trades the code for tokens."""

    phone: TypedPhone
    challenge_id: Annotated[str, Field(min_length=1, max_length=64)]
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class StaffTokenRequest(Body):
    """Password and the current code of the authenticator app."""

    username: Annotated[str, Field(min_length=1, max_length=128)]
    password: Annotated[str, Field(min_length=1, max_length=256)]
    totp_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class RefreshRequest(Body):
    """Trades a refresh token for new tokens. `pool` says where it came from."""

    refresh_token: Annotated[str, Field(min_length=1, max_length=8192)]
    pool: Literal["family", "staff"] = "family"


class TokensAnswer(Body):
    """Send `id_token` as Bearer token. A refresh token rotates: keep the newest; absent means keep the old."""

    id_token: str
    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the scheme, not a secret
    expires_in_seconds: int
    refresh_token: str | None = None

    @classmethod
    def of(cls, tokens: Tokens) -> "TokensAnswer":
        """Write tokens down for the client."""
        return cls(
            id_token=tokens.id_token,
            access_token=tokens.access_token,
            expires_in_seconds=tokens.expires_in_seconds,
            refresh_token=tokens.refresh_token,
        )


class MeAnswer(Body):
    """Who is signed in. Staff have a unit and the communes that it answers for."""

    id: str
    role: str
    unit_id: str | None = None
    communes: list[str]
