"""Running a command: one transaction, one effect per key, run again when somebody was in the way.

Imports neither eventlet nor Nameko, so the benchmark's peer drives the same code from threads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis import idempotency
from chassis.db.errors import DatabaseUnavailable, Duplicate, LostUpdate
from chassis.idempotency import Key
from chassis.units import Unit, Units
from contracts.actor import Actor
from contracts.refusal import Refusal
from contracts.wire import to_json

TRIES = 3


class Busy(Refusal):
    """The same thing was changed again and again while this command ran. Nothing was done: ask again."""

    code = "busy"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who asks, under which key and request id. `key` is None for what may run twice (login)."""

    actor: Actor
    request_id: str
    key: Key | None = None


def run_command(
    units: Units[Unit],
    asked: Asked,
    use_case: Callable[[Unit], Any],
    *,
    now: Callable[[], datetime],
    announced: Callable[[], None] = lambda: None,
) -> Any:
    """The answer of `use_case` as JSON, committed with its effect; the stored one if the key was used before.

    A refusal rolls everything back, the key included. `announced` is called after a commit with events.
    """
    for attempt in range(1, TRIES + 1):
        try:
            return _attempt(units, asked, use_case, now=now, announced=announced)
        except LostUpdate:
            continue
        except DatabaseUnavailable:
            # Nothing is known of the commit, but the key is: asking again cannot have a second effect.
            if asked.key is None or attempt == TRIES:
                raise
        except Duplicate as duplicate:
            if asked.key is None or duplicate.constraint != idempotency.CONSTRAINT:
                raise units.kind.refusal_for(duplicate.constraint) from duplicate
            is_done, answer = asked.key.stored_answer(units.reading(asked.actor.city))
            if is_done:
                return answer
    raise Busy()


def _attempt(
    units: Units[Unit],
    asked: Asked,
    use_case: Callable[[Unit], Any],
    *,
    now: Callable[[], datetime],
    announced: Callable[[], None],
) -> Any:
    with units.open(asked.actor, request_id=asked.request_id, now=now()) as unit:
        if asked.key is not None:
            asked.key.claim(unit.transaction)
        answer = to_json(use_case(unit))
        if asked.key is not None:
            asked.key.keep(unit.transaction, answer)
        units.commit(unit)
    if unit.outbox.count:
        announced()
    return answer
