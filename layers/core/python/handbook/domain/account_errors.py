"""What can go wrong with an account beside signing in."""

from handbook.domain.errors import ConflictError


class EmailTakenError(ConflictError):
    """The address is verified for another account, of which nothing is said."""


class NumberTakenError(ConflictError):
    """The number signs in to another account that is in use, of which nothing is said."""


class NumberChangeWaitsError(ConflictError):
    """The number was asked for at a unit, and the time in which the old one may refuse is not over."""
