"""An enrolment (入库): somebody asks for a place in the pool, along the route of the pack (XB3, ZS3, DL6).

Two ways in. A provider applies for a kind; or a recognised unit recommends a product, and its provider with
it, for a named enterprise. Both are a dossier of a stage of the pack, reviewed alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from casework.divisions import DivisionPath
from casework.dossier import Dossier
from casework.states import State
from contracts.events.declaration import Applicant
from services.registry.domain.offers import Offer


class Purpose(StrEnum):
    """Which of the two ways."""

    APPLICATION = "application"
    RECOMMENDATION = "recommendation"


@dataclass(frozen=True, kw_only=True)
class Recommended:
    """What a recommendation is for: the product of a provider, wanted by an enterprise. `product_id` once approved."""

    enterprise_id: UUID
    offer: Offer
    product_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """`applicant` asks, `provider_id` is to be in the pool as `kind`; they differ in a recommendation.

    `stage` is the pack's; its steps belong to divisions or the city, never to an institution.
    """

    id: UUID
    city: str
    version: int
    purpose: Purpose
    stage: str
    kind: str
    programme_year: str
    applicant: Applicant
    provider_id: UUID
    division: str
    division_path: DivisionPath
    dossier: Dossier
    recommended: Recommended | None = None

    assigner: None = None
    assignee_id: None = None

    @property
    def state(self) -> State:
        return self.dossier.state

    def changed(self, **members: Any) -> Enrolment:
        """The next version."""
        return replace(self, version=self.version + 1, **members)
