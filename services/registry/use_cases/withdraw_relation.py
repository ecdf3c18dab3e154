"""An officer takes a declared relation back: it was a mistake, or it is over."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from services.registry.domain.shown_delegation import Shown, relation_shown
from services.registry.domain.versions import must_match
from services.registry.use_cases.ports import Clock, Work


def withdraw_relation(
    uow: Work, clock: Clock, actor: Actor, relation_id: UUID, *, reason: str, expected_version: int | None
) -> Shown:
    """NothingToChange where it is over already; Invalid without a reason."""
    relation = uow.relations.get(relation_id, for_update=True)
    must_match(relation.version, expected_version)
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])
    withdrawn = relation.withdrawn(reason.strip())
    uow.relations.save(withdrawn)
    uow.outbox.add([withdrawn.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(actor, "withdraw_relation", withdrawn, reason=reason)
    return relation_shown(withdrawn)
