"""Read a code that was typed or scanned."""

from collections.abc import Mapping

from handbook.domain.codes import (
    CodeKey,
    CodeRefusedError,
    ForgedTagError,
    UnknownKeyVersionError,
    parse,
    verify,
)
from handbook.domain.errors import CodeMalformedError, NotFoundError


def read_code(text: str, keys: Mapping[int, CodeKey], field: str = "code") -> tuple[str, int]:
    """Give the code in its plain form, and its serial number.

    Raises: CodeMalformedError for a slip in typing, which the reader can mend; NotFoundError for a forged code and
    for one of a key that is retired or not ours, without reading any table.
    """
    try:
        code = parse(text)
        return code.text, verify(code, keys)
    except (ForgedTagError, UnknownKeyVersionError) as error:
        raise NotFoundError from error
    except CodeRefusedError as error:
        raise CodeMalformedError(field) from error
