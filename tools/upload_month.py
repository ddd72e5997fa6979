"""Uploads a month of a station's work to the running stack, and says how long it took and what failed.

`python -m tools.upload_month [--books 200] [--entries 3000]`: handbooks and entries are recorded as a telephone without
signal keeps them, in any order, and arrive by POST /v1/sync in batches of fifty.
"""

import argparse
import random
import sys
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import batched
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from tools.demo.client import Api, DemoError
from tools.demo.people import ask_for_code, fresh_number, read_cast
from tools.demo.station import COMMUNE, NURSE
from tools.stack.control import running_settings
from tools.stack.errors import StackError
from tools.stack.settings import LOCAL, StackSettings

ROWS_AT_ONCE = 50
_MOST_ROUNDS = 5
_CHANCE = random.Random()  # noqa: S311 - children that nobody has
_NAMES = ("An", "Bình", "Chi", "Dũng", "Hà", "Khôi", "Linh", "Minh", "Ngân", "Phúc")


def month(books: int, entries: int, phone: str, today: date) -> list[dict[str, Any]]:
    """Make the rows of a month: children of up to a year, each weighed, fed, vaccinated and looked at."""
    born = {str(uuid.uuid4()): today - timedelta(days=_CHANCE.randint(70, 360)) for _ in range(books)}
    rows = [_opening(book, day, phone) for book, day in born.items()]
    children = list(born.items())
    for number in range(entries):
        book, day = children[number % books]
        on = day + timedelta(days=_CHANCE.randint(65, (today - day).days))
        kind, data = _entry(number // books, on, (on - day).days)
        rows.append({"kind": kind, "id": str(uuid.uuid4()), "handbook_id": book, "data": data})
    _CHANCE.shuffle(rows)
    return rows


def _opening(book: str, born: date, phone: str) -> dict[str, Any]:
    child = {"full_name": f"Nguyễn Văn {_CHANCE.choice(_NAMES)}", "sex": _CHANCE.choice("FM"), "birth_date": str(born)}
    place = {"commune_code": COMMUNE, "province_code": "01", "guardian_phone": phone}
    return {"kind": "handbook", "id": book, "data": {**child, **place}}


def _entry(turn: int, on: date, age_days: int) -> tuple[str, dict[str, Any]]:
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("measurement", {"measured_on": str(on), "weight_kg": round(4 + age_days / 80 + _CHANCE.random(), 1)}),
        ("dose", {"product": "penta", "administered_on": str(on)}),
        ("feeding", {"observed_on": str(on), "milk": "mixed"}),
        ("dental", {"checked_on": str(on), "teeth_erupted": min(age_days // 60, 8)}),
        ("findings", {"observed_on": str(on), "subject": "child", "stage": "child", "temperature_c": 36.9}),
    ]
    return kinds[turn % len(kinds)]


def upload(nurse: Api, rows: list[dict[str, Any]]) -> tuple[list[float], Counter[int]]:
    """Send rows until each is there or refused for good; give the seconds of each batch and the last statuses."""
    seconds: list[float] = []
    statuses: Counter[int] = Counter()
    waiting = rows
    for _ in range(_MOST_ROUNDS):
        left: list[dict[str, Any]] = []
        for batch in batched(waiting, ROWS_AT_ONCE, strict=False):
            began = time.perf_counter()
            results = nurse.post("/sync", {"rows": list(batch)}, 200).body["items"]
            seconds.append(time.perf_counter() - began)
            for row, result in zip(batch, results, strict=True):
                # Of a handbook that comes in a later batch there is nothing yet.
                if result["status"] in {404, 503}:
                    left.append(row)
                else:
                    statuses[result["status"]] += 1
        waiting = left
        if not waiting:
            break
    if waiting:
        statuses[404] += len(waiting)
    return seconds, statuses


def _guardian(api: Api, endpoint: str) -> str:
    number = fresh_number()
    api.post("/auth/token", ask_for_code(api, number, endpoint).body(), 200)
    return number


def main(arguments: Sequence[str]) -> int:
    """Upload a month and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--books", type=int, default=200)
    parser.add_argument("--entries", type=int, default=3_000)
    parser.add_argument("--state", type=Path, default=LOCAL / "state" / "default", help="the stack's state folder")
    chosen = parser.parse_args(arguments)
    try:
        settings = running_settings(StackSettings(state=chosen.state.resolve()))
        api = Api(f"{settings.root_url}/v1")
        number = _guardian(api, settings.endpoint)
        nurse = read_cast(settings.accounts_file).sign_in(api, NURSE)
        rows = month(chosen.books, chosen.entries, number, datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date())
        began = time.perf_counter()
        seconds, statuses = upload(nurse, rows)
    except (DemoError, StackError) as error:
        print(error, file=sys.stderr)
        return 1
    took = time.perf_counter() - began
    failed = sum(count for status, count in statuses.items() if status not in {200, 201})
    slowest = max(seconds)
    print(f"{chosen.books} handbooks, {chosen.entries} entries: {took:.0f} s, {len(rows) / took:.1f} rows a second")
    print(f"{len(seconds)} batches: {median(seconds):.2f} s in the middle, {slowest:.2f} s the slowest")
    print(f"created {statuses[201]}, there already {statuses[200]}, failed {failed} {dict(statuses)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
