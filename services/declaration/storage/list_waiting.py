"""The to-do centre (待办中心): what waits for this actor, longest first.

Each role and desk is a range of one index; the ranges are read separately, each as far as the page
goes, and merged. So a page costs the same with a thousand cases waiting elsewhere.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select, tuple_, union_all

from casework.cursors import page, page_size, position
from casework.states import Action, State, is_allowed
from chassis.db.transaction import Reading
from contracts.actor import Actor
from services.declaration.storage.list_declarations import shown_summary, summary_columns
from services.declaration.storage.tables import declarations

ANYWHERE, AT_DESK = "anywhere", "at_desk"
CITY_DESK = ""

_with_applicant = or_(*(declarations.c.state == state for state in State if is_allowed(state, Action.SAVE)))


def list_waiting(reading: Reading, actor: Actor, *, limit: int, after: str | None) -> dict[str, Any]:
    """What the actor can act on now, and for an applicant what it has still to hand in."""
    begin = position(after)
    parameters: dict[str, Any] = {"limit": page_size(limit) + 1}
    if begin is not None:
        parameters |= {"after_at": begin[0], "after_id": begin[1]}
    if actor.may("declaration.read_own") and not actor.may("declaration.review"):
        parameters["own"] = actor.organisation_id
        rows = reading.read(_of_applicant(begin is not None), **parameters)
        return page(rows, [shown_summary(row) for row in rows], limit=limit, by="started_at")
    ranges = _ranges(actor)
    for number, (role, desk) in enumerate(ranges):
        parameters |= {f"role_{number}": role} | ({f"desk_{number}": desk} if desk is not None else {})
    kinds = tuple(ANYWHERE if desk is None else AT_DESK for _, desk in ranges)
    rows = reading.read(_of_office(kinds, begin is not None), **parameters) if ranges else []
    return page(rows, [shown_summary(row) for row in rows], limit=limit, by="waits_since")


def _ranges(actor: Actor) -> list[tuple[str, str | None]]:
    """(role, desk) for each place that the actor works at; desk None: every desk of the city but the institutions'."""
    desks: list[str | None] = [None] if actor.division is None else [actor.division, CITY_DESK]
    if actor.organisation_id is not None:
        desks.append(str(actor.organisation_id))
    return [(role, desk) for role in sorted(actor.roles) for desk in desks]


@cache
def _of_applicant(is_continued: bool) -> Select[Any]:
    key = (declarations.c.started_at, declarations.c.id)
    statement = select(*summary_columns).where(declarations.c.applicant_id == bindparam("own"), _with_applicant)
    if is_continued:
        statement = statement.where(tuple_(*key) > tuple_(bindparam("after_at"), bindparam("after_id")))
    return statement.order_by(*key).limit(bindparam("limit"))


@cache
def _of_office(kinds: tuple[str, ...], is_continued: bool) -> Select[Any]:
    ranges = [_range(number, kind, is_continued).subquery(f"range_{number}") for number, kind in enumerate(kinds)]
    merged = union_all(*(select(each) for each in ranges)).subquery("waiting")
    return select(merged).order_by(merged.c.waits_since, merged.c.id).limit(bindparam("limit"))


def _range(number: int, kind: str, is_continued: bool) -> Select[Any]:
    key = (declarations.c.waits_since, declarations.c.id)
    statement = select(*summary_columns).where(declarations.c.waits_for == bindparam(f"role_{number}"))
    if kind == AT_DESK:
        statement = statement.where(declarations.c.waits_at == bindparam(f"desk_{number}"))
    else:
        statement = statement.where(declarations.c.is_with_institution.is_(False))
    if is_continued:
        statement = statement.where(tuple_(*key) > tuple_(bindparam("after_at"), bindparam("after_id")))
    return statement.order_by(*key).limit(bindparam("limit"))
