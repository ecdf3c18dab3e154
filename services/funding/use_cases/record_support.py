"""An officer records a support that another policy gave an enterprise (XB11)."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from contracts.actor import Actor
from contracts.refusal import Invalid
from policy.refs import PackRef
from services.funding.domain.supports import GrantedSupport, Support, checked_support
from services.funding.domain.views_supports import support_view
from services.funding.use_cases.ports import Clock, Packs, Unit


def record_support(uow: Unit, packs: Packs, clock: Clock, actor: Actor, asked: GrantedSupport) -> dict[str, Any]:
    """The support. `Invalid` with every wrong field; SupportExists (from the database) for one that is recorded."""
    found, problems = checked_support(asked, purposes_of(uow, packs), today=clock.today())
    if found is None:
        raise Invalid(problems=problems)
    support = as_recorded(uow, clock, actor, found)
    uow.supports.add(support)
    uow.audit.record(actor, "record", support, purpose=support.purpose, amount_fen=support.amount.fen)
    return support_view(support)


def purposes_of(uow: Unit, packs: Packs) -> dict[str, str]:
    """The subsidy lines of every released pack: what a support can be for."""
    released = [packs.get(PackRef.parse(each.pack, each.sha256)) for each in uow.facts.packs()]
    return {line.key: line.title for pack in released for line in pack.lines}


def as_recorded(
    uow: Unit, clock: Clock, actor: Actor, found: GrantedSupport, *, import_id: UUID | None = None
) -> Support:
    """A new support."""
    return Support(
        id=uuid4(),
        city=uow.city,
        version=1,
        credit_code=found.credit_code,
        enterprise_name=found.enterprise_name,
        purpose=found.purpose,
        year=found.year,
        amount=found.amount,
        policy=found.policy,
        granted_by=found.granted_by,
        granted_on=found.granted_on,
        recorded_by=actor.account_id,
        recorded_at=clock.now(),
        import_id=import_id,
    )
