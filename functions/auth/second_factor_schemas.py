"""What /v1/me/second-factor takes and gives."""

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.auth.schemas import TypedPhone
from handbook.domain.staff_sessions import SignInAgainError
from handbook.usecases.second_factor import FactorChallenge, Proof
from handbook.web.schemas import Body

_SixDigits = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class BothFactors(Body):
    """Both factors, given anew: `POST /v1/auth/staff/sign-in` gives the session, the present second factor the code.

    `challenge`: what was asked for with the session. Left out, it is what our record says; the two differ where a
    change of the factor broke off half way.
    """

    challenge: FactorChallenge | None = None
    session: Annotated[str, Field(min_length=1, max_length=8192)]
    code: _SixDigits


class WithProof(Body):
    """What a session alone does not do; without `proof` the answer is `sign-in-again`."""

    proof: BothFactors | None = None

    def proved(self, *, by_sms: bool) -> Proof:
        """Give the proof as the use cases', of who has codes by SMS or not. Raises: SignInAgainError without one."""
        if self.proof is None:
            raise SignInAgainError
        kept: FactorChallenge = "sms_code" if by_sms else "authenticator_code"
        return Proof(self.proof.challenge or kept, self.proof.session, self.proof.code)


class NumberWithProof(WithProof):
    """A number that codes are to come to."""

    phone: TypedPhone


class ProvedNumber(Body):
    """A number, and the code that it got."""

    phone: TypedPhone
    challenge_id: Annotated[str, Field(min_length=1, max_length=64)]
    code: _SixDigits


class ProvedAuthenticator(Body):
    """What came with the secret, and the code that the new authenticator shows."""

    setup: Annotated[str, Field(min_length=1, max_length=8192)]
    code: _SixDigits


class AuthenticatorSecret(Body):
    """`authenticator_secret`, in Base32, is for the authenticator app; `setup` comes back with its first code."""

    authenticator_secret: str
    setup: str
