"""What /v1/me and the routes of passwords and e-mail addresses take and give."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from functions.auth.schemas import Password, TypedPhone
from handbook.domain.access import Actor
from handbook.domain.accounts import AccountEvent, masked_email
from handbook.domain.phones import masked
from handbook.domain.texts import Language
from handbook.usecases.one_time_codes import Said
from handbook.usecases.own_account import OwnAccount
from handbook.web.schemas import Body, Email, Name, PageBody


class OneTimeCode(Body):
    """A code of six digits and the challenge that it came with."""

    challenge_id: Annotated[str, Field(min_length=1, max_length=64)]
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]

    @property
    def said(self) -> Said:
        """Give it as the use cases'."""
        return Said(self.challenge_id, self.code)


class PasswordSignIn(Body):
    """Number and password."""

    phone: TypedPhone
    password: Password


class PasswordBody(OneTimeCode):
    """A new password, with a fresh code sent to the own number (POST /v1/auth/otp, `purpose` `password`)."""

    new_password: Password


class RecoveryRequest(Body):
    """Asks for a code by e-mail."""

    email: Email


class RecoveryBody(OneTimeCode):
    """A new password, with the code from the letter."""

    email: Email
    new_password: Password


class EmailBody(OneTimeCode):
    """An address. When asked for: with a fresh code sent to the own number; when confirmed: with the letter's code."""

    email: Email


class ProfilePatch(Body):
    """What is to be changed; an empty name takes the name away."""

    display_name: Name | Annotated[str, StringConstraints(max_length=0)] | None = None
    language: Language | None = None


class MeAnswer(Body):
    """Who is signed in. Staff have a unit and the communes that it answers for; families their account.

    `phone` and `email` show their ends only. `etag` is what changes of the account are based on.
    """

    id: str
    role: str
    unit_id: str | None = None
    communes: list[str]
    display_name: str | None = None
    language: Language | None = None
    phone: str | None = None
    email: str | None = None
    has_password: bool | None = None
    closing_on: date | None = None
    etag: str | None = None

    @classmethod
    def of(cls, actor: Actor, own: OwnAccount | None, etag: str | None = None) -> "MeAnswer":
        """Write the signed-in person down."""
        me = cls(id=actor.id, role=actor.role, unit_id=actor.unit_id, communes=sorted(actor.communes))
        if own is None:
            return me
        account, profile = own.account, own.profile
        return me.model_copy(
            update={
                "display_name": profile.display_name,
                "language": account.language,
                "phone": None if account.number_gone else masked(account.phone),
                "email": masked_email(profile.email) if profile.email else None,
                "has_password": profile.has_password,
                "closing_on": own.standing.closing_on,
                "etag": etag,
            }
        )


class EventAnswer(Body):
    """One thing that happened to the account, when, from which address and by which way."""

    kind: str
    at: datetime
    address: str
    way: str

    @classmethod
    def of(cls, event: AccountEvent) -> "EventAnswer":
        """Write an event down for the client."""
        return cls(kind=event.kind, at=event.at, address=event.address, way=event.way)


class ActivityPage(PageBody):
    """What happened to the account, newest first."""

    items: list[EventAnswer]
