"""JPEG (ITU-T T.81): the segments that make the picture are kept, and of what a camera adds only which side is up.

Exif, XMP, IPTC and comments hold place, time, device and names (APP1, APP13, COM); whatever follows the end of the
picture could be anything.
"""

import struct

from handbook.domain.errors import WrongFileError

LARGEST_SIDE = 16_384
"""Pixels: no camera of a telephone makes more, and a bomb is made of less than a hundred bytes."""
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended and progressive, which viewers show
_TABLES = frozenset({0xC4, 0xDB, 0xDD})  # Huffman, quantisation, restart interval
_JFIF, _EXIF, _COLOUR, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_RESTARTS = range(0xD0, 0xD8)
_PROFILE = b"ICC_PROFILE\x00"
_ORIENTATIONS = range(2, 9)  # Exif 2.3: 1 is upright


def clean_jpeg(data: bytes) -> bytes:
    """Give a JPEG with its picture, colours and orientation, and nothing else. Raises: WrongFileError."""
    if data[:2] != bytes((0xFF, _START)):
        raise WrongFileError("media_type")
    kept = bytearray(data[:2])
    place, framed, orientation = 2, False, 1
    while True:
        marker, place = _marker(data, place)
        if marker == _END:
            break
        segment = _segment(data, place)
        place += len(segment)
        if marker == _EXIF:
            orientation = _orientation(segment[2:]) or orientation
        elif _belongs(marker, segment):
            if marker in _FRAMES:
                _check_size(segment)
                framed = True
            kept += bytes((0xFF, marker)) + segment
        if marker == _SCAN:
            following = _end_of_scan(data, place)
            kept += data[place:following]
            place = following
    if not framed:
        raise WrongFileError("media_type")
    kept += bytes((0xFF, _END))
    return bytes(kept[:2]) + _upright(orientation) + bytes(kept[2:])


def _marker(data: bytes, place: int) -> tuple[int, int]:
    if data[place : place + 1] != b"\xff":
        raise WrongFileError("media_type")
    while data[place : place + 1] == b"\xff":  # fill bytes
        place += 1
    if place >= len(data):
        raise WrongFileError("media_type")
    return data[place], place + 1


def _segment(data: bytes, place: int) -> bytes:
    length = int.from_bytes(data[place : place + 2])
    segment = data[place : place + length]
    if length < len(b"LL") or len(segment) < length:
        raise WrongFileError("media_type")
    return segment


def _belongs(marker: int, segment: bytes) -> bool:
    if marker in _FRAMES or marker in _TABLES or marker in {_SCAN, _JFIF, _ADOBE}:
        return True
    return marker == _COLOUR and segment[2:].startswith(_PROFILE)


def _check_size(segment: bytes) -> None:
    # Length, precision, then height and width of two bytes each.
    sides = struct.unpack(">HH", segment[3:7]) if len(segment) > len(b"LLPHHWW") else (0, 0)
    if not all(0 < side <= LARGEST_SIDE for side in sides):
        raise WrongFileError("media_type")


def _end_of_scan(data: bytes, place: int) -> int:
    """Give where the coded picture ends: at a marker that is neither a stuffed byte nor a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise WrongFileError("media_type")
        following = data[place + 1]
        if following != 0 and following not in _RESTARTS and following != 0xFF:  # noqa: PLR2004 - a fill byte
            return place
        place += 1 if following == 0xFF else 2  # noqa: PLR2004


def _orientation(exif: bytes) -> int | None:
    """Read the tag 0x0112 of the first directory; None where there is none that can be read."""
    if not exif.startswith(b"Exif\x00\x00"):
        return None
    tiff = exif[6:]
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None:
        return None
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(min(count, 200)):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if (tag, kind) == (0x0112, 3):
                return value if value in _ORIENTATIONS else None
    except struct.error:
        return None
    return None


def _upright(orientation: int) -> bytes:
    if orientation not in _ORIENTATIONS:
        return b""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\x00\x00MM\x00*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return bytes((0xFF, _EXIF)) + struct.pack(">H", len(exif) + 2) + exif
