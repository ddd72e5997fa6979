"""What a code by SMS is for: it is good for that alone, and its text says so."""

from enum import StrEnum

from handbook.domain.names import without_diacritics
from handbook.domain.sign_in import CODE_LIFE
from handbook.reference.accounts import load_document


class Purpose(StrEnum):
    """What a code proves a number for; of a code by letter that stands in the subject that it is bound to."""

    SIGN_IN = "sign_in"
    PASSWORD = "password"  # noqa: S105 - what it is for, not a password
    EMAIL = "email"
    CLOSING = "closing"
    OLD_NUMBER = "old_number"
    NEW_NUMBER = "new_number"
    NUMBER_AT_UNIT = "number_at_unit"
    SECOND_FACTOR = "second_factor"
    LETTER = "letter"


def sms_text(purpose: Purpose, code: str, language: str) -> str:
    """Write the message with a code: one GSM-7 segment, nothing about a person.

    Raises: KeyError for what no code by SMS is for.
    """
    form: str = load_document("codes")["texts"][purpose]["en" if language == "en" else "vi"]
    minutes = int(CODE_LIFE.total_seconds() // 60)
    return without_diacritics(form.format(code=code, minutes=minutes))
