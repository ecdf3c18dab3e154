"""How a service stores a dossier and a public notice: the columns, and the way in both directions.

    declarations = Table("declaration", metadata, Column("id", Uuid, primary_key=True), …,
                         *dossier_columns("declaration"))

What is asked for in queries has a column of its own; the rest is jsonb by `contracts.wire`. Columns that
repeat what a jsonb column holds (`submitted_at`, `ended_at`, `closes_at`) are written, never read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Boolean, CheckConstraint, Column, Date, DateTime, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.schema import SchemaItem

from casework.dossier import (
    Attachments,
    CorrectionItem,
    Dossier,
    Ending,
    Filing,
    Finding,
    OpenStep,
    Review,
    StatementConfirmation,
)
from casework.public_notice import NoticeLine, NoticePeriod, NoticeState, PeriodUnit, PublicNotice
from casework.review_clock import ReviewClock, Run
from casework.states import LIVE, State
from contracts.wire import from_json, to_json
from policy.refs import PackRef

Row = Any
"""What a query gave: the columns are its attributes, values as the database driver reads them."""

_DOCUMENTS: Final[Mapping[str, Any]] = {
    "attachments": Attachments,
    "statement": StatementConfirmation | None,
    "items_to_correct": tuple[CorrectionItem, ...],
    "filings": tuple[Filing, ...],
    "reviews": tuple[Review, ...],
    "findings": tuple[Finding, ...],
    "ending": Ending | None,
}
_PLAIN: Final = ("applicant_id", "form", "started_at")
_NOTICE_PLAIN: Final = ("title", "opened_at", "closes_on", "is_provisional", "closed_at")


def dossier_columns(table: str) -> list[SchemaItem]:
    """The columns of a dossier and what must never be false about them; `table` prefixes the constraints."""
    in_step = _one_of(State.IN_REVIEW, State.RETURNED)
    has_ended = _one_of(*(state for state in State if state not in LIVE))
    unfiled = _one_of(State.DRAFT, State.WITHDRAWN, State.VOIDED)
    return [
        Column("applicant_id", Uuid, nullable=False),
        Column("pack", Text, nullable=False),
        Column("pack_hash", Text, nullable=False),
        Column("form", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("started_at", DateTime(timezone=True), nullable=False),
        Column("submitted_at", DateTime(timezone=True)),
        Column("ended_at", DateTime(timezone=True)),
        Column("step_index", Integer),
        Column("step_name", Text),
        Column("step_role", Text),
        Column("step_division_level", Text),
        Column("step_working_days", Integer),
        Column("step_runs", JSONB(none_as_null=True)),
        Column("due_on", Date),
        Column("is_provisional", Boolean, nullable=False),
        Column("answers", JSONB, nullable=False),
        *(Column(name, JSONB(none_as_null=True), nullable=name in ("statement", "ending")) for name in _DOCUMENTS),
        *_checks(
            table,
            pack_hash_is_sha256="pack_hash ~ '^[0-9a-f]{64}$'",
            state_known=f"state in {_one_of(*State)}",
            step_while_in_review=(
                "num_nonnulls(step_index, step_name, step_role, step_runs)"
                f" = case when state in {in_step} then 4 else 0 end"
            ),
            step_positive="step_index >= 0 and step_working_days >= 0",
            due_in_review=f"due_on is null or state = '{State.IN_REVIEW}'",
            provisional_when_due="due_on is not null or not is_provisional",
            filed_before_review=f"submitted_at is not null or state in {unfiled}",
            ended_with_reason=f"num_nonnulls(ended_at, ending) = case when state in {has_ended} then 2 else 0 end",
        ),
    ]


def dossier_to_columns(dossier: Dossier) -> dict[str, Any]:
    """The values of all columns of `dossier_columns`."""
    step = dossier.step
    return {
        **{name: getattr(dossier, name) for name in _PLAIN},
        "pack": dossier.pack.text,
        "pack_hash": dossier.pack.sha256,
        "state": dossier.state.value,
        "submitted_at": dossier.submitted_at,
        "ended_at": dossier.ending.at if dossier.ending else None,
        "step_index": step.index if step else None,
        "step_name": step.name if step else None,
        "step_role": step.role if step else None,
        "step_division_level": step.division_level if step else None,
        "step_working_days": step.clock.working_days if step else None,
        "step_runs": to_json(step.clock.runs) if step else None,
        "due_on": dossier.due_on,
        "is_provisional": dossier.is_provisional,
        "answers": to_json(dossier.answers),
        **{name: to_json(getattr(dossier, name)) for name in _DOCUMENTS},
    }


def dossier_from_columns(row: Row) -> Dossier:
    """The opposite of `dossier_to_columns`; other columns of the row are ignored."""
    return Dossier(
        **{name: getattr(row, name) for name in _PLAIN},
        pack=PackRef.parse(row.pack, row.pack_hash),
        state=State(row.state),
        step=_step(row),
        answers=row.answers,
        **{name: from_json(kind, getattr(row, name)) for name, kind in _DOCUMENTS.items()},
    )


def notice_columns(table: str) -> list[SchemaItem]:
    """The columns of a public notice. `closes_at` is what the timer looks for."""
    return [
        Column("title", Text, nullable=False),
        Column("period_days", Integer, nullable=False),
        Column("period_unit", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("opened_at", DateTime(timezone=True)),
        Column("closes_on", Date),
        Column("closes_at", DateTime(timezone=True)),
        Column("is_provisional", Boolean, nullable=False),
        Column("closed_at", DateTime(timezone=True)),
        Column("lines", JSONB, nullable=False),
        *_checks(
            table,
            state_known=f"state in {_one_of(*NoticeState)}",
            period_known=f"period_days > 0 and period_unit in {_one_of(*PeriodUnit)}",
            opened_with_its_end=(
                "num_nonnulls(opened_at, closes_on, closes_at)"
                f" = case when state = '{NoticeState.PLANNED}' then 0 else 3 end"
            ),
            closed_after_its_end=(
                f"(state = '{NoticeState.CLOSED}') = (closed_at is not null)"
                " and (closed_at is null or closed_at >= closes_at)"
            ),
        ),
    ]


def notice_to_columns(notice: PublicNotice) -> dict[str, Any]:
    """The values of all columns of `notice_columns`."""
    return {
        **{name: getattr(notice, name) for name in _NOTICE_PLAIN},
        "period_days": notice.period.days,
        "period_unit": notice.period.unit.value,
        "state": notice.state.value,
        "closes_at": notice.closes_at,
        "lines": to_json(notice.lines),
    }


def notice_from_columns(row: Row) -> PublicNotice:
    """The opposite of `notice_to_columns`; other columns of the row are ignored."""
    return PublicNotice(
        **{name: getattr(row, name) for name in _NOTICE_PLAIN},
        period=NoticePeriod(days=row.period_days, unit=PeriodUnit(row.period_unit)),
        state=NoticeState(row.state),
        lines=from_json(tuple[NoticeLine, ...], row.lines),
    )


def _step(row: Row) -> OpenStep | None:
    if row.step_name is None:
        return None
    clock = ReviewClock(
        working_days=row.step_working_days,
        runs=from_json(tuple[Run, ...], row.step_runs),
        due_on=row.due_on,
        is_provisional=row.is_provisional,
    )
    return OpenStep(
        index=row.step_index,
        name=row.step_name,
        role=row.step_role,
        division_level=row.step_division_level,
        clock=clock,
    )


def _one_of(*members: StrEnum) -> str:
    return "(" + ", ".join(f"'{member.value}'" for member in members) + ")"


def _checks(table: str, **conditions: str) -> Iterable[CheckConstraint]:
    return [CheckConstraint(condition, name=f"{table}_{name}") for name, condition in conditions.items()]
