"""Rows as frozen dataclasses and back, by the annotations of the dataclass.

Money is a column `<name>_fen`, a pack reference `pack` and `pack_sha256`, what stands in a jsonb column goes through
`contracts.wire`. `repeated` gives the columns that repeat what another one holds, to ask for: written, never read.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from enum import Enum
from typing import Any, Generic, TypeVar, get_args, get_type_hints

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.dialects.postgresql import JSONB

from chassis.db.statements import Row
from contracts.money import Money
from contracts.wire import from_json, to_json
from policy.refs import PackRef

Thing = TypeVar("Thing")


class Mapped(Generic[Thing]):
    """One table, one dataclass. `outside` are members that live elsewhere and are given to `of`."""

    def __init__(
        self,
        table: Table,
        kind: type[Thing],
        *,
        repeated: Callable[[Thing], Mapping[str, Any]] = lambda thing: {},
        outside: Collection[str] = (),
    ) -> None:
        self.table, self.kind, self._repeated = table, kind, repeated
        hints = get_type_hints(kind)
        members = [each.name for each in fields(kind) if each.name not in outside]  # type: ignore[arg-type]
        self._members = {name: _without_none(hints[name]) for name in members}
        self._optional = {name: hints[name] for name in members}
        self.insert = insert(table).values(
            {column.name: bindparam(column.name) for column in table.columns if not column.identity}
        )

    def update(self, *key: str, guarded: bool = True) -> Any:
        """An update of every other column by `at_<key>`; `guarded` only from the version before."""
        changed = update(self.table)
        for name in key:
            changed = changed.where(self.table.c[name] == bindparam(f"at_{name}"))
        if guarded:
            changed = changed.where(self.table.c.version == bindparam("at_version"))
        names = [column.name for column in self.table.columns if column.name not in (*key, "city")]
        return changed.values({name: bindparam(name) for name in names})

    def values(self, thing: Thing, **more: Any) -> dict[str, Any]:
        """Every column of the row."""
        row: dict[str, Any] = {}
        for name, hint in self._members.items():
            row |= self._columns(name, hint, getattr(thing, name))
        return {**row, **self._repeated(thing), **more}

    def of(self, row: Row, **outside: Any) -> Thing:
        """The dataclass of a row."""
        return self.kind(**{name: self._member(name, hint, row) for name, hint in self._members.items()}, **outside)

    def _columns(self, name: str, hint: Any, value: Any) -> dict[str, Any]:
        if hint is Money:
            return {f"{name}_fen": None if value is None else value.fen}
        if hint is PackRef:
            return {"pack": value.text, "pack_sha256": value.sha256, "programme_year": value.programme_year}
        if isinstance(self.table.c[name].type, JSONB):
            return {name: to_json(value)}
        return {name: value.value if isinstance(value, Enum) else value}

    def _member(self, name: str, hint: Any, row: Row) -> Any:
        if hint is Money:
            fen = getattr(row, f"{name}_fen")
            return None if fen is None else Money(fen)
        if hint is PackRef:
            return PackRef.parse(row.pack, row.pack_sha256)
        value = getattr(row, name)
        if isinstance(self.table.c[name].type, JSONB):
            return from_json(self._optional[name], value)
        return hint(value) if isinstance(hint, type) and issubclass(hint, Enum) else value


def _without_none(hint: Any) -> Any:
    """`Money | None` as `Money`; other hints as they are."""
    others = [each for each in get_args(hint) if each is not type(None)]
    is_optional = isinstance(hint, types.UnionType) and len(others) == 1
    return others[0] if is_optional else hint
