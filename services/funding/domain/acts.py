"""Formal acts over several tranches at once: the district's recommendation and the finance bureau's release (DL10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from casework.public_notice import NoticeLine, PublicNotice
from contracts.money import Money
from contracts.refusal import NotFound
from services.funding.domain.documents import Document


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """A district recommends accepted projects by a formal document. It is never changed: an error needs a new one."""

    id: UUID
    city: str
    division: str
    document: Document
    tranche_ids: tuple[UUID, ...]
    total: Money
    recommended_by: UUID
    recommended_at: datetime
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Release:
    """The finance bureau passes the money of some lines of a plan on to the industry bureau (下达)."""

    id: UUID
    city: str
    plan_id: UUID
    document: Document
    tranche_ids: tuple[UUID, ...]
    total: Money
    released_by: UUID
    released_at: datetime
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class NoticeBasis:
    """What the length of the notice rests on: an article, or the reason why it had to be assumed."""

    article: str | None = None
    assumed: str | None = None


@dataclass(frozen=True, kw_only=True)
class PlanNotice:
    """The public notice of an approved plan; its lines have the ids of the plan's lines."""

    id: UUID
    city: str
    version: int
    plan_id: UUID
    notice: PublicNotice
    basis: NoticeBasis

    def changed(self, notice: PublicNotice) -> PlanNotice:
        """The next version."""
        return replace(self, notice=notice, version=self.version + 1)

    def line_of(self, objection_id: UUID) -> NoticeLine:
        """The line that an objection is about."""
        for line in self.notice.lines:
            if any(objection.id == objection_id for objection in line.objections):
                return line
        raise NotFound(kind="objection", id=str(objection_id))
