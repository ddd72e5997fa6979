"""Vietnamese personal names: one string, kept as written, searched without diacritics."""

import unicodedata


def clean_name(text: str) -> str:
    """Compose to NFC and collapse white space; the words are never split, reordered or re-cased."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Strip diacritics and case for search and SMS: "Đặng Thị Ánh" becomes "dang thi anh"."""
    return without_diacritics(text).casefold()


def without_diacritics(text: str) -> str:
    """Strip diacritics and keep case: a Vietnamese text in the GSM alphabet."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def given_name(full_name: str) -> str:
    """Give the last syllable, the name a person is called by (tên)."""
    return full_name.rsplit(maxsplit=1)[-1] if full_name.strip() else ""


def sort_key(full_name: str) -> tuple[str, str]:
    """Order by the given name, then by the whole."""
    return fold(given_name(full_name)), fold(full_name)
