"""A product leaves the catalogue: its provider takes it back, or the bureau takes it out."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import NotFound
from services.registry.domain.accounts import is_applicant
from services.registry.domain.views import Shown, product_shown
from services.registry.use_cases.ports import Clock, Work


def withdraw_product(uow: Work, clock: Clock, actor: Actor, product_id: UUID, *, reason: str) -> Shown:
    """NotFound for another provider's product."""
    product = uow.products.get(product_id, for_update=True)
    if is_applicant(actor.roles) and product.provider_id != actor.organisation_id:
        raise NotFound(kind="product", id=str(product_id))
    product = product.withdrawn(reason)
    uow.products.save(product)
    uow.outbox.add(product.told(at=clock.now(), by=actor.account_id))
    uow.audit.record(actor, "withdraw_product", product, organisation_id=product.provider_id, reason=reason)
    return product_shown(product)
