"""The book of what counts: tallies as they are now, and the entries by which they came to be so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.transaction import Row, Transaction
from services.oversight.domain.counting import Tally
from services.oversight.storage.tables import entries, tallies

_KEY = ("city", "measure", "subject_id", "level")
_NAMES = tuple(field.name for field in fields(Tally))
_of_thing = select(tallies).where(
    tallies.c.measure == bindparam("measure"),
    tallies.c.subject_id == bindparam("subject_id"),
    tallies.c.level == bindparam("level"),
)
_of_case = select(tallies).where(tallies.c.case_id == bindparam("case_id")).order_by(*(tallies.c[key] for key in _KEY))
_new = insert(tallies).values({name: bindparam(name) for name in ("city", *_NAMES)})
_keep = _new.on_conflict_do_update(
    index_elements=list(_KEY), set_={name: _new.excluded[name] for name in _NAMES if name not in _KEY}
)
_add = insert(entries).values({column.name: bindparam(column.name) for column in entries.columns})


class Book:
    """Within a transaction that holds the head of its city, so nobody else changes a tally at the same time."""

    def __init__(self, transaction: Transaction, city: str) -> None:
        self._transaction, self._city = transaction, city

    def tally(self, like: Tally) -> Tally | None:
        """What is known now of the thing that this is news of."""
        row = self._transaction.first(_of_thing, measure=like.measure, subject_id=like.subject_id, level=like.level)
        return None if row is None else _tally(row)

    def tallies_of_case(self, case_id: UUID) -> list[Tally]:
        return [_tally(row) for row in self._transaction.read(_of_case, case_id=case_id)]

    def keep(self, tally: Tally) -> None:
        """As it is now."""
        self._transaction.write(_keep, city=self._city, **asdict(tally))

    def add(self, position: int, changes: Iterable[Tally], *, target: str | None = None) -> None:
        """All that the news at this position change, in one call."""
        for number, change in enumerate(changes, start=1):
            values: dict[str, Any] = {name: value for name, value in asdict(change).items() if name in entries.c}
            self._transaction.write(_add, city=self._city, position=position, number=number, target=target, **values)


def _tally(row: Row) -> Tally:
    return Tally(**{name: getattr(row, name) for name in _NAMES})
