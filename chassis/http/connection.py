"""One client's connection: receive, answer in order, send, until either side has enough.

A buffered request reaches its handler only when it is whole, so a slow client keeps nothing but its connection. A
streamed one reaches it with its head; the handler then reads the socket through `request.body_stream`.
"""

from __future__ import annotations

import logging
import socket
import struct
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

from chassis.http.answering import answer_of, answer_to_error
from chassis.http.errors import BodyCutOff, RequestTimedOut
from chassis.http.messages import Request, Response
from chassis.http.parsing import Message, RequestParser
from chassis.http.pieces import BrokenAnswer, Pieces
from chassis.http.rendering import CONTINUE, has_body, is_chunked
from chassis.http.sending import Sender
from chassis.http.settings import KIB, MIB
from chassis.http.streams import BodyStream

if TYPE_CHECKING:
    from chassis.http.server import Server

log = logging.getLogger(__name__)

RECEIVE_BYTES = 64 * KIB
LEAST_PATIENCE_SECONDS = 0.001
LINGER_SECONDS = 2.0
LINGER_BYTES = 4 * MIB


class Connection:
    """`serve` runs in a greenlet of its own. `is_idle`: no request has begun to arrive, or is being answered."""

    def __init__(self, server: Server, sock: Any, remote_address: str) -> None:
        self.is_idle = True
        self._server = server
        self._limits = server.settings.limits
        self._error_response = server.settings.error_response
        self._socket = sock
        self._parser = RequestParser(server.router, self._limits, remote_address)
        self._sender = Sender(sock, self._limits)
        self._deadline: float | None = monotonic() + self._limits.head_seconds
        self._answered = 0

    def serve(self) -> None:
        """Until the connection is closed."""
        try:
            while self._receive() and self._answer_arrived():
                pass
        except OSError as error:
            log.debug("connection lost", extra={"error": type(error).__name__})
        except Exception:
            log.exception("connection failed")
            self._reset()
        finally:
            self._socket.close()

    def stop_reading(self) -> None:
        """End an idle connection, from another greenlet; a request that the kernel holds already is still answered."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RD)

    def hang_up(self) -> None:
        """End it whatever it does, from another greenlet."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _receive(self) -> bool:
        """Feed the parser; False when the client is gone or has nothing to say."""
        patience = self._limits.idle_seconds
        if self._deadline is not None:
            patience = max(self._deadline - monotonic(), LEAST_PATIENCE_SECONDS)
        self._socket.settimeout(patience)
        try:
            received = self._socket.recv(RECEIVE_BYTES)
        except TimeoutError:
            self._parser.refusal = RequestTimedOut()
            return self._parser.current is not None
        self.is_idle = False
        if not received:
            return False
        self._parser.feed(received)
        return True

    def _answer_arrived(self) -> bool:
        """Answer what can be answered, with one send; False when the connection is to be closed."""
        parser = self._parser
        while parser.arrived:
            message = parser.arrived.popleft()
            if not self._answer(message):
                return self._close_after(message.is_whole)
        if parser.refusal is not None:
            request = parser.refused_request()
            self._send(answer_to_error(parser.refusal, request, self._error_response), request, is_kept=False)
            return self._close_after(is_whole=False)
        self._sender.flush()
        self._await_next()
        return True

    def _close_after(self, is_whole: bool) -> bool:
        self._sender.flush()
        if not is_whole:
            self._linger()
        return False

    def _await_next(self) -> None:
        """Set the deadline for what is arriving; each message has one for its head and one for its body."""
        message = self._parser.current
        if message is None:
            self._deadline = None
            self.is_idle = True
            return
        if not message.is_head_whole:
            message.deadline = message.deadline or monotonic() + self._limits.head_seconds
        elif not message.is_body_timed:
            message.is_body_timed = True
            message.deadline = monotonic() + self._limits.body_seconds
            self._invite_body(message)
        self._deadline = message.deadline

    def _answer(self, message: Message) -> bool:
        """Run the handler and send its answer; whether the connection can go on."""
        request = message.request
        if message.refusal is not None:
            response = answer_to_error(message.refusal, request, self._error_response)
        elif message.is_streamed:
            self._sender.flush()
            response = self._answer_stream(message)
        else:
            assert message.endpoint is not None
            response = answer_of(message.endpoint.handler, request, self._error_response)
        self._answered += 1
        is_kept = (
            message.wants_keep_alive
            and message.is_whole
            and not self._server.is_draining
            and self._answered < self._limits.requests_per_connection
        )
        self._send(response, request, is_kept=is_kept)
        return is_kept

    def _answer_stream(self, message: Message) -> Response:
        assert message.endpoint is not None
        stream = message.request.body_stream = BodyStream(message, self._receive_piece)
        try:
            return answer_of(message.endpoint.handler, message.request, self._error_response)
        finally:
            stream.close()

    def _receive_piece(self, message: Message) -> None:
        """Called by the handler that reads a streamed body, in its greenlet, while ours waits for its answer."""
        if self._parser.refusal is not None:
            raise self._parser.refusal
        self._invite_body(message)
        self._socket.settimeout(self._limits.stall_seconds)
        started = monotonic()
        try:
            received = self._socket.recv(RECEIVE_BYTES)
        except TimeoutError:
            raise RequestTimedOut() from None
        except OSError as error:
            raise BodyCutOff() from error
        if not received:
            raise BodyCutOff()
        assert message.pace is not None
        message.pace.record(monotonic() - started, len(received))
        self._parser.feed(received)

    def _invite_body(self, message: Message) -> None:
        if message.expects_continue:
            message.expects_continue = False
            self._sender.add(CONTINUE)
            self._sender.flush()

    def _send(self, response: Response, request: Request, *, is_kept: bool) -> None:
        renderer = self._server.renderer
        try:
            head = renderer.render(response, request, is_kept=is_kept)
        except ValueError as error:
            if isinstance(response.body, Pieces):
                response.body.close()
            response = answer_to_error(error, request, self._error_response)
            head = renderer.render(response, request, is_kept=is_kept)
        body = response.body
        if isinstance(body, bytes):
            self._sender.add(head + body if has_body(response, request) else head)
        else:
            self._sender.add(head)
            self._send_pieces(response, request)

    def _send_pieces(self, response: Response, request: Request) -> None:
        pieces = response.body
        assert isinstance(pieces, Pieces)
        try:
            if not has_body(response, request):
                return
            if is_chunked(response, request):
                self._sender.send_chunks(pieces)
            else:
                self._sender.send_pieces(pieces, response.content_length)
        except BrokenAnswer:
            log.exception("answer broken off", extra={"request_id": request.request_id, "path": request.path})
            self._reset()
            raise ConnectionAbortedError from None
        finally:
            pieces.close()

    def _linger(self) -> None:
        """Read on for a moment after the last answer: closing on unread bytes resets, and the answer would be lost."""
        deadline, left = monotonic() + LINGER_SECONDS, LINGER_BYTES
        self._socket.shutdown(socket.SHUT_WR)
        while left > 0 and (patience := deadline - monotonic()) > 0:
            self._socket.settimeout(patience)
            discarded = self._socket.recv(RECEIVE_BYTES)
            if not discarded:
                return
            left -= len(discarded)

    def _reset(self) -> None:
        """Close with a reset, so that nobody takes what was sent for the whole."""
        with suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
