"""Problem details: one for each error, one registry, and never a word of what was sent."""

import inspect
import re
from collections.abc import Iterator
from typing import get_args

import pytest

from handbook.domain import account_errors, errors, privacy_errors
from handbook.domain.errors import HandbookError
from handbook.domain.slips import Hint
from handbook.domain.texts import Language
from handbook.web.hints import HINTS
from handbook.web.problems import NAMESPACE, PROBLEMS, FieldError, body_of, problem_of
from tests.template import ROOT


def expected_failures() -> Iterator[type[HandbookError]]:
    """Every class of the hierarchy but its base."""
    for _, found in [*inspect.getmembers(errors, inspect.isclass), *_apart()]:
        if issubclass(found, HandbookError) and found is not HandbookError:
            yield found


def _apart() -> list[tuple[str, type]]:
    apart = (privacy_errors, account_errors)
    found = [one for module in apart for one in inspect.getmembers(module, inspect.isclass)]
    return [(name, one) for name, one in found if one.__module__ in {module.__name__ for module in apart}]


STATUSES = {
    "NotFoundError": 404,
    "ForbiddenError": 403,
    "SignedOutError": 401,
    "ConflictError": 409,
    "AlertResolvedError": 409,
    "EmailTakenError": 409,
    "NumberTakenError": 409,
    "NumberChangeWaitsError": 409,
    "MergeRefusedError": 409,
    "MergeUnconfirmedError": 409,
    "NotMergedError": 409,
    "TooManyIdentifiersError": 409,
    "TooManyGrantsError": 409,
    "GrantEndedError": 409,
    "GlassWholeError": 409,
    "TooManyConditionsError": 409,
    "WrongEntryStatusError": 409,
    "WrongDisputeStateError": 409,
    "TooManyStepsError": 409,
    "WrongConsentStateError": 409,
    "ConsentNeededError": 409,
    "ChildNotAskedError": 409,
    "StaleConsentTextError": 409,
    "WrongRequestStateError": 409,
    "TooManyRequestsOpenError": 409,
    "RetentionHoldsError": 409,
    "NotDoneYetError": 409,
    "AlertAcknowledgedError": 409,
    "IdTakenError": 409,
    "StaleVersionError": 412,
    "VersionRequiredError": 428,
    "IdempotencyKeyRequiredError": 400,
    "IdempotencyKeyReusedError": 422,
    "InvalidCursorError": 400,
    "InvalidFieldError": 422,
    "PhoneNotVietnameseError": 422,
    "DateInFutureError": 422,
    "DateBeforeBirthError": 422,
    "DateBeforePregnancyError": 422,
    "ImplausibleValueError": 422,
    "UnknownProductError": 422,
    "NameUnprintableError": 422,
    "CodeMalformedError": 422,
    "CodeUnavailableError": 409,
    "InvitationOverError": 409,
    "TooManyInvitationsError": 409,
    "LastGuardianError": 409,
    "MergeBeforeBirthError": 409,
    "WrongBatchStateError": 409,
    "DeliveryRecordedError": 409,
    "NotUploadedError": 409,
    "TooManyAttachmentsError": 409,
    "WrongFileError": 422,
    "FilesGoneError": 410,
    "ExportGoneError": 410,
    "CodeBoundElsewhereError": 409,
    "CodeEndedError": 409,
    "CodeNotShippedError": 409,
    "CodeNotCarriedError": 409,
    "OwnCodeError": 409,
    "CodesVoidError": 409,
    "NotBornYetError": 409,
    "NoPregnancyError": 409,
    "BirthRecordedError": 409,
    "WrongLifeStateError": 409,
    "DateAfterEndError": 422,
    "DateAfterSixError": 422,
    "GestationTooLongError": 422,
    "GestationTooShortError": 422,
    "DatingNeededError": 422,
    "WrongCodeError": 401,
    "WrongCredentialsError": 401,
    "TooManyRequestsError": 429,
    "UnavailableError": 503,
}


def instance_of(kind: type[HandbookError]) -> HandbookError:
    return kind(60) if issubclass(kind, errors.TooManyRequestsError) else kind()


