"""Lists of cases: one's own, those that one serves, those that wait for one (待办). Keyset by keyset.

    projects = Table("project", metadata, …, *desk_columns("project"), *dossier_columns("project"))
    lists = DeskLists(projects, service="project", summary=(…), shown=shown_summary, filters={…})

The table needs `id`, `applicant_id`, `applicant_name`, `credit_code`, `division`, `started_at`, `state`,
`step_name` and the columns of `desk_columns`, and the indexes of `desk_indexes`: a page costs the same,
however many cases there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    Index,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    func,
    or_,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.schema import SchemaItem

from casework.cursors import instant, page, page_size, position
from casework.desks import OnDesk, next_actor, scope_of
from casework.division_paths import PATH_COLUMN, served_from_above
from casework.mandates import mandated_programmes
from casework.states import Action, State, is_allowed
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.wire import to_json

CITY_DESK: Final = ""
ANYWHERE, AT_DESK = "anywhere", "at_desk"
LAST_CHARACTER: Final = "\U0010ffff"
_LIKE_A_CODE: Final = re.compile("[0-9A-Z]+")
_NEWEST_FIRST: Final = ("started_at", "filed_at")
_TEXTS: Final = ("credit_code", "applicant_name")

Shown = dict[str, Any]


def desk_columns(table: str) -> list[SchemaItem]:
    """Who has it now, for the lists that ask by it; the first filing, before which it is nobody's business;

    and the divisions above the applicant's, which see it too.
    """
    return [
        Column(PATH_COLUMN, JSONB, nullable=False, server_default=text("'[]'::jsonb")),
        Column("assigner", Text),
        Column("assignee_id", Uuid),
        Column("filed_at", DateTime(timezone=True)),
        Column("waits_for", Text),
        Column("waits_at", Text, nullable=False),
        Column("waits_since", DateTime(timezone=True)),
        Column("is_with_institution", Boolean, nullable=False),
        CheckConstraint("(waits_for is null) = (waits_since is null)", name=f"{table}_waits_since"),
    ]


def desk_indexes(table: str) -> list[SchemaItem]:
    """The indexes that both lists walk."""
    filed = text("filed_at is not null")
    by_state = Index(f"{table}_filed_state", "city", "state", "filed_at", "id", postgresql_where=filed)
    return [*listing_indexes(table), by_state, *waiting_indexes(table)]


def listing_indexes(table: str) -> list[SchemaItem]:
    """The indexes that the list of one's own, or of those that one serves, walks."""
    filed, assigned = text("filed_at is not null"), text("assignee_id is not null")
    nested = text(f"filed_at is not null and jsonb_array_length({PATH_COLUMN}) > 1")
    return [
        Index(f"{table}_of_applicant", "city", "applicant_id", "started_at", "id"),
        Index(f"{table}_filed", "city", "filed_at", "id", postgresql_where=filed),
        Index(f"{table}_filed_division", "city", "division", "filed_at", "id", postgresql_where=filed),
        Index(f"{table}_nested", "city", "filed_at", "id", postgresql_where=nested),
        Index(f"{table}_assigned", "city", "assignee_id", "filed_at", "id", postgresql_where=assigned),
        Index(f"{table}_name", "city", text('applicant_name collate "C"'), "id"),
        Index(f"{table}_credit_code", "city", text('credit_code collate "C"'), "id"),
    ]


def waiting_indexes(table: str) -> list[SchemaItem]:
    """The indexes that the list of what waits for somebody walks, and the calendar."""
    waiting = text("waits_for is not null")
    anywhere = text("waits_for is not null and not is_with_institution")
    return [
        Index(f"{table}_waiting_at", "city", "waits_for", "waits_at", "waits_since", "id", postgresql_where=waiting),
        Index(f"{table}_waiting_anywhere", "city", "waits_for", "waits_since", "id", postgresql_where=anywhere),
        Index(f"{table}_due", "city", "due_on", postgresql_where=text("due_on is not null")),
    ]


def desk_to_columns(case: OnDesk) -> dict[str, Any]:
    """The values of `desk_columns`."""
    who, filings = next_actor(case), case.dossier.filings
    return {
        PATH_COLUMN: to_json(case.division_path),
        "assigner": case.assigner,
        "assignee_id": case.assignee_id,
        "filed_at": filings[0].at if filings else None,
        "waits_for": who.role,
        "waits_at": who.desk,
        "waits_since": who.since,
        "is_with_institution": who.institution_id is not None,
    }


