"""The limits of a server, and what its owner plugs into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from chassis.http.errors import Header
from chassis.http.messages import Request, Response
from chassis.http.problems import problem_response

KIB = 1024
MIB = 1024 * KIB

ErrorResponse = Callable[[Request, Exception], Response | None]
"""Maps an error to its answer; None leaves it to the server: an opaque 500, written to the log with its traceback.

It is asked about protocol errors too, for which the request may be blank but for its id.
"""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Deadlines in seconds, sizes in bytes. The defaults suit a gateway behind a proxy, and survive without one."""

    head_seconds: float = 5
    """For the request line and all headers together, from their first byte; also for the first byte of a connection."""
    idle_seconds: float = 75
    """Between two requests of a connection."""
    body_seconds: float = 30
    """For a whole buffered body."""
    stall_seconds: float = 15
    """Without one byte moving, in a streamed upload or in any answer."""
    stream_bytes_per_second: int = 8 * KIB
    """The least rate of a streamed upload, and of an answer, once `stall_seconds` were spent waiting for the client."""
    worker_seconds: float = 10
    """For a worker to come free; afterwards 503."""
    drain_seconds: float = 25
    """For the requests in flight when the server stops."""

    address_bytes: int = 8 * KIB
    head_bytes: int = 32 * KIB
    header_count: int = 100
    body_bytes: int = MIB
    """For buffered routes that do not say otherwise."""
    connections: int = 1000
    requests_per_connection: int = 10_000
    """Then `Connection: close`, so that clients spread over the processes that share a port."""


@dataclass(frozen=True, kw_only=True)
class HttpSettings:
    """A service class with routes may hold one as `http_settings`.

    `default_headers` go with every answer that does not set a header of that name itself.
    """

    limits: Limits = field(default_factory=Limits)
    error_response: ErrorResponse = problem_response
    default_headers: tuple[Header, ...] = ()
    reuse_port: bool = False
    """Several processes listen at one port, and the kernel spreads the connections."""
