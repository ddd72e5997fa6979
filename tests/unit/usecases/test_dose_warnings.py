"""What a nurse is told of a dose before she gives it and after: the same, and it never stops a recording."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.conditions import LIVE, ConditionFact, DeferralFact
from handbook.domain.handbook import DoseFact, Handbook
from handbook.domain.ids import ConditionId, DoseId, HandbookId
from handbook.domain.immunization import DoseStatus
from handbook.usecases.assess_dose import Assessed, DoseCommand
from handbook.usecases.preview_dose import preview_dose
from handbook.usecases.record_dose import record_dose
from tests.builders import TODAY, child_schedule, context, handbook, ids, nurse, profile, receipt, service_schedule
from tests.fakes import FakeAuditLog, FakeRecords

BOOK = HandbookId("book")
DAY = timedelta(days=1)
BORN = TODAY - 280 * DAY  # nine months old


def fact(product: str, on: date, dose_id: str = "old", **facts: Any) -> DoseFact:
    return DoseFact(DoseId(dose_id), product, on, **facts)


def child(*doses: DoseFact, born: date = BORN, **facts: Any) -> Handbook:
    book = handbook(profile=profile(birth_date=born), **facts)
    for dose in doses:
        book = book.with_dose(dose)
    return book


def recorded(book: Handbook, command: DoseCommand) -> Assessed:
    return record_dose(
        BOOK,
        command,
        context(nurse()),
        receipt(),
        records=FakeRecords(book),
        schedule=child_schedule(),
        service=service_schedule,
        new_id=ids("dose"),
    )


def previewed(book: Handbook, command: DoseCommand) -> Assessed:
    return preview_dose(
        BOOK,
        command,
        context(nurse()),
        records=FakeRecords(book),
        audit=FakeAuditLog(),
        schedule=child_schedule(),
        service=service_schedule,
    )


def told(book: Handbook, product: str, on: date = TODAY, **facts: Any) -> dict[str, str]:
    """Give the codes of the warnings with their severity; the lot is named so that it is not missing."""
    found = recorded(book, DoseCommand(product, on, **{"lot_number": "L1", **facts}))
    return {warning.code: warning.severity for warning in found.warnings}


def condition(kind: Any, code: str, *of: str, until: date | None = None) -> dict[str, Any]:
    return {"conditions": (ConditionFact(ConditionId("c"), kind, code, of, TODAY - DAY, until),)}


@pytest.mark.parametrize(
    ("product", "on", "code", "severity"),
    [
        ("measles", BORN + 200 * DAY, "too_young", "stop"),
        ("penta", BORN + 50 * DAY, "earlier_than_programme", "check"),
        ("rotavin", TODAY, "too_old", "stop"),
        ("pcv", TODAY, "not_offered_here", "info"),
    ],
)
def test_the_age_speaks_against_a_dose(product: str, on: date, code: str, severity: str) -> None:
    assert told(child(), product, on)[code] == severity


@pytest.mark.parametrize(("days", "told_too_soon"), [(27, True), (28, False)])
def test_the_interval_speaks_against_a_dose(days: int, told_too_soon: bool) -> None:
    book = child(fact("penta", TODAY - days * DAY))

    assert ("interval_too_short" in told(book, "penta")) is told_too_soon


@pytest.mark.parametrize(("days", "conflict"), [(27, True), (28, False)])
def test_live_vaccines_conflict_in_both_directions(days: int, conflict: bool) -> None:
    born = TODAY - 600 * DAY
    varicella_first = child(fact("varicella", TODAY - days * DAY), born=born)
    mr_later = child(fact("mr", TODAY), born=born)

    assert ("live_conflict" in told(varicella_first, "mr")) is conflict
    then = told(mr_later, "varicella", TODAY - days * DAY, kind="historical")
    assert ("makes_other_dose_invalid" in then) is conflict


def test_the_product_a_child_began_with_is_kept() -> None:
    born = TODAY - 100 * DAY
    book = child(fact("rotarix", TODAY - 35 * DAY), born=born)

    assert told(book, "rotavin")["product_locked"] == "stop"


@pytest.mark.parametrize(("expires", "expired"), [(TODAY - DAY, True), (TODAY, False)])
def test_a_lot_expires_at_the_end_of_its_day(expires: date, expired: bool) -> None:
    found = recorded(child(), DoseCommand("measles", TODAY, lot_number="L1", expires_on=expires))

    assert ("lot_expired" in {one.code for one in found.warnings}) is expired
    assert (found.judged.outcome.status is DoseStatus.SUB_POTENT) is expired


@pytest.mark.parametrize(
    ("other", "this", "code"),
    [
        (fact("measles", TODAY), DoseCommand("measles", TODAY), "same_product_same_day"),
        (fact("mr", TODAY), DoseCommand("measles", TODAY), "same_antigen_same_day"),
        (fact("measles", TODAY - 6 * DAY), DoseCommand("measles", TODAY), "looks_like_duplicate"),
        (fact("penta", TODAY - 13 * DAY), DoseCommand("penta", TODAY, "historical"), "looks_like_duplicate"),
        (
            fact("penta", date(2026, 5, 3), historical=True),
            DoseCommand("penta", date(2026, 3, 5)),
            "looks_like_duplicate",
        ),
    ],
)
def test_a_dose_that_may_be_on_record_already_names_it(other: DoseFact, this: DoseCommand, code: str) -> None:
    found = [one for one in recorded(child(other), this).warnings if one.code == code]

    assert [one.doses for one in found] == [(DoseId("old"),)]
    assert f"{other.administered_on:%d/%m/%Y}" in found[0].text.vi


@pytest.mark.parametrize(
    "other",
    [fact("measles", TODAY - 7 * DAY), fact("penta", TODAY), fact("measles", TODAY - 14 * DAY, historical=True)],
)
def test_other_doses_are_no_duplicates(other: DoseFact) -> None:
    assert {"same_product_same_day", "same_antigen_same_day", "looks_like_duplicate"}.isdisjoint(
        told(child(other), "measles")
    )


def test_what_the_handbook_holds_against_a_vaccine_is_said() -> None:
    rota_born = TODAY - 70 * DAY

    assert told(child(born=rota_born, **condition("contraindication", "intussusception")), "rotavin")[
        "contraindicated"
    ] == ("stop")
    assert told(child(**condition("contraindication", "measles")), "measles")["contraindicated"] == "stop"
    assert told(child(**condition("refusal", "refused", "measles")), "measles")["refused"] == "check"
    assert told(child(**condition("immunity", "measles")), "measles")["immune"] == "info"
    assert "contraindicated" not in told(child(**condition("contraindication", "intussusception")), "measles")


@pytest.mark.parametrize(("until", "held"), [(TODAY, False), (TODAY + DAY, True)])
def test_a_refusal_and_a_deferral_lapse_on_their_day(until: date, held: bool) -> None:
    refusing = child(**condition("refusal", "refused", "measles", until=until))
    deferring = child(deferrals=(DeferralFact("s", "temperature_c.high", (), until),))

    assert ("refused" in told(refusing, "measles")) is held
    assert ("deferred" in told(deferring, "measles")) is held


@pytest.mark.parametrize(("product", "held"), [("measles", True), ("bopv", True), ("ipv", False)])
def test_a_deferral_of_live_vaccines_is_of_live_vaccines(product: str, held: bool) -> None:
    book = child(deferrals=(DeferralFact("s", "immunoglobulin.rule", (LIVE,), TODAY + DAY),))

    assert ("deferred" in told(book, product)) is held


def test_slips_in_lot_route_and_day_are_shown() -> None:
    book = child(fact("measles", TODAY - 100 * DAY, lot_number="l1", expires_on=TODAY))

    assert told(book, "mr", expires_on=TODAY)["lot_other_product"] == "check"
    assert told(book, "measles", expires_on=TODAY + DAY)["lot_expiry_differs"] == "check"
    assert told(child(), "bcg", route="IM")["route_unusual"] == "check"
    assert "route_unusual" not in told(child(), "bcg", route="ID")
    assert told(child(), "measles", lot_number=None)["lot_missing"] == "info"
    assert told(child(), "measles", TODAY - 8 * DAY)["recorded_late"] == "info"
    assert "recorded_late" not in told(child(), "measles", TODAY - 7 * DAY)
    assert "recorded_late" not in told(child(), "measles", TODAY - 8 * DAY, kind="historical")


def test_a_private_vaccine_is_judged_by_the_private_schedule() -> None:
    found = recorded(child(), DoseCommand("influenza", TODAY, lot_number="L1"))

    assert found.judged.schedule_id.startswith("VN-SERVICE")
    assert found.judged.outcome.status is DoseStatus.VALID
    assert "not_in_schedule" not in {one.code for one in found.warnings}


@pytest.mark.parametrize(("text", "counts"), [((date(2026, 5, 1), "month"), True), ((date(2026, 1, 1), "year"), False)])
def test_a_partial_day_counts_only_where_every_day_it_may_mean_would(text: Any, counts: bool) -> None:
    on, precision = text
    found = recorded(child(), DoseCommand("penta", on, "historical", precision=precision))

    assert (found.judged.outcome.status is DoseStatus.VALID) is counts
    assert ("day_unknown" in {one.code for one in found.warnings}) is not counts


def test_a_dose_of_a_month_is_followed_as_if_given_on_its_last_day() -> None:
    found = recorded(
        child(born=date(2026, 7, 20)), DoseCommand("penta", date(2026, 10, 1), "historical", precision="month")
    )

    dtp = next(group for group in found.explained.forecast.groups if group.group == "dtp")
    assert dtp.dose_number == 2
    assert dtp.earliest is not None
    assert dtp.earliest.on == date(2026, 10, 31) + 28 * DAY


PRODUCTS = ["bcg", "penta", "bopv", "ipv", "rotavin", "rotarix", "measles", "mr", "hexa", "varicella", "influenza"]
days_old = st.integers(0, 280)


@st.composite
def books(draw: st.DrawFn) -> Handbook:
    given_doses = draw(st.lists(st.tuples(st.sampled_from(PRODUCTS), days_old, st.booleans()), max_size=8))
    book = child(
        *(
            fact(product, BORN + age * DAY, f"d{number}", historical=old, lot_number="L1")
            for number, (product, age, old) in enumerate(given_doses)
        )
    )
    if draw(st.booleans()):
        return book.screened((DeferralFact("s", "acute_illness.rule", (), TODAY + DAY),))
    return book


@given(books(), st.sampled_from(PRODUCTS), days_old, st.sampled_from(["administered", "historical"]))
@settings(max_examples=40, deadline=None)
def test_preview_and_record_agree_and_no_warning_stops_a_recording(
    book: Handbook, product: str, age: int, kind: Any
) -> None:
    command = DoseCommand(product, BORN + age * DAY, kind, lot_number="L1")

    ahead, after = previewed(book, command), recorded(book, command)

    def seen(one: Assessed) -> list[Any]:
        return [(warning.code, warning.severity, warning.text, warning.doses) for warning in one.warnings]

    assert seen(ahead) == seen(after)
    assert ahead.judged.outcome.status is after.judged.outcome.status
    assert ahead.explained.forecast.groups == after.explained.forecast.groups
    assert len(after.handbook.doses) == len(book.doses) + 1
    for one in (*ahead.warnings, *after.warnings):
        assert "{" not in one.text.vi + one.text.en + one.advice.vi + one.advice.en
        assert one.text.vi != one.text.en


@given(books(), st.sampled_from(PRODUCTS), days_old)
@settings(max_examples=20, deadline=None)
def test_a_preview_writes_nothing(book: Handbook, product: str, age: int) -> None:
    records = FakeRecords(book)
    preview_dose(
        BOOK,
        DoseCommand(product, BORN + age * DAY),
        context(nurse()),
        records=records,
        audit=FakeAuditLog(),
        schedule=child_schedule(),
        service=service_schedule,
    )

    assert (records.books[BOOK], records.recorded, records.audited) == (book, {}, [])
