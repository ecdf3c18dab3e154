"""Reading needs, for everybody and for their enterprise; and interest, for both sides and the city."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, cast, func, or_, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from chassis.db.transaction import Reading
from contracts.refusal import NotFound
from services.registry.domain.needs import NeedState
from services.registry.domain.shown_matching import Shown, interest_shown, need_shown
from services.registry.storage.matching import InterestRepository, NeedRepository
from services.registry.storage.queries.pages import identity, instant, limit_of, page, read_cursor
from services.registry.storage.tables.matching import interest, need
from services.registry.storage.tables.organisations import organisation

_needs, _interests = NeedRepository.mapped, InterestRepository.mapped


@dataclass(frozen=True, kw_only=True)
class WantedNeeds:
    """What the public list is narrowed to; None narrows nothing. `text` is part of a title."""

    division: str | None = None
    programme_year: str | None = None
    subsector: str | None = None
    scenario: str | None = None
    budget_at_least_fen: int | None = None
    text: str | None = None


def _narrowed(name: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return bindparam(name).is_(None) | condition


def _before(column: ColumnElement[Any], row_id: ColumnElement[Any]) -> ColumnElement[bool]:
    return _narrowed("after_at", tuple_(column, row_id) < tuple_(bindparam("after_at"), bindparam("after_id")))


_named = select(need, organisation.c.name).join(
    organisation, (organisation.c.city == need.c.city) & (organisation.c.id == need.c.enterprise_id)
)
_public = (
    _named.where(need.c.state == NeedState.PUBLISHED.value)
    .where(*(_narrowed(name, need.c[name] == bindparam(name)) for name in ("division", "programme_year", "subsector")))
    .where(_narrowed("scenario", bindparam("scenario") == func.any(need.c.scenarios)))
    .where(_narrowed("budget_at_least_fen", need.c.budget_fen >= cast(bindparam("budget_at_least_fen"), BigInteger)))
    .where(_narrowed("text", func.strpos(need.c.title, bindparam("text")) > 0))
    .where(_before(need.c.published_at, need.c.id))
    .order_by(need.c.published_at.desc(), need.c.id.desc())
    .limit(bindparam("limit"))
)
_own = (
    _named.where(need.c.enterprise_id == bindparam("own"))
    .where(_before(need.c.drafted_at, need.c.id))
    .order_by(need.c.drafted_at.desc(), need.c.id.desc())
    .limit(bindparam("limit"))
)
_from, _to = organisation.alias("sender"), organisation.alias("receiver")
_interest = (
    select(interest, _from.c.name.label("from_name"), _to.c.name.label("to_name"))
    .join(_from, (_from.c.city == interest.c.city) & (_from.c.id == interest.c.from_id))
    .join(_to, (_to.c.city == interest.c.city) & (_to.c.id == interest.c.to_id))
    .where(_narrowed("own", or_(interest.c.from_id == bindparam("own"), interest.c.to_id == bindparam("own"))))
    .where(_narrowed("state", interest.c.state == bindparam("state")))
    .where(_narrowed("need_id", interest.c.need_id == bindparam("need_id")))
    .where(_before(interest.c.expressed_at, interest.c.id))
    .order_by(interest.c.expressed_at.desc(), interest.c.id.desc())
    .limit(bindparam("limit"))
)


def published_needs(reading: Reading, wanted: WantedNeeds, *, limit: int, after: str | None) -> Shown:
    """For everybody, newest first."""
    rows = reading.read(_public, **asdict(wanted), **_asked(limit, after))
    return page(rows, limit, _need_shown, lambda row: (row.published_at, row.id))


def own_needs(reading: Reading, organisation_id: UUID | None, *, limit: int, after: str | None) -> Shown:
    """Those of one's own enterprise, drafts among them, newest first."""
    if organisation_id is None:
        raise NotFound(kind="organisation")
    rows = reading.read(_own, own=organisation_id, **_asked(limit, after))
    return page(rows, limit, _need_shown, lambda row: (row.drafted_at, row.id))


def interests(
    reading: Reading,
    *,
    organisation_id: UUID | None,
    state: str | None,
    need_id: UUID | None,
    limit: int,
    after: str | None,
) -> Shown:
    """Of one organisation, on whichever side, or of all; newest first."""
    wanted = {"own": organisation_id, "state": state, "need_id": need_id}
    rows = reading.read(_interest, **wanted, **_asked(limit, after))
    return page(rows, limit, _interest_shown, lambda row: (row.expressed_at, row.id))


def _asked(limit: int, after: str | None) -> dict[str, Any]:
    after_at, after_id = read_cursor(after, (instant, identity))
    return {"limit": limit_of(limit), "after_at": after_at, "after_id": after_id}


def _need_shown(row: Any) -> Shown:
    return need_shown(_needs.of(row)) | {"enterprise_name": row.name}


def _interest_shown(row: Any) -> Shown:
    return interest_shown(_interests.of(row)) | {"from_name": row.from_name, "to_name": row.to_name}
