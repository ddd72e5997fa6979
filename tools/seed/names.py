"""Vietnamese personal names in the patterns people have, drawn from common syllables; nobody real is meant."""

from random import Random
from typing import Literal

type Sex = Literal["F", "M"]

FAMILIES = (
    "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ",
    "Hồ", "Ngô", "Dương", "Đinh", "Đoàn", "Lý", "Trịnh", "Mai", "Tạ",
)  # fmt: skip
"""Common family names; the most common come more than once."""

MIDDLES: dict[Sex, tuple[str, ...]] = {
    "F": ("Thị", "Thị", "Ngọc", "Thu", "Minh", "Khánh", "Bảo", "Thùy", "Phương", "Gia"),
    "M": ("Văn", "Minh", "Gia", "Đức", "Quốc", "Anh", "Hữu", "Đình", "Tuấn", "Nhật"),
}
GIVEN: dict[Sex, tuple[str, ...]] = {
    "F": ("An", "Ánh", "Chi", "Diệp", "Giang", "Hà", "Hân", "Linh", "Mai", "My", "Ngân", "Nhi", "Quỳnh", "Thảo",
          "Trang", "Uyên", "Vy", "Yến", "Đan", "Thư"),
    "M": ("Anh", "Bách", "Bảo", "Dũng", "Đạt", "Đức", "Huy", "Khang", "Khôi", "Kiên", "Lâm", "Long", "Minh", "Nam",
          "Phúc", "Quân", "Sơn", "Thịnh", "Trung", "Việt"),
}  # fmt: skip
MOTHERS = ("Hương", "Lan", "Hằng", "Thủy", "Nga", "Loan", "Oanh", "Tuyết", "Đào", "Hạnh", "Bích", "Xuân", "Ngọc")

SHORT_EVERY, LONG_EVERY = 9, 7
"""One name in so many has no middle syllable, or two of them."""


def child_name(random: Random, number: int, sex: Sex, family: str) -> str:
    """A child's name of two, three or four syllables."""
    given = random.choice(GIVEN[sex])
    if number % SHORT_EVERY == 0:
        return f"{family} {given}"
    middle = random.choice(MIDDLES[sex])
    second = random.choice(GIVEN[sex])
    return " ".join([family, middle, *([second] if number % LONG_EVERY == 0 and second != given else []), given])


def mother_name(random: Random) -> str:
    """A mother's name; in Vietnam she keeps her own family's."""
    return f"{random.choice(FAMILIES)} Thị {random.choice(MOTHERS)}"
