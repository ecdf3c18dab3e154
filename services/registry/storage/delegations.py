"""Rows of delegations and of relations."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from services.registry.domain.delegations import Delegation, DelegationState
from services.registry.domain.relations import Relation, RelationKind
from services.registry.storage.mapped import Mapped, Repository
from services.registry.storage.tables.delegations import delegation, relation

_granted_to = (
    select(delegation)
    .where(delegation.c.agent_id == bindparam("agent_id"), delegation.c.state == DelegationState.GRANTED)
    .order_by(delegation.c.id)
    .with_for_update()
)


class DelegationRepository(Repository[Delegation]):
    """What enterprises let providers do."""

    mapped = Mapped(delegation, Delegation, {"stages": tuple, "state": DelegationState})
    kind = "delegation"

    def granted_to(self, agent_id: UUID) -> Sequence[Delegation]:
        """Those that hold now, locked."""
        return self._all(_granted_to, agent_id=agent_id)


class RelationRepository(Repository[Relation]):
    """Which organisations have to do with each other."""

    mapped = Mapped(relation, Relation, {"kind": RelationKind})
    kind = "relation"
