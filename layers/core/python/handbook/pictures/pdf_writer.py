"""A PDF file written as a stream: only the place of each object stays in memory.

ISO 32000-1:2008; the clauses named below are of that edition.
"""

import hashlib
import zlib
from array import array
from collections.abc import Callable

POINTS_PER_MM = 72 / 25.4  # the default unit is 1/72 inch, clause 8.3.2.3
CATALOG, PAGES = 1, 2
_FIRST_FREE = 3
_HEADER = b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"  # four bytes over 127 mark it as binary, clause 7.5.2
_COMPRESSION_LEVEL = 2  # a fifth smaller than level 1 on these paths and no slower; 6 is several times slower


class PdfWriter:
    """Writes objects as they come and the page tree, catalog and cross-references at the end.

    The same calls give the same bytes: no date and no random identifier goes in.
    """

    def __init__(self, out: Callable[[bytes], object]) -> None:
        """`out` takes each piece of the file in order; nothing is kept."""
        self._out = out
        self._digest = hashlib.sha256()
        self._offsets = array("Q", [0] * _FIRST_FREE)  # index is the object's number
        self._page_numbers = array("L")
        self.bytes_written = 0
        self._write(_HEADER)

    @property
    def pages(self) -> int:
        """How many pages were added."""
        return len(self._page_numbers)

    def add(self, body: bytes) -> int:
        """Write one indirect object and give its number."""
        self._offsets.append(0)
        number = len(self._offsets) - 1
        self._write_object(number, body)
        return number

    def add_stream(self, data: bytes, entries: bytes = b"") -> int:
        """Write one compressed stream with further dictionary `entries` and give its number."""
        packed = zlib.compress(data, _COMPRESSION_LEVEL)
        head = b"<<%b/Filter/FlateDecode/Length %d>>stream\n" % (entries, len(packed))
        return self.add(head + packed + b"\nendstream")

    def add_page(self, content: bytes, page_box_pt: tuple[float, float], resources: int) -> None:
        """Write one page of a width and height in points, trimmed at its edges (clause 14.11.2)."""
        stream = self.add_stream(content)
        box = b"[0 0 %b %b]" % (number(page_box_pt[0]), number(page_box_pt[1]))
        body = b"<</Type/Page/Parent %d 0 R/MediaBox%b/TrimBox%b/Resources %d 0 R/Contents %d 0 R>>"
        self._page_numbers.append(self.add(body % (PAGES, box, box, resources, stream)))

    def finish(self, title: str) -> str:
        """Write what closes the file and give the SHA-256 of all of it, in hexadecimal."""
        kids = b" ".join(b"%d 0 R" % page for page in self._page_numbers)
        self._write_object(PAGES, b"<</Type/Pages/Count %d/Kids[%b]>>" % (self.pages, kids))
        self._write_object(CATALOG, b"<</Type/Catalog/Pages %d 0 R/Lang(vi)>>" % PAGES)
        info = self.add(b"<</Title %b>>" % text_string(title))
        identifier = self._digest.hexdigest()[:32].encode()
        start = self.bytes_written
        count = len(self._offsets)
        # Each entry has exactly twenty bytes, clause 7.5.4.
        entries = b"".join(b"%010d 00000 n \n" % offset for offset in self._offsets[1:])
        self._write(b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, entries))
        trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
        self._write(trailer % (count, CATALOG, info, identifier, identifier, start))
        return self._digest.hexdigest()

    def _write_object(self, object_number: int, body: bytes) -> None:
        self._offsets[object_number] = self.bytes_written
        self._write(b"%d 0 obj\n%b\nendobj\n" % (object_number, body))

    def _write(self, piece: bytes) -> None:
        self._digest.update(piece)
        self.bytes_written += len(piece)
        self._out(piece)


def number(value: float) -> bytes:
    """A number as PDF writes it: at most five decimals and no exponent (clause 7.3.3)."""
    return f"{value:.5f}".rstrip("0").rstrip(".").encode()


def points(length_mm: float) -> bytes:
    """A length in millimetres as a PDF number of points."""
    return number(length_mm * POINTS_PER_MM)


def text_string(text: str) -> bytes:
    """A text string in UTF-16 with its mark (clause 7.9.2.2), in hexadecimal, safe for any text."""
    return b"<%b>" % ("\ufeff" + text).encode("utf-16-be").hex().encode()
