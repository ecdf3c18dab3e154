"""Rows of warnings (预警): row <-> frozen dataclass, and their list."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, insert, select, tuple_, update

from casework.cursors import page, page_size, position
from casework.desks import absent, scope_of
from casework.division_paths import served_by_division
from casework.divisions import DivisionPath
from chassis.db.transaction import Reading, Row, Transaction
from contracts.actor import Actor
from contracts.events.declaration import Applicant
from contracts.wire import from_json, to_json
from services.project.domain.shown_warning import Shown, shown_warning
from services.project.domain.warning import EnterpriseWarning, Grounds, Lifting, WarningEffect, WarningState
from services.project.storage.tables import warnings

_columns: dict[str, Any] = {column.name: bindparam(column.name) for column in warnings.columns}
_insert = insert(warnings).values(_columns)
_update = (
    update(warnings)
    .where((warnings.c.id == bindparam("at_id")) & (warnings.c.version == bindparam("at_version")))
    .values(version=bindparam("version"), state=bindparam("state"), lifting=bindparam("lifting"))
)
_by_id = select(warnings).where(warnings.c.id == bindparam("id"))
_key = (warnings.c.issued_at, warnings.c.id)


class WarningRepository:
    """Within one transaction. `get` locks."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, warning_id: UUID) -> EnterpriseWarning:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_by_id.with_for_update(), id=warning_id)
        if row is None:
            raise absent("warning", warning_id)
        return _from_row(row)

    def add(self, warning: EnterpriseWarning) -> None:
        self._transaction.write(_insert, **_to_row(warning))

    def save(self, warning: EnterpriseWarning) -> None:
        """Only its end is added: what it says stays as it was."""
        version, state, lifting = warning.version, warning.state.value, to_json(warning.lifting)
        self._transaction.change_one(
            _update, at_id=warning.id, at_version=version - 1, version=version, state=state, lifting=lifting
        )


def list_warnings(reading: Reading, actor: Actor, wanted: dict[str, Any], *, limit: int, after: str | None) -> Shown:
    """One's own, those of the enterprises that one's division serves, or all; newest first.

    `wanted` by `state`, `applicant_id` and `project_id`.
    """
    asked = {name: value for name, value in wanted.items() if value is not None}
    scope, begin = scope_of(actor, service="project"), position(after)
    more: dict[str, Any] = {"after_key": begin[0], "after_id": begin[1]} if begin else {}
    statement = _statement(frozenset(asked), next(iter(scope), None), begin is not None)
    rows = reading.read(statement, **asked, **scope, **more, limit=page_size(limit) + 1)
    return page(rows, [shown_warning(_from_row(row)) for row in rows], limit=limit, by="issued_at")


@cache
def _statement(narrowed_by: frozenset[str], scope: str | None, is_continued: bool) -> Select[Any]:
    statement = select(warnings).order_by(*(column.desc() for column in _key)).limit(bindparam("limit"))
    statement = statement.where(*(warnings.c[name] == bindparam(name) for name in sorted(narrowed_by)))
    if scope == "served":
        statement = statement.where(served_by_division(warnings))
    elif scope is not None:
        statement = statement.where(warnings.c.applicant_id == bindparam(scope))
    if is_continued:
        statement = statement.where(tuple_(*_key) < tuple_(bindparam("after_key"), bindparam("after_id")))
    return statement


def _to_row(warning: EnterpriseWarning) -> dict[str, Any]:
    applicant, grounds = warning.applicant, warning.grounds
    return {
        "id": warning.id,
        "city": warning.city,
        "version": warning.version,
        "applicant_kind": applicant.kind,
        "applicant_id": applicant.id,
        "credit_code": applicant.credit_code,
        "applicant_name": applicant.name,
        "division": warning.division,
        "division_path": to_json(warning.division_path),
        "project_id": warning.project_id,
        "effect": grounds.effect.value,
        "reason": grounds.reason,
        "article": grounds.article,
        "finding_ids": list(grounds.finding_ids),
        "issued_at": warning.issued_at,
        "issued_by": warning.issued_by,
        "state": warning.state.value,
        "lifting": to_json(warning.lifting),
    }


def _from_row(row: Row) -> EnterpriseWarning:
    return EnterpriseWarning(
        id=row.id,
        city=row.city,
        version=row.version,
        applicant=Applicant(
            kind=row.applicant_kind, id=row.applicant_id, credit_code=row.credit_code, name=row.applicant_name
        ),
        division=row.division,
        division_path=from_json(DivisionPath, row.division_path),
        project_id=row.project_id,
        grounds=Grounds(
            effect=WarningEffect(row.effect),
            reason=row.reason,
            article=row.article,
            finding_ids=tuple(row.finding_ids),
        ),
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        state=WarningState(row.state),
        lifting=from_json(Lifting | None, row.lifting),
    )
