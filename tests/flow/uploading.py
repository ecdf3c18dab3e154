"""Large uploads as an enterprise sends them, and what they cost the process that takes them."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import socket
import sys
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psutil

from console.backing.ports import free_port
from console.demo import cast
from console.demo.client import Client
from console.installation import Installation
from console.supervisor import Program
from tests.faults.probe_processes import eventually

MIB = 1024 * 1024
PIECE = 64 * 1024
_BEGINNING = b"%PDF-1.7\n"


def pdf_of(size: int) -> Iterator[bytes]:
    """A made-up PDF of exactly so many bytes, piece by piece, no two pieces alike."""
    sent = 0
    while sent < size:
        head = _BEGINNING if not sent else b""
        piece = (head + hashlib.sha256(sent.to_bytes(8)).digest() * (PIECE // 32))[: min(PIECE, size - sent)]
        sent += len(piece)
        yield piece


def sha256_of(size: int) -> str:
    """Of `pdf_of(size)`."""
    digest = hashlib.sha256()
    for piece in pdf_of(size):
        digest.update(piece)
    return digest.hexdigest()


class Uploader:
    """Somebody signed in who sends files to a platform."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, pieces: Iterable[bytes], *, length: int | None) -> tuple[int, dict[str, Any]]:
        """Status and answer. With no length the body goes in chunks."""
        connection = self.begin(length)
        for piece in pieces:
            try:
                connection.send(piece if length is not None else b"%x\r\n%b\r\n" % (len(piece), piece))
            except (BrokenPipeError, ConnectionResetError):
                break  # it was refused before its end: the answer is there already
        else:
            connection.send(b"" if length is not None else b"0\r\n\r\n")
        answer = connection.getresponse()
        document = json.loads(answer.read())
        connection.close()
        return answer.status, document

    def begin(self, length: int | None) -> http.client.HTTPConnection:
        """A connection whose headers are sent."""
        target = urlsplit(self._client.address)
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=60)
        connection.putrequest("POST", f"/api/v1/cities/{cast.CITY}/files?name=evidence.pdf")
        connection.putheader("Authorization", f"Bearer {self._client.token}")
        connection.putheader("Idempotency-Key", str(uuid4()))
        connection.putheader("Content-Type", "application/pdf")
        if length is None:
            connection.putheader("Transfer-Encoding", "chunked")
        else:
            connection.putheader("Content-Length", str(length))
        connection.endheaders()
        return connection


class Memory:
    """What a process holds more than at the beginning, at its highest, in bytes."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        Path(f"/proc/{pid}/clear_refs").write_text("5")  # the kernel forgets the highest so far
        self._before = psutil.Process(pid).memory_info().rss

    def grown_by(self) -> int:
        status = Path(f"/proc/{self._pid}/status").read_text()
        [highest] = [line.split() for line in status.splitlines() if line.startswith("VmHWM:")]
        return int(highest[1]) * 1024 - self._before


class Bucket:
    """A bucket in an S3 storage that runs in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._port = free_port()
        argv = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self._port)]
        self._program = Program(argv, os.environ, folder / "s3.log")
        self.name = "evidence"
        self.environment = {
            "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{self._port}",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "made-up",
            "AWS_SECRET_ACCESS_KEY": "made-up",
        }

    def __enter__(self) -> Bucket:
        self._program.start()
        eventually(self._listens)
        self._ask("PUT", "")
        return self

    def __exit__(self, *_: object) -> None:
        self._program.stop()

    def sizes(self, prefix: str) -> dict[str, int]:
        """Of the objects whose keys begin so, by the rest of their keys."""
        found = re.findall(
            r"<Key>(.*?)</Key>.*?<Size>(\d+)</Size>", self._ask("GET", f"?list-type=2&prefix={prefix}"), re.DOTALL
        )
        return {key.removeprefix(prefix): int(size) for key, size in found}

    def _ask(self, method: str, query: str) -> str:
        address = f"{self.environment['AWS_ENDPOINT_URL_S3']}/{self.name}{query}"
        with urllib.request.urlopen(urllib.request.Request(address, method=method), timeout=20) as answer:
            return str(answer.read().decode())

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0


def gateway_of(installation: Installation) -> int:
    """The process that takes uploads."""
    pid = installation.supervisor.pid("gateway" if installation.is_real else "platform")
    assert pid is not None
    return pid
