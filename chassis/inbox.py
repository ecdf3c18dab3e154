"""Taking an event in: once, in one transaction with its effect, and never dropped.

The mark `(handler, message_id)` is the first statement of the handler's transaction. What fails is
rolled back and kept in the inbox with the error and the time of the next attempt; a sweeper tries
again with growing delays, and at last puts it into quarantine, where a person sees it. If even that
cannot be stored the delivery stays with the broker's consumer, which waits (architecture section 3).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from chassis.db.errors import DatabaseUnavailable, Duplicate, LostUpdate
from chassis.db.tables import inbox
from chassis.db.transaction import Reading, Transaction, transaction
from chassis.units import Unit, Units
from contracts.actor import Actor

log = logging.getLogger(__name__)

CONSTRAINT = "inbox_pkey"
TRIES = 3
FIRST_DELAY = timedelta(seconds=0.2)
LONGEST_DELAY = timedelta(minutes=5)
ATTEMPTS_BEFORE_QUARANTINE = 10
PATIENCE_FOR_FACTS = timedelta(hours=24)


class NotYet(Exception):
    """The handler lacks a fact that another event will bring. No failure for 24 hours."""


class Outcome(StrEnum):
    """What became of a delivery."""

    DONE = "done"
    SEEN = "seen"
    KEPT = "kept"


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """An event as it travels: the payload as JSON, with what the outbox row said of it."""

    message_id: UUID
    name: str
    version: int
    city: str
    request_id: str
    payload: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "version": self.version,
            "request_id": self.request_id,
            "payload": self.payload,
        }


Handle = Callable[[Unit], None]

_mark = insert(inbox).values(
    handler=bindparam("handler"), message_id=bindparam("message_id"), city=bindparam("city"), state="done"
)
_settle = (
    update(inbox)
    .where(inbox.c.handler == bindparam("at_handler"), inbox.c.message_id == bindparam("at_message"))
    .where(inbox.c.state.in_(["waiting", "quarantined"]))
    .values(state="done", settled_at=bindparam("settled_at"), envelope=None, error=None, next_attempt_at=None)
)
_keep = insert(inbox).values(
    {
        name: bindparam(name)
        for name in (
            "handler", "message_id", "city", "state", "attempts", "envelope", "error", "first_failed_at",
            "next_attempt_at",
        )
    }
)  # fmt: skip
_postpone = (
    update(inbox)
    .where(inbox.c.handler == bindparam("at_handler"), inbox.c.message_id == bindparam("at_message"))
    .where(inbox.c.state == "waiting")
    .values({name: bindparam(name) for name in ("state", "error", "next_attempt_at")})
)
_failed_before = select(inbox.c.attempts, inbox.c.first_failed_at, inbox.c.state).where(
    inbox.c.handler == bindparam("at_handler"), inbox.c.message_id == bindparam("at_message")
)


def receive(
    units: Units[Unit],
    handler: str,
    envelope: Envelope,
    handle: Handle[Unit],
    *,
    now: datetime,
    announced: Callable[[], None] = lambda: None,
) -> Outcome:
    """First delivery of an event. Raises only when not even the failure could be stored."""

    def mark(opened: Transaction) -> None:
        opened.write(_mark, handler=handler, message_id=envelope.message_id, city=envelope.city)

    try:
        return _apply(units, envelope, mark, handle, now=now, announced=announced)
    except Exception as error:  # noqa: BLE001  # whatever it was, it is kept with the event
        return _keep_failure(units, handler, envelope, error)


def try_again(
    units: Units[Unit],
    handler: str,
    envelope: Envelope,
    handle: Handle[Unit],
    *,
    now: datetime,
    announced: Callable[[], None] = lambda: None,
) -> Outcome:
    """An attempt at an event that waits in the inbox, or was replayed from quarantine."""

    def mark(opened: Transaction) -> None:
        opened.change_one(_settle, at_handler=handler, at_message=envelope.message_id, settled_at=datetime.now(UTC))

    try:
        return _apply(units, envelope, mark, handle, now=now, announced=announced)
    except Exception as error:  # noqa: BLE001  # whatever it was, it is kept with the event
        return _postpone_again(units, handler, envelope, error)


def _apply(
    units: Units[Unit],
    envelope: Envelope,
    mark: Callable[[Transaction], None],
    handle: Handle[Unit],
    *,
    now: datetime,
    announced: Callable[[], None],
) -> Outcome:
    actor = Actor.system(envelope.city)
    for attempt in range(TRIES):
        try:
            with units.open(actor, request_id=envelope.request_id, now=now) as unit:
                mark(unit.transaction)
                handle(unit)
                units.commit(unit)
            if unit.outbox.count:
                announced()
            return Outcome.DONE
        except Duplicate as duplicate:
            if duplicate.constraint == CONSTRAINT:
                return Outcome.SEEN
            raise
        except LostUpdate:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _keep_failure(units: Units[Any], handler: str, envelope: Envelope, error: Exception) -> Outcome:
    first = datetime.now(UTC)
    state, delay = _next(error, attempts=1, waited=timedelta())
    _log_failure(handler, envelope, error)
    try:
        with transaction(units.pool, envelope.city) as opened:
            opened.write(
                _keep,
                handler=handler,
                message_id=envelope.message_id,
                city=envelope.city,
                state=state,
                attempts=1,
                envelope=envelope.as_json(),
                error=_told(error),
                first_failed_at=first,
                next_attempt_at=first + delay,
            )
            opened.commit()
    except Duplicate:
        return Outcome.SEEN
    return Outcome.KEPT


def _postpone_again(units: Units[Any], handler: str, envelope: Envelope, error: Exception) -> Outcome:
    _log_failure(handler, envelope, error)
    where = {"at_handler": handler, "at_message": envelope.message_id}
    before = Reading(units.pool, envelope.city).first(_failed_before, **where)
    if before is None or before.state != "waiting":
        return Outcome.SEEN
    now = datetime.now(UTC)
    # The sweeper has counted this attempt before it began.
    state, delay = _next(error, attempts=before.attempts, waited=now - before.first_failed_at)
    with transaction(units.pool, envelope.city) as opened:
        opened.write(_postpone, state=state, error=_told(error), next_attempt_at=now + delay, **where)
        opened.commit()
    return Outcome.KEPT


def _next(error: Exception, *, attempts: int, waited: timedelta) -> tuple[str, timedelta]:
    """Whether to wait or to give up, and how long to wait."""
    is_patient = waited < PATIENCE_FOR_FACTS if isinstance(error, NotYet) else attempts < ATTEMPTS_BEFORE_QUARANTINE
    return ("waiting" if is_patient else "quarantined"), delay_after(attempts)


def delay_after(attempts: int) -> timedelta:
    """How long to wait before the next attempt: doubling, up to five minutes."""
    doublings = min(max(attempts - 1, 0), 16)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def _log_failure(handler: str, envelope: Envelope, error: Exception) -> None:
    facts = {"handler": handler, "message_id": str(envelope.message_id), "event": envelope.name}
    if isinstance(error, NotYet):
        log.info("event waits for a fact", extra=facts)
    else:
        is_outage = isinstance(error, DatabaseUnavailable)  # its trace would tell nothing, once for each attempt
        log.warning("event handler failed", extra=facts, exc_info=None if is_outage else error)


def _told(error: Exception) -> str:
    """The error for the operator: its class and, for what we raise ourselves, its text. Never a row's values."""
    is_ours = type(error).__module__.split(".")[0] in {"chassis", "contracts", "casework", "policy", "services"}
    return f"{type(error).__name__}: {error}"[:500] if is_ours else type(error).__name__
