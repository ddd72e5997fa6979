"""Births: the children as they were born, and the handbooks that go on with them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from handbook.domain.births import Birth, ChildBorn, Mode, Outcome, Place
from handbook.domain.calendar import local_date
from handbook.domain.errors import InvalidFieldError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.web.forms.handbooks import HandbookAnswer, handbook_answer
from handbook.web.forms.named import NamedBody
from handbook.web.schemas import Body, Day, Instant, Name, Title, Whole

if TYPE_CHECKING:
    from handbook.usecases.record_birth import BirthRecorded, RecordBirth

Centimetres = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class ChildBornBody(Body):
    """One child at birth. The time is given with its offset, or the day alone where nobody knows it.

    A child born alive has a sex; without a name it is called after its mother until its birth is registered.
    """

    outcome: Literal["alive", "stillborn"]
    born_at: Instant | None = None
    born_on: Day | None = None
    sex: Literal["F", "M"] | None = None
    full_name: Name | None = None
    mode: Literal["vaginal", "vacuum", "forceps", "caesarean"] | None = None
    weight_g: Whole | None = None
    length_cm: Centimetres | None = None
    head_cm: Centimetres | None = None
    apgar_1: Whole | None = None
    apgar_5: Whole | None = None
    apgar_10: Whole | None = None

    def child(self, place: str) -> ChildBorn:
        """Read the child. Raises: InvalidFieldError by `place` when neither time nor day is there, or they differ."""
        day = local_date(self.born_at) if self.born_at else self.born_on
        if day is None:
            raise InvalidFieldError(f"{place}.born_at")
        if self.born_on is not None and self.born_on != day:
            raise InvalidFieldError(f"{place}.born_on")
        return ChildBorn(**{**self.model_dump(), "born_on": day})


class BirthBody(NamedBody):
    """The children of one birth in their order, and where they were born."""

    children: Annotated[list[ChildBornBody], Field(min_length=1, max_length=6)]
    place: Literal["hospital", "station", "other_facility", "home", "on_the_way"] | None = None
    facility_name: Title | None = None

    def command(self) -> "RecordBirth":
        """Read the birth. Raises: InvalidFieldError."""
        from handbook.usecases.record_birth import RecordBirth  # noqa: PLC0415 - with the work, when it is asked for

        children = tuple(child.child(f"children.{number}") for number, child in enumerate(self.children))
        return RecordBirth(children, self.place, self.facility_name)


class ChildBornAnswer(Body):
    """A child as it was born, and the handbook that goes on with it."""

    outcome: Outcome
    born_at: datetime | None
    born_on: date
    sex: Literal["F", "M"] | None
    mode: Mode | None
    weight_g: int | None
    length_cm: float | None
    head_cm: float | None
    apgar_1: int | None
    apgar_5: int | None
    apgar_10: int | None
    handbook_id: str | None


class BirthAnswer(Body):
    """A birth: all its children in the handbook of the pregnancy, its own child in that of a further one."""

    children: list[ChildBornAnswer]
    born_together: int
    order: int
    gestation_days: int | None
    place: Place | None
    facility_name: str | None


class BirthRecordedAnswer(Body):
    """The birth, the handbooks of the children born alive with the pregnancy's first, and what is unusual.

    When no child lives, the pregnancy's handbook stands there alone, ended.
    """

    event_id: str
    birth: BirthAnswer
    handbooks: list[HandbookAnswer]
    warnings: list[str]


def birth_answer(birth: Birth, own: HandbookId | None = None) -> dict[str, Any]:
    """Write a birth as JSON; with `own` only the child of that handbook, and nothing of where it was born."""
    children = [child for child in birth.children if own is None or child.handbook_id == own]
    order = birth.order if own is None else birth.order + (birth.children.index(children[0]) if children else 0)
    return {
        "children": [_child(child) for child in children],
        "born_together": birth.born_together,
        "order": order,
        "gestation_days": birth.gestation_days,
        "place": birth.place if own is None else None,
        "facility_name": birth.facility_name if own is None else None,
    }


def _child(child: ChildBorn) -> dict[str, Any]:
    written = {name: getattr(child, name) for name in ChildBornAnswer.model_fields}
    born_at = child.born_at.isoformat() if child.born_at else None
    return {**written, "born_at": born_at, "born_on": child.born_on.isoformat()}


def recorded_answer(recorded: "BirthRecorded", today: date, sees_codes: Callable[[Handbook], bool]) -> dict[str, Any]:
    """Write what recording a birth gives as JSON, with the codes of a handbook where `sees_codes` of it."""
    birth = recorded.event.birth
    return {
        "event_id": recorded.event.entry_id,
        "birth": birth_answer(birth) if birth else None,
        "handbooks": [
            handbook_answer(book, today, mother_shown=True, codes_shown=sees_codes(book)) for book in recorded.handbooks
        ],
        "warnings": list(recorded.warnings),
    }
