"""How well matching tells one pregnancy written down twice from namesakes and from the same woman's next one.

A large commune's pregnancies of a year: run with -s to see the figures.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

from handbook.domain.matching_pregnancies import DUE_NEAR_DAYS, PregnancyFacts, match_pregnancies
from tests.unit.domain.test_matching_measured import dated, written
from tools.seed.names import FAMILIES, GIVEN, MIDDLES, MOTHERS

FIRST_DAY = date(2026, 1, 1)
WOMEN, WRITTEN_TWICE_EVERY, AGAIN_EVERY, LOST_EVERY = 450, 8, 15, 25
THI = 0.6
"""Women with the middle name Thị."""
BORN_UNKNOWN, NUMBER_KNOWN, SAME_NUMBER_OF_TELEPHONE = 0.25, 0.3, 0.5
MISSED_A_PERIOD, DATED_LATE = 0.06, 0.1


@dataclass(frozen=True)
class Kept:
    """A handbook, and the pregnancy that it is really of."""

    pregnancy: int
    facts: PregnancyFacts


def _woman(random: Random, number: int) -> PregnancyFacts:
    middle = "Thị" if random.random() < THI else random.choice(MIDDLES["F"])
    name = f"{random.choice(FAMILIES)} {middle} {random.choice((*MOTHERS, *GIVEN['F']))}"
    born = FIRST_DAY - timedelta(days=random.randrange(17 * 365, 42 * 365))
    due = FIRST_DAY + timedelta(days=random.randrange(365))
    return PregnancyFacts(name, due, born, frozenset({f"account-{number}"}), {"personal_id": f"number-{number}"})


def _kept(random: Random, facts: PregnancyFacts) -> PregnancyFacts:
    """What a handbook says of it: not everything is known."""
    born = None if random.random() < BORN_UNKNOWN else facts.mother_birth_date
    numbers = facts.mother_identifiers if random.random() < NUMBER_KNOWN else None
    return replace(facts, mother_birth_date=born, mother_identifiers=numbers)


def _again(random: Random, facts: PregnancyFacts) -> PregnancyFacts:
    """The same pregnancy in a second handbook: another hand, another telephone, dated by something else."""
    way, born = random.random(), facts.mother_birth_date
    slip = timedelta(days=28 if way < MISSED_A_PERIOD else 0)
    spread = 9 if way > 1 - DATED_LATE else 4
    due = facts.due_on + random.choice((-1, 1)) * slip + timedelta(days=round(random.gauss(0, spread)))
    own = facts.guardians if random.random() < SAME_NUMBER_OF_TELEPHONE else frozenset({f"husband-{facts.mother_name}"})
    said = replace(facts, mother_name=written(random, facts.mother_name), due_on=due, guardians=own)
    return _kept(random, replace(said, mother_birth_date=dated(random, born) if born else None))


def _pregnancies(random: Random) -> Iterator[PregnancyFacts]:
    for number in range(WOMEN):
        first = _woman(random, number)
        yield first
        if number % AGAIN_EVERY == 0:
            yield replace(first, due_on=first.due_on + timedelta(days=random.randrange(330, 700)))
        if number % LOST_EVERY == 0:  # lost early, and pregnant again
            yield replace(first, due_on=first.due_on + timedelta(days=random.randrange(60, 200)))


def _commune(seed: int) -> list[Kept]:
    random = Random(seed)
    books: list[Kept] = []
    for number, facts in enumerate(_pregnancies(random)):
        books.append(Kept(number, _kept(random, facts)))
        if random.randrange(WRITTEN_TWICE_EVERY) == 0:
            books.append(Kept(number, _again(random, facts)))
    return books


def _found_by_storage(books: list[Kept]) -> set[tuple[int, int]]:
    """Pairs of which storage would find one when the other is opened: by due date, telephone or number."""
    by_due = sorted(range(len(books)), key=lambda at: books[at].facts.due_on)
    pairs, first = set(), 0
    for place, at in enumerate(by_due):
        while (books[at].facts.due_on - books[by_due[first]].facts.due_on).days > DUE_NEAR_DAYS:
            first += 1
        pairs |= {(min(at, one), max(at, one)) for one in by_due[first:place]}
    marks: dict[str, list[int]] = {}
    for at, book in enumerate(books):
        for mark in {*book.facts.guardians, *(book.facts.mother_identifiers or {}).values()}:
            marks.setdefault(mark, []).append(at)
    return pairs | {pair for places in marks.values() for pair in combinations(places, 2)}


def _measured(books: list[Kept]) -> Counter[str]:
    twice = Counter(book.pregnancy for book in books)
    found: Counter[str] = Counter(missed=sum(many * (many - 1) // 2 for many in twice.values()))
    for left, right in _found_by_storage(books):
        one, other = books[left], books[right]
        if not match_pregnancies(one.facts, other.facts).probable:
            found["told apart"] += one.pregnancy != other.pregnancy
        elif one.pregnancy == other.pregnancy:
            found["hit"] += 1
            found["missed"] -= 1
        else:
            found["false"] += 1
    return found


def test_pregnancies_written_twice_are_offered_and_few_others_are() -> None:
    found: Counter[str] = sum((_measured(_commune(seed)) for seed in (1, 2)), Counter())
    precision = found["hit"] / (found["hit"] + found["false"])
    recall = found["hit"] / (found["hit"] + found["missed"])
    print(f"\nmatching pregnancies: precision {precision:.3f}, recall {recall:.3f}, {dict(found)}")  # noqa: T201 - the figures are asked for
    assert found["hit"] > 80
    assert precision >= 0.9
    assert recall >= 0.85
