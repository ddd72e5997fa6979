"""The code lists, tests and examination items that encounters are written with, in both languages."""

from collections.abc import Iterable

from handbook.domain.encounters.bands import checkup_bands
from handbook.domain.encounters.codes import Code, code_lists
from handbook.domain.encounters.examination import ExaminationItem, examination_of
from handbook.domain.encounters.labs import LabTest, lab_tests
from handbook.domain.encounters.limits import FieldLimits, field_limits
from handbook.domain.feeding import milks
from handbook.domain.texts import Text
from handbook.web.forms.forecast import TextBody
from handbook.web.schemas import Body


class CodeBody(Body):
    """One code with its name, and the official code where there is one."""

    code: str
    official_code: str | None
    text: TextBody


class CodeListBody(Body):
    """One list. `official_field` is the name of the field in Decision 1551/QD-BYT 2026, null for words of our own."""

    name: str
    source: str
    official_field: str | None
    codes: list[CodeBody]


class LimitsBody(Body):
    """What is refused outside `possible`, and noticed outside `usual`; both ends belong to it."""

    possible: tuple[float, float]
    usual: tuple[float, float] | None


class LabTestBody(Body):
    """One test: a number in `unit`, or one of `choices`. Confidential results are read by few."""

    code: str
    text: TextBody
    source: str
    confidential: bool
    unit: str | None
    limits: LimitsBody | None
    choices: list[CodeBody]


class FieldBody(Body):
    """The name, unit and limits of a number that encounters have of their own."""

    name: str
    text: TextBody
    unit: str
    limits: LimitsBody


class ExaminationItemBody(Body):
    """One thing to look at. `expected` is the choice of a child who is well."""

    code: str
    text: TextBody
    official_field: str
    expected: str
    choices: list[CodeBody]


class CheckupBandBody(Body):
    """One age band with its official form, and the examination that the form asks for; empty where it is not held."""

    code: str
    official_form: int
    text: TextBody
    from_months: int
    under_months: int
    examination: list[ExaminationItemBody]


class EncounterCodes(Body):
    """Everything that an encounter is written with."""

    lists: list[CodeListBody]
    labs: list[LabTestBody]
    fields: list[FieldBody]
    checkup_bands: list[CheckupBandBody]


def encounter_codes() -> EncounterCodes:
    """Write all lists."""
    return EncounterCodes(
        lists=[
            *(
                CodeListBody(
                    name=one.name,
                    source=one.source,
                    official_field=one.official_field,
                    codes=_codes(one.codes.values()),
                )
                for one in code_lists().values()
            ),
            _milks(),
        ],
        labs=[_lab(test) for test in lab_tests().values()],
        fields=[
            FieldBody(name=name, text=_text(one.text), unit=one.unit, limits=_limits(one))
            for name, one in field_limits().items()
        ],
        checkup_bands=[
            CheckupBandBody(
                code=band.code,
                official_form=band.form,
                text=_text(band.text),
                from_months=band.from_months,
                under_months=band.under_months,
                examination=[_item(item) for item in examination_of(band.form).values()],
            )
            for band in checkup_bands()
        ],
    )


def _milks() -> CodeListBody:
    codes = [Code(code, milk.text, milk.official_code) for code, milk in milks().items()]
    source = "Decision 1551/QD-BYT of 31 May 2026, PL01, field DINH_DUONG"
    return CodeListBody(name="milk", source=source, official_field="DINH_DUONG", codes=_codes(codes))


def _codes(codes: Iterable[Code]) -> list[CodeBody]:
    return [CodeBody(code=one.code, official_code=one.official_code, text=_text(one.text)) for one in codes]


def _lab(test: LabTest) -> LabTestBody:
    return LabTestBody(
        code=test.code,
        text=_text(test.text),
        source=test.source,
        confidential=test.confidential,
        unit=test.limits.unit if test.limits else None,
        limits=_limits(test.limits) if test.limits else None,
        choices=_codes(Code(code, text, None) for code, text in test.choices.items()),
    )


def _item(item: ExaminationItem) -> ExaminationItemBody:
    return ExaminationItemBody(
        code=item.code,
        text=_text(item.text),
        official_field=item.official_field,
        expected=item.expected,
        choices=_codes(item.choices.values()),
    )


def _limits(limits: FieldLimits) -> LimitsBody:
    usual = limits.usual
    return LimitsBody(
        possible=(limits.possible.smallest, limits.possible.largest),
        usual=(usual.smallest, usual.largest) if usual else None,
    )


def _text(text: Text) -> TextBody:
    return TextBody(**text._asdict())
