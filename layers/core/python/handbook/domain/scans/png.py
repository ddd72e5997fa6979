"""PNG (ISO/IEC 15948): the chunks that make the picture are kept; text, time, Exif and what follows the end are not."""

import zlib
from collections.abc import Iterator

from handbook.domain.errors import WrongFileError
from handbook.domain.scans.jpeg import LARGEST_SIDE

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PICTURE = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs"}
)
_HEADER_BYTES = 13


def clean_png(data: bytes) -> bytes:
    """Give a PNG with its picture and colours, and nothing else. Raises: WrongFileError."""
    if not data.startswith(_SIGNATURE):
        raise WrongFileError("media_type")
    chunks = list(_chunks(data))
    names = [name for name, _ in chunks]
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names:
        raise WrongFileError("media_type")
    _check_size(chunks[0][1])
    return _SIGNATURE + b"".join(whole for name, whole in chunks if name in _PICTURE)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk's name and its bytes with length and check sum, up to the end of the picture."""
    place = len(_SIGNATURE)
    while place < len(data):
        length = int.from_bytes(data[place : place + 4])
        whole = data[place : place + length + 12]
        name = whole[4:8]
        if len(whole) < length + 12 or zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:]):
            raise WrongFileError("media_type")
        yield name, whole
        if name == b"IEND":
            return
        place += len(whole)


def _check_size(header: bytes) -> None:
    sides = int.from_bytes(header[8:12]), int.from_bytes(header[12:16])
    if len(header) != _HEADER_BYTES + 12 or not all(0 < side <= LARGEST_SIDE for side in sides):
        raise WrongFileError("media_type")
