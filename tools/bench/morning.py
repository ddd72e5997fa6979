"""A morning of reminders over many handbooks in memory: what it reads, and what it costs.

`python -m tools.bench.morning --handbooks 100000 --due 1000` runs it and says so; the provider is faked at a rate.
"""

from __future__ import annotations

import argparse
import copy
import json
import resource
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import monotonic, perf_counter, process_time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tools.bench.baselines.dynamodb import answer_at_once
from tools.bench.memory_tables import Item, MemoryTables
from tools.bench.routes import _prepare as prepare_environment

if TYPE_CHECKING:
    from handbook.domain.reminders.delivery import Said
    from handbook.usecases.tell_guardian import Tools

RUN_AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DUE_ON = date(2026, 11, 20)
_BORN = DUE_ON - timedelta(days=61)
_KEYS = '{"current": "1", "1": "%s"}' % ("k" * 64)


class Provider:
    """Takes every text, and counts."""

    name = "faked"
    taken = 0

    def send(self, to: str, words: str, reference: str) -> Said:
        """Take one text."""
        from handbook.domain.reminders.delivery import Said, Verdict  # noqa: PLC0415

        if not to.startswith("+84") or not words:
            raise ValueError("a number was not opened, or there are no words")
        self.taken += 1
        return Said(Verdict.TAKEN, reference)

    def ask(self, reference: str) -> Said | None:
        """Never asked: no claim stays open."""
        del reference
        return None


@dataclass
class Season:
    """Handbooks in memory, some of them due, and the tools of a run over them."""

    tables: MemoryTables
    tools: Tools
    provider: Provider


def season(handbooks: int, due: int, per_second: float = 1e9) -> Season:
    """Write down so many handbooks of one child and one guardian each, `due` of them due on the day of the run."""
    prepare_environment()
    from handbook import aws  # noqa: PLC0415
    from handbook.gateways import secrets  # noqa: PLC0415

    tables = MemoryTables()
    aws.session()
    answer_at_once(aws.session(), tables.answer)
    secrets._read_at["phone"] = (monotonic() + 86_400, _KEYS)
    patterns = _patterns(tables)
    for number in range(handbooks):
        on = DUE_ON if number < due else DUE_ON + timedelta(days=5 + number % 300)
        _write(tables, patterns, number, on, whole=number < due)
    tables.settle()
    provider = Provider()
    return Season(tables, _tools(provider, per_second), provider)


def _patterns(tables: MemoryTables) -> dict[str, Item]:
    """Let the product write one family, and take its items as the pattern of all."""
    from handbook.domain.access import Action, Ground, Role  # noqa: PLC0415
    from handbook.domain.audit import AuditEntry  # noqa: PLC0415
    from handbook.domain.bonds import Bond  # noqa: PLC0415
    from handbook.domain.directory import Account  # noqa: PLC0415
    from handbook.domain.handbook import Handbook, Profile, Sex  # noqa: PLC0415
    from handbook.domain.ids import (  # noqa: PLC0415
        AccountId,
        CommuneCode,
        HandbookId,
        PhoneE164,
        PhoneIndex,
        ProvinceCode,
    )
    from handbook.domain.receipts import Receipt  # noqa: PLC0415
    from handbook.storage.directory import Directory  # noqa: PLC0415
    from handbook.storage.records import Records  # noqa: PLC0415

    child = Profile("Nguyễn Thị Ánh", Sex.FEMALE, _BORN, CommuneCode("00004"), ProvinceCode("01"))
    mother, book_id = AccountId("mother"), HandbookId("book")
    book = Handbook(
        handbook_id=book_id,
        child=child,
        guardians=MappingProxyType({mother: Bond(Role.GUARDIAN)}),
        created_at=RUN_AT,
        own_code="0" * 20,
    )
    entry = AuditEntry(book_id, RUN_AT, "mother", "guardian", None, Action.OPEN_HANDBOOK, Ground.GUARDIAN, "request")
    Records().add(book, entry, Receipt("mother", "key", "POST /v1/handbooks", b"{}", RUN_AT, lambda _: {}))
    account = Account(mother, PhoneE164("+84912345678"), RUN_AT)
    Directory(seal=_vault().seal, open_=_vault().open).add_account(account, PhoneIndex("index"))
    records = tables._items["records"]["HANDBOOK#book"]
    return {
        "summary": records["SUMMARY"],
        "guardian": records["GUARDIAN#mother"],
        "account": tables._items["directory"]["ACCOUNT#mother"]["META"],
    }


def _vault() -> Any:  # noqa: ANN401 - the product's own, imported late
    from handbook.gateways.phone_vault import PhoneVault  # noqa: PLC0415

    return PhoneVault("phone")


