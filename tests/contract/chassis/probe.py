"""Two small services on the real chassis: `registry` announces divisions, `declaration` keeps a copy of them."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

import eventlet
import psycopg2
from nameko.extensions import DependencyProvider
from sqlalchemy import Column, Integer, MetaData, Table, Text, Uuid, bindparam, insert, select, update

from casework.common_facts import CommonFacts, create_v1
from chassis.bus.consumer import SETTLED, InboxConsumer
from chassis.db.schema import v1
from chassis.db.schema.protection import protect
from chassis.db.transaction import Transaction
from chassis.inbox import NotYet
from chassis.service import ServiceRuntime, command, query
from chassis.subscriptions import TOPOLOGY, subscribe
from chassis.units import UnitOfWork
from contracts.actor import Actor
from contracts.events.registry import DivisionChanged
from contracts.events.subscriptions import SERVICES
from contracts.permissions import PUBLIC, SIGNED_IN
from contracts.refusal import NotFound, Refusal

CITY = "dalian"

notes = Table(
    "note",
    MetaData(),
    Column("id", Uuid, primary_key=True),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("count", Integer, nullable=False),
)
_get = select(notes).where(notes.c.id == bindparam("id")).with_for_update()
_all = select(notes.c.id, notes.c.title).order_by(notes.c.title)
_insert = insert(notes).values({column.name: bindparam(column.name) for column in notes.columns})
_update = (
    update(notes)
    .where(notes.c.id == bindparam("at_id"), notes.c.version == bindparam("at_version"))
    .values(version=bindparam("version"), title=bindparam("title"), count=bindparam("count"))
)
OWN_TABLE = """
    create table note (
        id uuid primary key, city text not null, version integer not null, title text not null, count integer not null,
        constraint note_city_title_key unique (city, title)
    )
"""


class TitleTaken(Refusal):
    """Two notes of a city cannot have the same title."""

    code = "title_taken"


@dataclass(frozen=True, kw_only=True)
class Note:
    """An aggregate that counts."""

    id: UUID
    city: str
    version: int
    title: str
    count: int


class Notes:
    """Notes in the database."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, note_id: UUID) -> Note:
        row = self._transaction.first(_get, id=note_id)
        if row is None:
            raise NotFound(kind="note")
        return Note(**row._asdict())

    def add(self, note: Note) -> None:
        self._transaction.write(_insert, **vars(note))

    def save(self, note: Note) -> None:
        self._transaction.change_one(
            _update,
            at_id=note.id,
            at_version=note.version - 1,
            version=note.version,
            title=note.title,
            count=note.count,
        )


class ProbeUnit(UnitOfWork):
    """Notes, and the copies of common facts."""

    refusals: ClassVar = {"note_city_title_key": TitleTaken}

    def __init__(self, transaction: Transaction, *, actor: Actor, request_id: str, now: datetime) -> None:
        super().__init__(transaction, actor=actor, request_id=request_id, now=now)
        self.notes = Notes(transaction)
        self.facts = CommonFacts(transaction)


def announce(note: Note, actor: Actor) -> DivisionChanged:
    """The event that says how a note is now."""
    return DivisionChanged(
        city=note.city,
        aggregate_id=note.id,
        sequence=note.version,
        at=datetime.now(UTC),
        actor=actor.account_id,
        code=str(note.id),
        name=f"{note.title} {note.count}",
        level="district",
    )


def write_note(uow: Any, actor: Actor, title: str) -> Note:
    """A new note: save, announce, record."""
    note = Note(id=uuid4(), city=uow.city, version=1, title=title, count=0)
    uow.notes.add(note)
    uow.outbox.add([announce(note, actor)])
    uow.audit.record(actor, "write", note)
    return note


def count_note(uow: Any, actor: Actor, note_id: UUID, by: int = 1) -> Note:
    """Load (locked), decide, save, announce, record."""
    note = uow.notes.get(note_id)
    note = replace(note, version=note.version + 1, count=note.count + by)
    uow.notes.save(note)
    uow.outbox.add([announce(note, actor)])
    uow.audit.record(actor, "count", note, by=by)
    return note


class Writer:
    """Writes notes and announces them."""

    name = "registry"
    runtime = ServiceRuntime(ProbeUnit)

    @command(PUBLIC)
    def write(self, uow: Any, actor: Actor, title: str) -> Note:
        return write_note(uow, actor, title)

    @command(SIGNED_IN)
    def count(self, uow: Any, actor: Actor, note_id: UUID, by: int = 1) -> Note:
        return count_note(uow, actor, note_id, by)

    @query(PUBLIC)
    def list_notes(self, reading: Any, actor: Actor) -> dict[str, Any]:
        return {"items": [row._asdict() for row in reading.read(_all)]}


class Misbehaviour:
    """What the reader's handler does wrong, set by a test: here, or as files of a folder for another process.

    The files: `raise`; `die`, by SIGKILL; `hold`, for as long as the file is there (`holding` appears beside it).
    """

    failures_left = 0
    lacks_facts = False
    times_out = False
    folder = os.environ.get("PROBE_FOLDER")

    @classmethod
    def act(cls) -> None:
        if cls.lacks_facts:
            raise NotYet
        if cls.times_out:
            raise eventlet.Timeout(1)
        if cls.failures_left:
            cls.failures_left -= 1
            raise RuntimeError("the handler misbehaves")
        if cls.folder:
            cls._obey(Path(cls.folder))

    @staticmethod
    def _obey(folder: Path) -> None:
        if (folder / "die").exists():
            os.kill(os.getpid(), signal.SIGKILL)
        if (folder / "hold").exists():
            (folder / "holding").touch()
        while (folder / "hold").exists():
            eventlet.sleep(0.02)
        if (folder / "raise").exists():
            raise RuntimeError("the handler misbehaves")


class Reader:
    """Keeps copies of what is announced, and a note for every time that it did."""

    name = "declaration"
    runtime = ServiceRuntime(ProbeUnit)

    @subscribe(DivisionChanged)
    def on_division_changed(self, uow: Any, event: DivisionChanged) -> None:
        Misbehaviour.act()
        uow.facts.keep_division(event)
        uow.notes.add(Note(id=uuid4(), city=uow.city, version=1, title=f"{event.name} {uuid4()}", count=1))


class Others(DependencyProvider):
    """Takes what is announced to services that are not there, so that nothing is left on the bus."""

    def setup(self) -> None:
        uri, there = self.container.config["AMQP_URI"], {Writer.name, Reader.name}
        self.consumers = [
            InboxConsumer(uri, service, lambda delivery: SETTLED, topology=TOPOLOGY) for service in {*SERVICES} - there
        ]

    def start(self) -> None:
        for consumer in self.consumers:
            consumer.start()

    def stop(self) -> None:
        for consumer in self.consumers:
            consumer.stop()


class ReaderAmongOthers(Reader):
    """With consumers of every other queue."""

    others = Others()


def build(address: str, services: tuple[str, ...] = ("registry", "declaration")) -> None:
    """The chassis' tables, the copies and the notes in databases that exist and are empty."""
    for service in services:
        url = address.format(service=service, role=f"{service}_owner")
        own = [OWN_TABLE, *protect(service, "note")]
        with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute("create table alembic_version (version_num text)")
            for statement in chain(v1.upgrade(service), create_v1(service), own):
                cursor.execute(statement)


def rows_of(address: str, service: str, query_text: str, role: str = "auditor") -> list[tuple[Any, ...]]:
    """What a select finds, as the service's auditor sees it."""
    url = address.format(service=service, role=f"{service}_{role}")
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query_text)
        return cursor.fetchall()
