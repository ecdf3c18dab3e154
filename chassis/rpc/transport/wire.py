"""The messages: a list of calls, and a list of answers. JSON.

A call is `[id, method, arguments, headers, remaining_ms]`; an answer is `[id, result, error]`, where
`error` is null or an object with a `code`. Ids are numbers that mean something to the caller only.
What is left of the timeout travels as a duration, so hosts need no common clock; the time a message
waits in the queue is not counted by the service, only by the message's own expiry.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

INTERNAL_ERROR: Final = {"code": "internal"}


class MalformedMessage(ValueError):
    """A message that is no list of calls or answers."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call as the service gets it. `deadline` is `time.monotonic()` seconds: nobody waits for the answer later."""

    method: str
    arguments: dict[str, Any]
    headers: dict[str, str]
    deadline: float

    @property
    def is_expired(self) -> bool:
        return self.deadline <= time.monotonic()


def begin_call(call_id: int, method: str, arguments: Mapping[str, Any], headers: Mapping[str, str]) -> bytes:
    """A call up to its remaining time, which is known only when it leaves. TypeError for what is not JSON."""
    return orjson.dumps([call_id, method, arguments, headers])[:-1]


def finish_call(begun: bytes, remaining_ms: int) -> bytes:
    """The call, ready for `join`."""
    return b"%b,%d]" % (begun, remaining_ms)


def encode_answer(call_id: int, result: Any, error: Mapping[str, Any] | None) -> bytes:
    """An answer, ready for `join`. TypeError for what is not JSON."""
    return orjson.dumps([call_id, result, error])


def join(encoded: Iterable[bytes]) -> bytes:
    """A message of calls or answers."""
    return b"[" + b",".join(encoded) + b"]"


def decode_calls(body: bytes) -> list[tuple[int, Call]]:
    """Ids and calls; deadlines count from now. Raises `MalformedMessage`."""
    now = time.monotonic()
    try:
        calls = [
            (call_id, Call(method, arguments, headers, now + remaining_ms / 1000))
            for call_id, method, arguments, headers, remaining_ms in orjson.loads(body)
        ]
        if not all(isinstance(call.arguments, dict) and isinstance(call.headers, dict) for _, call in calls):
            raise MalformedMessage("arguments and headers have to be objects")
        return calls
    except (ValueError, TypeError) as error:
        raise MalformedMessage(str(error)) from error


def decode_answers(body: bytes) -> list[tuple[int, Any, dict[str, Any] | None]]:
    """Ids, results and errors. Raises `MalformedMessage`."""
    try:
        return [(call_id, result, error) for call_id, result, error in orjson.loads(body)]
    except (ValueError, TypeError) as error:
        raise MalformedMessage(str(error)) from error


def ids_of(body: bytes) -> list[int]:
    """The ids of a message of calls that came back."""
    return [call[0] for call in orjson.loads(body)]
