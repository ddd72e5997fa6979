"""How like two names are: what a typing error, missing marks or a middle name left out make of one name."""

from typing import Literal

from handbook.domain.names import clean_name, fold, is_not_named_yet

type Likeness = Literal["same", "same_without_marks", "near", "different", "unknown"]
"""`unknown` where one of the two is missing or does not name a child yet."""

_SLIPS_IN_THE_REST = 2
_SLIPS_IN_THE_GIVEN_NAME = 1
_LEFT_OUT = 2
"""Middle names that people leave out on a form, as Thị or Văn."""


def likeness(one: str, other: str) -> Likeness:
    """Compare two full names; the order of the two does not matter."""
    if not one.strip() or not other.strip() or is_not_named_yet(one) or is_not_named_yet(other):
        return "unknown"
    if clean_name(one).casefold() == clean_name(other).casefold():
        return "same"
    left, right = fold(one).split(), fold(other).split()
    if left == right:
        return "same_without_marks"
    return "near" if _near(left, right) else "different"


def _near(left: list[str], right: list[str]) -> bool:
    if sorted(left) == sorted(right) or "".join(left) == "".join(right):
        return True  # words in another order, or a space left out
    if left[-1] == right[-1] and _left_out(left, right):
        return True
    given = slips_between(left[-1], right[-1])
    rest = slips_between(" ".join(left[:-1]), " ".join(right[:-1]))
    return (given == 0 and rest <= _SLIPS_IN_THE_REST) or (given <= _SLIPS_IN_THE_GIVEN_NAME and rest == 0)


def _left_out(left: list[str], right: list[str]) -> bool:
    shorter, longer = sorted((left, right), key=len)
    if len(longer) - len(shorter) > _LEFT_OUT or len(shorter) < _LEFT_OUT:
        return False
    rest = iter(longer)
    return shorter[0] == longer[0] and all(word in rest for word in shorter)


def slips_between(one: str, other: str) -> int:
    """Count the letters typed wrong, left out, typed too many or swapped with their neighbour (optimal alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        following = [i]
        for j, right in enumerate(other, start=1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and right == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
    return row[-1]
