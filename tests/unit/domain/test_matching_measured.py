"""How well matching tells one child written down twice from twins, brothers, sisters and strangers.

A large commune's births of a year, made with the common names that make it hard: run with -s to see the figures.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

from handbook.domain.matching import NEAR_DAYS, ChildFacts, match
from handbook.domain.names import without_diacritics
from tools.seed.names import FAMILIES, Sex, child_name, mother_name

FIRST_DAY = date(2024, 1, 1)
BIRTHS, TWINS_EVERY, WRITTEN_TWICE_EVERY, SISTERS_EVERY = 700, 45, 8, 12
NO_MOTHER_NAMED = 0.2
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"


@dataclass(frozen=True)
class Kept:
    """A handbook, and the child that it is really of."""

    child: int
    facts: ChildFacts


def _mistyped(random: Random, name: str) -> str:
    at = random.randrange(len(name))
    slip = random.choice(("wrong", "missing", "doubled", "swapped"))
    if slip == "wrong":
        return name[:at] + random.choice(LETTERS) + name[at + 1 :]
    if slip == "missing":
        return name[:at] + name[at + 1 :]
    if slip == "doubled":
        return name[:at] + name[at] + name[at:]
    return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]


def written(random: Random, name: str) -> str:
    way = random.random()
    words = name.split()
    if way < 0.35:
        return name
    if way < 0.6:
        return without_diacritics(name)
    if way < 0.75 and len(words) > 2:
        return " ".join([words[0], *words[2:]])
    return _mistyped(random, name)


def dated(random: Random, born: date) -> date:
    way = random.random()
    if way < 0.8:
        return born
    if way < 0.9 and born.day <= 12:
        return date(born.year, born.day, born.month)
    return born + timedelta(days=random.choice((-1, 1, 2)))


def _again(random: Random, facts: ChildFacts) -> ChildFacts:
    mother = facts.mother_name or ""
    return replace(
        facts,
        full_name=written(random, facts.full_name),
        birth_date=dated(random, facts.birth_date),
        mother_name=random.choice((mother, mother, written(random, mother), None)),
        guardians=facts.guardians if random.random() < 0.5 else frozenset({f"father-{facts.mother_name}"}),
    )


def _births(random: Random) -> Iterator[list[ChildFacts]]:
    for number in range(BIRTHS):
        born = FIRST_DAY + timedelta(days=random.randrange(365))
        family, mother, guardian = random.choice(FAMILIES), mother_name(random), frozenset({f"account-{number}"})

        def one(order: int, born: date = born, number: int = number, family: str = family, mother: str = mother,
                guardian: frozenset[str] = guardian) -> ChildFacts:  # fmt: skip
            sex: Sex = random.choice(("F", "M"))
            name = child_name(random, number * 3 + order, sex, family)
            return ChildFacts(name, sex, born, mother, None, guardian)

        children = [one(1), one(2)] if number % TWINS_EVERY == 0 else [one(1)]
        if number % SISTERS_EVERY == 0:
            children.append(one(3, born=born + timedelta(days=420)))
        yield children


def _commune(seed: int) -> list[Kept]:
    random = Random(seed)
    books: list[Kept] = []
    for children in _births(random):
        for facts in children:
            number = len(books)
            unknown = random.random() < NO_MOTHER_NAMED
            books.append(Kept(number, replace(facts, mother_name=None) if unknown else facts))
            if random.randrange(WRITTEN_TWICE_EVERY) == 0:
                books.append(Kept(number, _again(random, facts)))
    return books


def _worth_comparing(one: ChildFacts, other: ChildFacts) -> bool:
    """Say whether storage would find one of two when the other is opened: by day of birth or by guardian."""
    left, right = one.birth_date, other.birth_date
    return (
        abs(left - right).days <= NEAR_DAYS
        or (left.year, left.month, left.day) == (right.year, right.day, right.month)
        or ((left.month, left.day) == (right.month, right.day) and abs(left.year - right.year) == 1)
        or not one.guardians.isdisjoint(other.guardians)
    )


def _measured(books: list[Kept]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one, other in combinations(books, 2):
        if one.child != other.child and not _worth_comparing(one.facts, other.facts):
            continue
        same, offered = one.child == other.child, match(one.facts, other.facts).probable
        found["hit" if same and offered else "missed" if same else "false" if offered else "told apart"] += 1
    return found


def test_children_written_twice_are_offered_and_few_others_are() -> None:
    found: Counter[str] = sum((_measured(_commune(seed)) for seed in (1, 2)), Counter())
    precision = found["hit"] / (found["hit"] + found["false"])
    recall = found["hit"] / (found["hit"] + found["missed"])
    print(f"\nmatching: precision {precision:.3f}, recall {recall:.3f}, {dict(found)}")  # noqa: T201 - the figures are asked for
    assert found["hit"] > 150
    assert precision >= 0.95
    assert recall >= 0.97
