"""What can go wrong with consents and data subjects' requests."""

from handbook.domain.errors import ConflictError


class WrongConsentStateError(ConflictError):
    """The consent stands already, does not stand, or the child agreed before."""


class ConsentNeededError(ConflictError):
    """What was asked for needs a consent of the family, and none holds."""


class ChildNotAskedError(ConflictError):
    """The child is not seven yet: its guardian consents alone."""


class StaleConsentTextError(ConflictError):
    """The words that were agreed to are not those in force on the day."""


class WrongRequestStateError(ConflictError):
    """The request is in a state in which this step cannot be taken, or its term was extended so before."""


class TooManyRequestsOpenError(ConflictError):
    """As many requests wait for an answer as people can be asked to answer."""


class RetentionHoldsError(ConflictError):
    """The law demands that the record is kept: it can be restricted, not deleted."""


class NotDoneYetError(ConflictError):
    """What a request asks for has not been done: its dispute still waits, or the consent still holds."""
