"""Answers on their way to the client: one send for what was answered together, pieces for streamed bodies."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import Any

from chassis.http.errors import RequestTimedOut
from chassis.http.pace import Pace
from chassis.http.pieces import BrokenAnswer
from chassis.http.rendering import LAST_CHUNK
from chassis.http.settings import KIB, Limits

BATCH_BYTES = 64 * KIB


class Sender:
    """The writing side of one connection. A client that does not take its answer is given up: OSError."""

    def __init__(self, sock: Any, limits: Limits) -> None:
        self._socket = sock
        self._limits = limits
        self._pending: list[bytes] = []
        self._pending_bytes = 0

    def add(self, payload: bytes) -> None:
        """Send it with the next `flush`, or now when much is waiting."""
        self._pending.append(payload)
        self._pending_bytes += len(payload)
        if self._pending_bytes >= BATCH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Send what was added."""
        if self._pending:
            payload = self._pending[0] if len(self._pending) == 1 else b"".join(self._pending)
            self._pending.clear()
            self._pending_bytes = 0
            self._send(payload)

    def send_chunks(self, pieces: Iterable[bytes]) -> None:
        """A body of unknown length."""
        for piece in pieces:
            self.add(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.flush()
        self.add(LAST_CHUNK)

    def send_pieces(self, pieces: Iterable[bytes], length: int | None) -> None:
        """A body of known length, or (HTTP/1.0) one that ends with the connection. Raises `BrokenAnswer`."""
        sent = 0
        for piece in pieces:
            sent += len(piece)
            if length is not None and sent > length:
                raise BrokenAnswer(f"more than {length} bytes")
            self.add(piece)
            self.flush()
        if length is not None and sent < length:
            raise BrokenAnswer(f"{sent} of {length} bytes")

    def _send(self, payload: bytes) -> None:
        self._socket.settimeout(self._limits.stall_seconds)
        sent = self._socket.send(payload)
        if sent == len(payload):
            return
        pace = Pace(self._limits)
        rest = memoryview(payload)[sent:]
        while rest:
            started = monotonic()
            sent = self._socket.send(rest)
            rest = rest[sent:]
            try:
                pace.record(monotonic() - started, sent)
            except RequestTimedOut as slow:
                raise TimeoutError("the client takes its answer too slowly") from slow
