"""The public page: two languages, nothing of a person, nothing loaded, readable by all."""

import base64
import hashlib
import inspect
import itertools
import re
import unicodedata
from html.parser import HTMLParser

import pytest

from handbook.domain.texts import Language
from handbook.pictures.invitation_page_texts import INVITATION_TEXTS
from handbook.pictures.public_page import content_security_policy, public_page, public_page_headers
from handbook.pictures.public_page_texts import ENGLISH, TEXTS, VIETNAMESE

LANGUAGES: list[Language] = ["vi", "en"]
VOID_ELEMENTS = {"meta", "link", "path", "circle"}


class Outline(HTMLParser):
    """Collects elements with their attributes, texts and headings, and that every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID_ELEMENTS:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID_ELEMENTS or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open and data.strip():
            self.texts.append(data.strip())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_everything_in_both_languages_its_own_first(language: Language) -> None:
    outline = Outline(public_page(language))
    assert outline.open == []
    for texts in TEXTS.values():
        said = [texts.heading, texts.introduction, texts.footer]
        for advice in texts.advice:
            said += [advice.heading, *advice.paragraphs]
        assert set(said) <= set(outline.texts)
    order = [outline.texts.index(TEXTS[each].heading) for each in sorted(LANGUAGES, key=lambda each: each != language)]
    assert order == sorted(order)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_part_is_marked_with_its_language_and_reached_by_a_link(language: Language) -> None:
    other = "en" if language == "vi" else "vi"
    elements = Outline(public_page(language)).elements
    assert elements[0] == ("html", {"lang": language})
    assert ("div", {"class": "other", "id": other, "lang": other}) in elements
    assert [attributes["href"] for tag, attributes in elements if tag == "a"] == [f"#{other}"]


def test_both_languages_say_the_same_things() -> None:
    shapes = [[len(advice.paragraphs) for advice in texts.advice] for texts in (VIETNAMESE, ENGLISH)]
    assert shapes[0] == shapes[1]


def test_the_page_cannot_depend_on_a_code_since_it_is_given_none() -> None:
    assert list(inspect.signature(public_page).parameters) == ["language", "page"]
    with pytest.raises(KeyError):
        public_page("vi", "00000000000000000000")
    assert list(inspect.signature(public_page_headers).parameters) == ["language", "page"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_loads_nothing_and_runs_nothing(language: Language) -> None:
    page = public_page(language)
    assert not re.search(r"https?:|//[a-z]|url\(|@import|<script|<form|<img|<iframe|\son\w+=|\sstyle=", page)
    links = [attributes for tag, attributes in Outline(page).elements if tag == "link"]
    assert links == [{"rel": "icon", "href": "data:,"}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_policy_allows_the_one_style_of_the_page_by_its_hash(language: Language) -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", public_page(language), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert content_security_policy() == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headers_forbid_sniffing_framing_and_passing_on_the_address(language: Language) -> None:
    headers = public_page_headers(language)
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Content-Language"] == language
    assert headers["Content-Security-Policy"] == content_security_policy()
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_begin_with_one_h1_and_skip_no_level(language: Language) -> None:
    levels = [int(tag[1]) for tag, _ in Outline(public_page(language)).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def contrast(first: str, second: str) -> float:
    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
        channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"), [("ink", "ground"), ("ink", "card"), ("soft", "card"), ("soft", "ground"), ("warm", "ground")]
)
def test_texts_have_enhanced_contrast_in_both_schemes(scheme: int, text: str, ground: str) -> None:
    def colour(name: str) -> str:
        found: list[str] = re.findall(rf"--{name}:(#[0-9a-f]+)", public_page("vi"))
        return found[scheme]

    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast(colour(text), colour(ground)) >= 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_composed_so_that_every_phone_shows_them_whole(language: Language) -> None:
    page = public_page(language)
    assert unicodedata.is_normalized("NFC", page)
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in page


def test_another_language_is_refused() -> None:
    with pytest.raises(KeyError):
        public_page("fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_an_invitation_says_everything_in_both_languages_and_loads_nothing(language: Language) -> None:
    outline = Outline(public_page(language, "invitation"))
    assert outline.open == []
    for texts in INVITATION_TEXTS.values():
        said = [texts.heading, texts.introduction, texts.footer]
        for advice in texts.advice:
            said += [advice.heading, *advice.paragraphs]
        assert set(said) <= set(outline.texts)
    assert not {name for name, _ in outline.elements} & {"script", "form", "img", "iframe", "input"}
    assert all(unicodedata.is_normalized("NFC", text) for text in outline.texts)


def test_the_page_of_an_invitation_is_kept_by_no_cache_and_a_codes_may_be() -> None:
    assert public_page_headers("vi", "invitation")["Cache-Control"] == "no-store"
    assert "max-age" in public_page_headers("vi")["Cache-Control"]
    differing = public_page_headers("vi", "invitation").items() ^ public_page_headers("vi").items()
    assert {name for name, _ in differing} == {"Cache-Control"}
