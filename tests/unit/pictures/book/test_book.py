"""The printed handbook: every character of everything that was recorded, in the paper book's order."""

import time
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, get_args, get_type_hints

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.access import Role
from handbook.domain.dating import Dating
from handbook.domain.dispute_states import DisputeState, DisputeStep
from handbook.domain.disputes import Desk, Dispute, DisputeId, Step
from handbook.domain.entry_kinds import KINDS
from handbook.domain.identifiers import Identifier, System, masked
from handbook.domain.ids import EntryId, HandbookId, IdentifierId, MeasurementId
from handbook.domain.life import Happening, LifeFact
from handbook.domain.measurements import Measurement
from handbook.domain.mothers_entries import is_mothers
from handbook.domain.mothers_part import shown_to, with_pregnancy_of
from handbook.domain.pregnancy import Mother, Para, Pregnancy
from handbook.domain.reasons import ChangeReason
from handbook.domain.whole import Whole
from handbook.pictures.book import pdf_of, written
from handbook.pictures.book.script import Script, restored
from handbook.reference.book import load_document, printable_characters
from tests.builders import HERE, PROVINCE, handbook
from tests.unit.pictures.book import samples

LABELS = load_document("labels")
LAYOUT = load_document("layout")


def printed(whole: Whole, language: str = "vi", **imprint: Any) -> pdfium.PdfDocument:
    content = samples.content_of(whole, language, **imprint)
    return pdfium.PdfDocument(pdf_of(written(content), samples.NOW))


def pages(book: pdfium.PdfDocument) -> list[str]:
    return [page.get_textpage().get_text_range() for page in book]


def said(book: pdfium.PdfDocument) -> str:
    """All that can be read from a book, white space aside: lines break where they must."""
    return _tight(restored(_tight("".join(pages(book)))))


def _tight(text: str) -> str:
    # The reader writes a hyphen at the end of a line as U+FFFE; no text of ours holds one.
    return "".join(unicodedata.normalize("NFC", text).replace("\ufffe", "-").split())


NAMES = ("Nguyễn Hoàng Thị Ngọc Ánh", "H'Brưih Êban Niê Kdăm Čư", "Y", "Đặng Thị Ửng", "Trần Nguyễn Quỳnh Như Ý")
NOTES = (
    "Cháu khỏe \U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467, bú tốt.",
    unicodedata.normalize("NFD", "Bé trớ sữa, đã hướng dẫn mẹ vỗ ợ hơi."),
    "你好, мама, αβγ, ½ viên × 2 ≤ 38,5 °C → 'ổn' “tốt” – hết…",
    "[U+0041] và [U+ và ]] cùng #set text() $x$ *đậm* _nghiêng_ @tên <nhãn> \\ // /* */",
    "Khôngcókhoảngtrắngnào" * 20,
    "Dòng một\nDòng hai\n\nDòng bốn",
    "tab\tvà\u00a0khoảng cứng\u200bvà\u00admềm\u202eđảo",
)


def test_hostile_texts_are_all_there_and_can_be_read_back_exactly() -> None:
    entries = [
        samples.recorded(
            replace(entry, **{name: NOTES[(place + turn) % len(NOTES)] for turn, name in enumerate(_texts_of(entry))})
        )
        for place, entry in enumerate(_one_of_each())
    ]
    for name in NAMES:
        whole = samples.book_of(entries)
        assert whole.handbook.child is not None
        whole = replace(whole, handbook=replace(whole.handbook, child=replace(whole.handbook.child, full_name=name)))
        found = said(printed(whole))
        assert _tight(name) in found
        for one in whole.entries:
            for field in _texts_of(one.now.entry):
                assert _tight(getattr(one.now.entry, field)) in found, (type(one.now.entry).__name__, field)


def _one_of_each() -> list[Any]:
    """The first entry of every kind that the samples have."""
    first: dict[type, Any] = {}
    for one in samples.full(1).entries:
        first.setdefault(type(one.now.entry), one.now.entry)
    return list(first.values())


