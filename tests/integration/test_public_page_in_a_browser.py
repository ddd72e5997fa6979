"""The public page as a phone shows it: nothing but itself is asked for, nothing is wider than the screen."""

import base64
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

from tests.integration.api import Caller
from tests.integration.chromium import PROGRAM, Browser, browser

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium on this machine")
CODE = "1AS4AHKQRYWMG2ZSC7HY"
# The narrowest phones in use, the most common one in Vietnam, and a large one (CSS pixels).
WIDTHS_PX = (320, 360, 430)


class Shelf(ThreadingHTTPServer):
    """Serves what the function answers, and notes what was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.asked: list[str] = []


class Page(BaseHTTPRequestHandler):
    """One request."""

    server: Shelf

    def do_GET(self) -> None:
        """Answer as the gateway does."""
        self.server.asked.append(self.path)
        answer = Caller().call("GET", self.path, headers={"Accept-Language": self.headers["Accept-Language"]})
        body = answer.text.encode()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Write nothing."""


@pytest.fixture(scope="module")
def shelf(account: None) -> Iterator[Shelf]:
    """Serve the page on the loopback address."""
    server = Shelf()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start one browser for all tests."""
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


def show(tab: Browser, shelf: Shelf, language: str = "vi", width_px: int = 360) -> str:
    shelf.asked.clear()
    tab.ask("Network.setCacheDisabled", cacheDisabled=True)
    tab.ask("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})
    url = f"http://127.0.0.1:{shelf.server_address[1]}/Q/{CODE}"
    tab.open(url, width_px)
    return url


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_phone_asks_for_the_page_and_for_nothing_else(tab: Browser, shelf: Shelf, language: str) -> None:
    url = show(tab, shelf, language)

    asked = [event["request"]["url"] for event in tab.told("Network.requestWillBeSent")]
    assert [one for one in asked if not one.startswith("data:")] == [url]
    assert shelf.asked == [f"/Q/{CODE}"]
    assert tab.evaluate("document.cookie") == ""
    assert tab.evaluate("document.documentElement.lang") == language


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_browser_finds_nothing_to_complain_about(tab: Browser, shelf: Shelf, language: str) -> None:
    show(tab, shelf, language)

    for complaint in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Network.loadingFailed"):
        assert tab.told(complaint) == []


def test_the_policy_lets_the_style_of_the_page_through_and_no_other(tab: Browser, shelf: Shelf) -> None:
    show(tab, shelf)
    colour = "getComputedStyle(document.body).backgroundColor"
    assert tab.evaluate(colour) != "rgba(0, 0, 0, 0)"

    tab.evaluate("document.head.appendChild(document.createElement('style')).textContent = 'body{background:red}'")

    assert tab.evaluate(colour) != "rgb(255, 0, 0)"
    assert tab.told("Log.entryAdded") or tab.evaluate("document.styleSheets.length") == 1


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width_px", WIDTHS_PX)
def test_nothing_is_wider_than_the_screen_and_the_links_fit_a_thumb(
    tab: Browser, shelf: Shelf, language: str, width_px: int
) -> None:
    show(tab, shelf, language, width_px)

    assert tab.evaluate("innerWidth") == width_px
    assert tab.evaluate("document.documentElement.scrollWidth") == width_px
    past = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 0.5)"
    assert tab.evaluate(f"{past}.length") == 0
    assert tab.evaluate("Math.min(...[...document.links].map(a => a.getBoundingClientRect().height))") >= 44
    assert tab.evaluate("parseFloat(getComputedStyle(document.querySelector('section section p')).fontSize)") >= 16


def test_letters_may_be_twice_as_large(tab: Browser, shelf: Shelf) -> None:
    show(tab, shelf)
    tab.evaluate("document.documentElement.attributeStyleMap.set('font-size', CSS.percent(200))")

    assert tab.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_can_be_looked_at(tab: Browser, shelf: Shelf, scheme: str, tmp_path: Path) -> None:
    tab.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    show(tab, shelf)

    png = base64.b64decode(tab.screenshot())

    (tmp_path / f"public-page-{scheme}.png").write_bytes(png)
    image = Image.open(io.BytesIO(png)).convert("L")
    assert image.width == 720
    assert image.height > 2 * 780
    histogram = image.histogram()
    # Most of the page is ground, and its letters stand out against it.
    assert (histogram.index(max(histogram)) > 128) is (scheme == "light")
    assert sum(histogram[:90]) > 1_000
    assert sum(histogram[200:]) > 1_000
