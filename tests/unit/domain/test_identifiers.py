"""Numbers of offices: their forms, what two of them have in common, and what they say of a person."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.errors import InvalidFieldError
from handbook.domain.identifier_warnings import KnownOf, warnings_of
from handbook.domain.identifiers import Identifier, System, masked, normalise_identifier, same_number
from handbook.domain.ids import HandbookId, IdentifierId
from tests.builders import NOW, TODAY


def identifier(system: System, value: str, **facts: object) -> Identifier:
    one = Identifier(IdentifierId("i"), HandbookId("book"), "child", system, value, NOW, "nurse")
    return replace(one, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("system", "typed", "kept"),
    [
        (System.PERSONAL_ID, "079 226 000 123", "079226000123"),
        (System.PERSONAL_ID, "079.226.000-123", "079226000123"),
        (System.PERSONAL_ID, "０７９２２６０００１２３", "079226000123"),
        (System.HEALTH_INSURANCE, "te 1 79 0123456789", "TE1790123456789"),
        (System.HEALTH_INSURANCE, "0123456789", "0123456789"),
        (System.SOCIAL_INSURANCE, "0123456789", "0123456789"),
        (System.HEALTH_ID, "0123456789.0001", "0123456789.0001"),
        (System.HEALTH_ID, "079226000123", "079226000123"),
        (System.NATIONAL_IMMUNIZATION, "vn-79.001", "VN-79.001"),
        (System.BIRTH_CERTIFICATE, "79012.gcs.00123.26", "79012.GCS.00123.26"),
        (System.BIRTH_CERTIFICATE, "123/2024", "123/2024"),
        (System.CMND, "024 123 456", "024123456"),
        (System.PASSPORT, "b1234567", "B1234567"),
        (System.FOREIGN_PASSPORT, "ab 12-34", "AB1234"),
    ],
)
def test_a_number_is_kept_as_its_office_writes_it(system: System, typed: str, kept: str) -> None:
    assert normalise_identifier(system, typed) == kept
    assert normalise_identifier(system, kept) == kept


@pytest.mark.parametrize(
    ("system", "typed"),
    [
        (System.PERSONAL_ID, "07922600012"),
        (System.PERSONAL_ID, "0792260001234"),
        (System.PERSONAL_ID, "07922600012a"),
        (System.PERSONAL_ID, "٠٧٩٢٢٦٠٠٠١٢٣x"),
        (System.HEALTH_INSURANCE, "TE6790123456789"),
        (System.HEALTH_INSURANCE, "TE0790123456789"),
        (System.HEALTH_INSURANCE, "TE179012345678"),
        (System.HEALTH_INSURANCE, "012345678"),
        (System.SOCIAL_INSURANCE, "01234567890"),
        (System.HEALTH_ID, "0123456789."),
        (System.HEALTH_ID, "0123456789.00000000001"),
        (System.CMND, "0241234567"),
        (System.PASSPORT, "12345678"),
        (System.PASSPORT, "B123456"),
        (System.FOREIGN_PASSPORT, "A" * 21),
        (System.NATIONAL_IMMUNIZATION, "1" * 33),
        (System.NATIONAL_IMMUNIZATION, "mã số"),
        (System.CMND, ""),
        (System.NATIONAL_IMMUNIZATION, "1" * 32 + " " * 33),
    ],
)
def test_what_no_office_writes_is_refused_by_the_name_of_the_field(system: System, typed: str) -> None:
    with pytest.raises(InvalidFieldError) as refused:
        normalise_identifier(system, typed, "identifiers.0.value")
    assert refused.value.field == "identifiers.0.value"
    assert typed not in str(refused.value) or not typed


@pytest.mark.parametrize(
    ("system", "zeros"),
    [
        (System.SOCIAL_INSURANCE, "0000000000"),
        (System.HEALTH_INSURANCE, "0000000000"),
        (System.HEALTH_INSURANCE, "TE1790000000000"),
        (System.PERSONAL_ID, "000 000 000 000"),
        (System.HEALTH_ID, "0000000000.0001"),
        (System.CMND, "000000000"),
        (System.NATIONAL_IMMUNIZATION, "0-0"),
        (System.FOREIGN_PASSPORT, "0"),
    ],
)
def test_zeros_are_what_a_form_is_filled_with_where_there_is_no_number(system: System, zeros: str) -> None:
    assert normalise_identifier(system, zeros) is None


def test_a_number_is_found_on_whichever_card_it_stands() -> None:
    insured = {
        same_number(System.HEALTH_INSURANCE, "TE1790123456789"),
        same_number(System.HEALTH_INSURANCE, "0123456789"),
        same_number(System.SOCIAL_INSURANCE, "0123456789"),
        same_number(System.HEALTH_ID, "0123456789.0002"),
    }
    assert len(insured) == 1
    assert same_number(System.PERSONAL_ID, "079226000123") == same_number(System.HEALTH_ID, "079226000123")
    assert same_number(System.CMND, "024123456") != same_number(System.FOREIGN_PASSPORT, "024123456")


@given(st.sampled_from(System), st.text(max_size=40))
def test_whatever_is_typed_is_refused_absent_or_kept_once_and_for_all(system: System, typed: str) -> None:
    try:
        kept = normalise_identifier(system, typed)
    except InvalidFieldError:
        return
    assert kept is None or (kept.isascii() and normalise_identifier(system, kept) == kept)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("079226000123", "••••••••0123"),
        ("024123456", "•••••3456"),
        ("B1234567", "••••••67"),
        ("AB1", "••1"),
        ("A", "•"),
    ],
)
def test_a_list_shows_the_end_of_a_number_only(value: str, shown: str) -> None:
    assert masked(value) == shown


GIRL_OF_2026 = KnownOf(2026, "F")


@pytest.mark.parametrize(
    ("system", "value", "expected"),
    [
        (System.PERSONAL_ID, "079326000123", ()),
        (System.PERSONAL_ID, "079226000123", ("sex_differs",)),
        (System.PERSONAL_ID, "079325000123", ("birth_year_differs",)),
        (System.PERSONAL_ID, "079126000123", ("birth_year_differs",)),
        (System.HEALTH_ID, "079225000123", ("birth_year_differs", "sex_differs")),
        (System.HEALTH_ID, "0123456789.01", ()),
        (System.BIRTH_CERTIFICATE, "79012.GCS.00123.26", ()),
        (System.BIRTH_CERTIFICATE, "79012.GCS.00123.27", ()),
        (System.BIRTH_CERTIFICATE, "79012.GCS.00123.25", ("birth_year_differs",)),
        (System.BIRTH_CERTIFICATE, "123/2024", ("form_before_2025",)),
        (System.HEALTH_INSURANCE, "TE1790123456789", ()),
        (System.CMND, "024123456", ()),
    ],
)
def test_a_number_that_speaks_of_another_year_or_sex_is_told_of(
    system: System, value: str, expected: tuple[str, ...]
) -> None:
    assert warnings_of(identifier(system, value), GIRL_OF_2026, TODAY) == expected


def test_what_is_not_known_of_a_person_is_no_reason_to_warn() -> None:
    assert warnings_of(identifier(System.PERSONAL_ID, "079195000123", subject="mother"), KnownOf(), TODAY) == ()


def test_a_childs_card_on_its_mother_is_told_of() -> None:
    card = identifier(System.HEALTH_INSURANCE, "TE1790123456789", subject="mother")
    assert warnings_of(card, KnownOf(), TODAY) == ("card_of_a_child",)


@pytest.mark.parametrize(
    ("ends_on", "status", "expected"),
    [
        (TODAY, "active", ()),
        (date(2026, 11, 19), "active", ("period_is_over",)),
        (date(2026, 11, 19), "replaced", ()),
        (None, "active", ()),
    ],
)
def test_a_number_said_to_hold_after_its_period_is_told_of(
    ends_on: date | None, status: str, expected: tuple[str, ...]
) -> None:
    card = identifier(System.HEALTH_INSURANCE, "0123456789", ends_on=ends_on, status=status)
    assert warnings_of(card, KnownOf(), TODAY) == expected
