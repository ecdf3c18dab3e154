"""Rows of steps that are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.transaction import Transaction
from services.registry.domain.due_steps import DueStep, Step
from services.registry.storage.tables.people import due_step

_one = select(due_step).where(due_step.c.subject_id == bindparam("subject_id"))
_one_locked = _one.with_for_update()
_due = (
    select(due_step)
    .where(or_(due_step.c.remind_at <= bindparam("at"), due_step.c.escalate_at <= bindparam("at")))
    .order_by(func.least(due_step.c.remind_at, due_step.c.escalate_at), due_step.c.subject_id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_put = insert(due_step).values({column.name: bindparam(column.name) for column in due_step.columns})
_put = _put.on_conflict_do_update(
    index_elements=["city", "subject_id"],
    set_={column.name: _put.excluded[column.name] for column in due_step.columns if not column.primary_key},
    where=due_step.c.sequence <= _put.excluded.sequence,
)


@dataclass(frozen=True)
class DueStepRepository:
    """Steps under review, one row per thing: it stays when nobody has it, to know what was outrun."""

    transaction: Transaction

    def find(self, subject_id: UUID, *, for_update: bool = False) -> DueStep | None:
        """What is known of a thing."""
        row = self.transaction.first(_one_locked if for_update else _one, subject_id=subject_id)
        return None if row is None else due_step_of(row)

    def put(self, step: DueStep) -> None:
        """As it is now."""
        within: dict[str, Any] = dict.fromkeys(("step", "stage", "role", "division", "due_on"))
        if step.step is not None:
            of = step.step
            within = {
                "step": of.index,
                "stage": of.stage,
                "role": of.role,
                "division": of.division,
                "due_on": of.due_on,
            }
        self.transaction.write(
            _put,
            city=step.city,
            subject_id=step.subject_id,
            about=step.about,
            sequence=step.sequence,
            case_id=step.case_id,
            remind_at=step.remind_at,
            escalate_at=step.escalate_at,
            **within,
        )

    def due(self, at: datetime, limit: int) -> Sequence[DueStep]:
        """Those that something is to be said about now, the earliest first."""
        return [due_step_of(row) for row in self.transaction.read(_due, at=at, limit=limit)]


def due_step_of(row: Any) -> DueStep:
    """The step of a row."""
    step = None
    if row.step is not None:
        step = Step(index=row.step, stage=row.stage, role=row.role, division=row.division, due_on=row.due_on)
    return DueStep(
        subject_id=row.subject_id,
        city=row.city,
        about=row.about,
        sequence=row.sequence,
        case_id=row.case_id,
        step=step,
        remind_at=row.remind_at,
        escalate_at=row.escalate_at,
    )