class DeskLists:
    """The two lists of a service. `filters` are conditions by name, each with one parameter of that name.

    `stages` are those that its cases are in, None: any; an agent needs a mandate for one of them.
    """

    def __init__(
        self,
        table: FromClause,
        *,
        service: str,
        summary: Sequence[str],
        stages: Collection[str] | None = None,
        shown: Callable[[Row], Shown],
        filters: Mapping[str, ColumnElement[bool]],
    ) -> None:
        self._table, self._service, self._stages, self._shown = table, service, stages, shown
        self._summary = tuple(table.c[name] for name in summary)
        self._filters = {
            "own": table.c.applicant_id == bindparam("own"),
            "served": table.c.division == bindparam("served"),
            "served_from_above": served_from_above(table),
            "assigned": table.c.assignee_id == bindparam("assigned"),
            "programmes": func.split_part(table.c.pack, "@", 1) == any_(cast(bindparam("programmes"), ARRAY(Text))),
            **filters,
        }
        self._listing = cache(self._listing_statement)
        self._waiting = cache(self._waiting_statement)

    def listed(
        self,
        reading: Reading,
        actor: Actor,
        wanted: Mapping[str, Any],
        *,
        limit: int,
        after: str | None,
        ranked_by: str | None = None,
    ) -> Shown:
        """An applicant's own, drafts included; an authority's by its rights, from the first filing on.

        Newest first; by name or credit code where `wanted["text"]` asks for those that begin so; an authority's by a
        column of whole numbers, largest first, where `ranked_by` names one. The rest of `wanted` are the parameters
        of filters; those that are None narrow nothing. `wanted["on_behalf_of"]`: those of an enterprise that the
        actor acts for, in the programmes of its mandates.
        """
        asked = {name: value for name, value in wanted.items() if value is not None}
        scope = self._scope(actor, asked.pop("on_behalf_of", None))
        by = _order(asked.get("text"), is_own="own" in scope, ranked_by=ranked_by)
        read = instant if by in _NEWEST_FIRST else str if by in _TEXTS else int
        parameters = {**asked, **scope, **_range_of_page(limit, after, read)}
        if "text" in asked:
            parameters["text_end"] = asked["text"] + LAST_CHARACTER
        filters = frozenset({*asked, *scope} - {"text"})
        rows = reading.read(self._listing(filters, by, "own" in scope, after is not None), **parameters)
        return page(rows, [self._shown(row) for row in rows], limit=limit, by=by)

    def waiting(
        self, reading: Reading, actor: Actor, *, limit: int, after: str | None, step: str | None = None
    ) -> Shown:
        """What the actor can act on now, longest first; for an applicant what it has still to hand in."""
        parameters = _range_of_page(limit, after)
        if actor.may(f"{self._service}.read_own") and not actor.may(f"{self._service}.review"):
            rows = reading.read(self._of_applicant(after is not None), own=actor.organisation_id, **parameters)
            return page(rows, [self._shown(row) for row in rows], limit=limit, by="started_at")
        desks = _desks_of(actor)
        for number, (role, desk) in enumerate(desks):
            parameters |= {f"role_{number}": role} | ({f"desk_{number}": desk} if desk is not None else {})
        parameters |= {"step": step} if step is not None else {}
        kinds = tuple(ANYWHERE if desk is None else AT_DESK for _, desk in desks)
        statement = self._waiting(kinds, after is not None, step is not None) if kinds else None
        rows = reading.read(statement, **parameters) if statement is not None else []
        return page(rows, [self._shown(row) for row in rows], limit=limit, by="waits_since")

    def _scope(self, actor: Actor, principal_id: UUID | None) -> dict[str, Any]:
        if principal_id is None or principal_id == actor.organisation_id:
            return scope_of(actor, service=self._service)
        years = mandated_programmes(actor, principal_id, self._stages)
        return {"own": principal_id, "programmes": [f"{actor.city}/{year}" for year in years]}

    def _listing_statement(self, filters: frozenset[str], by: str, is_own: bool, is_continued: bool) -> Select[Any]:
        """A division's own cases, and those of the divisions below it: two ranges, each off an index, merged."""
        if "served" not in filters:
            return self._listed_range(filters, by, is_own, is_continued)
        below = filters - {"served"} | {"served_from_above"}
        ranges = [self._listed_range(each, by, is_own, is_continued) for each in (filters, below)]
        merged = union_all(*(select(each.subquery(f"range_{n}")) for n, each in enumerate(ranges))).subquery("listed")
        key = (merged.c[by].collate("C"), merged.c.id) if by in _TEXTS else (merged.c[by], merged.c.id)
        order = [column.asc() if by in _TEXTS else column.desc() for column in key]
        return select(merged).order_by(*order).limit(bindparam("limit"))

    def _listed_range(self, filters: frozenset[str], by: str, is_own: bool, is_continued: bool) -> Select[Any]:
        columns = self._table.c
        statement = select(*self._summary).where(*(self._filters[name] for name in sorted(filters)))
        if not is_own:
            statement = statement.where(columns.filed_at.is_not(None))
        if by not in _TEXTS:
            key: tuple[ColumnElement[Any], ...] = (columns[by], columns.id)
            beyond, order = tuple_(*key) < _begin(), [column.desc() for column in key]
        else:
            # Not LIKE: under row-level security only operators that leak nothing may be looked up in an index.
            text_column = columns[by].collate("C")
            statement = statement.where(text_column >= bindparam("text"), text_column < bindparam("text_end"))
            key = (text_column, columns.id)
            beyond, order = tuple_(*key) > _begin(), [column.asc() for column in key]
        return (statement.where(beyond) if is_continued else statement).order_by(*order).limit(bindparam("limit"))

    def _of_applicant(self, is_continued: bool) -> Select[Any]:
        key = (self._table.c.started_at, self._table.c.id)
        with_applicant = (self._table.c.state == state for state in State if is_allowed(state, Action.SAVE))
        statement = select(*self._summary).where(self._filters["own"], or_(*with_applicant))
        if is_continued:
            statement = statement.where(tuple_(*key) > _begin())
        return statement.order_by(*key).limit(bindparam("limit"))

    def _waiting_statement(self, kinds: tuple[str, ...], is_continued: bool, is_narrowed: bool) -> Select[Any]:
        ranges: Iterable[Select[Any]] = (
            self._range(number, kind, is_continued, is_narrowed) for number, kind in enumerate(kinds)
        )
        subqueries = [each.subquery(f"range_{number}") for number, each in enumerate(ranges)]
        merged = union_all(*(select(each) for each in subqueries)).subquery("waiting")
        return select(merged).order_by(merged.c.waits_since, merged.c.id).limit(bindparam("limit"))

    def _range(self, number: int, kind: str, is_continued: bool, is_narrowed: bool) -> Select[Any]:
        columns = self._table.c
        key = (columns.waits_since, columns.id)
        statement = select(*self._summary).where(columns.waits_for == bindparam(f"role_{number}"))
        if kind == AT_DESK:
            statement = statement.where(columns.waits_at == bindparam(f"desk_{number}"))
        else:
            statement = statement.where(columns.is_with_institution.is_(False))
        if is_narrowed:
            statement = statement.where(columns.step_name == bindparam("step"))
        if is_continued:
            statement = statement.where(tuple_(*key) > _begin())
        return statement.order_by(*key).limit(bindparam("limit"))


def _order(searched: str | None, *, is_own: bool, ranked_by: str | None = None) -> str:
    """The column that a list is sorted by: an index serves it together with the commonest filters."""
    if searched is not None:
        return "credit_code" if _LIKE_A_CODE.fullmatch(searched) else "applicant_name"
    return "started_at" if is_own else ranked_by or "filed_at"


def _begin() -> Any:
    return tuple_(bindparam("after_key"), bindparam("after_id"))


def _range_of_page(limit: int, after: str | None, read: Callable[[str], Any] = instant) -> dict[str, Any]:
    begin = position(after, read)
    more = {"after_key": begin[0], "after_id": begin[1]} if begin else {}
    return {"limit": page_size(limit) + 1, **more}


def _desks_of(actor: Actor) -> list[tuple[str, str | None]]:
    """(role, desk) for each place that the actor works at; desk None: every desk of the city but the institutions'."""
    desks: list[str | None] = [None] if actor.division is None else [actor.division, CITY_DESK]
    if actor.organisation_id is not None:
        desks.append(str(actor.organisation_id))
    return [(role, desk) for role in sorted(actor.roles) for desk in desks]
