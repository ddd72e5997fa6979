"""The symbols of a batch as SVG files in one ZIP archive, for print shops that set their own labels."""

from collections.abc import Callable, Iterable
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from handbook.pictures.qr_svg import qr_svg

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that the format can say: an archive holds no date of its making
_READABLE = 0o644 << 16
_COMPRESSION_LEVEL = 1  # pictures are all alike; more takes several times as long for a tenth less


class _Sink:
    """The writing half of a file that cannot be read or sought: what a stream to a bucket is."""

    def __init__(self, out: Callable[[bytes], object]) -> None:
        self._out = out

    def write(self, data: bytes, /) -> int:
        self._out(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Whoever gave `out` closes it."""


def write_label_archive(codes: Iterable[str], host: str, *, out: Callable[[bytes], object]) -> None:
    """Write an archive with one picture for each code, named after it, in their order, to `out`.

    The same codes give the same bytes. Raises HostNotPrintableError.
    """
    with ZipFile(_Sink(out), "w", ZIP_DEFLATED, compresslevel=_COMPRESSION_LEVEL) as archive:
        for code in codes:
            entry = ZipInfo(f"{code}.svg", _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = _READABLE
            archive.writestr(entry, qr_svg(code, host), compresslevel=_COMPRESSION_LEVEL)
