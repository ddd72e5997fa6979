"""The composition root: the one place that chooses adapters.

Each is imported and made when it is first asked for: a function pays at its cold start for what it uses, no more.
"""

from __future__ import annotations

import secrets as randomness
import uuid
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Literal

from handbook import cold_start
from handbook.bootstrap.queues import batch_queue as batch_queue
from handbook.bootstrap.queues import export_queue as export_queue
from handbook.bootstrap.queues import reforecast_queue as reforecast_queue
from handbook.bootstrap.queues import reminder_queue as reminder_queue
from handbook.bootstrap.schedules import child_schedule as child_schedule
from handbook.bootstrap.schedules import schedule as schedule
from handbook.bootstrap.schedules import schedule_documents as schedule_documents
from handbook.bootstrap.schedules import service_schedule as service_schedule
from handbook.bootstrap.schedules import tetanus_schedule as tetanus_schedule
from handbook.config import config

if TYPE_CHECKING:
    from collections.abc import Callable

    from handbook.domain.receipts import Answer, Receipt
    from handbook.gateways.code_keys import CodeKeys
    from handbook.gateways.cognito import Sessions, StaffPool
    from handbook.gateways.family_pool import FamilyPool
    from handbook.gateways.files import Files
    from handbook.gateways.phone_vault import PhoneVault
    from handbook.gateways.sms import SnsSms
    from handbook.gateways.staff_accounts import StaffAccounts
    from handbook.storage.audit import AuditLog
    from handbook.storage.batches import Batches
    from handbook.storage.codes import Codes
    from handbook.storage.counters import Counters
    from handbook.storage.defaulters import Defaulters
    from handbook.storage.directory import Directory
    from handbook.storage.disputes import Disputes
    from handbook.storage.exports import Exports
    from handbook.storage.identifiers import Identifiers
    from handbook.storage.records import Records
    from handbook.storage.reforecasts import Reforecasts
    from handbook.storage.reminders import Reminders
    from handbook.storage.sessions import VaccinationDays
    from handbook.storage.sign_in import SignIns


def prepare(*adapters: Callable[[], object]) -> None:
    """Import and make what most requests of a function will ask for, while Lambda starts it with a whole core."""
    for adapter in adapters:
        adapter()
    cold_start.finish()


@cache
def records() -> Records:
    """Give the handbooks and their entries."""
    from handbook.storage.records import Records

    return Records()


@cache
def disputes() -> Disputes:
    """Give the disputes."""
    from handbook.storage.disputes import Disputes

    return Disputes()


@cache
def audit_log() -> AuditLog:
    """Give the access log."""
    from handbook.storage.audit import AuditLog

    return AuditLog()


@cache
def counters() -> Counters:
    """Give the counts of what actors do."""
    from handbook.storage.counters import Counters

    return Counters()


@cache
def identifiers() -> Identifiers:
    """Give the numbers by which offices know people."""
    from handbook.gateways.vault import Vault
    from handbook.storage.identifiers import Identifiers

    vault = Vault(config().phone_secret, "identifier")
    return Identifiers(seal=vault.seal, unseal=vault.unseal, mark_of=vault.mark)


@cache
def codes() -> Codes:
    """Give the QR codes."""
    from handbook.storage.codes import Codes

    return Codes()


@cache
def batches() -> Batches:
    """Give the orders of codes."""
    from handbook.storage.batches import Batches

    return Batches()


@cache
def reminders() -> Reminders:
    """Give the due index and the messages."""
    from handbook.storage.reminders import Reminders

    return Reminders()


@cache
def vaccination_days() -> VaccinationDays:
    """Give the vaccination days of communes."""
    from handbook.storage.sessions import VaccinationDays

    return VaccinationDays()


@cache
def defaulters() -> Defaulters:
    """Give the list of who did not come."""
    from handbook.storage.defaulters import Defaulters

    return Defaulters()


@cache
def reforecasts() -> Reforecasts:
    """Give the jobs that plan all children anew."""
    from handbook.storage.reforecasts import Reforecasts

    return Reforecasts()


@cache
def sign_ins() -> SignIns:
    """Give the codes and tickets of signing in."""
    from handbook.storage.sign_in import SignIns

    return SignIns()


def first_answer(receipt: Receipt) -> Answer | None:
    """Give the first answer to a request, None when there was none. Raises: IdempotencyKeyReusedError."""
    from handbook.storage import receipts

    return receipts.first_answer(receipt)


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
    from handbook.gateways import secrets

    return secrets.pepper(config().sign_in_secret)


@cache
def phone_vault() -> PhoneVault:
    """Give the keeper of telephone numbers."""
    from handbook.gateways.phone_vault import PhoneVault

    return PhoneVault(config().phone_secret)


@cache
def directory() -> Directory:
    """Give the directory of people and units."""
    from handbook.storage.directory import Directory

    return Directory(seal=phone_vault().seal, open_=phone_vault().open)


@cache
def code_keys() -> CodeKeys:
    """Give the keys of QR codes."""
    from handbook.gateways.code_keys import CodeKeys

    return CodeKeys(config().code_secret)


@cache
def family_pool() -> FamilyPool:
    """Give the families' pool."""
    from handbook.gateways.family_pool import FamilyPool

    return FamilyPool(config().family_pool, config().family_client)


@cache
def staff_pool() -> StaffPool:
    """Give the staff's pool."""
    from handbook.bootstrap.staff import client_key
    from handbook.gateways.cognito import StaffPool

    return StaffPool(config().staff_pool, client_key())


@cache
def staff_accounts() -> StaffAccounts:
    """Give the accounts of staff, as their managers use them."""
    from handbook.gateways.staff_accounts import StaffAccounts

    return StaffAccounts(config().staff_pool)


def sessions(pool: Literal["family", "staff"]) -> Sessions:
    """Give the sessions of one pool."""
    from handbook.bootstrap.staff import client_key
    from handbook.gateways.cognito import Sessions

    if pool == "family":
        return Sessions(config().family_client)
    return Sessions(config().staff_client, client_key())


@cache
def sms() -> SnsSms:
    """Give the sender of text messages."""
    from handbook.gateways.sms import SnsSms

    return SnsSms(config().sms_sender_id)


@cache
def files() -> Files:
    """Give the bucket of label sheets."""
    from handbook.gateways.files import Files

    return Files(config().files_bucket)


@cache
def exports() -> Exports:
    """Give the exports of handbooks."""
    from handbook.storage.exports import Exports

    return Exports()


@cache
def export_files() -> Files:
    """Give the bucket of exported handbooks."""
    from handbook.gateways.files import Files

    return Files(config().exports_bucket)
