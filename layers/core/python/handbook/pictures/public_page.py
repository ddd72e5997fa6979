"""The pages that a printed code and an invitation's link open: each the same for every code, every link and state."""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape
from typing import Literal

from handbook.domain.texts import Language
from handbook.pictures.invitation_page_texts import INVITATION_TEXTS
from handbook.pictures.public_page_texts import TEXTS, Advice, Icon, PageTexts

type Page = Literal["code", "invitation"]
_PAGES: Mapping[Page, Mapping[Language, PageTexts]] = {"code": TEXTS, "invitation": INVITATION_TEXTS}

# Contrast of text is at least 7:1 on its ground in both schemes (WCAG 2.2, 1.4.6), lines hold at most
# about 65 characters, and the links are at least 44 px high (2.5.5). What lies beside letters is measured in px, so
# that letters twice as large have the room (1.4.4).
_STYLE = """
:root{color-scheme:light dark;--ground:#fff7ef;--card:#fff;--ink:#33231c;--soft:#5a4438;--warm:#8f2d16;
--line:#f0dccb;--skin:#f6c9a8}
@media(prefers-color-scheme:dark){:root{--ground:#221814;--card:#2f231d;--ink:#fbeee4;--soft:#dcc7b9;
--warm:#ffb59b;--line:#4a382f;--skin:#8a5a3c}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,
"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header,footer{max-width:38rem;margin:0 auto;padding:0 20px;overflow-wrap:break-word}
header{display:flex;flex-wrap:wrap;align-items:center;gap:.75rem;padding-top:1.25rem}
header svg{width:3.25rem;height:3.25rem;flex:none}
header p{margin:0;font-weight:700;color:var(--warm);font-size:1.125rem;line-height:1.3}
header a{margin-left:auto;padding:.6rem 0;min-height:2.75rem;white-space:nowrap}
a{color:var(--warm);text-underline-offset:.2em}
a:focus-visible{outline:3px solid var(--warm);outline-offset:3px;border-radius:4px}
h1,.other>section>h2{line-height:1.25;margin:1.5rem 0 .75rem;font-size:1.625rem;text-wrap:balance}
section section>:first-child{display:flex;gap:12px;align-items:center;margin:0 0 .6rem;color:var(--ink);
font-size:1.1875rem;line-height:1.3}
section section svg{width:44px;height:44px;flex:none;padding:8px;border-radius:50%;background:var(--ground);
fill:none;stroke:var(--warm);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
section section{background:var(--card);border:1px solid var(--line);border-radius:1rem;
padding:18px 19px;margin:0 0 .9rem}
section section p{margin:0;color:var(--soft)}
section section p+p{margin-top:.6rem}
.lead{margin:0 0 1.25rem}
.other{border-top:2px solid var(--line);margin-top:2rem;padding-top:.25rem}
footer{color:var(--soft);font-size:.9375rem;padding-top:.75rem;padding-bottom:2rem}
footer p{margin:0 0 .25rem}
"""

# Two heads leaning on each other in a heart; drawn for this page.
_EMBLEM = (
    '<svg viewBox="0 0 64 64" aria-hidden="true" focusable="false">'
    '<path fill="var(--warm)" d="M32 58C12 44 4 33 4 21 4 12 11 6 18 6c6 0 11 3 14 8 3-5 8-8 14-8 7 0 14 6 14 15'
    ' 0 12-8 23-28 37z"/>'
    '<circle cx="26" cy="23" r="8" fill="var(--skin)"/><circle cx="40" cy="31" r="5.5" fill="var(--skin)"/>'
    '<path fill="none" stroke="var(--skin)" stroke-width="4.5" stroke-linecap="round"'
    ' d="M15 40c2-6 6-8 11-8 6 0 9 4 12 8 3 3 7 2 10-1"/></svg>'
)

# Each in a square of 24: a book with a tick, a magnifying glass, a telephone with a heart, a medical cross.
_ICONS: Mapping[Icon, str] = {
    "found": "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11M9 8.5l2 2 4-4",
    "lost": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20M10.5 8v3M10.5 13.4v.1",
    "family": "M7 2h10v20H7zM12 14.5c-2-1.5-3-2.6-3-4a1.6 1.6 0 0 1 3-.8 1.6 1.6 0 0 1 3 .8c0 1.4-1 2.5-3 4zM11 18.5h2",
    "staff": "M9.5 4h5v5.5H20v5h-5.5V20h-5v-5.5H4v-5h5.5z",
}


@cache
def public_page(language: Language, page: Page = "code") -> str:
    """The whole HTML document, in `language` first and in the other below; it takes no code and no secret.

    It loads nothing, runs no script and has no form. Raises KeyError for another language.
    """
    texts = _PAGES[page]
    first = texts[language]
    (other_language,) = texts.keys() - {language}
    other = texts[other_language]
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(first.title)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<link rel="icon" href="data:,">\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header>{_EMBLEM}<p>{escape(first.title)}</p>"
        f'<a href="#{other_language}" lang="{other_language}" hreflang="{other_language}">{escape(other.name)}</a>'
        f"</header>\n<main>\n{_section(first, level=1)}"
        f'<div class="other" id="{other_language}" lang="{other_language}">\n{_section(other, level=2)}</div>\n'
        f"</main>\n<footer>\n<p>{escape(first.footer)}</p>\n"
        f'<p lang="{other_language}">{escape(other.footer)}</p>\n</footer>\n</body>\n</html>\n'
    )


def public_page_headers(language: Language, page: Page = "code") -> Mapping[str, str]:
    """The response headers that belong to the page: type, language, caching and what it may not do."""
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Language": language,
        "Vary": "Accept-Language",
        # A link is used once: no cache on the way need know it.
        "Cache-Control": "public, max-age=3600" if page == "code" else "no-store",
        "Content-Security-Policy": content_security_policy(),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",  # the address holds the code
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex",
    }


@cache
def content_security_policy() -> str:
    """The Content-Security-Policy of the page: its own style by hash, an empty icon, nothing else."""
    digest = b64encode(sha256(_STYLE.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _section(texts: PageTexts, *, level: int) -> str:
    """The texts of one language under a heading of `level`, so that no level is skipped."""
    advice = "".join(_advice(advice, level + 1) for advice in texts.advice)
    return (
        f"<section>\n<h{level}>{escape(texts.heading)}</h{level}>\n"
        f'<p class="lead">{escape(texts.introduction)}</p>\n{advice}</section>\n'
    )


def _advice(advice: Advice, level: int) -> str:
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in advice.paragraphs)
    icon = f'<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{_ICONS[advice.icon]}"/></svg>'
    return f"<section>\n<h{level}>{icon}{escape(advice.heading)}</h{level}>\n{paragraphs}</section>\n"
