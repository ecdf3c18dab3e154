"""Rows as frozen dataclasses, both directions, and the four statements that every aggregate needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, bindparam, insert, select, update

from chassis.db.statements import Row
from chassis.db.transaction import Transaction
from contracts.refusal import NotFound

Thing = TypeVar("Thing")
Readers = Mapping[str, Callable[[Any], Any]]


class Mapped(Generic[Thing]):
    """A table whose rows are one dataclass with the same names; `readers` turn a column's value into the member's."""

    def __init__(self, table: Table, kind: type[Thing], readers: Readers | None = None) -> None:
        self.table, self.kind = table, kind
        self._names = [member.name for member in fields(kind)]  # type: ignore[arg-type]  # a dataclass, by contract
        self._readers = dict(readers or {})
        columns: dict[str, ColumnElement[Any]] = {name: bindparam(name) for name in self._names}
        is_this_version = (table.c.id == bindparam("at_id")) & (_version(table) == bindparam("at_version"))
        self.insert = insert(table).values(columns)
        self.update = update(table).where(is_this_version).values(columns)
        self.by_id = select(table).where(table.c.id == bindparam("id"))
        self.by_id_locked = self.by_id.with_for_update()

    def of(self, row: Row) -> Thing:
        """The dataclass of a row."""
        values = {name: getattr(row, name) for name in self._names}
        for name, read in self._readers.items():
            if values[name] is not None:
                values[name] = read(values[name])
        return self.kind(**values)

    def values(self, thing: Thing) -> dict[str, Any]:
        """The columns of a row."""
        return {name: _plain(getattr(thing, name)) for name in self._names}


class Repository(Generic[Thing]):
    """Load, add and save one kind of aggregate within a transaction."""

    mapped: ClassVar[Mapped[Any]]
    kind: ClassVar[str]

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, id: UUID, *, for_update: bool = False) -> Thing:  # noqa: A002
        """The aggregate; NotFound where there is none in this city."""
        found = self.find(id, for_update=for_update)
        if found is None:
            raise NotFound(kind=self.kind, id=str(id))
        return found

    def find(self, id: UUID, *, for_update: bool = False) -> Thing | None:  # noqa: A002
        """The aggregate, or None."""
        return self._one(self.mapped.by_id_locked if for_update else self.mapped.by_id, id=id)

    def add(self, thing: Thing) -> None:
        """A new one."""
        self._transaction.write(self.mapped.insert, **self.mapped.values(thing))

    def save(self, thing: Thing) -> None:
        """The next version; whoever saved the same version first wins, and the other one runs again."""
        values = self.mapped.values(thing)
        self._transaction.change_one(self.mapped.update, at_id=values["id"], at_version=values["version"] - 1, **values)

    def _one(self, statement: Any, **parameters: Any) -> Thing | None:
        row = self._transaction.first(statement, **parameters)
        return None if row is None else self.mapped.of(row)

    def _all(self, statement: Any, **parameters: Any) -> list[Thing]:
        return [self.mapped.of(row) for row in self._transaction.read(statement, **parameters)]


def _version(table: Table) -> ColumnElement[Any]:
    """A mail has no version: it is leased by one sender at a time, so its attempts stand in."""
    column: Column[Any] = table.c.version if "version" in table.c else table.c.attempts
    return column


def _plain(value: Any) -> Any:
    """What psycopg2 makes an array of is a list, in a stable order."""
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value
