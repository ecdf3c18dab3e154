"""The statements of one "submit declaration", as our code sends them: for the raw limit and the hand-written peer.

The command is recorded through the real use case. To run it for another draft, the ids in its text are replaced, so
the same rows are written, and nothing of Python is left but sending text and waiting.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import psycopg2.extensions

from benchmarks.load import Answered
from benchmarks.stage import Copy
from casework.shelf import packs_of
from chassis.commands import Asked, run_command
from chassis.config import Settings
from chassis.idempotency import Key
from chassis.runtime import Runtime
from contracts.actor import Actor
from services.declaration.storage.unit import DeclarationUnit
from services.declaration.use_cases.submit_declaration import submit_declaration

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Commands:
    """Runs the use case in this process, one command after another, as one actor."""

    def __init__(self, settings: Settings, actor: Actor, *, unit: type[DeclarationUnit] = DeclarationUnit) -> None:
        self.runtime = Runtime.of("declaration", unit, settings)
        self.packs = packs_of(settings)
        self.actor = actor

    def submit(self, declaration_id: UUID, *, is_keyed: bool = True) -> Any:
        """The answer."""
        key = Key(
            city=self.actor.city,
            account_id=self.actor.account_id,
            route="declaration.submit",
            key=str(uuid4()),
            fingerprint=b"\1" * 32,
        )
        asked = Asked(actor=self.actor, request_id="bench", key=key if is_keyed else None)
        use_case = partial(self._use_case, declaration_id)
        return run_command(self.runtime.units, asked, use_case, now=self.runtime.clock.now)

    def _use_case(self, declaration_id: UUID, unit: DeclarationUnit) -> Any:
        return submit_declaration(
            unit, self.packs, self.runtime.clock, self.actor, declaration_id, expected_version=None
        )


@dataclass(frozen=True)
class Recorded:
    """The texts of one command, one per round trip, cut at the ids that every command has of its own."""

    texts: Sequence[Sequence[str]]
    copy_id: str
    case_id: str
    answer: str

    def for_copy(self, copy_id: str, case_id: str) -> list[str]:
        """The texts for another draft."""
        own = {self.copy_id: copy_id, self.case_id: case_id}
        return ["".join(self._filled(pieces, own)) for pieces in self.texts]

    @staticmethod
    def _filled(pieces: Sequence[str], own: dict[str, str]) -> Iterator[str]:
        for number, piece in enumerate(pieces):
            yield own.setdefault(piece, str(uuid4())) if number % 2 else piece


def record(commands: Commands, first: Copy, second: Copy) -> Recorded:
    """Record the command for two copies of one draft; ids that differ are made anew for each command."""
    one, answer = _sent(commands, first)
    two, _ = _sent(commands, second)
    pairs = zip(_ID.findall("".join(one)), _ID.findall("".join(two)), strict=True)
    cut = re.compile("(" + "|".join({ours for ours, theirs in pairs if ours != theirs}) + ")")
    return Recorded([cut.split(text) for text in one], str(first.id), str(first.case_id), answer)


def write_raw(url: str, recorded: Recorded, copies: Iterable[Copy], *, connections: int) -> Answered:
    """(a), the raw limit: the same rows in the same round trips by psycopg2, with nothing around it."""
    waiting: SimpleQueue[Copy | None] = SimpleQueue()
    for copy in (*copies, *[None] * connections):
        waiting.put(copy)
    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        parts = list(pool.map(lambda _: _write(url, recorded, waiting), range(connections)))
    milliseconds = [each for part in parts for each in part]
    return Answered(time.perf_counter() - began, {"200": len(milliseconds)}, milliseconds)


def _write(url: str, recorded: Recorded, waiting: SimpleQueue[Copy | None]) -> list[float]:
    took = []
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        while (copy := waiting.get()) is not None:
            began = time.perf_counter()
            for text in recorded.for_copy(str(copy.id), str(copy.case_id)):
                cursor.execute(text)
            took.append((time.perf_counter() - began) * 1000)
    return took


class _Recording(psycopg2.extensions.cursor):
    sent: list[str] = []  # noqa: RUF012  # of the class: it is the connection that makes the cursors

    def execute(self, query: Any, parameters: Any = None) -> None:
        self.sent.append(query.decode() if isinstance(query, bytes) else str(query))
        super().execute(query, parameters)


def _sent(commands: Commands, copy: Copy) -> tuple[list[str], str]:
    """What one command sends, and its answer."""
    pool = commands.runtime.units.pool
    with pool.connection() as connection:  # the pool hands out the same one next
        connection.cursor_factory = _Recording
    _Recording.sent.clear()
    answer = commands.submit(copy.id)
    with pool.connection() as connection:
        connection.cursor_factory = psycopg2.extensions.cursor
    return list(_Recording.sent), json.dumps(answer)
