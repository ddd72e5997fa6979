"""A book as PDF: tagged, with an outline, its charts as vectors and its fonts embedded."""

import json
from datetime import datetime
from typing import Literal, cast

from handbook.pictures.book.blocks import Form
from handbook.reference.book import FONT_FOLDER, page_design

STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1, ISO 14289-1: tags, reading order, language and texts for drawings, checked while pages are set."""


def pdf_of(form: Form, made_at: datetime) -> bytes:
    """Set the pages of a book that `blocks.form_of` wrote; the same form and instant give the same bytes."""
    # Compiled code of 84 MB that only one function carries (layers/typesetter): it stays off every import path.
    import typst  # noqa: PLC0415

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER])
    compiler = typst.Compiler(
        page_design(), font_paths=fonts, sys_inputs={"book": json.dumps(form, ensure_ascii=False)}
    )
    second = made_at.replace(microsecond=0)  # a PDF dates itself to the second
    # Pictures would come as a list, one for each page; a PDF never does.
    return cast("bytes", compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=second))
