"""Small pictures for tests, made by hand: a JPEG as a camera writes it, a PNG with words in it, a PDF of one page."""

import struct
import zlib

PLACE = b"10.7769N,106.7009E"
"""Stands for what a camera says of where it was."""


def segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload


def exif(orientation: int, order: str = ">") -> bytes:
    head = b"MM\x00*" if order == ">" else b"II*\x00"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"Exif\x00\x00" + head + struct.pack(f"{order}IH", 8, 1) + entry + bytes(4) + PLACE


def jpeg(*before: bytes, scan: bytes = b"\x12\xff\x00\x34\xff\xd0\x56", after: bytes = b"", side: int = 8) -> bytes:
    frame = segment(0xC0, struct.pack(">BHHB", 8, side, side, 1) + b"\x01\x11\x00")
    tables = segment(0xDB, bytes(65)) + segment(0xC4, bytes(17))
    start = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
    return b"\xff\xd8" + b"".join(before) + tables + frame + start + scan + b"\xff\xd9" + after


def chunk(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def png(*extra: bytes, side: int = 1, after: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    picture = chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + picture + chunk(b"IEND", b"") + after


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog" + inside + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
