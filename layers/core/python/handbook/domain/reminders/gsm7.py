"""How long a text message is, as networks count it (3GPP TS 23.038 and 23.040)."""

from typing import Literal, NamedTuple

ONE_SEGMENT = 160
"""Septets of a message that is not divided; each part of a divided one holds 153 (TS 23.040, 9.2.3.24.1)."""
_PART = 153
ONE_SEGMENT_UCS2 = 70
_PART_UCS2 = 67

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""TS 23.038, 6.2.1: one septet each."""
_EXTENSION = frozenset("\f^{}\\[~]|€")
"""TS 23.038, 6.2.1.1: an escape and a sign, two septets."""


class Measured(NamedTuple):
    """A text's encoding, its length in units of that encoding, and how many messages a network bills."""

    encoding: Literal["GSM-7", "UCS-2"]
    length: int
    segments: int


def measured(text: str) -> Measured:
    """Measure a text. One letter outside the GSM alphabet makes all of it UCS-2."""
    if set(text) <= _BASIC | _EXTENSION:
        length = sum(2 if sign in _EXTENSION else 1 for sign in text)
        return Measured("GSM-7", length, 1 if length <= ONE_SEGMENT else -(-length // _PART))
    length = len(text.encode("utf-16-be")) // 2
    return Measured("UCS-2", length, 1 if length <= ONE_SEGMENT_UCS2 else -(-length // _PART_UCS2))
