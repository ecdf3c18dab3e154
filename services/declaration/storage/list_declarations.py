"""Lists of declarations, keyset by keyset: each page costs the same, however many there are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select, tuple_

from casework.cursors import instant, page, page_size, position
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.wire import to_json
from services.declaration.storage.tables import declarations

SUMMARY = (
    "id", "version", "case_id", "call_id", "state", "programme_year", "batch", "applicant_kind", "applicant_id",
    "credit_code", "applicant_name", "division", "pack", "started_at", "filed_at", "submitted_at", "step_name",
    "waits_for", "waits_since", "due_on", "is_provisional", "assignee_id", "pilot_state",
)  # fmt: skip
summary_columns = tuple(declarations.c[name] for name in SUMMARY)

LAST_CHARACTER = "\U0010ffff"
_LIKE_A_CODE = re.compile("[0-9A-Z]+")

_FILTERS: Mapping[str, ColumnElement[bool]] = {
    "own": declarations.c.applicant_id == bindparam("own"),
    "served": declarations.c.division == bindparam("served"),
    "assigned": declarations.c.assignee_id == bindparam("assigned"),
    "state": declarations.c.state == bindparam("state"),
    "division": declarations.c.division == bindparam("division"),
    "programme_year": declarations.c.programme_year == bindparam("programme_year"),
    "batch": declarations.c.batch == bindparam("batch"),
    "pilot_state": declarations.c.pilot_state == bindparam("pilot_state"),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; `text` is the beginning of the applicant's name or credit code."""

    state: str | None = None
    division: str | None = None
    programme_year: str | None = None
    batch: str | None = None
    pilot_state: str | None = None
    text: str | None = None

    def parameters(self) -> dict[str, str]:
        """What is asked for, by the name of its filter."""
        asked = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in asked.items() if value is not None}


def list_declarations(
    reading: Reading, actor: Actor, wanted: Wanted, *, limit: int, after: str | None
) -> dict[str, Any]:
    """An applicant's own, drafts included; an authority's by its rights, from the first filing on.

    Newest first; by name or credit code where they are searched by their beginning.
    """
    scope = scope_of(actor)
    by = _order(wanted, "own" in scope)
    begin = position(after, instant if by in _NEWEST_FIRST else str)
    asked = wanted.parameters()
    parameters: dict[str, Any] = {**asked, **scope, "limit": page_size(limit) + 1}
    if "text" in asked:
        parameters["text_end"] = asked["text"] + LAST_CHARACTER
    if begin is not None:
        parameters |= {"after_key": begin[0], "after_id": begin[1]}
    filters = frozenset({*asked, *scope} - {"text"})
    rows = reading.read(_statement(filters, by, "own" in scope, begin is not None), **parameters)
    return page(rows, [shown_summary(row) for row in rows], limit=limit, by=by)


def scope_of(actor: Actor) -> dict[str, Any]:
    """Which declarations the actor sees at all, as a filter; none: every one of the city."""
    if actor.may("declaration.read_city"):
        return {}
    if actor.may("declaration.read_division"):
        return {"served": actor.division} if actor.division is not None else {}
    if actor.may("declaration.read_assigned"):
        return {"assigned": actor.organisation_id}
    return {"own": actor.organisation_id}


def shown_summary(row: Row) -> dict[str, Any]:
    """A declaration in a list."""
    return {
        "id": str(row.id),
        "version": row.version,
        "case_id": str(row.case_id),
        "call_id": str(row.call_id),
        "state": row.state,
        "programme_year": row.programme_year,
        "batch": row.batch,
        "pack": row.pack,
        "applicant": {
            "kind": row.applicant_kind,
            "id": str(row.applicant_id),
            "credit_code": row.credit_code,
            "name": row.applicant_name,
        },
        "division": row.division,
        "started_at": to_json(row.started_at),
        "submitted_at": to_json(row.submitted_at),
        "step": row.step_name,
        "waits_for": row.waits_for,
        "waits_since": to_json(row.waits_since),
        "due_on": to_json(row.due_on),
        "is_provisional": row.is_provisional,
        "assignee_id": to_json(row.assignee_id),
        "pilot_state": row.pilot_state,
    }


_NEWEST_FIRST = ("started_at", "filed_at")


def _order(wanted: Wanted, is_own: bool) -> str:
    """The column that a list is sorted by: an index serves it together with the commonest filters."""
    if wanted.text is not None:
        return "credit_code" if _LIKE_A_CODE.fullmatch(wanted.text) else "applicant_name"
    return "started_at" if is_own else "filed_at"


@cache
def _statement(filters: frozenset[str], by: str, is_own: bool, is_continued: bool) -> Select[Any]:
    statement = select(*summary_columns).where(*(_FILTERS[name] for name in sorted(filters)))
    if not is_own:
        statement = statement.where(declarations.c.filed_at.is_not(None))
    if by in _NEWEST_FIRST:
        key: tuple[ColumnElement[Any], ...] = (declarations.c[by], declarations.c.id)
        beyond = tuple_(*key) < tuple_(bindparam("after_key"), bindparam("after_id"))
        order = [column.desc() for column in key]
    else:
        # Not LIKE: under row-level security only operators that leak nothing may be looked up in an index.
        text = declarations.c[by].collate("C")
        statement = statement.where(text >= bindparam("text"), text < bindparam("text_end"))
        key = (text, declarations.c.id)
        beyond = tuple_(*key) > tuple_(bindparam("after_key"), bindparam("after_id"))
        order = [column.asc() for column in key]
    return (statement.where(beyond) if is_continued else statement).order_by(*order).limit(bindparam("limit"))
