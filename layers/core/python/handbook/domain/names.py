"""Vietnamese personal names: one string, kept as written, searched without diacritics."""

import re
import unicodedata

# Letters that look like "đ" and are typed for it (Icelandic eth, African d), and the apostrophes of one name.
_LOOK_ALIKES = str.maketrans("đĐðÐɖƉ\u2019\u02bc\u2018\u00b4`", "dDdDdD'''''")
_NO_NAME_YET = re.compile(r"(con (ba|chi|me|co|cua)|be (gai|trai|cua|so sinh)|tre so sinh|so sinh|chua (dat|co) ten)\b")


def clean_name(text: str) -> str:
    """Compose to NFC and collapse white space; the words are never split, reordered or re-cased."""
    return " ".join(unicodedata.normalize("NFC", text).split())


# Invisible or nobody's letters, pictures and emoji, signs of money and of reckoning, frames drawn around a letter.
_NO_LETTERS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sc", "Sm", "Me"})
_TYPED_FOR_APOSTROPHES = frozenset("`\u00b4")


def can_be_name(text: str) -> bool:
    """Say whether a text can be somebody's name: it has letters, of any script, and no sign that names do not have.

    Marks, punctuation (O'Brien, Nguyễn-Trần, H'Hen, J. R.) and numbers ("Con bà Lan 1", John Paul II) may stand in it.
    """
    return any(map(str.isalpha, text)) and all(map(_of_names, text))


def _of_names(sign: str) -> bool:
    category = unicodedata.category(sign)
    # Accents that stand alone are typed as apostrophes; others of their kind colour an emoji's skin.
    return category not in _NO_LETTERS and (category != "Sk" or sign in _TYPED_FOR_APOSTROPHES)


def fold(text: str) -> str:
    """Strip diacritics, case and doubled spaces for search: "Đặng Thị  Ánh" becomes "dang thi anh"."""
    return " ".join(without_diacritics(text).casefold().split())


def without_diacritics(text: str) -> str:
    """Strip diacritics and keep case: a Vietnamese text in the GSM alphabet."""
    plain = text.translate(_LOOK_ALIKES)
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def given_name(full_name: str) -> str:
    """Give the last syllable, the name a person is called by (tên)."""
    return full_name.rsplit(maxsplit=1)[-1] if full_name.strip() else ""


def sort_key(full_name: str) -> tuple[str, tuple[str, ...], str]:
    """Order by the last syllable, then by those before it from the first on, then by the letters as written."""
    *rest, given = fold(full_name).split() or [""]
    return given, tuple(rest), clean_name(full_name)


def answers_to(full_name: str, asked: str) -> bool:
    """Say whether every word that was asked for stands in a name, with or without diacritics, in any order."""
    words = fold(full_name).split()
    for word in fold(asked).split():
        if word not in words:
            return False
        words.remove(word)
    return bool(asked.strip())


def is_not_named_yet(full_name: str) -> bool:
    """Say whether a name only describes a newborn, as "Con bà Lan" or "Bé gái" do: it tells no two children apart."""
    return _NO_NAME_YET.match(fold(full_name)) is not None
