"""Who did what, when, to which version of what: one row per change, hash-chained per case.

    hash(n) = sha256(hash(n-1) || digest(n)),   digest = sha256(canonical JSON of the row)

Where a change belongs to no case the chain is the aggregate's own. The head of a chain is a row of
its own, advanced by the statement that inserts the audit row, so recording costs no read (ADR 5).
Audit rows are the history that an applicant sees, too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, Uuid, bindparam, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB, insert

from chassis.db.tables import audit, audit_head
from chassis.db.transaction import Transaction
from contracts.actor import Actor
from contracts.wire import to_json


class Audited(Protocol):
    """An aggregate: what was changed."""

    @property
    def id(self) -> UUID: ...
    @property
    def version(self) -> int: ...


_advance = (
    insert(audit_head)
    .values(
        city=bindparam("city"),
        chain_id=bindparam("chain_id"),
        position=1,
        hash=func.sha256(bindparam("digest")),
    )
    .on_conflict_do_update(
        index_elements=["city", "chain_id"],
        set_={
            "position": audit_head.c.position + 1,
            "hash": func.sha256(audit_head.c.hash.op("||")(bindparam("digest"))),
        },
    )
    .returning(audit_head.c.position, audit_head.c.hash)
    .cte("advanced")
)

_record = insert(audit).from_select(
    [
        "city", "chain_id", "position", "at", "action", "kind", "aggregate_id", "version",
        "account_id", "roles", "request_id", "event_ids", "details", "digest", "hash",
    ],
    select(
        bindparam("city", type_=audit.c.city.type),
        bindparam("chain_id", type_=Uuid()).op("::")(literal_column("uuid")),
        _advance.c.position,
        cast(bindparam("at"), audit.c.at.type),
        bindparam("action", type_=audit.c.action.type),
        bindparam("kind", type_=audit.c.kind.type),
        cast(bindparam("aggregate_id"), Uuid()),
        cast(bindparam("version"), audit.c.version.type),
        cast(bindparam("account_id"), Uuid()),
        cast(bindparam("roles"), audit.c.roles.type),
        bindparam("request_id", type_=audit.c.request_id.type),
        cast(bindparam("event_ids"), ARRAY(Uuid())),
        cast(bindparam("details", type_=JSONB()), JSONB()),
        bindparam("digest", type_=audit.c.digest.type),
        _advance.c.hash,
    ),
)  # fmt: skip


class AuditTrail:
    """Records what one transaction does. Part of the unit of work."""

    def __init__(self, transaction: Transaction, *, city: str, actor: Actor, request_id: str, now: datetime) -> None:
        self._transaction = transaction
        self._city, self._actor, self._request_id, self._now = city, actor, request_id, now
        self._announced: list[UUID] = []

    def announced(self, event_ids: Iterable[UUID]) -> None:
        """The outbox says which events the change that is recorded next has announced."""
        self._announced.extend(event_ids)

    def record(self, actor: Actor, action: str, aggregate: Audited, **details: Any) -> None:
        """One row for this change. `details` are JSON, without personal data; `version` is the new one."""
        row = {
            "action": action,
            "kind": type(aggregate).__name__.lower(),
            "aggregate_id": aggregate.id,
            "version": aggregate.version,
            "account_id": actor.account_id,
            "roles": sorted(actor.roles),
            "request_id": self._request_id,
            "event_ids": self._announced,
            "details": to_json(details),
            "at": self._now,
        }
        self._announced = []
        chain_id = getattr(aggregate, "case_id", None) or aggregate.id
        self._transaction.write(
            _record, city=self._city, chain_id=chain_id, digest=digest_of(self._city, chain_id, row), **row
        )


def digest_of(city: str, chain_id: UUID, row: dict[str, Any]) -> bytes:
    """sha256 over the canonical JSON of what the row says; the invariant check computes it again."""
    content = {"city": city, "chain_id": str(chain_id), **to_json(row)}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).digest()


def chained(before: bytes, digest: bytes) -> bytes:
    """The hash of a row after the row with hash `before` (empty for the first), as the database computes it."""
    return hashlib.sha256(before + digest).digest()
