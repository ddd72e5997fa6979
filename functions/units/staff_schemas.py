"""What /v1/units/{unit_id}/staff takes and gives."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from handbook.domain.access import Role
from handbook.domain.directory import Post, Staff
from handbook.domain.ids import UnitId
from handbook.domain.phones import normalise_phone
from handbook.domain.staff_contacts import Contacts
from handbook.web.schemas import Body, Day, Email, Name

GivenRole = Literal["health_worker", "unit_manager", "print_manager", "programme_manager", "school"]


_TypedPhone = Annotated[str, Field(min_length=9, max_length=30, description="A Vietnamese mobile number, as typed")]


class PostBody(Body):
    """Work at the unit of the address: from `since` to before `until`."""

    role: GivenRole
    since: Day | None = None
    until: Day | None = None

    def post(self, unit_id: UnitId) -> Post:
        """Give it as the domain's."""
        return Post(unit_id, Role(self.role), self.since, self.until)


class InvitationBody(PostBody):
    """Somebody who is to sign in. The e-mail address gets the first password, and codes when it is lost.

    `second_factor`: codes come by SMS to `phone`, or an authenticator app is set up at the first sign-in. What is not
    said is "sms" with a `phone` and "authenticator" without.
    """

    username: Annotated[str, StringConstraints(min_length=3, max_length=64)]
    full_name: Name
    email: Email
    phone: _TypedPhone | None = None
    second_factor: Literal["authenticator", "sms"] | None = None

    def contacts(self) -> Contacts:
        """Give how the person is reached as the domain's. Raises: PhoneNotVietnameseError."""
        return Contacts(self.email, normalise_phone(self.phone) if self.phone else None, self.second_factor)


class NewAccessBody(Body):
    """Codes come by SMS to `phone` from now on; without one a new authenticator is set up."""

    phone: _TypedPhone | None = None


class PostAnswer(Body):
    """Work at one unit."""

    unit_id: str
    role: str
    since: date | None
    until: date | None


class StaffAnswer(Body):
    """A member of staff with all posts, held and ended."""

    username: str
    full_name: str
    posts: list[PostAnswer]
    version: int

    @classmethod
    def of(cls, staff: Staff) -> "StaffAnswer":
        """Write a member of staff down for the client."""
        posts = [PostAnswer.model_validate(post, from_attributes=True) for post in staff.posts]
        return cls(username=staff.staff_id, full_name=staff.full_name, posts=posts, version=staff.version)


class StaffList(Body):
    """Everybody who has or had a post at the unit."""

    items: list[StaffAnswer]
    next: None = None
