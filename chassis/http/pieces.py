"""The pieces of an answer that is sent while it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class BrokenAnswer(Exception):
    """The body failed after its head was sent, or had another length than declared: a part must not look whole."""


class Pieces:
    """The pieces of a body that are not empty.

    The first is fetched at once: what fails there can still be answered honestly. Later failures are `BrokenAnswer`.
    """

    def __init__(self, source: Iterable[bytes]) -> None:
        self._source = source
        try:
            self._iterator = iter(source)
            self._first = next(self._iterator, b"")
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        try:
            if self._first:
                yield self._first
            self._first = b""
            yield from (piece for piece in self._iterator if piece)
        except Exception as error:
            raise BrokenAnswer("the body failed while it was sent") from error

    def close(self) -> None:
        """Let go of what the body holds open."""
        close = getattr(self._source, "close", None)
        if close is not None:
            close()
