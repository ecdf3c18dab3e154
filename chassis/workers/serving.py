"""The worker's side: one job after another, until the other side is gone, idles, or the worker has done its share.

It runs in a fresh interpreter and imports nothing but the standard library. A worker needs nobody to end
it: a closed socket, an alarm per job and a limit on its memory do, also when its owner was killed.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import socket
import traceback
from collections.abc import Callable

from chassis.workers import ANSWER, JOB, LARGEST, JobRefused, Outcome

Work = Callable[[bytes], bytes]


def serve(work: Work, *, jobs: int, idle_seconds: float, job_seconds: int, memory_bytes: int) -> None:
    """Answer at most so many jobs with what `work` makes of them; a `JobRefused` is an answer too, and the last one.

    `job_seconds` is the worker's own alarm, for the case that nobody is left to end it.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    channel = _channel()
    for _ in range(jobs):
        if not select.select([channel], [], [], idle_seconds)[0]:
            return
        job = _received(channel)
        if job is None:
            return
        signal.alarm(job_seconds)
        outcome, answer = _answer(work, job)
        channel.sendall(ANSWER.pack(outcome.value, len(answer)) + answer)
        signal.alarm(0)
        if outcome is not Outcome.DONE:
            return


def _channel() -> socket.socket:
    """The socket, taken away from standard output: what a library prints goes to the log instead of into an answer."""
    channel = socket.socket(fileno=os.dup(0))
    channel.setblocking(True)  # the other side is green, and what is green shares its flags
    os.dup2(2, 1)
    return channel


def _received(channel: socket.socket) -> bytes | None:
    head = _exactly(channel, JOB.size)
    if head is None:
        return None
    (size,) = JOB.unpack(head)
    return _exactly(channel, size) if size <= LARGEST else None


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    """So many bytes; None where the other side closed before."""
    received = bytearray()
    while len(received) < size:
        piece = channel.recv(min(size - len(received), 1 << 16))
        if not piece:
            return None
        received += piece
    return bytes(received)


def _answer(work: Work, job: bytes) -> tuple[Outcome, bytes]:
    try:
        return Outcome.DONE, work(job)
    except JobRefused as refused:
        return Outcome.REFUSED, json.dumps(refused.reason).encode()
    except Exception:  # noqa: BLE001  # the one who asked logs it
        return Outcome.FAILED, traceback.format_exc().encode()
