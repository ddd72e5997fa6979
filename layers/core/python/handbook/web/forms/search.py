"""Searching handbooks, and matches before one is opened."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, model_validator

from handbook.domain.dating import check_dating
from handbook.domain.errors import InvalidFieldError
from handbook.domain.handbook import Handbook, Sex
from handbook.domain.identifiers import Subject, System
from handbook.domain.ids import CommuneCode
from handbook.domain.matching import ChildFacts, Point
from handbook.domain.matching_pregnancies import PregnancyFacts
from handbook.domain.phones import normalise_phone
from handbook.usecases.context import Context
from handbook.usecases.find_matches import MatchQuery, Number, PossibleDuplicate
from handbook.usecases.match_facts import Facts
from handbook.usecases.search_handbooks import ByCode, ByIdentifier, ByName, ByPhone, Sought
from handbook.web.forms.handbooks import Commune, HandbookAnswer, SubjectBody
from handbook.web.schemas import Body, Day, Identifier, Name

Phone = Annotated[str, Field(min_length=9, max_length=30)]
_MOST_NUMBERS = 10


class IdentifierSought(Body):
    """A number of a child, its mother or its father."""

    system: System
    value: Annotated[str, Field(min_length=1, max_length=64)]


class NameSought(Body):
    """Whole syllables of the child's or the mother's name, with or without marks, and the child's day of birth."""

    name: Name
    birth_date: Day
    commune_code: Commune | None = None


class SearchBody(Body):
    """Says what is sought, in exactly one way. It travels in a body, so that nothing personal stands in a URL."""

    code: Identifier | None = None
    identifier: IdentifierSought | None = None
    phone: Phone | None = None
    by_name: NameSought | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "SearchBody":
        if len(self.model_fields_set) != 1 or all(value is None for _, value in self):
            raise ValueError("one of code, identifier, phone and by_name is sought")
        return self

    def sought(self) -> Sought:
        """Read what is sought. Raises: PhoneNotVietnameseError."""
        if self.code is not None:
            return ByCode(self.code)
        if self.identifier is not None:
            return ByIdentifier(self.identifier.system, self.identifier.value)
        if self.by_name is not None:
            commune_code = CommuneCode(self.by_name.commune_code) if self.by_name.commune_code else None
            return ByName(self.by_name.name, self.by_name.birth_date, commune_code)
        return ByPhone(normalise_phone(self.phone or ""))


class SearchAnswer(Body):
    """The handbooks that answer and that you may see, by the last syllable of the name; never more than fifty."""

    items: list[HandbookAnswer]


class NumberBody(IdentifierSought):
    """A number of the child or a parent that is known before the handbook is opened."""

    subject: Subject


class MatchesBody(SubjectBody):
    """The child or the pregnancy that a handbook is to be opened for, with what else is known of its family."""

    identifiers: Annotated[list[NumberBody], Field(max_length=_MOST_NUMBERS)] = Field(default_factory=list)


def match_query(body: SubjectBody, context: Context, numbers: Sequence[NumberBody] = ()) -> MatchQuery:
    """Make the question for matches of what a body without faults says.

    A pregnancy is compared by what it is dated by, so that has to be possible. Raises: PhoneNotVietnameseError,
    InvalidFieldError, DateInFutureError, GestationTooLongError.
    """
    phone = normalise_phone(body.guardian_phone, "guardian_phone") if body.guardian_phone else None
    known = tuple(Number(one.subject, one.system, one.value) for one in numbers)
    return MatchQuery(_facts(body, context), CommuneCode(body.commune_code or ""), phone, known)


def _facts(body: SubjectBody, context: Context) -> Facts:
    profile, pregnancy = body.profile(), body.pregnancy_of(context, lambda: "")
    if pregnancy is not None:
        check_dating(pregnancy.dated_by, context.today)
        mother = pregnancy.mother
        return PregnancyFacts(mother.full_name, pregnancy.due_on, mother.birth_date)
    if profile is None:
        raise InvalidFieldError("pregnancy")
    return ChildFacts(profile.full_name, profile.sex.value, profile.birth_date, mother_name=profile.mother_name)


class PossibleDuplicateAnswer(Body):
    """A handbook that you may see and that is probably of the same child or pregnancy: offered, never in the way.

    `score` is 0 to 100, offered from 50; `reasons` speak for one child or one pregnancy, `objections` against it. Of a
    child there are its name, sex and birth date, of a pregnancy the mother's name and birth date and the due date.
    """

    handbook_id: str
    score: int
    reasons: list[Point]
    objections: list[Point]
    full_name: Name | None
    sex: Sex | None
    birth_date: Day | None
    mother_name: Name | None
    mother_birth_date: Day | None
    due_on: Day | None


class OpenedAnswer(HandbookAnswer):
    """A handbook that was opened, and those that you may see which are probably of the same child or pregnancy."""

    possible_duplicates: list[PossibleDuplicateAnswer] = Field(default_factory=list)


class MatchesAnswer(Body):
    """Probable matches, the likeliest first."""

    items: list[PossibleDuplicateAnswer]


def duplicate_answer(found: PossibleDuplicate) -> dict[str, Any]:
    """Write a probable match as JSON."""
    return {
        "handbook_id": found.handbook.handbook_id,
        "score": found.match.score,
        "reasons": list(found.match.reasons),
        "objections": list(found.match.objections),
        **_told(found.handbook),
    }


def _told(handbook: Handbook) -> dict[str, Any]:
    child, pregnancy = handbook.child, handbook.pregnancy if handbook.child is None else None
    mother = pregnancy.mother if pregnancy else None
    return {
        "full_name": child.full_name if child else None,
        "sex": child.sex.value if child else None,
        "birth_date": child.birth_date.isoformat() if child else None,
        "mother_name": child.mother_name if child else mother.full_name if mother else None,
        "mother_birth_date": mother.birth_date.isoformat() if mother and mother.birth_date else None,
        "due_on": pregnancy.due_on.isoformat() if pregnancy else None,
    }
