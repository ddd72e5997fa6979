"""How the cost of the same work grows with the number of handbooks: `python -m tools.capacity.growth`.

Tables in memory hold headers and index items of 1,000, 10,000 and 100,000 handbooks, all of one commune, a twentieth of
them due on the day. Units are counted, not time, so that the answer is the same on every machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tools.bench.measuring import our_environment
from tools.template import ROOT

SIZES = (1_000, 10_000, 100_000)
PAGES = (20, 40, 80)
DUE_SHARE = 20
_OPENS, _RECORDS, _LISTS, _MORNING = (
    "a family opens its handbook",
    "a nurse records a dose",
    "a nurse reads a page of a commune",
    "a morning of reminders",
)

type Units = Mapping[str, float]
"""Read and write units of each piece of work, by `work, read` and `work, written`."""


@dataclass(frozen=True, slots=True)
class Growth:
    """What one piece of work costs at each size, and what makes it more."""

    work: str
    sizes: Sequence[int]
    units: Sequence[float]
    of: str

    @property
    def slopes(self) -> tuple[float, ...]:
        """Give the units that each one more costs, from size to size: none is flat, and all alike is linear."""
        places = range(1, len(self.sizes))
        return tuple((self.units[at] - self.units[at - 1]) / (self.sizes[at] - self.sizes[at - 1]) for at in places)

    def row(self) -> str:
        """Give the line of the table."""
        slopes = ", ".join(f"{slope:.3g}" for slope in self.slopes)
        units = "".join(f"{one:>10,g}" for one in self.units)
        return f"{self.work:<44}{units}   {slopes} for each more {self.of}"


def consumed(handbooks: int, page: int) -> Units:
    """Do each piece of work once over so many handbooks in this process, and count."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from tools.bench.morning import run, season  # noqa: PLC0415
    from tools.bench.routes import caller  # noqa: PLC0415

    found = season(handbooks, handbooks // DUE_SHARE)
    found.tables.is_kept = True
    _staffed()
    found.tables.settle()
    from handbook.domain.calendar import local_date  # noqa: PLC0415

    dose = {"product": "penta", "administered_on": local_date(datetime.now(UTC)).isoformat()}
    book, query = "/v1/handbooks/book-0000000", {"limit": str(page)}
    work: dict[str, Callable[[], object]] = {
        _OPENS: caller("GET", book, "mother-0000000", "FAMILY_POOL"),
        _RECORDS: caller("POST", f"{book}/immunizations", "nurse", "STAFF_POOL", dose),
        _LISTS: caller("GET", "/v1/handbooks", "nurse", "STAFF_POOL", query=query),
        _MORNING: lambda: run(found),
    }
    units: dict[str, float] = {}
    for name, do in work.items():
        found.tables.counted.clear()
        do()
        units[f"{name}, read"] = found.tables.counted["half read units"] / 2
        units[f"{name}, written"] = found.tables.counted["write units"]
    return units


def _staffed() -> None:
    from handbook import bootstrap  # noqa: PLC0415
    from handbook.domain.access import Role  # noqa: PLC0415
    from handbook.domain.directory import Post, Staff, Unit, UnitKind  # noqa: PLC0415
    from handbook.domain.ids import CommuneCode, StaffId, UnitId  # noqa: PLC0415

    directory, station = bootstrap.directory(), UnitId("station")
    directory.save_unit(Unit(station, UnitKind.STATION, "Trạm y tế", communes=(CommuneCode("00004"),)))
    directory.save_staff(Staff(StaffId("nurse"), "Trần Thị Ngọc Hà", (Post(station, Role.HEALTH_WORKER),)))


def apart(handbooks: int, page: int) -> Units:
    """Count in a process of its own, since tables in memory answer for a whole process."""
    command = [sys.executable, "-m", "tools.capacity.growth", "--one", str(handbooks), str(page)]
    done = subprocess.run(command, cwd=ROOT, env=our_environment(), capture_output=True, text=True, check=True)
    units: Units = json.loads(done.stdout.splitlines()[-1])
    return units


def grown(sizes: Sequence[int], pages: Sequence[int]) -> Iterator[Growth]:
    """Say how each piece of work grows: with handbooks, with those that are due, with what a page holds."""
    by_size = [apart(size, pages[0]) for size in sizes]
    for name in by_size[0]:
        due = name.startswith(_MORNING)
        of, counts = ("that is due", [size // DUE_SHARE for size in sizes]) if due else ("handbook", list(sizes))
        yield Growth(name, counts, [units[name] for units in by_size], of)
    by_page = [apart(max(sizes[0], pages[-1]), page) for page in pages]
    for name in (f"{_LISTS}, read", f"{_LISTS}, written"):
        yield Growth(name, pages, [units[name] for units in by_page], "on the page")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part.replace("_", "")) for part in text.split(","))


def main() -> int:
    """Print the table, or the units of one size as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=_numbers, default=SIZES, help="numbers of handbooks, separated by commas")
    parser.add_argument("--pages", type=_numbers, default=PAGES, help="children on a page, separated by commas")
    parser.add_argument("--one", type=int, nargs=2, metavar=("HANDBOOKS", "PAGE"), help="count one size, as JSON")
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(consumed(*asked.one)))
        return 0
    for found in grown(asked.sizes, asked.pages):
        print(found.row(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
