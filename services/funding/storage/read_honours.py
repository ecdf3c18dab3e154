"""The public lists of honours and of funded projects: names and amounts, never an account, a phone or a code."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Date, Uuid, bindparam, cast, func, null, or_, select, tuple_

from casework.cursors import page, page_size, position
from chassis.db.transaction import Reading, Row
from services.funding.domain.states import TrancheState
from services.funding.storage.paging import equal_or_any, newest_first, read_page
from services.funding.storage.tables import honours, tranches

Shown = dict[str, Any]

_honours = newest_first(
    select(honours).where(equal_or_any(honours.c.programme_year, "programme_year")), honours.c.granted_at, honours.c.id
)
_kept = func.sum(tranches.c.amount_fen - func.sum_of_shares(tranches.c.recovered))
_projects = (
    select(
        tranches.c.project_id.label("id"),
        tranches.c.programme_year,
        func.max(tranches.c.applicant_name).label("applicant_name"),
        func.max(tranches.c.division).label("division"),
        cast(_kept, BigInteger).label("paid_fen"),
        func.max(tranches.c.paid_on).label("paid_on"),
    )
    .where(
        tranches.c.state.in_([TrancheState.PAID.value, TrancheState.IN_RECOVERY.value]),
        equal_or_any(tranches.c.programme_year, "programme_year"),
    )
    .group_by(tranches.c.project_id, tranches.c.programme_year)
    .having(_kept > 0)
    .subquery()
)
_after = tuple_(cast(bindparam("after_on"), Date), cast(bindparam("after_id"), Uuid))
_funded = (
    select(_projects)
    .where(or_(cast(bindparam("after_on"), Date).is_(null()), tuple_(_projects.c.paid_on, _projects.c.id) < _after))
    .order_by(_projects.c.paid_on.desc(), _projects.c.id.desc())
    .limit(bindparam("limit"))
)


def list_honours(reading: Reading, *, programme_year: str | None, limit: int, after: str | None) -> Shown:
    """Who has the honour, newest first."""
    return read_page(
        reading, _honours, _honour, limit=limit, after=after, by="granted_at", programme_year=programme_year
    )


def list_funded_projects(reading: Reading, *, programme_year: str | None, limit: int, after: str | None) -> Shown:
    """What was paid for each project and did not come back, the last paid first."""
    after_on, after_id = position(after, date.fromisoformat) or (None, None)
    size = page_size(limit)
    rows = reading.read(_funded, programme_year=programme_year, after_on=after_on, after_id=after_id, limit=size + 1)
    return page(rows, [row._asdict() for row in rows], limit=size, by="paid_on")


def _honour(row: Row) -> Shown:
    return {
        "id": row.id,
        "project_id": row.project_id,
        "programme_year": row.programme_year,
        "applicant_name": row.applicant_name,
        "division": row.division,
        "granted_at": row.granted_at,
    }
