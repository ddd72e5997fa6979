"""What the routes of staff's own accounts share: the lock against guessing, and telling of a changed factor."""

from collections.abc import Callable

from handbook import bootstrap
from handbook.bootstrap.staff import contact_keeper
from handbook.domain.errors import UnavailableError
from handbook.domain.ids import LONGEST_ID, PhoneIndex, StaffId
from handbook.domain.sign_in import proof
from handbook.usecases.sign_in_staff import guarded
from handbook.usecases.tell_account import Told
from handbook.web.requests import App, client_address

_NOTICE, _LANGUAGE = "second_factor_changed", "vi"


def locked_after_guesses[T](username: str, work: Callable[[], T], app: App) -> T:
    """Do a step that may be a guess, as `guarded` does."""
    now, tries, pepper = bootstrap.now(), bootstrap.sign_ins(), bootstrap.pepper()
    return guarded(username, client_address(app), work, now, tries=tries, pepper=pepper)


def codes_to(username: str) -> PhoneIndex | None:
    """Give the blind index of the number that codes go to; None with an authenticator, and for nobody."""
    staff = bootstrap.directory().staff(StaffId(username)) if len(username) <= LONGEST_ID else None
    return staff.sms_index if staff is not None else None


def share_of(username: str) -> PhoneIndex | None:
    """Say under what Cognito's codes to somebody are counted; None to whom none goes out.

    By the name and not by the number: whoever asks for a code to a number, and then guesses at names, would see at
    whose name the number's limit is reached.
    """
    if codes_to(username) is None:
        return None
    return PhoneIndex(proof(bootstrap.pepper(), "staff-codes", username.casefold()))


def tell_of_factor(staff_id: StaffId) -> None:
    """Tell somebody, at address and number as they are before it, that the second factor is changed.

    Raises: UnavailableError where there is a way to them that takes nothing now, and no other one.
    """
    from handbook.web import telling  # noqa: PLC0415 - of few requests

    email, phone = contact_keeper().reached_at(staff_id, bootstrap.directory().contacts(staff_id))
    told = telling.tell_number(phone, _NOTICE, _LANGUAGE) if phone is not None else Told.UNREACHABLE
    written = telling.write_to(email, _NOTICE, _LANGUAGE) if email is not None else False
    waits = told is Told.NOBODY or (email is not None and not written)
    reached = written or told in {Told.SMS, Told.UNSURE}
    if waits and not reached:
        raise UnavailableError
