"""A provider of the pool proposes a product for the N+X catalogue."""

from __future__ import annotations

from uuid import uuid4

from contracts.actor import Actor
from policy.packs import Packs
from policy.providers import SELL
from services.registry.domain.offers import Offer
from services.registry.domain.products import propose
from services.registry.domain.views import Shown, product_shown
from services.registry.use_cases.load import entry_of, rules_for
from services.registry.use_cases.ports import Clock, Work


def propose_product(uow: Work, packs: Packs, clock: Clock, actor: Actor, offer: Offer) -> Shown:
    """The product as it waits for the bureau. ProviderNotEnrolled outside of the pool; NotEntitled; Invalid."""
    entry = entry_of(uow, actor.organisation_id)
    entry.must_be_enrolled()
    rules = rules_for(uow, packs, clock, entry)
    entry.must_be_entitled(SELL, rules)
    product = propose(
        id=uuid4(), city=uow.city, provider_id=entry.organisation_id, offer=offer, rules=rules, at=clock.now()
    )
    uow.products.add(product)
    uow.audit.record(actor, "propose_product", product, organisation_id=product.provider_id)
    return product_shown(product)
