"""Handbooks to print: empty, of a newborn, and one of six years with three hundred entries."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handbook.domain.acknowledgements import Acknowledgement
from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.dental import DentalCheck
from handbook.domain.doses import Dose, NotGiven
from handbook.domain.encounters.encounter import (
    Antenatal,
    Baby,
    ChildCheckup,
    Delivery,
    Encounter,
    NewbornVisit,
    Postpartum,
    SickVisit,
)
from handbook.domain.encounters.results import LabResult
from handbook.domain.entries import Entry, Kept, first_version
from handbook.domain.feeding import Feeding
from handbook.domain.findings import Findings
from handbook.domain.handbook import Handbook
from handbook.domain.ids import ConditionId, DoseId, EntryId, MeasurementId, NotGivenId, ScreeningId
from handbook.domain.measurements import Measurement
from handbook.domain.milestones import MilestoneCheck, bands
from handbook.domain.reasons import ChangeReason
from handbook.domain.screening import Finding, Screening, ScreeningFacts
from handbook.domain.summary import summarised
from handbook.domain.supplements import Supplement
from handbook.domain.whole import FormerProfile, Recorded, Whole
from handbook.pictures.book import Content, Imprint
from handbook.usecases.gather_book import Schedules, gather_book
from tests.builders import CHILD_SCHEDULE, handbook, profile, schedule, service_schedule

BORN = date(2020, 11, 1)
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
NURSE, MOTHER = "0f1c6d0e-nurse", "mother"
PEOPLE = {NURSE: "CN. Trần Thị Mai, Trạm Y tế xã Tân Lập"}
WHO: dict[str, Any] = {"recorded_at": NOW, "recorded_by": NURSE}
CARE: dict[str, Any] = {**WHO, "source": "staff"}
LONG_NOTE = "Cháu sốt nhẹ 37,8 °C sau tiêm một ngày, quấy khóc về đêm; đã dặn mẹ cho bú nhiều lần và theo dõi. " * 5


def day(after: int) -> date:
    return BORN + timedelta(days=after)


def book_of(entries: list[Recorded[Entry]], **facts: Any) -> Whole:
    """A handbook with these entries, its summary made of those that count."""
    child = handbook(
        profile=profile(full_name="Nguyễn Hoàng Thị Ngọc Ánh", birth_date=BORN, mother_name="Đặng Thị Ửng")
    )
    whole: Handbook = replace(child, version=412, **facts)
    return Whole(summarised(whole, [one.now.entry for one in entries if one.now.counts]), entries)


def content_of(whole: Whole, language: Any = "vi", **imprint: Any) -> Content:
    """What a print of a handbook is made of, for its mother."""
    facts = {"made_at": NOW, "made_on": date(2026, 11, 20), "by_family": True, "by": "", "purpose": ""}
    made = Imprint(**{**facts, "as_of_version": 412, "language": language, **imprint})
    return gather_book(whole, made, PEOPLE, Schedules(schedule(CHILD_SCHEDULE), service_schedule))


MIXED_UP = ChangeReason("wrong_child", "Ghi nhầm của trẻ khác")
SLIP = ChangeReason("typing_slip", "Gõ nhầm số")


def recorded(entry: Entry, **changes: Any) -> Recorded[Entry]:
    return Recorded(replace(first_version(entry), **changes))


def full(repeats: int = 1) -> Whole:
    """Six years: every kind of entry, some corrected, some in error, three hundred in all with two repeats."""
    entries = [recorded(entry) for _ in range(repeats) for entry in _years(_)]
    entries[3] = replace(
        entries[3],
        now=replace(
            entries[3].now,
            status="entered_in_error",
            version=2,
            reason=MIXED_UP,
        ),
    )
    entries.append(amended())
    whole = book_of(sorted(entries, key=lambda one: str(one.now.entry)))
    former = replace(whole.handbook.profile, full_name="Nguyễn Hoàng Ngọc Anh", birth_date=day(-1))
    return replace(whole, former_profiles=(FormerProfile(former, 1, NURSE, NOW),))


def amended() -> Recorded[Entry]:
    """A weight that was a slip, put right a day later with a reason."""
    first = Measurement(MeasurementId("slip"), day(400), weight_kg=19.2, length_cm=76.5, **CARE)
    now = Kept(
        replace(first, weight_kg=9.2),
        NOW,
        NURSE,
        version=2,
        status="amended",
        reason=SLIP,
    )
    return Recorded(now, (first_version(first),))


def _years(turn: int) -> Iterator[Entry]:
    for month in range(72):
        kilograms = round(3.2 + 0.75 * min(month, 8) + 0.17 * max(month - 8, 0) + 0.05 * turn, 2)
        centimetres = round(50 + 2.4 * min(month, 10) + 0.68 * max(month - 10, 0), 1)
        yield Measurement(
            MeasurementId(f"m{turn}-{month}"), day(month * 30 + turn), weight_kg=kilograms, length_cm=centimetres,
            head_cm=round(34.5 + min(month, 24) * 0.55, 1) if month < 25 else None, device="station_scale",
            muac_mm=140 if 6 <= month < 60 else None, **CARE,
        )  # fmt: skip
    yield from _vaccines(turn)
    yield from _visits(turn)
    yield from _findings(turn)
    yield from _care(turn)


DOSES: Mapping[str, tuple[int, ...]] = {
    "bcg": (1,), "hepb-birth": (0,), "penta": (61, 92, 122), "bopv": (61, 92, 122), "ipv": (153, 275),
    "rota-vn": (61, 92),
    "mv": (275,), "mr": (550,), "je-mouse-brain": (370, 384, 750),
}  # fmt: skip


def _vaccines(turn: int) -> Iterator[Entry]:
    known = schedule(CHILD_SCHEDULE).products
    for product, days in DOSES.items():
        for number, after in enumerate(days):
            if product in known:
                yield Dose(
                    DoseId(f"d{turn}-{product}-{number}"), product, day(after + turn), kind="administered",
                    lot_number=f"{product.upper()[:4]}-{after:04d}", site="LT", route="IM", session="programme", **WHO,
                )  # fmt: skip
    yield NotGiven(NotGivenId(f"n{turn}"), "penta", day(60), "ill", until=day(67), **WHO)
    facts = ScreeningFacts(day(60), {"organ_failure": "no", "acute_illness": "yes", "immunoglobulin": "unknown"}, 38.2)
    yield Screening(
        ScreeningId(f"s{turn}"), day(60), facts, "VN-SCREENING-1575-2023", "1", "child",
        (Finding("temperature_c.high", "defer", until=day(67)),), **WHO,
    )  # fmt: skip
    yield ImmunizationCondition(
        ConditionId(f"c{turn}"), "contraindication", "intussusception", day(70), evidence="doctor", **WHO
    )


def _visits(turn: int) -> Iterator[Entry]:
    place: dict[str, Any] = {"facility_name": "Trạm Y tế xã Tân Lập", "examiner_name": "BS. Hoàng Văn Đức", **CARE}
    antenatal = Antenatal(
        gestation_days=84, weight_kg=52.5, height_cm=156, oedema=False, fundal_height_cm=10, fetal_heart_bpm=(148,),
        ultrasound="Một thai, tim thai rõ, độ mờ da gáy 1,2 mm", iron_tablets=30, folic_acid=True,
    )  # fmt: skip
    labs = (LabResult("hbsag", finding="negative"), LabResult("glucose_fasting", value=4.6))
    yield Encounter(EntryId(f"e1{turn}"), day(-196), details=antenatal, labs=labs, advice="Ăn đủ chất.", **place)
    baby = Baby("alive", resuscitated=False, skin_to_skin=True, breastfed_within_1_hour=True, vitamin_k1=True)
    delivery = Delivery((baby,), gestation_days=274, mode="vaginal", labour_minutes=420, blood_loss_ml=250)
    yield Encounter(EntryId(f"e2{turn}"), day(0), details=delivery, diagnoses=("O80.0",), **place)
    yield Encounter(EntryId(f"e3{turn}"), day(7), details=Postpartum(uterus_height_cm=12), **place)
    yield Encounter(EntryId(f"e4{turn}"), day(7), details=NewbornVisit(examination={"opens_eyes": "yes"}), **place)
    checkup = ChildCheckup("2_to_3_months", companion="mother", normal=True, vaccination_advice="Hẹn tiêm mũi 2.")
    yield Encounter(EntryId(f"e5{turn}"), day(75), details=checkup, next_visit_on=day(105), **place)
    sick = SickVisit("Ho, sốt hai ngày", onset_on=day(198), treatment=LONG_NOTE[:300], outcome="recovered")
    yield Encounter(
        EntryId(f"e6{turn}"), day(200), details=sick, diagnoses=("J06.9",), diagnosis_text="Viêm hô hấp trên", **place
    )


def _findings(turn: int) -> Iterator[Entry]:
    for week in range(12, 40, 4):
        yield Findings(
            EntryId(f"p{turn}-{week}"), day(week * 7 - 280), subject="mother", stage="pregnancy", systolic_mmhg=118,
            diastolic_mmhg=74, urine_protein="negative", haemoglobin_g_l=112.0, gestation_days=week * 7,
            danger_signs=(), **CARE,
        )  # fmt: skip
    yield Findings(
        EntryId(f"a{turn}"), day(0), subject="child", stage="newborn", apgar_1=8, apgar_5=9, apgar_10=10, **CARE
    )
    yield Findings(
        EntryId(f"pp{turn}"), day(5), subject="mother", stage="postpartum", temperature_c=37.1, systolic_mmhg=120,
        diastolic_mmhg=80, **CARE,
    )  # fmt: skip
    for month in range(3, 60, 8):
        yield Findings(
            EntryId(f"i{turn}-{month}"), day(month * 30), subject="child", stage="child", temperature_c=38.6,
            breaths_per_minute=34, spo2_percent=97, danger_signs=(), **CARE,
        )  # fmt: skip


def _care(turn: int) -> Iterator[Entry]:
    for band in bands():
        items = {item.code: number % 4 != 3 for number, item in enumerate(band.items)}
        yield MilestoneCheck(
            EntryId(f"ms{turn}-{band.code}"), day(band.from_months * 31), band=band.code, items=items, **CARE
        )
    for month in (1, 4, 7, 12, 20):
        milk: Any = "exclusive_breastfeeding" if month < 6 else "mixed"
        yield Feeding(EntryId(f"f{turn}-{month}"), day(month * 30), milk=milk, complementary_foods=month >= 6, **CARE)
    for half in range(1, 6):
        yield Supplement(EntryId(f"v{turn}-{half}"), day(half * 183), product="vitamin_a", dose_iu=200_000, **CARE)
        yield Supplement(EntryId(f"w{turn}-{half}"), day(half * 183 + 190), product="albendazole", dose_mg=400, **CARE)
    yield Supplement(EntryId(f"vm{turn}"), day(2), product="vitamin_a", recipient="mother", dose_iu=200_000, **CARE)
    for half in range(2, 10):
        yield DentalCheck(
            EntryId(f"t{turn}-{half}"), day(half * 183), teeth_erupted=min(half * 3, 20), advice=LONG_NOTE, **CARE
        )
    yield Acknowledgement(
        f"alert{turn}", "weight_loss", "waz", "m0-1", day(300), NOW, NURSE, "Đã tư vấn dinh dưỡng và hẹn cân lại."
    )
