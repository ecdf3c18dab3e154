"""What others told that assessments are decided by: who is in the pool as what, and which enterprise has a code."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, select

from casework.common_facts import CommonFacts, Organisation, known_organisation
from chassis.db.latest import keep_latest
from chassis.db.transaction import Transaction
from contracts.events.registry import ProviderChanged, ProviderEnrolled
from services.acceptance.domain.assessment_rules import Pooled
from services.acceptance.storage.assessment_tables import known_providers

ENTERPRISE = "enterprise"

_keep_provider = keep_latest(known_providers, ["city", "organisation_id"])
_pooled = select(known_providers.c.kinds, known_providers.c.is_enrolled).where(
    known_providers.c.organisation_id == bindparam("organisation_id")
)
_with_code = select(known_organisation.c.id).where(
    known_organisation.c.credit_code == bindparam("credit_code"), known_organisation.c.kind == ENTERPRISE
)


class AssessmentFacts:
    """Within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def pooled(self, organisation_id: UUID) -> Pooled:
        """Its place in the provider pool, as far as that was told."""
        row = self._transaction.first(_pooled, organisation_id=organisation_id)
        return Pooled(kinds=tuple(row.kinds), is_enrolled=row.is_enrolled) if row else Pooled()

    def enterprise_with(self, credit_code: str) -> Organisation | None:
        """The enterprise of the city with this credit code; None where there is none, or its news has not arrived."""
        row = self._transaction.first(_with_code, credit_code=credit_code)
        return CommonFacts(self._transaction).organisation(row.id) if row else None

    def keep_provider(self, event: ProviderChanged) -> None:
        """Remember a provider's place in the pool."""
        self._transaction.write(
            _keep_provider,
            organisation_id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            kinds=list(event.kinds),
            is_enrolled=isinstance(event, ProviderEnrolled),
        )
