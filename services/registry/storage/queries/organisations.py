"""Reading organisations, requested changes, divisions and the calendar."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select, tuple_

from chassis.db.transaction import Reading
from contracts.refusal import NotFound
from services.registry.domain.views import calendar_year_shown, change_shown, division_shown, organisation_shown
from services.registry.storage.organisations import (
    CalendarRepository,
    ChangeRepository,
    DivisionRepository,
    OrganisationRepository,
)
from services.registry.storage.queries.pages import identity, instant, limit_of, page, read_cursor, text
from services.registry.storage.tables.lists import standing
from services.registry.storage.tables.organisations import (
    calendar_year,
    change_request,
    division,
    former_name,
    organisation,
)

Shown = dict[str, Any]

_organisations, _changes = OrganisationRepository.mapped, ChangeRepository.mapped
_LAST = "\U0010ffff"
"""Sorts behind every text that begins with the prefix."""

# A subquery and no join: it runs for the rows of the page, and the page comes straight off an index.
_lists = (
    select(standing.c.lists)
    .where(standing.c.city == organisation.c.city, standing.c.credit_code == organisation.c.credit_code)
    .scalar_subquery()
    .label("lists")
)
_with_standing = select(organisation, _lists)
_directly_below = select(division.c.code).where(division.c.parent == bindparam("served"))
_is_served = or_(
    bindparam("served").is_(None),
    organisation.c.division == bindparam("served"),
    organisation.c.division.in_(_directly_below),
    organisation.c.division.in_(select(division.c.code).where(division.c.parent.in_(_directly_below))),
)
"""Those of one's division and of the two levels below it: a league has counties, a county may have towns."""
_by_id = _with_standing.where(organisation.c.id == bindparam("id"), _is_served)
_former_names = (
    select(former_name.c.name, former_name.c.until)
    .where(former_name.c.organisation_id == bindparam("id"))
    .order_by(former_name.c.version.desc())
    .limit(50)
)
_listed = (
    _with_standing.where(_is_served)
    .where(bindparam("kind").is_(None) | (organisation.c.kind == bindparam("kind")))
    .where(bindparam("division").is_(None) | (organisation.c.division == bindparam("division")))
    .where(bindparam("credit_code").is_(None) | (organisation.c.credit_code == bindparam("credit_code")))
    .where(
        bindparam("prefix").is_(None)
        | ((organisation.c.name >= bindparam("prefix")) & (organisation.c.name < bindparam("prefix_end")))
    )
    .where(
        bindparam("after_name").is_(None)
        | (tuple_(organisation.c.name, organisation.c.id) > tuple_(bindparam("after_name"), bindparam("after_id")))
    )
    .order_by(organisation.c.name, organisation.c.id)
    .limit(bindparam("limit"))
)


def organisation_of(reading: Reading, organisation_id: UUID | None, *, served: str | None = None) -> Shown:
    """One organisation with its standing and former names; NotFound outside of the division of who asks (`served`)."""
    row = None if organisation_id is None else reading.first(_by_id, id=organisation_id, served=served)
    if row is None:
        raise NotFound(kind="organisation")
    names = reading.read(_former_names, id=organisation_id)
    return _shown(row) | {
        "former_names": [{"name": name.name, "until": name.until.isoformat()} for name in names],
    }


def organisations(
    reading: Reading,
    *,
    kind: str | None,
    division: str | None,
    name: str | None,
    credit_code: str | None,
    limit: int,
    after: str | None,
    served: str | None = None,
) -> Shown:
    """Organisations by name; `name` is a prefix, `credit_code` a whole code, `served` the division of who asks."""
    after_name, after_id = read_cursor(after, (text, identity))
    rows = reading.read(
        _listed,
        kind=kind,
        division=division,
        served=served,
        credit_code=credit_code,
        prefix=name,
        prefix_end=None if name is None else name + _LAST,
        after_name=after_name,
        after_id=after_id,
        limit=limit_of(limit),
    )
    return page(rows, limit, _shown, lambda row: (row.name, row.id))


def _shown(row: Any) -> Shown:
    return organisation_shown(_organisations.of(row)) | {"exclusion_lists": list(row.lists or ())}


_changes_listed = (
    select(change_request, organisation.c.name, organisation.c.division)
    .join(
        organisation,
        (organisation.c.city == change_request.c.city) & (organisation.c.id == change_request.c.organisation_id),
    )
    .where(bindparam("state").is_(None) | (change_request.c.state == bindparam("state")))
    .where(bindparam("organisation_id").is_(None) | (change_request.c.organisation_id == bindparam("organisation_id")))
    .where(
        bindparam("after_at").is_(None)
        | (
            tuple_(change_request.c.requested_at, change_request.c.id)
            > tuple_(bindparam("after_at"), bindparam("after_id"))
        )
    )
    .order_by(change_request.c.requested_at, change_request.c.id)
    .limit(bindparam("limit"))
)


def change_requests(
    reading: Reading, *, organisation_id: UUID | None, state: str | None, limit: int, after: str | None
) -> Shown:
    """Requested changes, oldest first: of one organisation, or of the city."""
    after_at, after_id = read_cursor(after, (instant, identity))
    rows = reading.read(
        _changes_listed,
        organisation_id=organisation_id,
        state=state,
        after_at=after_at,
        after_id=after_id,
        limit=limit_of(limit),
    )
    return page(rows, limit, _change_shown, lambda row: (row.requested_at, row.id))


def _change_shown(row: Any) -> Shown:
    return change_shown(_changes.of(row)) | {"organisation_name": row.name, "division": row.division}


_divisions = select(division).order_by(division.c.code)
_years = (
    select(calendar_year)
    .where(bindparam("year").is_(None) | (calendar_year.c.year == bindparam("year")))
    .order_by(calendar_year.c.year)
)


def divisions(reading: Reading) -> Shown:
    """Every division of the city, for the registration page."""
    mapped = DivisionRepository.mapped
    return {"items": [division_shown(mapped.of(row)) for row in reading.read(_divisions)], "next": None}


def calendar_years(reading: Reading, *, year: int | None) -> Shown:
    """The working calendar: all years that have a row, or one."""
    mapped = CalendarRepository.mapped
    rows = reading.read(_years, year=year)
    return {"items": [calendar_year_shown(mapped.of(row)) for row in rows], "next": None}
