"""Texts of messages as they go out, for those who write or check them."""

from typing import Any

from handbook.domain.reminders.previews import Preview
from handbook.web.schemas import Body, PageBody


class TextAnswer(Body):
    """One text with its length in units of its encoding, and the messages that a network bills for it."""

    subject: str
    subject_name: str
    kind: str
    language: str
    names_session: bool
    text: str
    encoding: str
    length: int
    segments: int


class TextPage(PageBody):
    """Every text of the rules in force on a day."""

    rules: str
    items: list[TextAnswer]


def text_answer(preview: Preview, subject_name: str) -> dict[str, Any]:
    """Write a preview as JSON."""
    return {
        "subject": preview.subject,
        "subject_name": subject_name,
        "kind": preview.kind,
        "language": preview.language,
        "names_session": preview.with_session,
        "text": preview.text,
        "encoding": preview.measured.encoding,
        "length": preview.measured.length,
        "segments": preview.measured.segments,
    }
