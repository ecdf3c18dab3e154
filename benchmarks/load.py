"""The load: one process, many connections, each with one request at a time. `python -m benchmarks.load SPEC.json`.

SPEC is an `Asked` as JSON; the `Answered` is printed as JSON. It costs the machine about 30 microseconds a request,
the same for whatever it is pointed at.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httptools
import uvloop

Request = tuple[str, str, str]
"""Method, path, token."""


@dataclass(frozen=True)
class Asked:
    """With `per_second` the requests start at that pace, else as fast as answers come."""

    address: str
    requests: Sequence[Request]
    connections: int = 20
    per_second: float | None = None


@dataclass
class Answered:
    """`statuses` counts answers; milliseconds are from the first byte sent to the last byte received."""

    seconds: float
    statuses: dict[str, int]
    milliseconds: list[float] = field(repr=False)

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds

    @property
    def p50(self) -> float:
        return quantiles(self.milliseconds, n=100)[49]

    @property
    def p99(self) -> float:
        return quantiles(self.milliseconds, n=100)[98]

    def must_be_all(self, *statuses: str) -> Answered:
        """SystemExit when anything else was answered: a figure over errors means nothing."""
        if not set(self.statuses) <= set(statuses):
            raise SystemExit(f"answers other than {', '.join(statuses)}: {self.statuses}")
        return self


def ask(asked: Asked) -> Answered:
    """Run the load in a process of its own."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as spec:
        json.dump(asdict(asked), spec)
        spec.flush()
        printed = subprocess.run(
            [sys.executable, "-m", "benchmarks.load", spec.name], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
    return Answered(**json.loads(printed))


class _Connection(asyncio.Protocol):
    """Keeps one connection busy."""

    def __init__(self, load: _Load) -> None:
        self._load = load
        self._transport: Any = None
        self._parser: Any = None
        self.began = 0.0
        self.is_idle = False

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def next(self) -> None:
        content = self._load.take()
        self.is_idle = content is None
        if content is not None:
            self._parser = httptools.HttpResponseParser(self)
            self.began = time.perf_counter()
            self._transport.write(content)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        self._load.answered(self._parser.get_status_code(), time.perf_counter() - self.began)
        asyncio.get_running_loop().call_soon(self.next)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._load.done.done():
            self._load.done.set_exception(exc or ConnectionError("the server closed a connection"))


class _Load:
    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._waiting = [_encoded(method, path, token) for method, path, token in reversed(asked.requests)]
        self._allowed = len(self._waiting) if asked.per_second is None else 0
        self._statuses: Counter[str] = Counter()
        self._milliseconds: list[float] = []
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def take(self) -> bytes | None:
        if not self._waiting or not self._allowed:
            return None
        self._allowed -= 1
        return self._waiting.pop()

    def answered(self, status: int, seconds: float) -> None:
        self._statuses[str(status)] += 1
        self._milliseconds.append(seconds * 1000)
        if len(self._milliseconds) == len(self._asked.requests):
            self.done.set_result(None)

    async def run(self) -> Answered:
        place, loop = urlsplit(self._asked.address), asyncio.get_running_loop()
        connections = [
            (await loop.create_connection(lambda: _Connection(self), str(place.hostname), place.port or 80))[1]
            for _ in range(self._asked.connections)
        ]
        began = time.perf_counter()
        for connection in connections:
            connection.next()
        if self._asked.per_second is not None:
            await self._keep_pace(connections, self._asked.per_second)
        await self.done
        return Answered(time.perf_counter() - began, dict(self._statuses), self._milliseconds)

    async def _keep_pace(self, connections: Sequence[_Connection], per_second: float) -> None:
        for _ in self._asked.requests:
            self._allowed += 1
            idle = [connection for connection in connections if connection.is_idle]
            if idle:  # the one that was idle for longest, so that the server closes none
                min(idle, key=lambda connection: connection.began).next()
            await asyncio.sleep(1 / per_second)


def _encoded(method: str, path: str, token: str) -> bytes:
    key = "" if method == "GET" else f"Idempotency-Key: {uuid4()}\r\nContent-Length: 0\r\n"
    return f"{method} {path} HTTP/1.1\r\nHost: benchmark\r\nAuthorization: Bearer {token}\r\n{key}\r\n".encode()


async def _main(spec: Path) -> None:
    given = json.loads(spec.read_text())
    print(json.dumps(asdict(await _Load(Asked(**given)).run())))


if __name__ == "__main__":
    uvloop.run(_main(Path(sys.argv[1])))
