"""What a submission is judged by beside the declaration, joined to it: one round trip instead of four."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select

from casework.calendars import calendar_column, working_days_of
from casework.common_facts import (
    NotKnownHere,
    Organisation,
    known_organisation,
    known_standing,
)
from casework.division_paths import path_column, path_of
from chassis.db.transaction import Row
from services.declaration.domain.surroundings import Surroundings
from services.declaration.storage.calls import call_from_row
from services.declaration.storage.tables import calls, declarations

CALL, ORGANISATION = "call_", "known_"

_calendar = calendar_column("calendar", since=declarations.c.started_at)


def surroundings_columns() -> Iterable[ColumnElement[Any]]:
    """The columns that a select adds, each with a prefix."""
    return (
        *(column.label(f"{CALL}{column.name}") for column in calls.columns if column.name != "id"),
        *(column.label(f"{ORGANISATION}{column.name}") for column in known_organisation.columns),
        known_standing.c.lists.label("known_lists"),
        path_column("known_path", declarations.c.division),
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
    )
