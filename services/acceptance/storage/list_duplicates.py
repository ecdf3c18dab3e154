"""The flags of a city: what two projects use, for those who may know whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Select, Text, Uuid, any_, bindparam, cast, null, or_, select, tuple_

from casework.cursors import page, page_size, position
from casework.desks import scope_of
from casework.division_paths import served_by_division
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.wire import to_json
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.storage.evidence_tables import evidence_uses as uses
from services.acceptance.storage.tables import acceptances, known_projects

Shown = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class WantedFlags:
    """What the list is narrowed to."""

    state: str | None = None
    kind: str | None = None
    is_notice: bool | None = None
    project_id: UUID | None = None
    division: str | None = None


def _equal_or_any(column: Any, name: str, kind: Any = Text) -> Any:
    parameter = cast(bindparam(name), kind)
    return or_(parameter.is_(null()), column == parameter)


_with_project = select(
    uses,
    uses.c.flag_id.label("id"),
    known_projects.c.case_id,
    known_projects.c.applicant_id,
    known_projects.c.applicant_kind,
    known_projects.c.applicant_name,
    known_projects.c.credit_code,
    known_projects.c.division,
    known_projects.c.title,
).join(known_projects, known_projects.c.id == uses.c.project_id)
_flagged = _with_project.where(uses.c.raised_at.is_not(None))
_served = uses.c.project_id.in_(select(acceptances.c.project_id).where(served_by_division(acceptances)))
_others = _with_project.where(
    uses.c.kind == any_(cast(bindparam("kinds"), ARRAY(Text))),
    uses.c.value == any_(cast(bindparam("values"), ARRAY(Text))),
).order_by(known_projects.c.applicant_name, uses.c.project_id)
_key = (uses.c.raised_at, uses.c.flag_id)
_page = (
    _flagged.where(
        _equal_or_any(uses.c.state, "state"),
        _equal_or_any(uses.c.kind, "kind"),
        _equal_or_any(uses.c.is_notice, "is_notice", Boolean),
        _equal_or_any(uses.c.project_id, "project_id", Uuid),
        _equal_or_any(known_projects.c.division, "division"),
    )
    .order_by(uses.c.raised_at.desc(), uses.c.flag_id.desc())
    .limit(bindparam("limit"))
)
_continued = _page.where(tuple_(*_key) < tuple_(bindparam("after_at"), bindparam("after_id")))
_one = _flagged.where(uses.c.flag_id == bindparam("flag_id"))
_PAGES: dict[tuple[bool, bool], Select[Any]] = {
    (False, False): _page,
    (False, True): _continued,
    (True, False): _page.where(_served),
    (True, True): _continued.where(_served),
}
_ONES = {False: _one, True: _one.where(_served)}


def list_duplicate_flags(
    reading: Reading, actor: Actor, wanted: WantedFlags, *, limit: int, after: str | None
) -> Shown:
    """Newest first: the whole city's, or those of the actor's division."""
    begin = position(after)
    more = {"after_at": begin[0], "after_id": begin[1]} if begin else {}
    scope = _scope(actor)
    statement = _PAGES[bool(scope), begin is not None]
    rows = reading.read(statement, limit=page_size(limit) + 1, **asdict(wanted), **scope, **more)
    return page(rows, _shown(reading, rows[:limit]), limit=limit, by="raised_at")


def get_duplicate_flag(reading: Reading, actor: Actor, flag_id: UUID) -> Shown:
    """One flag. NotFound for one of another division, as for none at all."""
    scope = _scope(actor)
    rows = reading.read(_ONES[bool(scope)], flag_id=flag_id, **scope)
    if not rows:
        raise NotFound(kind="duplicate_flag", id=str(flag_id))
    return _shown(reading, rows)[0]


def _scope(actor: Actor) -> dict[str, Any]:
    scope = scope_of(actor, service=SERVICE)
    return {"served": scope["served"]} if "served" in scope else {}


def _shown(reading: Reading, rows: Sequence[Row]) -> list[Shown]:
    """With the other projects that use the same."""
    used: dict[tuple[str, str], list[Row]] = defaultdict(list)
    kinds, values = sorted({row.kind for row in rows}), sorted({row.value for row in rows})
    for row in reading.read(_others, kinds=kinds, values=values) if rows else ():
        used[row.kind, row.value].append(row)
    return [
        {
            **_shown_use(row),
            "id": str(row.flag_id),
            "kind": row.kind,
            "value": row.value,
            "is_notice": row.is_notice,
            "raised_at": to_json(row.raised_at),
            "decided_at": to_json(row.decided_at),
            "decided_by": to_json(row.decided_by),
            "reason": row.reason,
            "others": [_shown_use(each) for each in used[row.kind, row.value] if each.project_id != row.project_id],
        }
        for row in rows
    ]


def _shown_use(row: Row) -> Shown:
    return {
        "state": row.state,
        "project_id": str(row.project_id),
        "case_id": str(row.case_id),
        "title": row.title,
        "division": row.division,
        "applicant": {
            "kind": row.applicant_kind,
            "id": str(row.applicant_id),
            "credit_code": row.credit_code,
            "name": row.applicant_name,
        },
        "used_at": to_json(row.used_at),
    }
