"""kombu transport for RabbitMQ with buffered reads and coalesced writes; one greenlet reads, any may write.

Three things differ from kombu's `pyamqp`:
- Frames written in one turn of the hub leave as one write, by one greenlet, so they never interleave.
  A publisher waits while more than 1 MB is unsent; acknowledgements and heartbeats never wait.
- One `recv` fetches many frames.
- Publishing does not read. py-amqp drains the socket before each publish once `connection.blocked` is
  negotiated; with a reader greenlet that is a second reader, and frames get lost without a word.

TLS (`amqps://`) and processes without `eventlet.monkey_patch()` keep py-amqp's reads and writes.
"""

from __future__ import annotations

import contextlib
import socket
from struct import unpack_from
from typing import Any, ClassVar, Final

import eventlet
from amqp import spec
from amqp.exceptions import RecoverableConnectionError, UnexpectedFrame
from amqp.transport import TCPTransport
from eventlet import hubs, patcher
from eventlet.event import Event
from kombu.transport import pyamqp

UNSENT_LIMIT: Final = 1024 * 1024
READ_SIZE: Final = 128 * 1024
FRAME_HEAD, FRAME_END = 7, 0xCE

Frame = tuple[int, int, bytes]


class BufferedTransport(TCPTransport):
    """The socket of one connection."""

    def _setup_transport(self) -> None:
        self._inbound, self._parsed = b"", 0
        self._outbound: list[bytes] = []
        self._unsent = 0
        self._is_scheduled = self._is_sending = False
        self._failure: OSError | None = None
        self._room: Event | None = None
        self._write = self._enqueue

    def wait_for_room(self) -> None:
        """Hold a publisher back while too much is unsent. Never called by the greenlet that reads."""
        while self._unsent > UNSENT_LIMIT and self._failure is None:
            if eventlet.getcurrent() is hubs.get_hub().greenlet:
                return
            self._room = self._room or Event()
            self._room.wait()

    def next_frame(self) -> Frame | None:
        """A frame that is already here; None if more has to be read."""
        data, start = self._inbound, self._parsed
        if len(data) < start + FRAME_HEAD:
            return None
        kind, channel, size = unpack_from(">BHI", data, start)
        end = start + FRAME_HEAD + size
        if len(data) <= end:
            return None
        if data[end] != FRAME_END:
            raise UnexpectedFrame(f"Received frame_end {data[end]:#04x} while expecting 0xce")
        self._parsed = end + 1
        return kind, channel, data[start + FRAME_HEAD : end]

    def read_frame(self, unpack: Any = None) -> Frame:
        """The next frame. TimeoutError leaves everything readable later; OSError when the connection is gone."""
        while (frame := self.next_frame()) is None:
            self._inbound, self._parsed = self._inbound[self._parsed :] + self._receive(), 0
        return frame

    def _receive(self) -> bytes:
        try:
            data: bytes = self.sock.recv(READ_SIZE)
        except (TimeoutError, BlockingIOError):
            raise
        except (OSError, EOFError, AttributeError) as error:  # eventlet says EOFError, and the socket may be None
            self.connected = False
            raise OSError("connection lost while reading") from error
        if not data:
            self.connected = False
            raise OSError("Server unexpectedly closed connection")
        return data

    def _enqueue(self, data: Any) -> None:
        if self._failure is not None:
            raise OSError("connection lost while writing") from self._failure
        self._outbound.append(bytes(data))  # py-amqp reuses its buffer for the next frame
        self._unsent += len(data)
        if not self._is_scheduled:
            self._is_scheduled = True
            eventlet.spawn_n(self._flush)  # runs when the current greenlet yields

    def _flush(self) -> None:
        self._is_scheduled = False
        if self._is_sending:
            return
        self._is_sending = True
        try:
            while self._outbound:
                data, self._outbound = b"".join(self._outbound), []
                self._send(data)
        except (OSError, AttributeError) as error:
            self._fail(error)
        finally:
            self._is_sending = False

    def _send(self, data: bytes) -> None:
        """Past the green socket, whose timeout belongs to the reader: a full broker must not tear frames."""
        raw, left = self.sock.fd, memoryview(data)
        while left:
            try:
                sent = raw.send(left)
            except BlockingIOError:
                hubs.trampoline(raw, write=True, mark_as_closed=self.sock._mark_as_closed)
                continue
            left = left[sent:]
            self._unsent -= sent
            self._tell_publishers()

    def _fail(self, error: Exception) -> None:
        self._failure = OSError(str(error))
        self.connected = False
        self._outbound.clear()
        self._tell_publishers()
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)  # wakes the reader, which reports the loss

    def _tell_publishers(self) -> None:
        if self._room is not None and (self._unsent <= UNSENT_LIMIT or self._failure is not None):
            room, self._room = self._room, None
            room.send()

    def _shutdown_transport(self) -> None:
        if not self._is_sending:
            self._flush()
        self._failure = self._failure or OSError("connection closed")
        self._tell_publishers()


class Channel(pyamqp.Channel):
    """Bodies stay bytes; publishing waits for room instead of reading."""

    def __init__(self, connection: Any, channel_id: int | None = None, on_open: Any = None) -> None:
        super().__init__(connection, channel_id, auto_decode=False, on_open=on_open)

    def _basic_publish(
        self,
        msg: Any,
        exchange: str = "",
        routing_key: str = "",
        mandatory: bool = False,
        immediate: bool = False,
        **_: Any,
    ) -> Any:
        if self.connection is None:
            raise RecoverableConnectionError("basic_publish: connection closed")
        wait_for_room = getattr(self.connection.transport, "wait_for_room", None)
        if wait_for_room is not None:
            wait_for_room()
        return self.send_method(spec.Basic.Publish, "Bssbb", (0, exchange, routing_key, mandatory, immediate), msg)

    basic_publish = _basic_publish


class Connection(pyamqp.Connection):
    """py-amqp's connection over `BufferedTransport`."""

    Channel = Channel
    negotiate_capabilities: ClassVar[dict[str, bool]] = {
        "consumer_cancel_notify": True,
        "authentication_failure_close": True,
    }

    def Transport(  # noqa: N802  # py-amqp calls it as if it were a class
        self, host: str, connect_timeout: float | None, ssl: Any = False, *limits: Any, **options: Any
    ) -> Any:
        """The socket: buffered, or py-amqp's own for TLS and outside eventlet."""
        if ssl or not patcher.is_monkey_patched("socket"):
            return super().Transport(host, connect_timeout, ssl, *limits, **options)
        return BufferedTransport(host, connect_timeout, *limits, **options)

    def blocking_read(self, timeout: float | None = None) -> Any:
        """Handle one frame. A connection that is closed stays closed."""
        if self._transport is None:
            raise RecoverableConnectionError("connection already closed")
        if isinstance(self._transport, BufferedTransport) and (frame := self._transport.next_frame()) is not None:
            return self.on_inbound_frame(frame)
        return super().blocking_read(timeout)


class Transport(pyamqp.Transport):
    """`amqp://`"""

    Connection = Connection


class SecureTransport(pyamqp.SSLTransport):
    """`amqps://`"""

    Connection = Connection
