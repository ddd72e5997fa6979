"""The words of a message: unaccented, one GSM-7 segment, nothing about health beyond that something is due."""

from collections.abc import Mapping, Sequence

from handbook.domain.names import without_diacritics
from handbook.domain.reminders.rules import Rules
from handbook.domain.reminders.touches import Touch

_LONGEST_NAME = 20
# Letters and what joins them: a name could otherwise be a link in a message of ours.
_NAME_SIGNS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'-")


def sms_text(touches: Sequence[Touch], given_names: Sequence[str], language: str, rules: Rules) -> str:
    """Write one message for all of a guardian's children and dates that are due.

    Dates of several kinds are one text that is true of all and names the first day. The text holds at most a given
    name; a name with other signs than plain letters is left out.
    """
    first = min(touches, key=lambda touch: touch.recommended_on)
    alike = {(touch.subject, touch.kind, touch.recommended_on) for touch in touches}
    text = rules.texts[first.subject][first.kind] if len(alike) == 1 else rules.texts["mixed"]
    day = f"{first.recommended_on:%d/%m}" if language == "vi" else f"{first.recommended_on:%d %b}"
    return str(text[language]).format(names=_names(given_names, rules.names[language]), day=day)


def _names(given_names: Sequence[str], wording: Mapping[str, str]) -> str:
    if len(given_names) > 1:
        return wording["several"]
    name = without_diacritics(given_names[0])[:_LONGEST_NAME] if given_names else ""
    if not name or not set(name) <= _NAME_SIGNS:
        return wording["unnamed"]
    return wording["one"].format(name=name)
