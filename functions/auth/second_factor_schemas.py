"""What /v1/me/second-factor takes and gives."""

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.auth.schemas import TypedPhone
from handbook.web.schemas import Body

_SixDigits = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
_AccessToken = Annotated[str, Field(min_length=1, max_length=8192)]


class ProvedNumber(Body):
    """A number, and the code that it got."""

    phone: TypedPhone
    challenge_id: Annotated[str, Field(min_length=1, max_length=64)]
    code: _SixDigits


class AuthenticatorBody(Body):
    """The own access token of this session, which Cognito takes for the setup."""

    access_token: _AccessToken


class ProvedAuthenticator(AuthenticatorBody):
    """The code that the new authenticator shows."""

    code: _SixDigits


class AuthenticatorSecret(Body):
    """In Base32, for the authenticator app."""

    authenticator_secret: str