def _texts_of(entry: Any) -> list[str]:
    """Fields in which a person writes in words of their own."""
    free = {"advice", "note", "lot_number", "facility_name", "examination_notes", "diagnosis_text"}
    return [one.name for one in fields(entry) if one.name in free]


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_is_written_in_letters_that_the_fonts_have_and_can_be_read_back(text: str) -> None:
    script = Script()
    shown = script.written(text)
    assert restored(shown) == unicodedata.normalize("NFC", text)
    assert set(shown) - {"\n", "\u200b"} <= printable_characters()
    assert max((len(run) for run in shown.replace("\u200b", " ").split()), default=0) <= 18
    assert all(f"[U+{ord(one):04X}]" in shown.replace("\u200b", "") for one in script.missing)


def test_what_the_font_lacks_is_listed_on_the_last_page_by_its_name() -> None:
    whole = samples.book_of([samples.recorded(replace(_dental(), advice="Răng xinh 😀"))])
    last = pages(printed(whole))[-1]
    assert "U+1F600grinningface" in _tight(last)
    assert "[U+005B]" not in last
    assert "[U+" not in said(printed(samples.book_of([samples.recorded(_dental())])))


def _dental() -> Any:
    return next(entry for entry in _one_of_each() if type(entry).__name__ == "DentalCheck")


def test_the_parts_come_in_the_order_of_the_paper_book_and_stand_in_the_outline() -> None:
    book = printed(samples.full(1))
    titles = [(one.level, one.get_title()) for one in book.get_toc()]
    parts = [title for level, title in titles if level == 0]
    assert parts == [part["vi"] for part in LAYOUT["parts"]]
    assert [title for title in parts if title.startswith("Phần")] == parts[:5]
    sections = [section["vi"] for part in LAYOUT["parts"] for section in part["sections"] if section["code"] != "other"]
    assert [title for level, title in titles if level == 1 and title in sections][: len(sections)] == sections


def test_every_page_is_a5_and_says_who_exported_it_when_for_what_and_which_page_it_is() -> None:
    book = printed(samples.full(1), by_family=False, by="CN. Trần Thị Mai, Trạm Y tế", purpose="chuyển tuyến")
    texts = pages(book)
    assert len(texts) > 20
    for number, text in enumerate(texts, 1):
        flat = " ".join(text.split())
        assert "CN. Trần Thị Mai, Trạm Y tế xuất lúc 10:00 20/11/2026 · chuyển tuyến" in flat
        assert f"Trang {number}/{len(texts)}" in flat
    assert {tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in book} == {(148, 210)}


def test_the_file_says_its_language_and_title_and_is_tagged() -> None:
    for language, title in (("vi", "Sổ theo dõi sức khỏe bà mẹ và trẻ em"), ("en", "Mother and child health handbook")):
        data = pdf_of(written(samples.content_of(samples.full(1), language)), samples.NOW)
        assert f"/Lang({language})".encode() in data
        assert b"/MarkInfo<</Marked true" in data
        assert b"/StructTreeRoot" in data
        assert pdfium.PdfDocument(data).get_metadata_dict()["Title"] == title


def test_charts_are_drawings_and_not_pixels() -> None:
    book = printed(samples.full(1))
    kinds = [one.type for page in book for one in page.get_objects(max_depth=6)]
    assert kinds.count(pdfium.raw.FPDF_PAGEOBJ_IMAGE) == 0
    assert kinds.count(pdfium.raw.FPDF_PAGEOBJ_PATH) > 500


def test_an_entry_in_error_stays_struck_through_with_its_reason_and_counts_nowhere() -> None:
    slip = Measurement(MeasurementId("x"), samples.day(30), weight_kg=44.4, length_cm=52.0, **samples.CARE)
    whole = samples.book_of(
        [
            samples.recorded(
                slip,
                status="entered_in_error",
                version=2,
                changed_by=samples.NURSE,
                reason=ChangeReason("other", "Nhầm trẻ khác"),
            )
        ]
    )
    text = said(printed(whole))
    assert "44,4" in text
    assert _tight("GHI NHẦM – không tính") in text
    assert _tight("Nhầm trẻ khác") in text
    form: Any = written(samples.content_of(whole))
    (row,) = [row for block in form["blocks"] if block["k"] == "table" for row in block["rows"] if row["mark"]]
    assert row["struck"] is True
    assert samples.content_of(whole).growth == {}