@pytest.mark.parametrize("kind", list(expected_failures()))
def test_every_expected_failure_has_a_problem_of_its_own_with_the_right_status(kind: type[HandbookError]) -> None:
    assert kind.__name__ in STATUSES, f"{kind.__name__} is new: give it a row in web/problems.py and in this table"
    assert problem_of(instance_of(kind)).status == STATUSES[kind.__name__]


def test_no_two_failures_share_a_problem() -> None:
    slugs = [problem_of(instance_of(kind)).slug for kind in expected_failures()]
    assert len(slugs) == len(set(slugs))


def test_a_subclass_without_a_row_gets_its_nearest_ancestors_problem() -> None:
    class LotExpiredError(errors.ImplausibleValueError):
        pass

    assert problem_of(LotExpiredError()).slug == "implausible-value"


@pytest.mark.parametrize("error", [Exception(), ValueError("0912345678"), HandbookError(), KeyError("phone")])
def test_what_nobody_expected_is_a_constant_500(error: Exception) -> None:
    assert (problem_of(error).slug, problem_of(error).status) == ("internal-error", 500)


@pytest.mark.parametrize("kind", list(expected_failures()))
def test_no_failure_keeps_a_value_that_could_be_repeated(kind: type[HandbookError]) -> None:
    kept = {name for name in inspect.signature(kind.__init__).parameters if name != "self"}
    # What an id was used for, and how a thing stands now, is shown on purpose, to who may read it.
    of_their_own = {"kept"} if kind in {errors.IdTakenError, errors.StaleVersionError} else set()
    assert kept <= {"field", "hint", "retry_after_seconds", "cause"} | of_their_own


def test_the_registry_for_clients_lists_exactly_the_problems_that_exist() -> None:
    text = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \| (.+?) \| (.+?) \|$", text, re.MULTILINE)
    listed = {slug: int(status) for slug, status, _, _ in rows}
    assert listed == {slug: problem.status for slug, problem in PROBLEMS.items()}, (
        "docs/problems.md and web/problems.py differ: clients read the former"
    )
    assert len(rows) == len(listed)
    assert f"`{NAMESPACE}`" in text


def test_every_problem_speaks_both_languages() -> None:
    for problem in PROBLEMS.values():
        assert problem.vi != problem.en
        assert problem.en.isascii()
        assert not problem.vi.isascii()


def test_a_problem_is_written_as_rfc_9457_says() -> None:
    assert body_of(PROBLEMS["stale-version"], "en", "id-1", [FieldError("a.b", "code")]) == {
        "type": "urn:so-me-va-be:problem:stale-version",
        "title": PROBLEMS["stale-version"].en,
        "status": 412,
        "instance": "id-1",
        "errors": [{"field": "a.b", "code": "code"}],
    }


@pytest.mark.parametrize(("language", "field"), [("vi", "vi"), ("en", "en"), ("fr", "vi")])
def test_titles_follow_the_language_and_vietnamese_is_the_default(language: Language, field: str) -> None:
    problem = PROBLEMS["not-found"]
    assert body_of(problem, language, "id")["title"] == getattr(problem, field)


@pytest.mark.parametrize(("language", "index"), [("vi", 0), ("en", 1)])
def test_a_hint_is_a_code_for_apps_and_a_sentence_for_people(language: Language, index: int) -> None:
    body = body_of(PROBLEMS["implausible-value"], language, "id", [FieldError("weight_kg", "c", "factor_1000")])
    assert body["errors"] == [
        {
            "field": "weight_kg",
            "code": "c",
            "hint": {"code": "factor_1000", "text": HINTS["factor_1000"][index]},
        }
    ]


def test_no_hint_holds_a_digit_that_could_be_taken_for_the_value_and_each_speaks_both_languages() -> None:
    for vi, en in HINTS.values():
        assert not re.search(r"[0-9]", vi + en)
        assert en.isascii()
        assert not vi.isascii()


def test_the_registry_for_clients_explains_exactly_the_hints_that_exist() -> None:
    text = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z0-9_]+)` \| [^|]+ \|$", text, re.MULTILINE)) == set(HINTS)


def test_every_hint_that_the_domain_gives_has_a_sentence() -> None:
    assert set(get_args(Hint.__value__)) <= set(HINTS)
