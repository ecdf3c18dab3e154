"""Loopback ports for private servers."""

import random
import socket
from contextlib import closing

LOOPBACK = "127.0.0.1"

# Below the range from which the kernel gives ports to outgoing connections (32768 and up): a port from there could be
# taken by a client while its server is down.
_FIRST, _LAST = 20_000, 32_000


def is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port on which nobody listens now."""
    candidates = random.sample(range(_FIRST, _LAST), k=_LAST - _FIRST)
    return next(port for port in candidates if is_free(port))
