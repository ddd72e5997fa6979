"""A small server on this machine that stands where the custom domain stands in AWS.

`/v1/…`, `/q/…`, `/Q/…` and `/i/…` are passed on to the API in the emulated AWS, so that a printed code's page is at
the root and Swagger UI, served at `/`, has the API at its own origin.
"""

import http.client
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from typing import ClassVar

from tools.stack.swagger import static_file

API_PATHS = ("/v1/", "/q/", "/Q/", "/i/")
TIMEOUT_SECONDS = 35  # API Gateway gives up after 29
BLOCK_BYTES = 64 * 1024
# RFC 9110, section 7.6.1: these belong to one connection and are not passed on.
CONNECTION_HEADERS = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "proxy-connection",
}
REPLACED_HEADERS = CONNECTION_HEADERS | {"host", "x-forwarded-for", "x-forwarded-proto"}


class BoundedReader:
    """The next `length` bytes of a stream as a file of their own, read only as the other side takes them."""

    def __init__(self, stream: BufferedIOBase, length: int) -> None:
        self._stream = stream
        self._left = length

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; nothing at the end of the body."""
        wanted = self._left if size < 0 else min(size, self._left)
        block = self._stream.read(wanted) if wanted else b""
        self._left -= len(block)
        return block


class Gateway(ThreadingHTTPServer):
    """The server; it knows where the API lives."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128
    """Connections that wait to be taken: of the usual five, fifty clients at once leave some outside."""

    def __init__(self, port: int, api_port: int, api_base: str) -> None:
        self.api_port = api_port
        self.api_base = api_base
        super().__init__(("127.0.0.1", port), Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a client or the API goes away in the middle of an answer: the line is closed."""
        if not isinstance(sys.exception(), OSError | http.client.HTTPException):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    """One connection of a browser, client or scanner."""

    protocol_version = "HTTP/1.1"
    server_version = "handbook-local"
    timeout: ClassVar[float] = 75
    server: Gateway

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Write nothing: codes and handbook ids stand in paths."""

    def answer(self) -> None:
        """Serve one request of any method."""
        path = self.path.partition("?")[0]
        if path.startswith(API_PATHS):
            self.pass_on()
        elif self.command in {"GET", "HEAD"} and (found := static_file(path)):
            self.send(HTTPStatus.OK, *found)
        else:
            self.problem(HTTPStatus.NOT_FOUND, f"Nothing is here: the API is below {self.origin()}/v1/.")

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer  # noqa: N815

    def origin(self) -> str:
        """This server's own address."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def pass_on(self) -> None:
        """Send the request to the API and its answer back, both as streams."""
        if self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self.problem(HTTPStatus.LENGTH_REQUIRED, "Send the body with a Content-Length.")
            return
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.api_port, timeout=TIMEOUT_SECONDS)
        try:
            upstream.request(self.command, self.server.api_base + self.path, self.body(), self.passed_headers())
            response = upstream.getresponse()
        except (OSError, http.client.HTTPException):
            self.close_connection = True  # part of the body may be unread
            self.problem(HTTPStatus.BAD_GATEWAY, "The API does not answer: is make run still going?")
        else:
            self.send_back(response)
        finally:
            upstream.close()

    def body(self) -> BoundedReader | None:
        """The request's body, or None where it has none."""
        length = self.headers.get("Content-Length", "")
        return BoundedReader(self.rfile, int(length)) if length.isdigit() else None

    def passed_headers(self) -> dict[str, str]:
        """The request's headers without those of this connection."""
        kept = {name: value for name, value in self.headers.items() if name.lower() not in REPLACED_HEADERS}
        # Without an Accept header AWS sends pictures as bytes all the same; the emulated gateway sends base64.
        kept.setdefault("Accept", "*/*")
        return kept | {"X-Forwarded-For": str(self.client_address[0]), "X-Forwarded-Proto": "http"}

    def send_back(self, response: http.client.HTTPResponse) -> None:
        """Stream an answer of the API to the client."""
        self.send_response_only(response.status, response.reason)
        for name, value in response.getheaders():
            if name.lower() not in CONNECTION_HEADERS:
                self.send_header(name, value)
        if response.length is None and self.command != "HEAD":
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        while block := response.read(BLOCK_BYTES):
            self.wfile.write(block)

    def problem(self, status: HTTPStatus, detail: str) -> None:
        """Answer with an RFC 9457 problem of no type of ours: this server is not part of the product."""
        body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
        self.send(status, "application/problem+json", json.dumps(body).encode())

    def send(self, status: HTTPStatus, media_type: str, body: bytes) -> None:
        """Send a whole answer."""
        self.send_response_only(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextmanager
def web_server(port: int, api_port: int, api_base: str) -> Iterator[Gateway]:
    """Serve on the loopback address while the block runs; `api_base` is put before every path passed on."""
    gateway = Gateway(port, api_port, api_base)
    thread = threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        gateway.shutdown()
        gateway.server_close()
        thread.join()
