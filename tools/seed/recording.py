"""Writing through the use cases: what each person recorded, on the day on which it happened."""

import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from handbook import bootstrap
from handbook.domain.access import Actor, Role
from handbook.domain.calendar import VIETNAM
from handbook.domain.directory import Account
from handbook.domain.errors import ConflictError
from handbook.domain.handbook import Profile
from handbook.domain.ids import AccountId, HandbookId, PhoneE164
from handbook.domain.preferences import Preferences
from handbook.domain.receipts import Receipt
from handbook.usecases.assess_dose import DoseCommand
from handbook.usecases.context import Context
from handbook.usecases.edit_profile import edit_profile
from handbook.usecases.open_handbook import OpenHandbook, open_handbook
from handbook.usecases.record_dose import record_dose
from handbook.usecases.record_measurement import RecordMeasurement, record_measurement
from handbook.web.forms.handbooks import handbook_answer
from handbook.web.forms.immunizations import recorded_answer as dose_answer
from handbook.web.forms.measurements import recorded_answer as measurement_answer

OPENING_HOUR = time(8, 0)


def drawn_id(random: Random) -> str:
    """An identifier like those of bootstrap.new_id, the same in every run."""
    return str(uuid.UUID(int=random.getrandbits(128), version=4))


def clock(day: date, minutes: int) -> datetime:
    """An instant so many minutes after the station's opening hour, in UTC."""
    return (datetime.combine(day, OPENING_HOUR, VIETNAM) + timedelta(minutes=minutes)).astimezone(UTC)


def family_phone(family: int) -> PhoneE164:
    """The made-up number of a family."""
    return PhoneE164(f"+8490{family:07d}")


def add_family(family: int, random: Random, language: str, now: datetime) -> AccountId:
    """Make a family's account as its first sign-in would. One that is there stays."""
    phone = family_phone(family)
    index = bootstrap.phone_vault().index(phone)
    preferences = Preferences(language="en" if language == "en" else "vi")
    account = Account(AccountId(drawn_id(random)), phone, created_at=now, preferences=preferences)
    bootstrap.family_pool().add(account.account_id)
    with suppress(ConflictError):
        bootstrap.directory().add_account(account, index)
    return account.account_id


@dataclass(slots=True)
class Pen:
    """Writes for one handbook. What an interrupted run wrote already is left as it is."""

    handbook_id: HandbookId
    random: Random
    _entries: int = field(default=0)

    def open(self, profile: Profile, actor: Actor, now: datetime, phone: PhoneE164) -> None:
        """Open the handbook; a family opens its own, staff name the family's number."""
        command = OpenHandbook(profile, None if actor.role is Role.GUARDIAN else phone)
        context = self._context(actor, now)
        if bootstrap.records().get(self.handbook_id) is not None:
            return
        open_handbook(
            command,
            context,
            self._receipt(context, "open", lambda opened: handbook_answer(opened, context.today, mother_shown=True)),
            records=bootstrap.records(),
            codes=bootstrap.codes(),
            directory=bootstrap.directory(),
            keys=bootstrap.code_keys(),
            schedule=bootstrap.child_schedule(),
            index_of=bootstrap.phone_vault().index,
            new_id=lambda: self.handbook_id,
        )

    def dose(self, command: DoseCommand, actor: Actor, now: datetime) -> None:
        """Record a dose."""
        dose_id, context = drawn_id(self.random), self._context(actor, now)
        with suppress(ConflictError):
            record_dose(
                self.handbook_id,
                command,
                context,
                self._receipt(context, "dose", dose_answer),
                records=bootstrap.records(),
                schedule=bootstrap.child_schedule(),
                service=bootstrap.service_schedule,
                new_id=lambda: dose_id,
            )

    def measurement(self, command: RecordMeasurement, actor: Actor, now: datetime) -> None:
        """Record a visit to the scale."""
        measurement_id, context = drawn_id(self.random), self._context(actor, now)
        with suppress(ConflictError):
            record_measurement(
                self.handbook_id,
                command,
                context,
                self._receipt(context, "measurement", measurement_answer),
                records=bootstrap.records(),
                new_id=lambda: measurement_id,
            )

    def mother(self, name: str, actor: Actor, now: datetime) -> None:
        """Add the mother's name, as of the day of seeding: the next reminder then counts from that day on."""
        handbook = bootstrap.records().get(self.handbook_id)
        if handbook is None or handbook.profile.mother_name == name:
            return
        edit_profile(
            self.handbook_id,
            {"mother_name": name},
            handbook.profile_version,
            self._context(actor, now),
            records=bootstrap.records(),
            schedule=bootstrap.child_schedule(),
        )

    def _context(self, actor: Actor, now: datetime) -> Context:
        self._entries += 1
        return Context(actor, now, f"seed-{self.handbook_id[:8]}-{self._entries}")

    def _receipt(self, context: Context, route: str, render: Callable[[Any], dict[str, Any]]) -> Receipt:
        body = json.dumps([self.handbook_id, self._entries]).encode()
        return Receipt(context.actor.id, context.request_id, route, body, context.now, render)
