"""What each thing around the rule costs a command: the command with and without it, in one process, in turns."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from statistics import median
from typing import Any

from benchmarks.recorded import Commands
from benchmarks.stage import Copy, Stage
from chassis.auth import signer_from, verifier_from
from chassis.db.transaction import Transaction
from console.backing.postgres import SUPERUSER
from contracts.actor import Actor
from gateway.sessions import Sessions
from services.declaration.storage.unit import DeclarationUnit

TIMES = 250


class Silent:
    """Takes part in a unit of work, and writes nothing."""

    count = 0

    def add(self, events: Iterable[Any]) -> None:
        """Announce nothing."""

    def record(self, *_: Any, **__: Any) -> None:
        """Record nothing."""


class _NoOutbox(DeclarationUnit):
    def __init__(self, transaction: Transaction, *, actor: Actor, request_id: str, now: datetime) -> None:
        super().__init__(transaction, actor=actor, request_id=request_id, now=now)
        self.outbox: Any = Silent()


class _NoAudit(DeclarationUnit):
    def __init__(self, transaction: Transaction, *, actor: Actor, request_id: str, now: datetime) -> None:
        super().__init__(transaction, actor=actor, request_id=request_id, now=now)
        self.audit: Any = Silent()


def costs(stage: Stage, actor: Actor, draft: str) -> list[tuple[str, float, float]]:
    """(piece, milliseconds from start to end, milliseconds of CPU in the process): what leaving it out saves."""
    settings = stage.installation.settings
    unprotected = replace(settings, database_url=settings.database_url.replace("{role}", SUPERUSER))
    variants = {
        "the whole command": Commands(settings, actor),
        "idempotency key and stored answer": Commands(settings, actor),
        "outbox row": Commands(settings, actor, unit=_NoOutbox),
        "audit row and its chain": Commands(settings, actor, unit=_NoAudit),
        "row-level security": Commands(unprotected, actor),
    }
    copies = stage.copies(draft, TIMES * len(variants))
    took: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(TIMES):
        for name, commands in variants.items():
            took[name].append(_timed(commands, copies.pop(), is_keyed=not name.startswith("idempotency")))
    middle = {name: [median(values) for values in zip(*each, strict=True)] for name, each in took.items()}
    for commands in variants.values():
        commands.runtime.close()
    whole = middle.pop("the whole command")
    saved = [(name, whole[0] - wall, whole[1] - cpu) for name, (wall, cpu) in middle.items()]
    return [("the whole command", whole[0], whole[1]), *saved, *_authorisation(stage, actor)]


def _timed(commands: Commands, copy: Copy, *, is_keyed: bool) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    commands.submit(copy.id, is_keyed=is_keyed)
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _authorisation(stage: Stage, actor: Actor) -> list[tuple[str, float, float]]:
    settings = stage.installation.settings
    signer, verifier = signer_from(settings.actor_private_key), verifier_from(settings.actor_public_key)
    sessions = Sessions(lambda *_: {"actor": actor.as_claims(), "must_change_password": False})
    token = signer.sign(actor)

    def remembered() -> None:
        sessions.of("Bearer benchmark", actor.city)
        actor.must("declaration.submit")
        verifier.verify(signer.sign(actor))

    def anew() -> None:
        verifier_from(settings.actor_public_key).verify(token)

    return [
        ("authorisation, session and signature remembered", *_each(remembered, 2000)),
        ("authorisation, signature verified anew (once in half a minute)", *_each(anew, 300)),
    ]


def _each(act: Callable[[], Any], times: int) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        act()
    return (time.perf_counter() - wall) * 1000 / times, (time.process_time() - cpu) * 1000 / times
