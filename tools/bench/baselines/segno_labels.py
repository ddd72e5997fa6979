"""Label sheets as the libraries' own examples make them: segno for the symbol, reportlab for the page."""

import csv
import io
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path

URL = "HTTPS://SOMEVABE.VN/Q/"
FONT = Path(__file__).resolve().parents[3] / "layers/core/python/handbook/reference/fonts/roboto_subset.ttf"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_COLUMNS, _ROWS, _LABEL_MM, _CODE_MM = 5, 7, 38.0, 18.0


def random_code() -> str:
    """Twenty random characters: no serial, no tag, no check."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(20))


def symbol(code: str) -> Sequence[Sequence[int]]:
    """The modules of a code's symbol, the mask chosen by segno."""
    import segno  # noqa: PLC0415

    rows: Sequence[Sequence[int]] = segno.make_qr(URL + code, error="q").matrix
    return rows


def manifest(codes: Iterable[str]) -> bytes:
    """The manifest of one file."""
    text = io.StringIO()
    csv.writer(text).writerows((number, code, "labels.pdf") for number, code in enumerate(codes))
    return text.getvalue().encode()


def sheets(codes: Sequence[str]) -> bytes:
    """A PDF of A4 sheets with thirty-five labels each: title, symbol and code."""
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415
    from reportlab.lib.units import mm  # noqa: PLC0415
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    pdfmetrics.registerFont(TTFont("Label", str(FONT)))
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4)
    for place, code in enumerate(codes):
        row, column = divmod(place % (_COLUMNS * _ROWS), _COLUMNS)
        if place and row == column == 0:
            canvas.showPage()
        x, y = (8 + column * _LABEL_MM) * mm, (10 + row * _LABEL_MM) * mm
        canvas.setFont("Label", 7)
        canvas.drawCentredString(x + _LABEL_MM * mm / 2, y + 30 * mm, "Sổ Mẹ và Bé")
        canvas.drawCentredString(x + _LABEL_MM * mm / 2, y + 4 * mm, code)
        draw(canvas, symbol(code), x + 10 * mm, y + 8 * mm, _CODE_MM * mm / 29)
    canvas.save()
    return written.getvalue()


def draw(canvas: object, rows: Sequence[Sequence[int]], x: float, y: float, module: float) -> None:
    """Draw a symbol as one path, a rectangle for each dark module."""
    path = canvas.beginPath()  # type: ignore[attr-defined]  # reportlab has no types
    for number, row in enumerate(reversed(rows)):
        for column, dark in enumerate(row):
            if dark:
                path.rect(x + column * module, y + number * module, module, module)
    canvas.drawPath(path, stroke=0, fill=1)  # type: ignore[attr-defined]
