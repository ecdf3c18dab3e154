"""Copies of foreign facts: written by one handler, kept only when they are newer than what is held."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table, bindparam
from sqlalchemy.dialects.postgresql import Insert, insert


def keep_latest(table: Table, key: Sequence[str], *, order: str = "sequence", first: Sequence[str] = ()) -> Insert:
    """Insert a row, or replace the one with the same key whose `order` column is lower. Parameters: the column names.

    Events arrive late, twice or out of order; the highest sequence says how the thing is now. The columns of
    `first` keep what they were inserted with.
    """
    names = [column.name for column in table.columns]
    statement = insert(table).values({name: bindparam(name) for name in names})
    return statement.on_conflict_do_update(
        index_elements=list(key),
        set_={name: statement.excluded[name] for name in names if name not in {*key, *first}},
        where=table.c[order] < statement.excluded[order],
    )
