"""A request body that is read while it arrives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chassis.http.parsing import Message

PIECE_BYTES = 64 * 1024


class BodyStream:
    """The body of a streamed route. The socket is read only when `read` needs bytes: that is the back-pressure.

    `length` is the declared size in bytes, None for a chunked body. What is not read is not kept: the connection
    closes after the answer.
    """

    def __init__(self, message: Message, receive: Callable[[Message], None]) -> None:
        self.length = message.content_length
        self._message = message
        self._receive = receive
        self._is_closed = False

    def read(self, size: int = PIECE_BYTES) -> bytes:
        """1 to `size` bytes, b"" only after the last byte of a whole body.

        Raises `BodyCutOff` (the client left), `BodyTooLarge` (above the route's limit), `RequestTimedOut` (too slow),
        `MalformedRequest` (broken chunks); ValueError for a size below 1 or when the request was already answered.
        """
        if size < 1 or self._is_closed:
            raise ValueError("the request was answered" if self._is_closed else "a size is at least 1")
        body = self._message.body
        while not body and not self._message.is_whole:
            self._receive(self._message)
        if len(body) <= size:
            piece = bytes(body)
            body.clear()
        else:
            piece = bytes(body[:size])
            del body[:size]
        return piece

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read():
            yield piece

    def close(self) -> None:
        """The request was answered: nobody may read on, for the next bytes may be another request's."""
        self._is_closed = True
