"""A provider of the pool proposes a product for the N+X catalogue."""

from __future__ import annotations

from uuid import uuid4

from contracts.actor import Actor
from services.registry.domain.errors import ProviderNotEnrolled
from services.registry.domain.products import Offer, propose
from services.registry.domain.views import Shown, product_shown
from services.registry.use_cases.ports import Clock, Work


def propose_product(uow: Work, clock: Clock, actor: Actor, offer: Offer) -> Shown:
    """The product as it waits for the bureau. ProviderNotEnrolled outside of the pool; Invalid."""
    entry = uow.pool.of(actor.organisation_id) if actor.organisation_id else None
    if entry is None:
        raise ProviderNotEnrolled(state="unknown")
    entry.must_be_enrolled()
    product = propose(id=uuid4(), city=uow.city, provider_id=entry.organisation_id, offer=offer, at=clock.now())
    uow.products.add(product)
    uow.audit.record(actor, "propose_product", product, organisation_id=product.provider_id)
    return product_shown(product)
