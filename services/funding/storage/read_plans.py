"""Reading recommendations, plans, releases and public notices. What is public names no accounts and no phones."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from casework.tables import notice_from_columns
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.wire import from_json
from services.funding.domain.acts import NoticeBasis, PlanNotice
from services.funding.domain.allocation_plan import AllocationPlan
from services.funding.domain.documents import Document
from services.funding.domain.shares import as_fen, from_fen
from services.funding.domain.views import document_view, notice_view, objection_view, plan_view, recommendation_view
from services.funding.domain.views_payment import release_view
from services.funding.storage.awards import RECOMMENDATION
from services.funding.storage.paging import equal_or_any, newest_first, read_page
from services.funding.storage.plans import PLAN, PLAN_LINE, RELEASE
from services.funding.storage.tables import allocation_plans, plan_lines, plan_notices, recommendations, releases

Shown = dict[str, Any]

_plan = select(allocation_plans).where(allocation_plans.c.id == bindparam("id"))
_lines = select(plan_lines).where(plan_lines.c.plan_id == bindparam("id")).order_by(plan_lines.c.position)
_notice = select(plan_notices).where(plan_notices.c.id == bindparam("id"))
_notice_of_plan = select(plan_notices).where(plan_notices.c.plan_id == bindparam("id"))
_plans = newest_first(
    select(allocation_plans).where(equal_or_any(allocation_plans.c.state, "state")),
    allocation_plans.c.drawn_up_at,
    allocation_plans.c.id,
)
_notices = newest_first(
    select(plan_notices).where(equal_or_any(plan_notices.c.state, "state"), plan_notices.c.opened_at.is_not(None)),
    plan_notices.c.opened_at,
    plan_notices.c.id,
)
_recommendation = select(recommendations).where(recommendations.c.id == bindparam("id"))
_recommendations = newest_first(
    select(recommendations).where(equal_or_any(recommendations.c.division, "division")),
    recommendations.c.recommended_at,
    recommendations.c.id,
)
_releases = select(releases).where(releases.c.plan_id == bindparam("id")).order_by(releases.c.released_at)


def get_plan(reading: Reading, plan_id: UUID) -> Shown:
    """One plan with its lines and its notice."""
    plan = read_plan(reading, plan_id)
    notice = reading.first(_notice_of_plan, id=plan_id)
    return plan_view(plan, _notice_from(notice) if notice else None)


def list_plans(reading: Reading, *, state: str | None, limit: int, after: str | None) -> Shown:
    """Plans without their lines, newest first."""
    return read_page(reading, _plans, _plan_row, limit=limit, after=after, by="drawn_up_at", state=state)


def list_releases(reading: Reading, plan_id: UUID) -> Shown:
    """What the finance bureau passed on for a plan."""
    _found(reading.first(_plan, id=plan_id), "allocation_plan", plan_id)
    return {"items": [release_view(RELEASE.of(row)) for row in reading.read(_releases, id=plan_id)], "next": None}


def list_notices(reading: Reading, *, state: str | None, limit: int, after: str | None) -> Shown:
    """The public notices of allocation plans, newest first."""
    return read_page(
        reading,
        _notices,
        lambda row: notice_view(_notice_from(row)),
        limit=limit,
        after=after,
        by="opened_at",
        state=state,
    )


def get_notice(reading: Reading, notice_id: UUID) -> Shown:
    """One public notice."""
    return notice_view(read_notice(reading, notice_id))


def list_objections(reading: Reading, actor: Actor, notice_id: UUID) -> Shown:
    """The objections of a notice: all for those who decide them, one's own for everybody else."""
    notice = read_notice(reading, notice_id)
    sees_all = actor.may("funding.decide_objection")
    items = [
        objection_view(objection, notice, line.id)
        for line in notice.notice.lines
        for objection in line.objections
        if sees_all or objection.account_id == actor.account_id
    ]
    return {"items": items, "next": None}


def get_recommendation(reading: Reading, actor: Actor, recommendation_id: UUID) -> Shown:
    """One recommendation of the own division, or any for the city."""
    row = _found(reading.first(_recommendation, id=recommendation_id), "recommendation", recommendation_id)
    if not actor.may("funding.read_city"):
        actor.must_serve(row.division)
    return recommendation_view(RECOMMENDATION.of(row))


def list_recommendations(
    reading: Reading, actor: Actor, *, division: str | None, limit: int, after: str | None
) -> Shown:
    """Newest first; a district sees its own."""
    wanted = division if actor.may("funding.read_city") else actor.division or division
    return read_page(
        reading,
        _recommendations,
        lambda row: recommendation_view(RECOMMENDATION.of(row)),
        limit=limit,
        after=after,
        by="recommended_at",
        division=wanted,
    )


def _plan_row(row: Row) -> Shown:
    """A plan as lists show it: its totals stand in its row."""
    return {
        "id": row.id,
        "version": row.version,
        "number": row.number,
        "title": row.title,
        "pack": row.pack,
        "fund_year": row.fund_year,
        "fund_category": row.fund_category,
        "state": row.state,
        "total_fen": row.total_fen,
        "shares": as_fen(from_fen(row.shares)),
        "decision": document_view(from_json(Document, row.decision)) if row.decision else None,
        "drawn_up_at": row.drawn_up_at,
        "approved_at": row.approved_at,
        "published_at": row.published_at,
    }


def read_plan(reading: Reading, plan_id: UUID) -> AllocationPlan:
    """The plan with its lines; NotFound where there is none in this city."""
    row = _found(reading.first(_plan, id=plan_id), "allocation_plan", plan_id)
    lines = tuple(PLAN_LINE.of(each) for each in reading.read(_lines, id=plan_id))
    plan: AllocationPlan = PLAN.of(row, lines=lines)
    return plan


def read_notice(reading: Reading, notice_id: UUID) -> PlanNotice:
    """The notice; NotFound where there is none in this city."""
    return _notice_from(_found(reading.first(_notice, id=notice_id), "public_notice", notice_id))


def _notice_from(row: Row) -> PlanNotice:
    return PlanNotice(
        id=row.id,
        city=row.city,
        version=row.version,
        plan_id=row.plan_id,
        notice=notice_from_columns(row),
        basis=from_json(NoticeBasis, row.basis),
    )


def _found(row: Row | None, kind: str, thing_id: UUID) -> Row:
    if row is None:
        raise NotFound(kind=kind, id=str(thing_id))
    return row
