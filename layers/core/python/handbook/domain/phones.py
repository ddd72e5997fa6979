"""Vietnamese mobile numbers, in every way people write them (numbering plan since 2018)."""

import re

from handbook.domain.errors import PhoneNotVietnameseError
from handbook.domain.ids import PhoneE164

_SEPARATORS = re.compile(r"[\s.\-()\u00a0\u200b\u202a-\u202e\u2066-\u2069]+")
_MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])\d{7}", re.ASCII)
_LINE = re.compile(r"\+?[0-9][0-9 .\-]{1,28}[0-9]", re.ASCII)

# Ministry of Information and Communications, conversion of 11-digit numbers, September to November 2018.
_OLD_PREFIXES = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037", "0168": "038",
    "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_OLD_LENGTH = 11
_COUNTRY_LENGTHS = (11, 12)  # 84 and nine digits today, ten before 2018


def normalise_phone(text: str, field: str = "phone") -> PhoneE164:
    """Turn a typed number into +84 and nine digits.

    Accepts spaces, dots, hyphens and brackets, 0…, 84…, +84…, 0084…, +84 (0)… and the 11-digit numbers from before
    2018. Raises PhoneNotVietnameseError for everything else, landlines included.
    """
    national = _national(_SEPARATORS.sub("", text))
    if len(national) == _OLD_LENGTH:
        national = _OLD_PREFIXES.get(national[:4], national[:4]) + national[4:]
    if not _MOBILE.fullmatch(national):
        raise PhoneNotVietnameseError(field)
    return PhoneE164("+84" + national[1:])


def masked(phone: PhoneE164) -> str:
    """Write a number so that whoever knows it recognises it, and nobody else can call it: "091****678"."""
    return f"0{phone[3:5]}****{phone[-3:]}"


def is_line_number(text: str) -> bool:
    """Say whether a text can be a line that a unit is called at: short numbers and landlines too, none normalised."""
    return _LINE.fullmatch(text) is not None


def _national(text: str) -> str:
    digits = "+" + text[2:] if text.startswith("00") else text
    if digits.startswith("+84"):
        return "0" + digits[3:].removeprefix("0")
    if digits.startswith("84") and len(digits) in _COUNTRY_LENGTHS:
        return "0" + digits[2:].removeprefix("0")
    return digits
