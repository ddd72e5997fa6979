"""What a run of reminders works with, put together from the adapters."""

from collections.abc import Callable
from datetime import datetime

from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.config import config
from handbook.domain.ids import PhoneE164
from handbook.domain.reminders.messages import Text
from handbook.usecases.deliver import Line
from handbook.usecases.find_session import RememberedSessions
from handbook.usecases.settle_text import Ledger
from handbook.usecases.tell_guardian import Tools
from handbook.web import telling


def ledger() -> Ledger:
    """Give where the fate of texts is written down."""
    return Ledger(
        texts=messaging.texts(),
        recipients=messaging.recipients(),
        index_of=bootstrap.phone_vault().index,
        phone_of=_phone_of,
        on_death=_tell_unit,
    )


def lines() -> dict[str, Line]:
    """Make the line of each channel, with this worker's share of the rate."""
    return telling.lines(int(config().reminder_workers or "1"))


def tools(clock: Callable[[], datetime]) -> Tools:
    """Put together what the morning's run works with; `lines` are made anew, as the secret says now."""
    return Tools(
        records=bootstrap.records(),
        reminders=bootstrap.reminders(),
        directory=bootstrap.directory(),
        ledger=ledger(),
        closings=messaging.closings(),
        lines=lines(),
        schedule=bootstrap.child_schedule(),
        new_id=bootstrap.new_id,
        clock=clock,
        sessions=RememberedSessions(bootstrap.vaccination_days()),
    )


def _phone_of(text: Text) -> PhoneE164 | None:
    account = bootstrap.directory().account(text.account_id)
    return account.phone if account and not account.number_gone else None


def _tell_unit(text: Text, now: datetime) -> None:
    for handbook in bootstrap.records().get_many(sorted({message.handbook_id for message in text.messages})):
        messaging.worklist().add_dead_number(handbook.handbook_id, text.account_id, handbook.commune_code, now)
