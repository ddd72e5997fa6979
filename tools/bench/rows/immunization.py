"""The immunization engine: a child with everything up to the age of two, all vaccine groups."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tools.bench.budget import Figures, at_most, at_most_times
from tools.bench.measuring import US, fresh, in_turns, our_environment
from tools.bench.row import Row

if TYPE_CHECKING:
    from handbook.domain.immunization import AdministeredDose, Person, Schedule

BORN, ON = date(2024, 1, 5), date(2026, 2, 20)
GIVEN: tuple[tuple[int, str], ...] = (
    (0, "bcg"), (0, "hepb-birth"),
    (61, "penta"), (61, "bopv"), (61, "rotavin"), (61, "pcv"),
    (91, "penta"), (91, "bopv"), (91, "rotavin"), (91, "pcv"),
    (122, "penta"), (122, "bopv"), (152, "ipv"),
    (274, "measles"), (274, "ipv"),
    (366, "je-inactivated"), (380, "je-inactivated"),
    (548, "mr"), (548, "dpt"),
)  # fmt: skip
"""Age in days and product of nineteen doses."""

SCHEDULE_BEFORE = "VN-EPI-2024-08-01"
_CHILDREN = 10_000
_IN_ONE_PROCESS = """
from tools.bench.measuring import peak_megabytes
from tools.bench.rows.immunization import forecast_children
forecast_children(0, 1000)
before = peak_megabytes()
forecast_children(1000, {children})
print(peak_megabytes() - before)
"""


def child(born: date = BORN) -> tuple[Person, list[AdministeredDose]]:
    """A child born on a day, with its nineteen doses at the planned ages."""
    from handbook.domain.immunization import AdministeredDose, Person  # noqa: PLC0415

    doses = [
        AdministeredDose(f"d{number}", product, born + timedelta(days=age))
        for number, (age, product) in enumerate(GIVEN)
    ]
    return Person(born, "F", commune_code="00004", province_code="01"), doses


def schedule_id() -> str:
    """The id of the children's schedule in force on the day that is asked about."""
    from handbook.domain.immunization import schedule_in_force  # noqa: PLC0415
    from handbook.reference.immunization import load_documents  # noqa: PLC0415

    return schedule_in_force(load_documents(), "child", ON)


def schedule() -> Schedule:
    """Read the schedule in force and parse it, from the file each time."""
    from handbook.domain.immunization import parse_schedule  # noqa: PLC0415
    from handbook.reference.immunization import load_document  # noqa: PLC0415

    return parse_schedule(load_document.__wrapped__(schedule_id()))


def forecast_children(first: int, last: int) -> None:
    """Forecast children of different birth dates in this process, and keep nothing of them."""
    from handbook.domain.immunization import forecast  # noqa: PLC0415

    rules = schedule()
    for number in range(first, last):
        person, doses = child(BORN - timedelta(days=number % 1500))
        forecast(rules, person, doses, ON)


def beside_counter() -> Figures:
    """One forecast beside a dose counter."""
    from handbook.domain.immunization import forecast  # noqa: PLC0415
    from tools.bench.baselines.dose_counter import next_doses  # noqa: PLC0415

    rules, (person, doses) = schedule(), child()
    counted = [(dose.product, dose.administered_on or BORN) for dose in doses]
    return in_turns(lambda: forecast(rules, person, doses, ON), lambda: next_doses(BORN, counted, ON), scale=US)


def beside_put_item() -> Figures:
    """One forecast beside one call of the database's client."""
    from handbook.domain.immunization import forecast  # noqa: PLC0415
    from tools.bench.baselines.dynamodb import put_item  # noqa: PLC0415

    rules, (person, doses) = schedule(), child()
    return in_turns(lambda: forecast(rules, person, doses, ON), put_item(), scale=US)


def two_schedules() -> Figures:
    """A child planned anew, by two schedules and with all that a job counts, beside one forecast."""
    from handbook.domain.immunization import forecast, group_changes, parse_schedule  # noqa: PLC0415
    from handbook.reference.immunization import load_document  # noqa: PLC0415

    before, after = parse_schedule(load_document(SCHEDULE_BEFORE)), schedule()
    person, doses = child()

    def planned_anew() -> object:
        return group_changes(forecast(before, person, doses, ON), forecast(after, person, doses, ON))

    return in_turns(planned_anew, lambda: forecast(after, person, doses, ON), scale=US)


def loading() -> Figures:
    """Reading and parsing the schedule beside reading the JSON alone."""
    import json  # noqa: PLC0415

    from handbook.reference import immunization  # noqa: PLC0415

    place = immunization._SCHEDULES / f"{schedule_id()}.json"
    return in_turns(schedule, lambda: json.loads(place.read_bytes()), scale=1e3)


def memory() -> Figures:
    """What nine thousand more children add to the memory of a process that had a thousand."""
    return Figures(float(fresh(_IN_ONE_PROCESS.format(children=_CHILDREN), our_environment()).split()[-1]))


ROWS = (
    Row("forecast, 19 doses, all groups", "µs", beside_counter, "naive dose counter", (at_most(1000),)),
    Row("forecast, 19 doses, client call", "µs", beside_put_item, "one put_item", (at_most_times(2),)),
    Row("a child compared under two schedules", "µs", two_schedules, "one forecast", (at_most_times(3),)),
    Row("loading the schedule", "ms", loading, "json.loads of it", (at_most(10),)),
    Row("memory from child 1,000 to 10,000", "MB", memory, "", (at_most(1),)),
)