def test_what_an_entry_said_before_it_was_corrected_stands_under_it() -> None:
    text = said(printed(samples.book_of([samples.amended()])))
    assert _tight("Đã sửa (lần 1)") in text
    assert _tight("Trước đó (bản 1, 10:00 20/11/2026, CN. Trần Thị Mai, Trạm Y tế xã Tân Lập)") in text
    assert _tight("Cân nặng (kg): 19,2") in text
    assert _tight("Gõ nhầm số") in text


def test_an_empty_handbook_prints_with_charts_to_fill_in_by_hand() -> None:
    text = said(printed(samples.book_of([])))
    assert text.count(_tight("Chưa có ghi chép.")) >= 10
    assert _tight("Cân nặng theo tuổi") in text


PREGNANCY = Pregnancy(
    Mother("Lò Thị Hạnh", date(1999, 5, 1), "O+", "01"),
    HERE,
    PROVINCE,
    (
        Dating("d1", "lmp", date(2026, 4, 1), 0, samples.NOW, samples.NURSE, certain=False, withdrawn_at=samples.NOW),
        Dating("d2", "ultrasound", date(2026, 6, 10), 70, samples.NOW, samples.NURSE),
    ),
    Para(1, 0, 2, 1),
    fetuses=2,
)


def pregnant(**facts: Any) -> Whole:
    entries = [one for one in samples.full(1).entries if is_mothers(one.now.entry)]
    return Whole(handbook(child=None, pregnancy=PREGNANCY, **facts), entries)


def test_a_handbook_of_a_pregnancy_alone_prints_with_the_mothers_name_and_every_dating() -> None:
    lost = LifeFact(EntryId("e"), Happening.MISCARRIAGE, date(2026, 8, 1), samples.NOW)
    text = said(printed(pregnant(life=(lost,))))
    for words in (
        "Lò Thị Hạnh",
        "Dự kiến sinh",
        "PARA",
        "1021",
        "Siêu âm",
        "10 tuần 0 ngày",
        "Không chắc chắn",
        "Sẩy thai",
    ):
        assert _tight(words) in text, words
    assert _tight("Cân nặng theo tuổi") not in text


def test_a_further_child_of_a_pregnancy_has_the_mothers_part_beside_its_own() -> None:
    own = [one for one in samples.full(1).entries if not is_mothers(one.now.entry)]
    joined = with_pregnancy_of(samples.book_of(own), pregnant())
    assert len(joined.entries) == len(own) + len(pregnant().entries)
    assert _tight("Lò Thị Hạnh") in said(printed(joined))


def test_a_new_family_sees_nothing_of_the_first_mother_and_staff_see_all() -> None:
    whole = samples.full(1)
    whole = replace(whole, handbook=replace(whole.handbook, pregnancy=PREGNANCY, mother_hidden=True))
    text = said(printed(shown_to(Role.GUARDIAN, whole)))
    assert _tight("Lò Thị Hạnh") not in text
    assert _tight("Đặng Thị Ửng") not in text
    assert not any(is_mothers(one.now.entry) for one in shown_to(Role.GUARDIAN, whole).entries)
    assert shown_to(Role.HEALTH_WORKER, whole) == whole


NUMBER = Identifier(
    IdentifierId("n"), HandbookId("book"), "child", System.PERSONAL_ID, "079220123456", samples.NOW, samples.NURSE
)


def test_numbers_of_offices_are_whole_for_the_family_and_masked_for_staff() -> None:
    whole = replace(samples.book_of([]), others={"identifiers": (NUMBER,)})
    assert "079220123456" in said(printed(shown_to(Role.GUARDIAN, whole)))
    staffs = said(printed(shown_to(Role.HEALTH_WORKER, whole)))
    assert "079220123456" not in staffs
    assert masked("079220123456") in staffs


