import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tools.stack.ports import free_port
from tools.stack.web import Gateway, web_server

pytestmark = pytest.mark.enable_socket

API_BASE = "/_aws/execute-api/abc/local"
PNG = bytes(range(256)) * 1000


class Api(BaseHTTPRequestHandler):
    """Stands for the API: answers with what it was asked, or with a picture."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        status, body = (200, PNG) if self.path.endswith("/qr.png") else (404, self.what_was_asked())
        self.send_response(status)
        self.send_header("Content-Type", "image/png" if status == 200 else "application/problem+json")
        self.send_header("ETag", '"7"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_POST = do_HEAD = do_PATCH = do_GET  # noqa: N815

    def what_was_asked(self) -> bytes:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return json.dumps({"method": self.command, "path": self.path, "headers": headers, "size": len(sent)}).encode()


@contextmanager
def gateway(api_port: int) -> Iterator[http.client.HTTPConnection]:
    port = free_port()
    with web_server(port, api_port, API_BASE):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            yield connection
        finally:
            connection.close()


@pytest.fixture
def client() -> Iterator[http.client.HTTPConnection]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Api) as api:
        api.daemon_threads = True
        thread = Thread(target=api.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            with gateway(api.server_address[1]) as connection:
                yield connection
        finally:
            api.shutdown()
            thread.join()


@pytest.mark.parametrize("path", ["/v1/handbooks?limit=2&next=a%2Fb", "/q/ABC", "/Q/ABC"])
def test_api_paths_go_to_the_deployed_stage_with_their_query(client: http.client.HTTPConnection, path: str) -> None:
    client.request("GET", path, headers={"Authorization": "Bearer x", "If-None-Match": '"6"'})
    response = client.getresponse()
    asked = json.load(response)
    assert response.status == 404
    assert response.getheader("Content-Type") == "application/problem+json"
    assert response.getheader("ETag") == '"7"'
    assert asked["path"] == API_BASE + path
    assert (asked["headers"]["authorization"], asked["headers"]["if-none-match"]) == ("Bearer x", '"6"')


def test_a_binary_answer_comes_through_byte_for_byte(client: http.client.HTTPConnection) -> None:
    client.request("GET", "/v1/qr.png")
    assert client.getresponse().read() == PNG


def test_a_large_body_comes_through_and_the_connection_serves_another_request(
    client: http.client.HTTPConnection,
) -> None:
    for _ in range(2):
        client.request("POST", "/v1/handbooks", body=PNG)
        asked = json.load(client.getresponse())
        assert (asked["method"], asked["size"]) == ("POST", len(PNG))


def test_head_has_the_headers_of_get_and_no_body(client: http.client.HTTPConnection) -> None:
    client.request("HEAD", "/v1/qr.png")
    response = client.getresponse()
    assert response.getheader("Content-Length") == str(len(PNG))
    assert response.read() == b""


def test_headers_of_the_connection_are_not_passed_on(client: http.client.HTTPConnection) -> None:
    client.request("GET", "/v1/me", headers={"Connection": "keep-alive", "TE": "trailers"})
    assert not {"connection", "te"} & set(json.load(client.getresponse())["headers"])


def test_a_body_of_unknown_length_is_refused_as_a_problem(client: http.client.HTTPConnection) -> None:
    # The head alone: the answer comes before a body is read, and a body could meet a closed door.
    client.putrequest("POST", "/v1/handbooks")
    client.putheader("Transfer-Encoding", "chunked")
    client.endheaders()
    response = client.getresponse()
    assert (response.status, response.getheader("Content-Type")) == (411, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("/", "text/html"), ("/swagger-ui.js", "text/javascript"), ("/swagger-ui.css", "text/css")],
)
def test_swagger_ui_is_served_from_this_machine(client: http.client.HTTPConnection, path: str, media_type: str) -> None:
    client.request("GET", path)
    response = client.getresponse()
    assert (response.status, str(response.getheader("Content-Type")).partition(";")[0]) == (200, media_type)
    assert len(response.read()) > 500


def test_the_page_loads_nothing_from_elsewhere(client: http.client.HTTPConnection) -> None:
    client.request("GET", "/")
    assert b"//" not in client.getresponse().read()


@pytest.mark.parametrize("path", ["/nothing", "/v1", "/../Makefile", "/swagger-ui.js.map"])
def test_any_other_path_is_a_problem(client: http.client.HTTPConnection, path: str) -> None:
    client.request("GET", path)
    response = client.getresponse()
    assert (response.status, response.getheader("Content-Type")) == (404, "application/problem+json")
    assert json.load(response)["status"] == 404


def test_an_api_that_is_away_is_a_problem_too() -> None:
    with gateway(free_port()) as client:
        client.request("POST", "/v1/handbooks", body=b"{}")
        response = client.getresponse()
        assert (response.status, response.getheader("Content-Type")) == (502, "application/problem+json")
        assert json.load(response)["title"] == "Bad Gateway"


def test_a_hundred_clients_may_come_before_the_first_is_taken() -> None:
    with Gateway(port := free_port(), free_port(), "") as _not_serving, ExitStack() as clients:
        taken = [clients.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5)) for _ in range(100)]

        assert len({one.getsockname() for one in taken}) == 100
