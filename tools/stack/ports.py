"""Whether a port is free, and which one is."""

import socket

from tools.stack.errors import StackError

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether nothing answers on the port and it can be bound; a server on all addresses counts as well."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((LOOPBACK, port)) == 0:
            return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def require_free(port: int, variable: str) -> None:
    """Do nothing when the port is free.

    Raises:
        StackError: naming the port and how to choose another.
    """
    if not 1024 <= port <= 65535:
        raise StackError(f"{variable}={port} is no port for this: choose one from 1024 to 65535.")
    if not is_free(port):
        other = next((higher for higher in range(port + 1, 65536) if is_free(higher)), free_port())
        raise StackError(
            f"Port {port} is in use by another program: end that, or choose another port with "
            f"make run {variable}={other}."
        )
