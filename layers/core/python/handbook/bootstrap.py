"""The composition root: the one place that chooses adapters. Each is made when it is first asked for."""

import secrets as randomness
import uuid
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from handbook.config import config
from handbook.domain.calendar import local_date
from handbook.gateways import secrets
from handbook.gateways.code_keys import CodeKeys
from handbook.gateways.cognito import FamilyPool, Sessions, StaffPool
from handbook.gateways.files import Files
from handbook.gateways.phone_vault import PhoneVault
from handbook.gateways.queues import Queue
from handbook.gateways.sms import SnsSms
from handbook.storage.audit import AuditLog
from handbook.storage.batches import Batches
from handbook.storage.codes import Codes
from handbook.storage.directory import Directory
from handbook.storage.receipts import first_answer
from handbook.storage.records import Records
from handbook.storage.reforecasts import Reforecasts
from handbook.storage.reminders import Reminders
from handbook.storage.sign_in import SignIns

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule

__all__ = ["first_answer"]  # what handlers and web use as it is; the rest is made below

records = cache(Records)
audit_log = cache(AuditLog)
codes = cache(Codes)
batches = cache(Batches)
reminders = cache(Reminders)
reforecasts = cache(Reforecasts)
sign_ins = cache(SignIns)


def now() -> datetime:
    """Read the clock, to the millisecond that is stored, so that an answer and its later reading are equal."""
    instant = datetime.now(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def new_id() -> str:
    """Make an identifier that nobody can guess."""
    return str(uuid.uuid4())


def random_number() -> int:
    """Draw the number of a one-time code from the system's generator."""
    return randomness.randbelow(1_000_000)


def pepper() -> bytes:
    """Give the key of one-time codes and tickets."""
    return secrets.pepper(config().sign_in_secret)


@cache
def phone_vault() -> PhoneVault:
    """Give the keeper of telephone numbers."""
    return PhoneVault(config().phone_secret)


@cache
def directory() -> Directory:
    """Give the directory of people and units."""
    return Directory(seal=phone_vault().seal, open_=phone_vault().open)


@cache
def code_keys() -> CodeKeys:
    """Give the keys of QR codes."""
    return CodeKeys(config().code_secret)


@cache
def family_pool() -> FamilyPool:
    """Give the families' pool."""
    return FamilyPool(config().family_pool, config().family_client)


@cache
def staff_pool() -> StaffPool:
    """Give the staff's pool."""
    return StaffPool(config().staff_client)


def sessions(pool: Literal["family", "staff"]) -> Sessions:
    """Give the sessions of one pool."""
    return Sessions(config().family_client if pool == "family" else config().staff_client)


@cache
def sms() -> SnsSms:
    """Give the sender of text messages."""
    return SnsSms(config().sms_sender_id)


@cache
def files() -> Files:
    """Give the bucket of label sheets."""
    return Files(config().files_bucket)


@cache
def batch_queue() -> Queue:
    """Give the queue of orders."""
    return Queue(config().batch_queue)


@cache
def reminder_queue() -> Queue:
    """Give the queue of the morning's shards."""
    return Queue(config().reminder_queue)


@cache
def reforecast_queue() -> Queue:
    """Give the queue of shards whose children are planned anew."""
    return Queue(config().reforecast_queue)


def schedule_documents() -> tuple[dict[str, Any], ...]:
    """Give the immunization schedules shipped with the package, as they are written."""
    from handbook.reference.immunization import load_documents  # noqa: PLC0415

    return load_documents()


@cache
def schedule(schedule_id: str) -> "Schedule":
    """Give one of the immunization schedules shipped with the package. Raises: KeyError when there is no such one."""
    from handbook.domain.immunization import parse_schedule  # noqa: PLC0415
    from handbook.reference.immunization import load_document  # noqa: PLC0415

    return parse_schedule(load_document(schedule_id))


def service_schedule() -> "Schedule":
    """Give the schedule of private vaccines in force today."""
    return _in_force("service")


def child_schedule() -> "Schedule":
    """Give the children's schedule in force today; a warm process changes over at midnight in Vietnam.

    Only functions that forecast load the engine.
    """
    return _in_force("child")


def _in_force(audience: str) -> "Schedule":
    from handbook.domain.immunization import schedule_in_force  # noqa: PLC0415

    return schedule(schedule_in_force(schedule_documents(), audience, local_date(now())))
