"""What can go wrong, in the words of the domain. No HTTP here: web/problems.py maps classes to answers."""


class HandbookError(Exception):
    """Base of every expected failure.

    `field` names the part of the request that is at fault (dotted path), or is empty; values are never kept, so
    that no message, log line or answer can repeat what a person typed.
    """

    refused: object = None
    """What the access log has to say before the answer, where the actor had no right to a handbook."""

    def __init__(self, field: str = "") -> None:
        super().__init__(field)
        self.field = field


class NotFoundError(HandbookError):
    """The thing is absent, or the actor may not know that it exists: both look the same."""


class ForbiddenError(HandbookError):
    """The actor is known and may never do this, whatever the resource (a role question, not a record question)."""


class SignedOutError(HandbookError):
    """The token does not speak for anybody we know."""


class ConflictError(HandbookError):
    """Somebody else changed the same thing first, or it exists already."""


class IdTakenError(ConflictError):
    """The id that a client made was used for something else before.

    `kept` is what it was used for, for the answer and nothing else; None where the actor may not know.
    """

    def __init__(self, kept: object = None) -> None:
        super().__init__("id")
        self.kept = kept


class StaleVersionError(ConflictError):
    """The caller's version of the resource is not the current one.

    That is `kept`, for the answer and nothing else, where the actor may know it.
    """

    def __init__(self, field: str = "", kept: object = None) -> None:
        super().__init__(field)
        self.kept = kept


class VersionRequiredError(HandbookError):
    """A change needs the version that it is based on."""


class IdempotencyKeyRequiredError(HandbookError):
    """A request that creates needs a key, so that a retry on a bad line does not create twice."""


class IdempotencyKeyReusedError(HandbookError):
    """The same key came before with another body."""


class InvalidCursorError(HandbookError):
    """A page cursor that this service did not issue."""


class InvalidFieldError(HandbookError):
    """A value that breaks a rule of its field.

    `hint` is the code of a slip that would explain it (domain/slips.py), or empty; never the value.
    """

    def __init__(self, field: str = "", hint: str = "") -> None:
        super().__init__(field)
        self.hint = hint


class PhoneNotVietnameseError(InvalidFieldError):
    """Not a Vietnamese mobile number, in any of the ways people write one."""


class DateInFutureError(InvalidFieldError):
    """A birth, dose or measurement cannot be later than today."""


class DateBeforeBirthError(InvalidFieldError):
    """A dose or measurement cannot be earlier than the child's birth."""


class DateBeforePregnancyError(InvalidFieldError):
    """What happens in a pregnancy or ends it cannot be earlier than its day zero."""


class DateAfterEndError(InvalidFieldError):
    """The child had died, the pregnancy was over or the handbook was closed by that day."""


class DateAfterSixError(InvalidFieldError):
    """Routine care is recorded in this handbook until the sixth birthday; vaccine doses always."""


class GestationTooLongError(InvalidFieldError):
    """By this day the pregnancy would be more than 44 weeks old: the dating cannot be right."""


class GestationTooShortError(InvalidFieldError):
    """Before 20 weeks no child is born that lives: it was a miscarriage, or the dating is wrong."""


class DatingNeededError(InvalidFieldError):
    """A pregnancy is counted by something: a last period, a scan or a transfer."""


class WrongFileError(InvalidFieldError):
    """The bytes are not a file of the type and size that was announced, or one that acts when it is opened."""


class ImplausibleValueError(InvalidFieldError):
    """A number outside what is possible for the child's age."""


class UnknownProductError(InvalidFieldError):
    """A vaccine product that the schedule in force does not list."""


class NameUnprintableError(InvalidFieldError):
    """A name with letters that the card's font does not have, or longer than a card is wide."""


class CodeMalformedError(InvalidFieldError):
    """Not a handbook code: wrong length, wrong letters or a wrong check character (a slip in typing)."""


class CodeUnavailableError(ConflictError):
    """The code cannot be bound. Families are told no more, so that nobody learns what became of another's book."""


class CodeBoundElsewhereError(CodeUnavailableError):
    """The code leads to another handbook already."""


