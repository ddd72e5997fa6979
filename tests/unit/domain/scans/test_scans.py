"""What a file really is, and what is taken out of it before anybody sees it."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.errors import WrongFileError
from handbook.domain.scans import LARGEST_BYTES, MEDIA_TYPES, cleaned
from tests.unit.domain.scans.pictures import PLACE, chunk, exif, jpeg, pdf, png, segment

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
SAMPLES = {JPEG: jpeg(), PNG: png(), PDF: pdf()}


def clean(data: bytes, media_type: str) -> bytes:
    return cleaned(data, media_type, len(data))


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_a_plain_file_is_kept_as_it_is(media_type: str) -> None:
    assert clean(SAMPLES[media_type], media_type) == SAMPLES[media_type]


@pytest.mark.parametrize("announced", MEDIA_TYPES)
@pytest.mark.parametrize("real", [*MEDIA_TYPES, "nothing"])
def test_a_file_of_another_type_is_refused(announced: str, real: str) -> None:
    if announced != real:
        with pytest.raises(WrongFileError):
            clean(SAMPLES.get(real, b"<svg onload=alert(1)>"), announced)


def test_what_a_camera_says_of_place_and_device_is_taken_out_of_a_jpeg() -> None:
    told = jpeg(
        segment(0xE0, b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"),
        segment(0xE1, exif(1)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + PLACE),
        segment(0xED, b"Photoshop 3.0\x00" + PLACE),
        segment(0xFE, PLACE),
        segment(0xE2, b"MPF\x00" + PLACE),
        after=PLACE,
    )
    kept = clean(told, JPEG)
    assert PLACE not in kept
    assert kept == jpeg(segment(0xE0, b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"))


@pytest.mark.parametrize("order", [">", "<"])
@pytest.mark.parametrize(("orientation", "kept"), [(1, False), (2, True), (6, True), (8, True), (9, False), (0, False)])
def test_which_side_is_up_stays_and_nothing_beside_it(order: str, orientation: int, kept: bool) -> None:
    made = clean(jpeg(segment(0xE1, exif(orientation, order))), JPEG)
    assert PLACE not in made
    expected = jpeg(segment(0xE1, exif(orientation).removesuffix(PLACE))) if kept else jpeg()
    assert made == expected


def test_colours_stay() -> None:
    profile = segment(0xE2, b"ICC_PROFILE\x00\x01\x01sRGB")
    assert clean(jpeg(profile), JPEG) == jpeg(profile)


def test_words_times_and_places_are_taken_out_of_a_png() -> None:
    colour = chunk(b"gAMA", b"\x00\x00\xb1\x8f")
    told = [chunk(name, PLACE) for name in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"prVt")]
    assert clean(png(colour, *told, after=PLACE), PNG) == png(colour)


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8",
        b"\xff\xd8\xff\xd9",
        jpeg()[:-2],
        jpeg()[:40],
        jpeg(side=0),
        jpeg(side=16385),
        b"\xff\xd8" + b"\xff" * 9,
    ],
)
def test_a_jpeg_that_is_cut_off_or_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(WrongFileError):
        clean(data, JPEG)


@pytest.mark.parametrize(
    "data",
    [png()[:-1], png()[:20], png(side=0), png(side=16385), png().replace(b"IDAT", b"IDAX"), b"\x89PNG\r\n\x1a\n"],
)
def test_a_png_that_is_cut_off_or_does_not_add_up_is_refused(data: bytes) -> None:
    with pytest.raises(WrongFileError):
        clean(data, PNG)


def test_the_largest_sides_are_taken() -> None:
    assert clean(jpeg(side=16384), JPEG)
    assert clean(png(side=16384), PNG)


@pytest.mark.parametrize(
    "inside",
    [
        b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
        b"/AA<</O<</S/Launch>>>>",
        b"/Names<</EmbeddedFiles 2 0 R>>",
        b"/Encrypt 3 0 R",
        b"/S/J#61vaScript",
        b"/#4aS(x)",
        b"/AcroForm<</XFA 4 0 R>>",
    ],
)
def test_a_pdf_that_acts_or_is_locked_is_refused(inside: bytes) -> None:
    with pytest.raises(WrongFileError):
        clean(pdf(inside), PDF)


def test_a_pdf_with_names_that_only_begin_alike_is_taken() -> None:
    assert clean(pdf(b"/JSON(x)/Launcher 1"), PDF)
    for broken in (pdf()[5:], pdf().replace(b"%%EOF", b"")):
        with pytest.raises(WrongFileError):
            clean(broken, PDF)


def test_the_size_is_the_one_that_was_announced_and_not_too_large() -> None:
    for size in (len(jpeg()) - 1, len(jpeg()) + 1):
        with pytest.raises(WrongFileError):
            cleaned(jpeg(), JPEG, size)
    with pytest.raises(WrongFileError):
        clean(b"", JPEG)
    large = jpeg(scan=bytes(LARGEST_BYTES - len(jpeg(scan=b""))))
    assert clean(large, JPEG) == large
    with pytest.raises(WrongFileError):
        clean(large.replace(b"\xff\xd9", b"\x00\xff\xd9"), JPEG)


@given(st.sampled_from(MEDIA_TYPES), st.binary(max_size=300))
def test_any_bytes_are_refused_or_kept_and_cleaning_again_changes_nothing(media_type: str, data: bytes) -> None:
    begun = SAMPLES[media_type][: len(data) % 40] + data
    try:
        kept = clean(begun, media_type)
    except WrongFileError:
        return
    assert clean(kept, media_type) == kept


@given(st.binary(max_size=60), st.integers(0xE0, 0xFE).filter(lambda marker: marker not in {0xE0, 0xE2, 0xEE}))
def test_nothing_of_an_added_segment_stays(payload: bytes, marker: int) -> None:
    made = clean(jpeg(segment(marker, payload)), JPEG)
    assert made in {jpeg()} | {jpeg(segment(0xE1, exif(n).removesuffix(PLACE))) for n in range(2, 9)}


@given(st.data())
def test_a_broken_picture_never_does_more_than_be_refused(data: st.DataObject) -> None:
    media_type = data.draw(st.sampled_from([JPEG, PNG]))
    sample = bytearray(SAMPLES[media_type])
    for _ in range(data.draw(st.integers(1, 4))):
        sample[data.draw(st.integers(0, len(sample) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(WrongFileError):
        clean(bytes(sample), media_type)
