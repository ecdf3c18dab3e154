"""Recommendations as the authorities read them: a league its own, the top of the tenant all that were submitted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select, tuple_

from casework.cursors import page, page_size, position
from casework.divisions import serves
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.sealed import Sealer
from policy.packs import Packs
from services.declaration.domain.recommendation import Recommendation, RecommendationState
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_recommendation import shown_recommendation
from services.declaration.domain.summary import shown_summary_print
from services.declaration.storage.declarations import from_row
from services.declaration.storage.facts import Facts
from services.declaration.storage.recommendations import recommendation_by_id, recommendation_from_row
from services.declaration.storage.tables import declarations, recommendations

Shown = dict[str, Any]

_seen = or_(
    recommendations.c.division == bindparam("division"),
    bindparam("division").is_(None) & (recommendations.c.state != RecommendationState.DRAFT),
)
_newest = (
    select(recommendations)
    .where(
        _seen,
        or_(bindparam("batch").is_(None), recommendations.c.batch == bindparam("batch")),
        or_(bindparam("programme_year").is_(None), recommendations.c.programme_year == bindparam("programme_year")),
    )
    .order_by(recommendations.c.drafted_at.desc(), recommendations.c.id.desc())
    .limit(bindparam("limit"))
)
_after = _newest.where(
    tuple_(recommendations.c.drafted_at, recommendations.c.id) < tuple_(bindparam("after_at"), bindparam("after_id"))
)
_cases = select(declarations).where(declarations.c.id == bindparam("id"))


def list_recommendations(
    reading: Reading, actor: Actor, *, programme_year: str | None, batch: str | None, limit: int, after: str | None
) -> Shown:
    """Newest first."""
    begin = position(after)
    more = {"after_at": begin[0], "after_id": begin[1]} if begin else {}
    rows = reading.read(
        _after if begin else _newest,
        division=actor.division,
        programme_year=programme_year,
        batch=batch,
        limit=page_size(limit) + 1,
        **more,
    )
    return page(
        rows, [shown_recommendation(recommendation_from_row(row)) for row in rows], limit=limit, by="drafted_at"
    )


def get_recommendation(reading: Reading, actor: Actor, recommendation_id: UUID) -> Shown:
    """One of them."""
    return shown_recommendation(seen(reading, actor, recommendation_id))


def print_of_summary(reading: Reading, packs: Packs, sealer: Sealer, actor: Actor, recommendation_id: UUID) -> Shown:
    """The summary as it is printed (汇总表), with the code that proves what it says."""
    found = seen(reading, actor, recommendation_id)
    rules = Rulebook.of(packs.get(found.pack))
    cases = [from_row(row) for each in found.declaration_ids for row in reading.read(_cases, id=each)]
    name = Facts(reading).division_name(found.division or rules.pack.division)
    return shown_summary_print(found, cases, rules, sealer, recommender=name or found.division)


def file_of_recommendation(reading: Reading, actor: Actor, recommendation_id: UUID, scan_id: UUID) -> Shown:
    """The permission to download one of its scans."""
    for files in seen(reading, actor, recommendation_id).attachments.values():
        for file in files:
            if file.id == scan_id:
                return {"sha256": file.sha256, "media_type": file.media_type, "name": file.name, "size": file.size}
    raise NotFound(kind="attachment", id=str(scan_id))


def seen(reading: Reading, actor: Actor, recommendation_id: UUID) -> Recommendation:
    """The recommendation, if this actor may see it; NotFound otherwise."""
    row = reading.first(recommendation_by_id, id=recommendation_id)
    if row is None or not _may_see(actor, recommendation_from_row(row)):
        raise NotFound(kind="recommendation", id=str(recommendation_id))
    return recommendation_from_row(row)


def _may_see(actor: Actor, recommendation: Recommendation) -> bool:
    if actor.division is None and recommendation.division:
        return recommendation.state is not RecommendationState.DRAFT
    return serves(actor.division, recommendation.division, ())
