"""The manifest of a label file: which code stands where."""

from collections.abc import Iterable, Iterator

MANIFEST_HEADER = "serial,code,file,page,position\r\n"  # RFC 4180: comma, CRLF, one header line


def manifest_csv(codes: Iterable[str], first_serial: int, file_name: str, labels_per_sheet: int) -> Iterator[str]:
    """One line for each code of a file, without the header, in the order of the labels.

    Serial numbers count up from `first_serial`; pages and positions count from 1, positions from the
    upper left label row by row. Raises ValueError for a `file_name` that CSV would have to quote.
    """
    if set(file_name) & set(',"\r\n'):
        raise ValueError("file_name must not need quotation in CSV")
    for index, code in enumerate(codes):
        page, position = divmod(index, labels_per_sheet)
        yield f"{first_serial + index},{code},{file_name},{page + 1},{position + 1}\r\n"
