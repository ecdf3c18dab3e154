"""How far the projects are, by division (XB8): one query over those that were handed in."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import Integer, bindparam, cast, func, select

from casework.desks import scope_of
from casework.division_paths import served_by_division
from chassis.db.transaction import Reading
from contracts.actor import Actor
from services.project.storage.tables import projects

Shown = dict[str, Any]

_groups: Final = (projects.c.division, projects.c.stage, projects.c.status)
_is_overdue = projects.c.waits_for.is_not(None) & (projects.c.due_on < bindparam("today"))
_everywhere = (
    select(
        *_groups,
        func.count().label("projects"),
        cast(func.floor(func.avg(projects.c.percent)), Integer).label("percent"),
        func.count().filter(_is_overdue).label("overdue"),
    )
    .where(projects.c.filed_at.is_not(None))
    .group_by(*_groups)
    .order_by(*_groups)
)
_served = _everywhere.where(served_by_division(projects))


def progress_overview(reading: Reading, actor: Actor, *, today: date) -> Shown:
    """Counts by division, stage and state, the mean percentage rounded down; a division's people see what it serves."""
    scope = scope_of(actor, service="project")
    rows = reading.read(_served if scope else _everywhere, today=today, **scope)
    return {
        "items": [
            {
                "division": row.division,
                "stage": row.stage,
                "state": row.status,
                "projects": row.projects,
                "average_percent": row.percent,
                "overdue": row.overdue,
            }
            for row in rows
        ]
    }
