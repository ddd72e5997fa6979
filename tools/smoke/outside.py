"""What anybody sees of a deployed stage: TLS, headers, problems, the firewall, pages of other sites."""

import json
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import urlsplit

from tools.smoke.finding import Faults, Look

TIMEOUT_SECONDS = 30
TOO_LARGE = 70_000
FOREIGN = "https://elsewhere.example"
WANTED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=",
    "content-security-policy": "",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def problem(self) -> Mapping[str, object]:
        """The body as an object, empty when it is none."""
        try:
            read = json.loads(self.body)
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}


@dataclass(frozen=True, slots=True)
class Asking:
    """A request."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


type Ask = Callable[[Asking], Reply]


def asker(url: str) -> Ask:
    """Ask a stage over HTTP; certificates are checked, redirects of the stage itself are none."""

    def ask(asking: Asking) -> Reply:
        target = url.rstrip("/") + asking.path
        headers = {"Content-Type": "application/json", **asking.headers}
        request = urllib.request.Request(target, asking.body, headers, method=asking.method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return Reply(answer.status, _lower(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, _lower(error.headers), error.read())

    return ask


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def looks(ask: Ask, tls: Callable[[], Faults]) -> list[Look]:
    """List what there is to see from outside."""
    return [
        Look("TLS 1.2 at least, and nothing older", tls),
        Look(
            "an unknown route is a problem", lambda: _problem(ask(Asking("GET", "/v1/nowhere")), 404, "route-not-found")
        ),
        Look("who has no token is told so", lambda: _problem(ask(Asking("GET", "/v1/me")), 401, "unauthenticated")),
        Look("the public page is there and runs nothing", lambda: _page(ask(Asking("GET", "/q/00000000000000000000")))),
        Look("the firewall stops large bodies", lambda: _large(ask)),
        Look("the firewall stops common attacks", lambda: _attack(ask)),
        Look("pages of other sites read nothing", lambda: _foreign(ask)),
        Look("a browser may ask beforehand", lambda: _beforehand(ask)),
    ]


def _headers(reply: Reply) -> Faults:
    return [f"{name} is missing" for name, value in WANTED.items() if value not in reply.headers.get(name, "\0")]


def _problem(reply: Reply, status: int, name: str) -> Faults:
    faults = _headers(reply)
    if reply.status != status:
        faults.append(f"answered {reply.status}, not {status}")
    if not str(reply.problem.get("type", "")).endswith(f":{name}"):
        faults.append(f"is no problem `{name}`")
    return faults


def _page(reply: Reply) -> Faults:
    policy = reply.headers.get("content-security-policy", "")
    faults = _headers(reply) + ([] if reply.status == 200 else [f"answered {reply.status}, not 200"])
    return faults + (
        [] if policy.startswith("default-src 'none'") and "script-src" not in policy else ["may run scripts"]
    )


def _large(ask: Ask) -> Faults:
    reply = ask(Asking("POST", "/v1/auth/otp", body=b'{"phone": "' + b"0" * TOO_LARGE + b'"}'))
    if reply.status != 413:
        return [f"answered {reply.status}, not 413"]
    return [] if reply.problem.get("instance") == "firewall" else ["a function answered: no firewall stands before it"]


def _attack(ask: Ask) -> Faults:
    reply = ask(Asking("GET", "/v1/me?q=%3Cscript%3Ealert(1)%3C/script%3E"))
    return [] if reply.status == 400 else [f"answered {reply.status}, not 400"]


def _foreign(ask: Ask) -> Faults:
    beforehand = {"Origin": FOREIGN, "Access-Control-Request-Method": "GET"}
    allowed = ask(Asking("OPTIONS", "/v1/me", beforehand)).headers.get("access-control-allow-origin")
    return [f"{FOREIGN} is answered with {allowed}"] if allowed else []


def _beforehand(ask: Ask) -> Faults:
    reply = ask(Asking("OPTIONS", "/v1/handbooks/any/disputes/any", {"Origin": FOREIGN}))
    return [] if reply.status == 204 else [f"answered {reply.status}, not 204: OPTIONS does not reach /{{proxy+}}"]


def tls_of(url: str) -> Callable[[], Faults]:
    """Shake hands with a stage as new and as old clients do."""
    parts = urlsplit(url)

    def look() -> Faults:
        if parts.scheme != "https":
            return [f"{url} is not https"]
        host, port = str(parts.hostname), parts.port or 443
        version = _handshake(host, port, ssl.create_default_context())
        faults = [] if version in {"TLSv1.2", "TLSv1.3"} else [f"speaks {version}"]
        return faults + (["still speaks TLS 1.1"] if _speaks_old(host, port) else [])

    return look


def _speaks_old(host: str, port: int) -> bool:
    context = ssl.create_default_context()
    context.set_ciphers("ALL:@SECLEVEL=0")  # else this side would refuse, and nothing would be learnt of the other
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    try:
        _handshake(host, port, context)
    except (ssl.SSLError, ConnectionError):
        return False
    return True


def _handshake(host: str, port: int, context: ssl.SSLContext) -> str:
    with (
        socket.create_connection((host, port), TIMEOUT_SECONDS) as line,
        context.wrap_socket(line, server_hostname=host) as shaken,
    ):
        return str(shaken.version())
