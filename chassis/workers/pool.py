"""The asking side: a few worker processes, started when they are needed, never more than so many jobs waiting.

A worker is a fresh interpreter, not a fork: what is green here is not green there. The hub goes on while
a worker works, because all that this side does is to wait for a socket.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

import eventlet
from eventlet.green import socket
from eventlet.semaphore import Semaphore

from chassis.workers import ANSWER, JOB, LARGEST, JobRefused, Outcome

log = logging.getLogger(__name__)

_GONE_SECONDS = 5.0


class PoolFull(Exception):
    """So many jobs wait already that one more would only wait longer."""


class JobTimedOut(Exception):
    """The job was not done in time; its worker was ended."""


class WorkerDied(Exception):
    """The worker ended in the middle of the job: killed, or out of memory."""


class JobFailed(Exception):
    """A bug of the work: the text is the worker's traceback."""


class Worker:
    """One process and the socket to it."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self.is_fresh = True
        ours, theirs = socket.socketpair()
        with closing(theirs):
            # A group of its own: Ctrl-C in a terminal is for the process that asks, which ends its workers itself.
            self._process = subprocess.Popen(
                list(command), env=dict(environ), stdin=theirs, stdout=theirs, process_group=0
            )
        self._socket = ours

    @property
    def pid(self) -> int:
        return int(self._process.pid)

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def ask(self, job: bytes) -> tuple[Outcome, bytes]:
        """The answer. WorkerDied when the socket closes before it is whole."""
        try:
            self._socket.sendall(JOB.pack(len(job)) + job)
            outcome, size = ANSWER.unpack(self._exactly(ANSWER.size))
            if size > LARGEST:
                raise WorkerDied()
            answer = self._exactly(size)
        except OSError as error:
            raise WorkerDied() from error
        self.is_fresh = False
        return Outcome(outcome), answer

    def kill(self) -> None:
        """End the process, whatever it does, and wait until it is gone. Who waits for its answer learns of it."""
        if self.is_running:
            self._process.kill()
        self._process.wait(_GONE_SECONDS)

    def end(self) -> None:
        """The same, where nobody waits for an answer."""
        self.kill()
        self._socket.close()

    def _exactly(self, size: int) -> bytes:
        received = bytearray()
        while len(received) < size:
            piece = self._socket.recv(min(size - len(received), 1 << 16))
            if not piece:
                raise WorkerDied()
            received += piece
        return bytes(received)


class WorkerPool:
    """At most `size` workers at once and `waiting` jobs behind them; `seconds` is the time of a job, start included.

    `command` starts one worker, whose program calls `chassis.workers.serving.serve`.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: int,
        waiting: int,
        seconds: float,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._command, self._environ, self._seconds = tuple(command), environ, seconds
        self._slots = Semaphore(size)
        self._room = size + waiting
        self._inside = 0
        self._is_stopped = False
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()

    @property
    def pids(self) -> tuple[int, ...]:
        """The worker processes of this moment."""
        return tuple(worker.pid for worker in (*self._idle, *self._busy))

    def run(self, job: bytes) -> bytes:
        """The result. Raises PoolFull, JobTimedOut, WorkerDied, JobFailed, or JobRefused with the worker's reason."""
        if self._inside >= self._room:
            raise PoolFull()
        self._inside += 1
        try:
            with self._slots:
                outcome, answer = self._asked(job)
        finally:
            self._inside -= 1
        if outcome is Outcome.REFUSED:
            raise JobRefused(json.loads(answer))
        if outcome is Outcome.FAILED:
            raise JobFailed(answer.decode(errors="replace"))
        return answer

    def stop(self) -> None:
        """End all workers; jobs that were under way fail with WorkerDied."""
        self._is_stopped = True
        while self._idle:
            self._idle.pop().end()
        for worker in tuple(self._busy):
            worker.kill()

    def _asked(self, job: bytes) -> tuple[Outcome, bytes]:
        """A worker that waited may have ended meanwhile, idle or done with its share: then a fresh one is asked."""
        try:
            with self._worker() as worker:
                was_fresh = worker.is_fresh
                return self._in_time(worker, job)
        except WorkerDied:
            if was_fresh or self._is_stopped:
                raise
        with self._worker() as worker:
            return self._in_time(worker, job)

    def _in_time(self, worker: Worker, job: bytes) -> tuple[Outcome, bytes]:
        timeout = eventlet.Timeout(self._seconds, JobTimedOut())
        try:
            return worker.ask(job)
        finally:
            timeout.cancel()

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        """A worker for one job; it goes back to the idle ones if it answered, and is ended otherwise."""
        worker = self._waiting_worker() or Worker(self._command, self._environ)
        self._busy.add(worker)
        try:
            yield worker
        except BaseException as error:
            log.warning("a worker process was ended", extra={"pid": worker.pid, "error": type(error).__name__})
            worker.end()
            raise
        else:
            if self._is_stopped:
                worker.end()
            else:
                self._idle.append(worker)
        finally:
            self._busy.discard(worker)

    def _waiting_worker(self) -> Worker | None:
        while self._idle:
            worker = self._idle.pop()
            if worker.is_running:
                return worker
            worker.end()
        return None
