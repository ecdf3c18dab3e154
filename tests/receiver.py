"""An HTTP server of a test's own, in a thread: it keeps what it is sent and answers as it is told."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson


@dataclass(frozen=True)
class Received:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What to answer: after how long, and piece by piece where `pieces` is given, each after its pause."""

    status: int = 204
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    after_seconds: float = 0.0
    pieces: tuple[tuple[bytes, float], ...] = ()


@dataclass
class Receiver:
    """`replies` are used up one by one; after the last one everything is taken with 204."""

    port: int = 0
    scheme: str = "http"
    received: list[Received] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    answer: Callable[[Received], Reply] | None = None

    @property
    def url(self) -> str:
        return f"{self.scheme}://localhost:{self.port}/hook"

    def reply_to(self, request: Received) -> Reply:
        self.received.append(request)
        if self.answer is not None:
            return self.answer(request)
        return self.replies.pop(0) if self.replies else Reply()


@contextmanager
def receiving(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver that listens at a free port of this machine until the block ends."""
    receiver = Receiver(scheme="https" if tls else "http")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply = receiver.reply_to(Received(self.path, dict(self.headers.items()), body))
            time.sleep(reply.after_seconds)
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) or sum(len(piece) for piece, _ in reply.pieces)))
            self.end_headers()
            self.wfile.write(reply.body)
            with suppress(OSError):  # whoever asked may be gone by then
                for piece, pause in reply.pieces:
                    time.sleep(pause)
                    self.wfile.write(piece)
                    self.wfile.flush()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_port
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
