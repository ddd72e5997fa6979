"""What may be recorded of a handbook in any order, for machines: kinds of entries as rows, and events of its life."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

from hypothesis import strategies as st

from handbook.domain.errors import (
    ForbiddenError,
    InvalidFieldError,
    NoPregnancyError,
    NotBornYetError,
    WrongLifeStateError,
)
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.life import Happening
from handbook.domain.life_events import LifeEvent
from handbook.domain.screening import form_for
from handbook.usecases.context import Context
from handbook.usecases.ports import Records
from handbook.usecases.record_life import RecordLife, record_life
from tests.builders import BORN, ELSEWHERE, FATHER, HERE, PHONE, PROVINCE, TODAY, account, child_schedule, receipt
from tests.fakes import FakeDirectory, index_of

KINDS = st.sampled_from(["dose", "dose", "measurement", "not_given", "condition", "screening", "feeding"])
DAYS_OF_LIFE = st.integers(0, 60)
HAPPENS = st.sampled_from(
    [
        Happening.MOVE,
        Happening.DEATH,
        Happening.ADOPTION,
        Happening.END,
        Happening.MATERNAL_DEATH,
        Happening.MISCARRIAGE,
        Happening.RETRACTION,
        Happening.RETRACTION,
    ]
)
REFUSED = (InvalidFieldError, WrongLifeStateError, NotBornYetError, NoPregnancyError, ForbiddenError)


class Shelf(Protocol):
    """Records that a machine writes to, and in which it sees all that there is."""

    @property
    def books(self) -> dict[HandbookId, Handbook]: ...


def row_of(kind: str, age_days: int) -> dict[str, Any]:
    """What is said of a kind on a day, as the route of rows takes it."""
    day = BORN + timedelta(days=age_days)
    screened = dict.fromkeys(form_for(BORN, TODAY)["questions"], "no") | {"acute_illness": "yes"}
    said: dict[str, dict[str, Any]] = {
        "dose": {"product": "bcg", "administered_on": str(day)},
        "measurement": {"measured_on": str(day), "weight_kg": 4.0},
        "not_given": {"product": "penta", "reason": "refused", "not_given_on": str(day)},
        "condition": {"kind": "immunity", "code": "hepb", "since": str(day)},
        "screening": {"screened_on": str(TODAY), "temperature_c": 38.6, "answers": screened},
        "feeding": {"observed_on": str(day), "milk": "mixed"},
    }
    return said[kind]


def live(
    records: Records, book: Handbook, happening: Happening, age_days: int, now: Context, new_id: Callable[[], str]
) -> None:
    """Let something happen to a handbook: the last event is taken back, or a new one follows. Raises: REFUSED."""
    day = BORN + timedelta(days=age_days)
    events = [one for one in records.history(book.handbook_id) if isinstance(one, LifeEvent)]
    told: dict[Happening, dict[str, Any]] = {
        Happening.MOVE: {"commune_code": HERE if age_days % 2 else ELSEWHERE, "province_code": PROVINCE},
        Happening.ADOPTION: {"guardian_phone": PHONE, "mother_shared": True},
        Happening.END: {"end_reason": "left_country"},
        Happening.RETRACTION: {"retracts": events[age_days % len(events)].entry_id if events else None},
    }
    record_life(
        book.handbook_id,
        RecordLife(happening, day, **told.get(happening, {})),
        book.profile_version,
        now,
        receipt(f"life {now.now.isoformat()}"),
        records=records,
        directory=FakeDirectory(account(FATHER)),
        schedule=child_schedule(),
        index_of=index_of,
        new_id=new_id,
    )
