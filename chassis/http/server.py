"""The server: listens, admits connections, and stops without losing a request. It needs eventlet, not Nameko."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any

import eventlet
from eventlet.event import Event

from chassis import metrics
from chassis.http.answering import answer_to_error
from chassis.http.connection import RECEIVE_BYTES, Connection
from chassis.http.errors import TooBusy
from chassis.http.messages import Request
from chassis.http.rendering import HeadRenderer
from chassis.http.request_ids import new_request_id
from chassis.http.routing import Endpoint, Router
from chassis.http.settings import HttpSettings

log = logging.getLogger(__name__)

BACKLOG = 1024
REFUSED_AT_ONCE = 100
REFUSAL_SECONDS = 0.5
ACCEPT_RETRY_SECONDS = 0.1

Spawn = Callable[[Callable[[], None]], Any]


class Server:
    """Serves endpoints at one address. `spawn` starts a greenlet; a container passes its own, to own what runs."""

    def __init__(
        self, endpoints: Iterable[Endpoint], settings: HttpSettings | None = None, *, spawn: Spawn = eventlet.spawn
    ) -> None:
        self.settings = settings or HttpSettings()
        self.router = Router(endpoints)
        self.renderer = HeadRenderer(self.settings.default_headers)
        self.is_draining = False
        self._spawn = spawn
        self._connections: set[Connection] = set()
        self._refused = 0
        self._listener: Any = None
        self._acceptor: Any = None
        self._connection_ended = Event()
        self._drained: Event | None = None

    def start(self, host: str, port: int) -> None:
        """Listen (port 0: any free one, see `port`) and accept. Raises OSError when the address is taken."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = eventlet.listen(
            (host, port), family=family, backlog=BACKLOG, reuse_port=self.settings.reuse_port
        )
        # Somebody may have set a default timeout for new sockets (kombu did).
        self._listener.settimeout(None)
        self._acceptor = self._spawn(self._accept)

    @property
    def port(self) -> int:
        """The port that it listens at."""
        return int(self._listener.getsockname()[1])

    def drain(self) -> None:
        """Stop: accept nobody, answer what has begun to arrive (at most `drain_seconds`), then hang up.

        Every answer says `Connection: close` from now on. May be called by several; each returns when it is done.
        """
        if self._drained is not None:
            self._drained.wait()
            return
        self._drained = Event()
        self.is_draining = True
        self._accept_those_who_wait()
        self.close()
        with eventlet.Timeout(self.settings.limits.drain_seconds, False):
            while any(not connection.is_idle for connection in self._connections):
                self._wait_for_an_end()
            for connection in list(self._connections):
                connection.stop_reading()
            while self._connections:
                self._wait_for_an_end()
        if self._connections:
            log.warning("stopped before every request was answered", extra={"connections": len(self._connections)})
        for connection in list(self._connections):
            connection.hang_up()
        self._drained.send()

    def close(self) -> None:
        """Accept nobody from now on."""
        self.is_draining = True
        if self._acceptor is not None:
            self._acceptor.kill()
            self._listener.close()
            self._acceptor = None

    def _accept_those_who_wait(self) -> None:
        """Whom the kernel has let in already, perhaps with a request: closing the listener would reset them."""
        if self._acceptor is not None:
            self._acceptor.kill()
            self._listener.settimeout(0)
            with suppress(OSError):
                while True:
                    sock, address = self._listener.accept()
                    self._admit(sock, address[0])

    def _wait_for_an_end(self) -> None:
        self._connection_ended = Event()
        self._connection_ended.wait()

    def _accept(self) -> None:
        while True:
            try:
                sock, address = self._listener.accept()
            except OSError:
                # No file descriptors left, or a client that was gone before we came to it: neither may end the server.
                log.exception("accept failed")
                eventlet.sleep(ACCEPT_RETRY_SECONDS)
            else:
                self._admit(sock, address[0])

    def _admit(self, sock: Any, remote_address: str) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if len(self._connections) >= self.settings.limits.connections:
            self._turn_away(sock, remote_address)
            return
        connection = Connection(self, sock, remote_address)
        self._connections.add(connection)
        metrics.set_connections(len(self._connections))
        self._spawn(partial(self._serve, connection))

    def _serve(self, connection: Connection) -> None:
        try:
            connection.serve()
        finally:
            self._connections.discard(connection)
            metrics.set_connections(len(self._connections))
            if self._drained is not None and not self._connection_ended.ready():
                self._connection_ended.send()

    def _turn_away(self, sock: Any, remote_address: str) -> None:
        """A 503, unless there are too many to be polite to."""
        if self._refused >= REFUSED_AT_ONCE:
            sock.close()
            return
        self._refused += 1
        self._spawn(partial(self._refuse, sock, remote_address))

    def _refuse(self, sock: Any, remote_address: str) -> None:
        request = Request(request_id=new_request_id(), remote_address=remote_address)
        response = answer_to_error(TooBusy(), request, self.settings.error_response)
        head = self.renderer.render(response, request, is_kept=False)
        try:
            sock.settimeout(REFUSAL_SECONDS)
            sock.sendall(head + response.body if isinstance(response.body, bytes) else head)
            sock.shutdown(socket.SHUT_WR)
            sock.recv(RECEIVE_BYTES)
        except OSError:
            log.debug("a client that was turned away is gone")
        finally:
            sock.close()
            self._refused -= 1
