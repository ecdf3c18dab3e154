"""The same request asked twice has one effect and one answer.

The key is inserted as the first statement of the transaction. A concurrent twin waits on the unique
index; when the first commits, the twin fails with `Duplicate`, and reads the stored answer. When the
first rolls back (a refusal), its key is gone with everything else, and the twin goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import bindparam, insert, select, update

from chassis.db.tables import idempotency
from chassis.db.transaction import Reading, Transaction
from contracts.refusal import KeyReused

CONSTRAINT = "idempotency_pkey"
KEPT_HOURS = 72

_place: dict[str, Any] = {name: bindparam(name) for name in ("city", "account_id", "route", "key")}
_same = [getattr(idempotency.c, name) == bindparam(f"at_{name}") for name in _place]
_insert = insert(idempotency).values(**_place, fingerprint=bindparam("fingerprint"))
_answer = update(idempotency).where(*_same).values(answer=bindparam("answer"))
_stored = select(idempotency.c.fingerprint, idempotency.c.answer).where(*_same)


@dataclass(frozen=True, kw_only=True)
class Key:
    """`fingerprint` is a hash over the request: the same key with another request is refused."""

    city: str
    account_id: UUID
    route: str
    key: str
    fingerprint: bytes

    @property
    def _where(self) -> dict[str, Any]:
        return {"at_city": self.city, "at_account_id": self.account_id, "at_route": self.route, "at_key": self.key}

    def claim(self, transaction: Transaction) -> None:
        """First statement of the transaction: only one can hold the key."""
        transaction.write(
            _insert,
            city=self.city,
            account_id=self.account_id,
            route=self.route,
            key=self.key,
            fingerprint=self.fingerprint,
        )

    def keep(self, transaction: Transaction, answer: Any) -> None:
        """Last statement: the answer, as JSON."""
        transaction.write(_answer, answer=orjson.dumps(answer).decode(), **self._where)

    def stored_answer(self, reading: Reading) -> tuple[bool, Any]:
        """`(True, answer)` when the request was done before; KeyReused when it was another request."""
        row = reading.first(_stored, **self._where)
        if row is None:
            return False, None
        if row.fingerprint != self.fingerprint:
            raise KeyReused(key=self.key)
        return True, orjson.loads(row.answer)
