"""PDF (ISO 32000): looked at, and kept as it came. What acts when it is opened, or is locked, is refused.

Names can be hidden in compressed object streams, so this keeps out what is plain to see and no more: whoever opens a
PDF of somebody else's does so in a viewer that runs nothing.
"""

import re

from handbook.domain.errors import WrongFileError

_HEADER = re.compile(rb"%PDF-[12]\.[0-9]")
_END_WITHIN = 1024
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|XFA|Encrypt|SubmitForm)(?![A-Za-z])"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def checked_pdf(data: bytes) -> bytes:
    """Give a PDF as it is. Raises: WrongFileError."""
    if not _HEADER.match(data) or b"%%EOF" not in data[-_END_WITHIN:]:
        raise WrongFileError("media_type")
    # A name may be written with its letters as numbers: /J#53 is /JS.
    if _ACTIVE.search(_ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), data)):
        raise WrongFileError("media_type")
    return data
