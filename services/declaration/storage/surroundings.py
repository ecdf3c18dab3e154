"""What a submission is judged by beside the declaration, joined to it: one round trip instead of four."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from casework.common_facts import (
    NotKnownHere,
    Organisation,
    known_calendar_year,
    known_organisation,
    known_standing,
)
from chassis.db.transaction import Row
from contracts.working_days import WorkingDays
from services.declaration.domain.submission import Surroundings
from services.declaration.storage.calls import call_from_row
from services.declaration.storage.tables import calls, declarations

CALL, ORGANISATION = "call_", "known_"

_years = (
    select(
        func.jsonb_agg(
            func.jsonb_build_array(
                known_calendar_year.c.year, known_calendar_year.c.is_confirmed, known_calendar_year.c.exceptions
            )
        )
    )
    .scalar_subquery()
    .label("calendar_years")
)


def surroundings_columns() -> Iterable[ColumnElement[Any]]:
    """The columns that a select adds, each with a prefix."""
    return (
        *(column.label(f"{CALL}{column.name}") for column in calls.columns if column.name != "id"),
        *(column.label(f"{ORGANISATION}{column.name}") for column in known_organisation.columns),
        known_standing.c.lists.label("known_lists"),
        _years,
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
        calendar=calendar_from(row.calendar_years or ()),
    )


def calendar_from(years: Iterable[tuple[int, bool, dict[str, bool]]]) -> WorkingDays:
    """The city's working days from (year, is_confirmed, exceptions)."""
    years = list(years)
    return WorkingDays(
        exceptions={
            date.fromisoformat(day): is_worked for _, _, exceptions in years for day, is_worked in exceptions.items()
        },
        confirmed_years=frozenset(year for year, is_confirmed, _ in years if is_confirmed),
    )