class CodeEndedError(CodeUnavailableError):
    """The code is void, or another one took its place."""


class CodeNotShippedError(CodeUnavailableError):
    """The code has not left the printer, by all reports: whoever shows it has no book of ours."""


class CodeNotCarriedError(ConflictError):
    """The code is not one that leads to the handbook now."""


class OwnCodeError(ConflictError):
    """A handbook is never without its own code: it is replaced, not made void."""


class CodesVoidError(ConflictError):
    """All codes of the run are void."""


class WrongBatchStateError(ConflictError):
    """What was reported or asked for cannot happen to an order in its present state."""


class FilesGoneError(HandbookError):
    """The files of an order were there and are not given out any more."""


class ExportGoneError(HandbookError):
    """The file of an export is given out no more: its day is over."""


class AlertResolvedError(ConflictError):
    """The alert has ended; there is nothing left to acknowledge."""


class AlertAcknowledgedError(ConflictError):
    """Somebody has acknowledged the alert already."""


class MergeRefusedError(ConflictError):
    """The two are one already, or one of them is read in a third: a merge is one step and never a chain."""


class MergeBeforeBirthError(MergeRefusedError):
    """One is of a pregnancy whose birth is not recorded, the other of a child: first the birth, then the merge."""


class MergeUnconfirmedError(ConflictError):
    """Something says that the two may be two children or pregnancies, and nobody has confirmed that they are one."""


class NotMergedError(ConflictError):
    """The other handbook is not read in this one, so there is nothing to undo."""


class TooManyIdentifiersError(ConflictError):
    """No family has so many numbers: a program is writing the same ones again."""


class TooManyGrantsError(ConflictError):
    """No family deals with so many units at once: some rights that stand are to be ended first."""


class GrantEndedError(ConflictError):
    """The right has ended or lapsed; there is nothing left to end."""


class GlassWholeError(ConflictError):
    """The worker may see the handbook already: there is no glass to break."""


class TooManyConditionsError(ConflictError):
    """No child has so many conditions at once: some that stand are to be ended first."""


class WrongEntryStatusError(ConflictError):
    """The entry is marked as entered in error, or is not: what was asked for needs the contrary."""


class WrongDisputeStateError(ConflictError):
    """The dispute is in a state in which this step cannot be taken."""


class TooManyStepsError(ConflictError):
    """A dispute with so many steps, or so many disputes at once, is for people to talk over."""


class NotUploadedError(ConflictError):
    """The file of an attachment has not arrived."""


class TooManyAttachmentsError(ConflictError):
    """No handbook has so many files."""


class DeliveryRecordedError(ConflictError):
    """A pregnancy has one delivery, and it is recorded already."""


class NotBornYetError(ConflictError):
    """The handbook is one of a pregnancy: what was asked for is of a child."""


class NoPregnancyError(ConflictError):
    """The handbook was opened for a child: it tells of no pregnancy."""


class BirthRecordedError(ConflictError):
    """The birth is recorded already; what is wrong in it is corrected."""


class WrongLifeStateError(ConflictError):
    """What is to be recorded cannot happen to a handbook in its present state."""


class WrongCodeError(HandbookError):
    """The one-time code is wrong, used, expired, dead or was never sent: all the same to the caller."""


class WrongCredentialsError(HandbookError):
    """User name, password or second factor do not match: which one is not said."""


class TooManyInvitationsError(HandbookError):
    """As many invitations of a handbook are open as there may be."""


class InvitationOverError(HandbookError):
    """The invitation was accepted, revoked, has expired, or who invited can no longer."""


class LastGuardianError(HandbookError):
    """Nobody would be left who is guardian without an end."""


class TooManyRequestsError(HandbookError):
    """A limit was reached."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__()
        self.retry_after_seconds = retry_after_seconds


class UnavailableError(HandbookError):
    """Something that we depend on does not answer; the same request may be sent again."""

    def __init__(self, cause: str = "", retry_after_seconds: int = 30) -> None:
        """`cause` is the other side's error code, for the log."""
        super().__init__()
        self.cause = cause
        self.retry_after_seconds = retry_after_seconds
