"""Rows of recommendations: row <-> frozen dataclass, both directions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from casework.dossier import Attachments
from chassis.db.transaction import Row, Transaction
from contracts.refusal import NotFound
from contracts.wire import from_json, to_json
from policy.refs import PackRef
from services.declaration.domain.recommendation import (
    JointDocument,
    Recommendation,
    RecommendationState,
    RecommendedCase,
)
from services.declaration.storage.tables import recommendations

_columns: dict[str, Any] = {column.name: bindparam(column.name) for column in recommendations.columns}
_insert = insert(recommendations).values(_columns)
_update = (
    update(recommendations)
    .where((recommendations.c.id == bindparam("at_id")) & (recommendations.c.version == bindparam("at_version")))
    .values({name: place for name, place in _columns.items() if name not in ("id", "city")})
)
recommendation_by_id = select(recommendations).where(recommendations.c.id == bindparam("id"))
_locked = recommendation_by_id.with_for_update()


class RecommendationRepository:
    """Within one transaction; what it gives is locked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, recommendation_id: UUID) -> Recommendation:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_locked, id=recommendation_id)
        if row is None:
            raise NotFound(kind="recommendation", id=str(recommendation_id))
        return recommendation_from_row(row)

    def add(self, recommendation: Recommendation) -> None:
        self._transaction.write(_insert, **_to_row(recommendation))

    def save(self, recommendation: Recommendation) -> None:
        """The next version."""
        values = _to_row(recommendation)
        at_id, _ = values.pop("id"), values.pop("city")
        self._transaction.change_one(_update, at_id=at_id, at_version=recommendation.version - 1, **values)


def _to_row(recommendation: Recommendation) -> dict[str, Any]:
    return {
        "id": recommendation.id,
        "city": recommendation.city,
        "version": recommendation.version,
        "programme_year": recommendation.programme_year,
        "batch": recommendation.batch,
        "pack": recommendation.pack.text,
        "pack_sha256": recommendation.pack.sha256,
        "step": recommendation.step,
        "division": recommendation.division,
        "state": recommendation.state.value,
        "opinion": recommendation.opinion,
        "cases": to_json(recommendation.cases),
        "document": to_json(recommendation.document),
        "attachments": to_json(recommendation.attachments),
        "drafted_at": recommendation.drafted_at,
        "drafted_by": recommendation.drafted_by,
        "submitted_at": recommendation.submitted_at,
        "submitted_by": recommendation.submitted_by,
    }


def recommendation_from_row(row: Row) -> Recommendation:
    """The opposite of what is written."""
    return Recommendation(
        id=row.id,
        city=row.city,
        version=row.version,
        programme_year=row.programme_year,
        batch=row.batch,
        pack=PackRef.parse(row.pack, row.pack_sha256),
        step=row.step,
        division=row.division,
        state=RecommendationState(row.state),
        opinion=row.opinion,
        cases=from_json(tuple[RecommendedCase, ...], row.cases),
        document=from_json(JointDocument | None, row.document),
        attachments=from_json(Attachments, row.attachments),
        drafted_at=row.drafted_at,
        drafted_by=row.drafted_by,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
    )
