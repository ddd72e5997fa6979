"""What a photographed or scanned page really is, by its bytes, and what is taken out of it before anybody sees it."""

from collections.abc import Callable, Mapping

from handbook.domain.errors import WrongFileError
from handbook.domain.scans.jpeg import clean_jpeg
from handbook.domain.scans.pdf import checked_pdf
from handbook.domain.scans.png import clean_png

LARGEST_BYTES = 10 * 1024 * 1024
"""A page photographed by a telephone takes 2 to 6 MB."""

_CLEANED: Mapping[str, Callable[[bytes], bytes]] = {
    "image/jpeg": clean_jpeg,
    "image/png": clean_png,
    "application/pdf": checked_pdf,
}
MEDIA_TYPES = tuple(_CLEANED)
"""HEIC is not among them: what it says of place and time cannot be taken out without a codec, and telephones hand a
JPEG over when they are asked for one."""
KEEPS_METADATA = frozenset({"application/pdf"})


def cleaned(data: bytes, media_type: str, size_bytes: int) -> bytes:
    """Give the file as it is kept: of the type and size that were announced; a picture without place, time and device.

    A PDF is kept as it came. Raises: WrongFileError when the bytes are not of the type, are cut off, or do something
    when they are opened.
    """
    if len(data) != size_bytes or not 0 < size_bytes <= LARGEST_BYTES:
        raise WrongFileError("size_bytes")
    return _CLEANED[media_type](data)
