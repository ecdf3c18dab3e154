"""Paths of divisions in a service's database: read from its copy of the tree, and asked for in lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Label, Select, and_, bindparam, func, or_, select

from casework.divisions import DivisionPath, Place, is_below_top
from casework.known_tables import known_division
from chassis.db.transaction import Reading, Transaction

PATH_COLUMN: Final = "division_path"


def served_from_above(table: FromClause, parameter: str = "served") -> ColumnElement[bool]:
    """Cases of a division below the one asked for. Its first part is the condition of the index `<table>_nested`."""
    path: ColumnElement[Any] = table.c[PATH_COLUMN]
    asked: ColumnElement[Any] = bindparam(parameter)
    probe = func.jsonb_build_array(func.jsonb_build_object("code", asked))
    return and_(func.jsonb_array_length(path) > 1, table.c.division != asked, path.contains(probe))


def served_by_division(table: FromClause, parameter: str = "served") -> ColumnElement[bool]:
    """All cases that somebody of the division asked for has to do with: its own, and those below it."""
    return or_(table.c.division == bindparam(parameter), served_from_above(table, parameter))


def path_column(name: str, of: ColumnElement[Any]) -> Label[Any]:
    """The path of a division as a column of another select, for `path_of`; null where it is not known."""
    own, above, highest = (known_division.alias(f"{name}_{rank}") for rank in ("own", "above", "highest"))
    levels = func.jsonb_build_array(
        own.c.code, own.c.level, above.c.code, above.c.level, highest.c.code, highest.c.level
    )
    return (
        select(levels)
        .select_from(
            own.outerjoin(above, (above.c.city == own.c.city) & (above.c.code == own.c.parent)).outerjoin(
                highest, (highest.c.city == above.c.city) & (highest.c.code == above.c.parent)
            )
        )
        .where(own.c.code == of)
        .correlate_except(own, above, highest)
        .scalar_subquery()
        .label(name)
    )


def path_of(column: Sequence[str | None] | None) -> DivisionPath:
    """What a column of `path_column` says."""
    pairs = zip(column[::2], column[1::2], strict=True) if column else ()
    return tuple(Place(code=code, level=level) for code, level in pairs if code and level and is_below_top(level))


_under: Final = known_division.alias("under")
_served: Final = select(known_division.c.code).where(
    or_(
        known_division.c.code == bindparam("code"),
        known_division.c.parent == bindparam("code"),
        known_division.c.parent.in_(select(_under.c.code).where(_under.c.parent == bindparam("code"))),
    )
)
_path: Final[Select[Any]] = select(path_column("path", bindparam("code")))


def division_path(transaction: Transaction | Reading, code: str) -> DivisionPath:
    """The path of a division as this service knows the tree now."""
    row = transaction.first(_path, code=code)
    return path_of(row.path if row else None)


def divisions_served(reading: Transaction | Reading, code: str) -> tuple[str, ...]:
    """The division and all below it, as this service knows the tree now; the division alone while it is not known."""
    return (code, *(row.code for row in reading.read(_served, code=code) if row.code != code))