def test_a_dispute_stands_with_every_word_of_both_sides() -> None:
    asked = Step(DisputeStep.SUBMIT, samples.NOW, samples.MOTHER, "family", text="Cháu đã tiêm mũi 2 rồi 😀")
    refused = Step(
        DisputeStep.REFUSE, samples.NOW, samples.NURSE, "unit", text="Không tìm thấy trong sổ tiêm.", code="not_found"
    )
    dispute = Dispute(
        DisputeId("d"),
        HandbookId("book"),
        "dose_missing",
        Desk(),
        DisputeState.REFUSED,
        date(2026, 11, 1),
        "VN",
        date(2026, 11, 3),
        date(2026, 11, 11),
        (asked, refused),
    )
    text = said(printed(replace(samples.book_of([]), others={"disputes": (dispute,)})))
    for words in ("Thiếu mũi tiêm", "Cháu đã tiêm mũi 2 rồi 😀", "Không tìm thấy trong sổ tiêm.", "CN. Trần Thị Mai"):
        assert _tight(words) in text, words


def test_a_print_in_english_has_its_own_words() -> None:
    text = " ".join("".join(pages(printed(samples.full(1), "en"))).split())
    for words in (
        "Part 4. Care of the child",
        "Page 1/",
        "exported by the family at 10:00 2026-11-20",
        "ENTERED IN ERROR",
    ):
        assert words in text


def _inner(kind: Any) -> Iterator[Any]:
    """A kind with the types that its fields hold, whose fields are written too."""
    yield kind
    for one in get_type_hints(kind).values():
        for held in _named(one):
            if is_dataclass(held):
                yield from _inner(held)


def _named(hint: Any) -> Iterator[Any]:
    """The types that a hint names, within aliases, unions and tuples."""
    hint = getattr(hint, "__value__", hint)
    arguments = get_args(hint)
    if not arguments:
        yield hint
    for one in arguments:
        yield from _named(one)


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.__name__)
def test_every_kind_has_its_place_in_the_book_and_every_field_a_name_in_both_languages(kind: Any) -> None:
    name = kind.__name__
    assert name in LAYOUT["kinds"], f"{name}: give it a section and columns in reference/book/layout.json"
    assert name in LABELS["kinds"], f"{name}: name it in reference/book/labels.json"
    encounters = _encounter_fields()
    for one in _inner(kind):
        for field in fields(one):
            known = field.name in LAYOUT["hidden"] or field.name in encounters
            labelled = {f"{one.__name__}.{field.name}", field.name} & LABELS["fields"].keys()
            assert known or labelled, f"{one.__name__}.{field.name}: name it in reference/book/labels.json"


def _encounter_fields() -> set[str]:
    from handbook.reference.encounters import load_document as load  # noqa: PLC0415

    return set(load("fields")["fields"])


def test_the_same_handbook_at_the_same_instant_gives_the_same_bytes() -> None:
    content = samples.content_of(samples.full(1))
    assert pdf_of(written(content), samples.NOW) == pdf_of(written(content), samples.NOW)
    later = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
    assert pdf_of(written(content), samples.NOW) != pdf_of(written(content), later)
    to_the_millisecond = samples.NOW.replace(microsecond=123_000)
    assert pdf_of(written(content), to_the_millisecond) == pdf_of(written(content), samples.NOW)


def test_a_full_handbook_prints_in_seconds_and_a_megabyte(capsys: pytest.CaptureFixture[str]) -> None:
    whole = samples.full(2)
    began = time.process_time()
    data = pdf_of(written(samples.content_of(whole)), samples.NOW)
    spent = time.process_time() - began
    count = len(pdfium.PdfDocument(data))
    with capsys.disabled():
        print(f"\n{len(whole.entries)} entries: {count} pages, {len(data) / 1e6:.2f} MB, {spent:.2f} s of one core")  # noqa: T201 - the figures are the point
    assert len(whole.entries) >= 290
    assert count <= 60
    assert len(data) <= 1_500_000
