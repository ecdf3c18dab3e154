"""Rows of spot checks (抽查): row <-> frozen dataclass, and their lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, bindparam, cast, func, insert, select, tuple_, update

from casework.cursors import page, page_size, position
from casework.desks import absent, scope_of
from casework.division_paths import served_by_division
from chassis.db.transaction import Reading, Row, Transaction
from contracts.actor import Actor
from contracts.wire import from_json, to_json
from services.project.domain.project import ProjectState
from services.project.domain.shown_spot_check import Shown, shown_head, shown_spot_check
from services.project.domain.spot_check import Line, SpotCheck
from services.project.storage.tables import projects, spot_checks

_columns: dict[str, Any] = {column.name: bindparam(column.name) for column in spot_checks.columns}
_insert = insert(spot_checks).values(_columns)
_update = (
    update(spot_checks)
    .where((spot_checks.c.id == bindparam("at_id")) & (spot_checks.c.version == bindparam("at_version")))
    .values(version=bindparam("version"), lines=bindparam("lines"))
)
_by_id = select(spot_checks).where(spot_checks.c.id == bindparam("id"))
_key = (spot_checks.c.drawn_at, spot_checks.c.id)
_newest = select(spot_checks).order_by(*(column.desc() for column in _key)).limit(bindparam("limit"))
_is_older = tuple_(*_key) < tuple_(bindparam("after_key"), bindparam("after_id"))
_line = func.jsonb_array_elements(spot_checks.c.lines).table_valued("value").alias("line")
_drawn_project: ColumnElement[Any] = cast(_line.c.value.op("->>")("project_id"), Uuid)
_drew_served = (
    select(projects.c.id)
    .select_from(_line)
    .join(projects, projects.c.id == _drawn_project)
    .where(served_by_division(projects))
    .exists()
)
_served_among = select(projects.c.id).where(projects.c.id == func.any(bindparam("drawn")), served_by_division(projects))


class SpotCheckRepository:
    """Within one transaction. `get` locks."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def running(self, criteria: Mapping[str, str]) -> Sequence[UUID]:
        """The enrolled projects that meet all criteria, in ascending order."""
        asked: dict[str, Any] = {**criteria}
        if "provider_id" in asked:
            asked["provider_id"] = UUID(asked["provider_id"])
        return [row.id for row in self._transaction.read(_running(frozenset(asked)), **asked)]

    def get(self, check_id: UUID) -> SpotCheck:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_by_id.with_for_update(), id=check_id)
        if row is None:
            raise absent("spot_check", check_id)
        return _from_row(row)

    def add(self, check: SpotCheck) -> None:
        self._transaction.write(
            _insert,
            id=check.id,
            city=check.city,
            version=check.version,
            drawn_at=check.drawn_at,
            drawn_by=check.drawn_by,
            seed=check.seed,
            size=check.size,
            criteria=dict(check.criteria),
            candidates=list(check.candidates),
            lines=to_json(check.lines),
        )

    def lines_shown_to(self, actor: Actor, check: SpotCheck) -> Sequence[Line]:
        """All of them; to a division's people those of the projects that it serves."""
        return _lines_shown_to(self._transaction, actor, check)

    def save(self, check: SpotCheck) -> None:
        """Only results are added: the draw stays as it was."""
        version, lines = check.version, to_json(check.lines)
        self._transaction.change_one(_update, at_id=check.id, at_version=version - 1, version=version, lines=lines)


def get_spot_check(reading: Reading, actor: Actor, check_id: UUID) -> Shown:
    """NotFound where there is none in this city; a division's people see the lines of the projects that it serves."""
    rows = reading.read(_by_id, id=check_id)
    if not rows:
        raise absent("spot_check", check_id)
    check = _from_row(rows[0])
    lines = _lines_shown_to(reading, actor, check)
    if not lines:
        raise absent("spot_check", check_id)
    return shown_spot_check(check, lines)


def list_spot_checks(reading: Reading, actor: Actor, *, limit: int, after: str | None) -> Shown:
    """Newest first; for a division's people those that drew a project that it serves."""
    begin, scope = position(after), scope_of(actor, service="project")
    more: dict[str, Any] = {"after_key": begin[0], "after_id": begin[1]} if begin else {}
    query = _page(is_first=begin is None, is_served=bool(scope))
    rows = reading.read(query, **more, **scope, limit=page_size(limit) + 1)
    return page(rows, [shown_head(_from_row(row)) for row in rows], limit=limit, by="drawn_at")


def _lines_shown_to(reading: Reading | Transaction, actor: Actor, check: SpotCheck) -> Sequence[Line]:
    scope = scope_of(actor, service="project")
    if not scope:
        return check.lines
    drawn = [each.project_id for each in check.lines]
    served = {row.id for row in reading.read(_served_among, drawn=drawn, **scope)}
    return [each for each in check.lines if each.project_id in served]


@cache
def _page(*, is_first: bool, is_served: bool) -> Select[Any]:
    after = () if is_first else (_is_older,)
    served = (_drew_served,) if is_served else ()
    return _newest.where(*after, *served)


@cache
def _running(narrowed_by: frozenset[str]) -> Select[Any]:
    conditions = [
        served_by_division(projects, name) if name == "division" else projects.c[name] == bindparam(name)
        for name in sorted(narrowed_by)
    ]
    running = projects.c.status == ProjectState.ENROLLED.value
    return select(projects.c.id).where(running, *conditions).order_by(projects.c.id)


def _from_row(row: Row) -> SpotCheck:
    return SpotCheck(
        id=row.id,
        city=row.city,
        version=row.version,
        drawn_at=row.drawn_at,
        drawn_by=row.drawn_by,
        seed=row.seed,
        size=row.size,
        criteria=row.criteria,
        candidates=tuple(row.candidates),
        lines=from_json(tuple[Line, ...], row.lines),
    )