def _write(tables: MemoryTables, patterns: dict[str, Item], number: int, on: date, *, whole: bool) -> None:
    """Write one handbook: header and place in the index; guardian and account too where it is due."""
    from handbook.domain.ids import HandbookId, PhoneE164  # noqa: PLC0415
    from handbook.domain.reminders.due_index import due_key, shard_of  # noqa: PLC0415

    book, account = f"book-{number:07d}", f"mother-{number:07d}"
    summary = {**patterns["summary"], "pk": {"S": f"HANDBOOK#{book}"}}
    del summary["gsi1pk"]  # the index of all handbooks plays no part
    due = {"S": due_key(on, shard_of(HandbookId(book)))}
    place = {"gsi1pk": due, "gsi1sk": {"S": book}, "as_of": {"N": "1"}}
    tables.put("reminders", {"pk": summary["pk"], "sk": {"S": "DUE"}, **place})
    if not whole:
        tables.put("records", summary)
        return
    own = copy.deepcopy(summary)
    for name, value in own.items():
        own[name] = {kind: text.replace("mother", account) for kind, text in value.items()}
    tables.put("records", own)
    guardian = {**patterns["guardian"], "pk": summary["pk"], "sk": {"S": f"GUARDIAN#{account}"}}
    tables.put("records", {**guardian, "gsi1pk": {"S": f"ACCOUNT#{account}"}})
    key = f"ACCOUNT#{account}"
    sealed = {"S": _vault().seal(PhoneE164(f"+8491{number:07d}"), key)}
    tables.put("directory", {**patterns["account"], "pk": {"S": key}, "phone": sealed})
    tables.put("reminders", {"pk": {"S": key}, "sk": {"S": "HANDBOOKS"}, "handbooks": {"SS": [book]}})


def _tools(provider: Provider, per_second: float) -> Tools:
    from handbook import bootstrap  # noqa: PLC0415
    from handbook.bootstrap import messaging  # noqa: PLC0415
    from handbook.gateways.pace import Pace  # noqa: PLC0415
    from handbook.storage.directory import Directory  # noqa: PLC0415
    from handbook.usecases.deliver import Line  # noqa: PLC0415
    from handbook.usecases.find_session import RememberedSessions  # noqa: PLC0415
    from handbook.usecases.settle_text import Ledger  # noqa: PLC0415
    from handbook.usecases.tell_guardian import Tools  # noqa: PLC0415

    ledger = Ledger(messaging.texts(), messaging.recipients(), _vault().index, lambda _: None, lambda *_: None)
    return Tools(
        records=bootstrap.records(),
        reminders=bootstrap.reminders(),
        directory=Directory(seal=_vault().seal, open_=_vault().open),
        ledger=ledger,
        closings=messaging.closings(),
        lines={"sms": Line([provider], messaging.breakers(), Pace(per_second))},
        schedule=bootstrap.child_schedule(),
        new_id=bootstrap.new_id,
        sessions=RememberedSessions(bootstrap.vaccination_days()),
        clock=lambda: RUN_AT + timedelta(minutes=30),
    )


def run(found: Season) -> Counter[str]:
    """Do every task of the morning; the outcomes by name."""
    from handbook.usecases.send_reminders import plan, send_task  # noqa: PLC0415

    outcomes: Counter[str] = Counter()
    for task in plan(RUN_AT):
        outcomes.update({one.value: times for one, times in send_task(task, found.tools).outcomes.items()})
    return outcomes


def due_today(found: Season) -> Callable[[], object]:
    """Give one run over all that is due on the day; nothing is kept, so that it can be done again and again."""
    from handbook.usecases.send_reminders import Task, send_task  # noqa: PLC0415

    task = Task((DUE_ON,), tuple(range(16)), RUN_AT)
    return lambda: send_task(task, found.tools)


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Run a morning and print what it read and cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--handbooks", type=int, default=10_000)
    parser.add_argument("--due", type=int, default=10_000)
    parser.add_argument("--per-second", type=float, default=1000.0, help="the rate that the faked provider takes")
    parser.add_argument("--json", action="store_true", help="end with a line of JSON")
    asked = parser.parse_args()
    found = season(asked.handbooks, asked.due, asked.per_second)
    memory, cpu, wall = _memory_mb(), process_time(), perf_counter()
    outcomes = run(found)
    cpu, wall, grown = process_time() - cpu - found.tables.spent_seconds, perf_counter() - wall, _memory_mb() - memory
    print(f"{asked.handbooks} handbooks, {asked.due} due: {dict(outcomes)}")
    tables = f"{found.tables.spent_seconds:.1f} s of the tables in memory"
    print(f"{cpu:.1f} s of one core beside {tables}, {wall:.1f} s on the wall, memory grew by {grown:.0f} MB")
    units = found.tables.counted["half read units"] / 2
    print(f"{units:.0f} read units, {found.tables.counted['items read']} items; {dict(found.tables.counted)}")
    if asked.json:
        line = {"sent": found.provider.taken, "items": found.tables.counted["items read"], "read_units": units}
        print(json.dumps({**line, "cpu_seconds": cpu, "memory_mb": grown}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
