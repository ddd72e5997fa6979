"""All sixty demo children: those with a story, and the ordinary ones around them."""

from random import Random

from tools.seed.children import Age, Attendance, Channel, Child, random_for
from tools.seed.names import FAMILIES, Sex, child_name, mother_name
from tools.seed.stories import STORIES

COUNT = 60
OLDEST_DAYS = 6 * 365


def all_children() -> tuple[Child, ...]:
    """The sixty, the same in every run, by number from 1."""
    return (*STORIES, *(ordinary_child(number) for number in range(len(STORIES) + 1, COUNT + 1)))


def ordinary_child(number: int) -> Child:
    """A child without a story of its own: drawn, with the young ones closer together than the old ones."""
    random = random_for("child", number)
    sex: Sex = random.choice(("F", "M"))
    family = random.choice(FAMILIES)
    place = (number - COUNT // 2) / (COUNT // 2)
    return Child(
        number=number,
        full_name=child_name(random, number, sex, family),
        sex=sex,
        age=Age(days=min(OLDEST_DAYS, int(OLDEST_DAYS * place**1.4) + random.randint(0, 20))),
        mother=mother_name(random),
        family=number,
        attendance=ordinary_attendance(random),
        channel=Channel(round(random.gauss(-0.4, 0.8), 2), round(random.gauss(0.0, 0.7), 2)),
    )


def ordinary_attendance(random: Random) -> Attendance:
    """Most come within days, some weeks late, a few stop in the first years."""
    drawn = random.random()
    if drawn < 0.65:
        return Attendance()
    if drawn < 0.88:
        return Attendance(late_days=(5, 45))
    return Attendance(late_days=(2, 20), until_age_days=random.randint(100, 600))
