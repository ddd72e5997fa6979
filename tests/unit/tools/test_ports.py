import socket
from collections.abc import Iterator

import pytest

from tools.stack.errors import StackError
from tools.stack.ports import free_port, is_free, require_free

pytestmark = pytest.mark.enable_socket


@pytest.fixture(params=["127.0.0.1", "0.0.0.0"])  # noqa: S104 - a stranger on all addresses is in the way too
def busy_port(request: pytest.FixtureRequest) -> Iterator[int]:
    with socket.create_server((request.param, 0)) as server:
        yield server.getsockname()[1]


def test_a_port_that_somebody_listens_on_is_not_free(busy_port: int) -> None:
    assert not is_free(busy_port)


def test_a_busy_port_is_refused_with_its_number_and_another_choice(busy_port: int) -> None:
    with pytest.raises(StackError, match=rf"Port {busy_port} is in use .* make run WEB_PORT=\d+\.$") as caught:
        require_free(busy_port, "WEB_PORT")
    proposed = int(str(caught.value).rpartition("=")[2].rstrip("."))
    assert is_free(proposed)


def test_a_port_that_nobody_has_is_free_and_accepted() -> None:
    port = free_port()
    assert is_free(port)
    require_free(port, "PORT")


@pytest.mark.parametrize("port", [0, 1023, 65536])
def test_a_number_outside_the_range_is_no_port(port: int) -> None:
    with pytest.raises(StackError, match=f"PORT={port} is no port"):
        require_free(port, "PORT")
