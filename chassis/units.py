"""Units of work: one transaction, with the repositories of a service, its outbox and its audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import ClassVar, Generic, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from chassis.audit import AuditTrail
from chassis.db.pool import Pool
from chassis.db.tables import known_city
from chassis.db.transaction import Reading, Transaction, transaction
from chassis.outbox import Outbox
from contracts.actor import Actor
from contracts.refusal import AlreadyExists, Refusal


class UnitOfWork:
    """What a use case is given. A service subclasses it and adds its repositories, made from `self.transaction`.

    `refusals` maps the name of a unique constraint to the refusal it stands for; `client` is the address
    that the request came from, "" where there was none.
    """

    refusals: ClassVar[dict[str, type[Refusal]]] = {}
    client: str = ""

    @staticmethod
    def as_known_here(where: Reading | Transaction, actor: Actor) -> Actor:
        """The actor with what this service knows of it beside what is signed; a service may override it."""
        return actor

    def __init__(self, transaction: Transaction, *, actor: Actor, request_id: str, now: datetime) -> None:
        self.transaction = transaction
        self.city = actor.city
        self.audit = AuditTrail(transaction, city=actor.city, actor=actor, request_id=request_id, now=now)
        self.outbox = Outbox(transaction, self.audit, city=actor.city, actor=actor, request_id=request_id)

    @classmethod
    def refusal_for(cls, constraint: str) -> Refusal:
        """The refusal behind a unique constraint."""
        return cls.refusals.get(constraint, AlreadyExists)(constraint=constraint)


Unit = TypeVar("Unit", bound=UnitOfWork)

_remember = insert(known_city).values(city=bindparam("city")).on_conflict_do_nothing()
_cities = select(known_city.c.city).order_by(known_city.c.city)


class Units(Generic[Unit]):
    """Opens units of work of one service. Holds the pool of the application role."""

    def __init__(self, pool: Pool, kind: type[Unit]) -> None:
        self.pool = pool
        self.kind = kind
        self._known: set[str] = set()

    @contextmanager
    def open(self, actor: Actor, *, request_id: str, now: datetime) -> Iterator[Unit]:
        """A unit in the actor's city. The caller commits with `commit`; leaving without rolls back."""
        with transaction(self.pool, actor.city) as opened:
            yield self.kind(opened, actor=actor, request_id=request_id, now=now)

    def commit(self, unit: Unit) -> None:
        """Commit. A city that is seen for the first time is remembered, so that timers know where to look."""
        is_new = unit.city not in self._known
        if is_new:
            unit.transaction.write(_remember, city=unit.city)
        unit.transaction.commit()
        self._known.add(unit.city)

    def cities(self) -> list[str]:
        """Every city that this service has ever served. The one list across cities: names of packs, no facts."""
        return [row.city for row in Reading(self.pool, "").read(_cities)]

    def reading(self, city: str) -> Reading:
        """The read side for a city."""
        return Reading(self.pool, city)
