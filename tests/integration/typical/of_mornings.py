"""Typical calls of the mornings: what is due, to whom it is told, who did not come, and the jobs of the nights."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.domain.ids import AccountId, CommuneCode, HandbookId, PhoneIndex
from handbook.domain.reforecast import SHARDS, ShardProgress
from handbook.domain.reminders.defaulters import Finding, Note, Noted
from handbook.domain.reminders.delivery import Breaker, Verdict
from handbook.domain.reminders.devices import Device, DeviceId
from handbook.domain.reminders.due_index import shard_of
from handbook.domain.reminders.kinds import Kind
from handbook.domain.reminders.messages import Message, State, Text
from handbook.domain.sessions.plans import SessionId
from tests.integration.own_ids import own_id
from tests.integration.test_access_patterns import a_receipt, an_entry
from tests.integration.typical.pattern import Scene, Typical
from tests.integration.world import MORNING as NOW
from tests.unit.domain.sessions.test_sessions import PLAN
from tests.unit.usecases.reforecast_fakes import JOB, a_job

TODAY = date(2026, 6, 15)
MOTHER, COMMUNE = AccountId("mother"), CommuneCode("00004")
DEVICE = Device(DeviceId("d" * 43), "fcm", "arn:aws:sns:ap-southeast-1:123456789012:endpoint/GCM/app/1", NOW, NOW)
_TOKEN = "t" * 160
_PAGE, _TEXTS, _NOTED, _PLANS = 100, 20, 20, 4
_TALLY = {"children": 4_000, "changed": 120, "sooner": 80, "later": 40}


def prepare(scene: Scene) -> None:
    """Put a hundred children on a day, tell a mother something on twenty, and follow those who did not come."""
    reminders, texts, recipients = bootstrap.reminders(), messaging.texts(), messaging.recipients()
    for days in range(_TEXTS):
        text = _text(scene.book.handbook_id, days)
        assert texts.claim(text)
        if days:
            texts.settle(text, State.SENT)
    messaging.devices().save(MOTHER, DEVICE, _TOKEN)
    recipients.bury(MOTHER, PhoneIndex("a" * 43), NOW, "104")
    messaging.breakers().save(Breaker("sns").after(Verdict.BUSY, NOW))
    for account in _ACCOUNTS:
        recipients.guards(account, _late(0), still=True)
    for number, account in enumerate(_ACCOUNTS[:5]):
        messaging.devices().save(account, replace(DEVICE, device_id=DeviceId(f"{number}" * 43)), _TOKEN)
    _look_after()
    _work()
    for name in _of_one_shard():
        reminders.schedule(name, TODAY, 1)


def _late(number: int) -> HandbookId:
    return HandbookId(own_id(100_000 + number))


def _of_one_shard() -> list[HandbookId]:
    names = map(_late, range(4_000))
    return list(islice((name for name in names if shard_of(name) == _SHARD), _PAGE))


def _text(book: HandbookId, days: int) -> Text:
    on, at, name = TODAY - timedelta(days=days), NOW - timedelta(days=days), own_id(200_000 + days)
    whats = ("penta-3", "bopv-3")
    message = Message(book, MOTHER, f"{on}#due", Kind.DUE, on, at, State.CLAIMED, whats=whats, reference=name)
    return Text(name, MOTHER, (message,), at, "sms", provider="sns")


def _look_after() -> None:
    listing, days, worklist = bootstrap.defaulters(), bootstrap.vaccination_days(), messaging.worklist()
    for number in range(_NOTED):
        note = Note(Finding.VISITED, TODAY, "nurse", NOW)
        listing.add_note(note, Noted(), an_entry(_late(number), NOW), a_receipt(f"note-{number}"))
    for number in range(_PLANS):
        days.add(replace(PLAN, session_id=SessionId(f"s{number}")), a_receipt(f"plan-{number}"))
    for number in range(_PAGE):
        listing.follow(_late(number), date(2026, 5, 1) + timedelta(days=number % 30), COMMUNE, 1)
        worklist.add_dead_number(_late(number), MOTHER, COMMUNE, NOW)


def _work() -> None:
    jobs = bootstrap.reforecasts()
    jobs.add(a_job())
    for shard in range(SHARDS):
        jobs.save_progress(JOB, ShardProgress(shard, tally=_TALLY, done=True))


def _come_forward(_scene: Scene) -> Device:
    messaging.devices().save(MOTHER, DEVICE, _TOKEN)
    return DEVICE


_ACCOUNTS = [AccountId(own_id(300_000 + number)) for number in range(25)]
_SHARD = shard_of(_late(0))

PATTERNS = {
    "AP-17": Typical("100 children", lambda _: list(bootstrap.reminders().due(TODAY, _SHARD))),
    "AP-120": Typical("100 children", lambda _: bootstrap.reminders().count_due(TODAY, _SHARD)),
    "AP-18": Typical("20 messages", lambda s: bootstrap.reminders().told([s.book.handbook_id])),
    "AP-19": Typical("20 messages", lambda s: bootstrap.reminders().of_handbook([s.book.handbook_id], 100).items),
    "AP-20": Typical("a part", lambda _: (bootstrap.reforecasts().get(JOB), bootstrap.reforecasts().progress(JOB, 7))),
    "AP-21": Typical("256 parts", lambda _: bootstrap.reforecasts().all_progress(JOB)),
    "AP-60": Typical("a text of one message", lambda _: messaging.texts().get(own_id(200_000))),
    "AP-61": Typical("one text", lambda s: list(messaging.texts().open_claims(TODAY, shard_of(s.book.handbook_id)))),
    "AP-62": Typical("written to today, one app, a dead number", lambda _: messaging.recipients().get(MOTHER, TODAY)),
    "AP-63": Typical("one that was busy", lambda _: messaging.breakers().get("sns")),
    "AP-67": Typical("100 handbooks", lambda _: bootstrap.reminders().indexed(_of_one_shard())),
    "AP-68": Typical("one app", lambda _: messaging.devices().of_account(MOTHER)),
    "AP-69": Typical("an app that is known", _come_forward),
    "AP-70": Typical("four plans", lambda _: bootstrap.vaccination_days().of_commune(COMMUNE)),
    "AP-71": Typical("one plan", lambda _: bootstrap.vaccination_days().get(COMMUNE, SessionId("s0"))),
    "AP-72": Typical("a page of 100", lambda _: bootstrap.defaulters().of_commune(COMMUNE, TODAY, _PAGE).items),
    "AP-73": Typical(
        "100 children, 20 looked for", lambda _: bootstrap.defaulters().notes([_late(n) for n in range(_PAGE)])
    ),
    "AP-74": Typical("one note", lambda _: bootstrap.defaulters().noted(_late(0)).notes),
    "AP-76": Typical("25 accounts, five with an app", lambda _: messaging.recipients().get_many(_ACCOUNTS, TODAY)),
    "AP-77": Typical("100 children", lambda _: bootstrap.defaulters().listed([_late(n) for n in range(_PAGE)])),
    "AP-78": Typical("25 accounts", lambda _: messaging.recipients().guarded(_ACCOUNTS)),
    "AP-75": Typical("a page of 100", lambda _: messaging.worklist().dead_numbers(COMMUNE, _PAGE).items),
}
