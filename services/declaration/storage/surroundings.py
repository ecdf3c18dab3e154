"""What a submission is judged by beside the declaration, joined to it: one round trip instead of four."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, func, or_, select

from casework.calendars import calendar_column, working_days_of
from casework.common_facts import (
    NotKnownHere,
    Organisation,
    known_organisation,
    known_standing,
)
from casework.division_paths import path_column, path_of
from casework.states import State
from chassis.db.transaction import Row
from contracts.wire import from_json
from services.declaration.domain.pilot_list import PilotState
from services.declaration.domain.surroundings import KnownAssessment, OtherPilot, Surroundings
from services.declaration.storage.calls import call_from_row
from services.declaration.storage.tables import calls, declarations, known_self_assessments

CALL, ORGANISATION = "call_", "known_"

_others = declarations.alias("other_declaration")
_assessment = (
    select(func.to_jsonb(known_self_assessments.table_valued()))
    .where(
        known_self_assessments.c.city == declarations.c.city,
        known_self_assessments.c.applicant_id == declarations.c.applicant_id,
    )
    .correlate(declarations)
    .scalar_subquery()
    .label("known_assessment")
)
_IN_A_PILOT = (State.IN_REVIEW, State.RETURNED, State.APPROVED)


def other_pilots_of(credit_code: ColumnElement[Any], but: ColumnElement[Any]) -> Label[Any]:
    """In which programmes that exclude others the applicant is, as a column for `OtherPilot`."""
    told = func.jsonb_build_object(
        "id", _others.c.id, "exclusive_key", _others.c.exclusive_key,
        "programme_year", _others.c.programme_year, "batch", _others.c.batch,
    )  # fmt: skip
    return (
        select(func.jsonb_agg(told))
        .where(
            _others.c.credit_code.collate("C") == credit_code,
            _others.c.id != but,
            _others.c.exclusive_key.is_not(None),
            _others.c.pilot_state != PilotState.DELISTED,
            or_(*(_others.c.state == state for state in _IN_A_PILOT)),
        )
        .correlate_except(_others)
        .scalar_subquery()
        .label("known_other_pilots")
    )


_other_pilots = other_pilots_of(declarations.c.credit_code, declarations.c.id)
_calendar = calendar_column("calendar", since=declarations.c.started_at)


def surroundings_columns() -> Iterable[ColumnElement[Any]]:
    """The columns that a select adds, each with a prefix."""
    return (
        *(column.label(f"{CALL}{column.name}") for column in calls.columns if column.name != "id"),
        *(column.label(f"{ORGANISATION}{column.name}") for column in known_organisation.columns),
        known_standing.c.lists.label("known_lists"),
        path_column("known_path", declarations.c.division),
        _assessment,
        _other_pilots,
        _calendar,
    )


def with_surroundings(statement: Select[Any]) -> Select[Any]:
    """The select with the joins for `surroundings_columns`."""
    return (
        statement.join(calls, (calls.c.city == declarations.c.city) & (calls.c.id == declarations.c.call_id))
        .outerjoin(known_organisation, known_organisation.c.id == declarations.c.applicant_id)
        .outerjoin(
            known_standing,
            (known_standing.c.city == declarations.c.city)
            & (known_standing.c.credit_code == declarations.c.credit_code),
        )
    )


def surroundings_from_row(row: Row) -> Surroundings:
    """NotKnownHere while the registry's news of the applicant has not arrived."""
    if row.known_id is None:
        raise NotKnownHere(kind="organisation")
    return Surroundings(
        call=call_from_row(row, prefix=CALL),
        applicant=Organisation(
            id=row.known_id,
            kind=row.known_kind,
            credit_code=row.known_credit_code,
            name=row.known_name,
            division=row.known_division,
            size_class=row.known_size_class,
            lists=tuple(row.known_lists or ()),
        ),
        calendar=working_days_of(row.calendar),
        division_path=path_of(row.known_path),
        assessment=from_json(KnownAssessment | None, row.known_assessment),
        other_pilots=from_json(tuple[OtherPilot, ...], row.known_other_pilots or []),
    )
